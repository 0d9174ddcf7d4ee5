"""The example's assignments, rounds and reports: loaded once, taken away whole, and never over real work."""

from __future__ import annotations

import pytest
from django.utils import timezone

from agenda.models import Agenda, Round
from demo.exceptions import DemoRefusedError
from demo.ledger import remove_ledger
from demo.measures import Carried, load_measures, remove_measures
from demo.services import demo_remove
from measures.models import Assignment, Evidence, Measure, ReportReply, StatusReport
from measures.reporting_state import reporting_state
from measures.rows import measure_rows
from measures.standing import counted
from organisation.models import Unit, UnitKind, User
from tests import factories
from tests.integration.demo.conftest import BY, ON, rows

pytestmark = pytest.mark.django_db
MANAGER = "teammanager@voorbeeld.test"


def demo_person() -> User:
    return User.objects.get(email=MANAGER)


def test_example_divides_everything_that_can_be_carried_out(example: object) -> None:
    agenda = Agenda.objects.get()
    assigned = set(Assignment.objects.values_list("measure_id", flat=True))
    assert assigned == set(counted(measure_rows(agenda), {}))
    assert not Assignment.objects.filter(demo=False).exists()


def test_example_has_one_open_round_and_no_report_from_the_future(example: object) -> None:
    assert Round.objects.filter(asks_reports=True, closed_at__isnull=True).count() == 1
    states = set(StatusReport.objects.filter(superseded_at=None).values_list("state", flat=True))
    assert states == {"niet_gestart", "loopt", "vertraagd", "afgerond", "gestopt", "nvt"}
    assert not StatusReport.objects.filter(at__date__gt=ON).exists()
    for report in StatusReport.objects.filter(superseded_at=None)[:50]:
        report.full_clean()


def test_example_leaves_its_manager_work_and_a_question(example: object) -> None:
    mine = Assignment.objects.filter(unit__code="voorbeeld-01-1")
    done = mine.filter(reports__round__closed_at__isnull=True, reports__superseded_at=None).distinct()
    assert 8 <= mine.count() <= 20
    assert done.count() < mine.count() / 2
    assert ReportReply.objects.get(verdict="terug").report.by == demo_person()


def test_example_shows_a_round_as_it_goes(example: object) -> None:
    """Most have reported, some have finished, a few are late, one was sent back, and somebody can for every unit."""
    state = reporting_state(Round.objects.get(asks_reports=True, closed_at=None), ON)
    assert not state.without_people
    assert 0.6 < state.tally.reported / state.tally.asked < 0.9
    assert state.tally.sent_back == 1
    assert len(state.units) * 0.2 < state.done < len(state.units) * 0.8
    assert [unit for unit in state.units if not unit.tally.reported]


def loaded_again() -> Carried:
    units = {unit.code: unit for unit in Unit.objects.filter(demo=True)}
    return load_measures(Agenda.objects.select_related("college").get(), units, ON)


def test_load_measures_again_adds_nothing(example: object) -> None:
    before = rows()
    assert loaded_again() == Carried()
    assert rows() == before


def test_remove_measures_and_load_measures_give_the_same(example: object) -> None:
    def reported() -> set[tuple[str, ...]]:
        fields = ("assignment__measure__code", "assignment__unit__code", "state", "changed", "round__kind")
        return set(StatusReport.objects.values_list(*fields))

    before = reported()
    remove_ledger()  # forecasts hang on rounds
    remove_measures()
    assert not (Assignment.objects.exists() or Round.objects.exists() or StatusReport.objects.exists())
    loaded_again()
    assert reported() == before


def test_load_measures_beside_a_real_round_leaves_it_alone(example: object) -> None:
    remove_ledger()
    remove_measures()
    real = factories.make_round(Agenda.objects.get())
    loaded_again()
    assert Round.objects.get(asks_reports=True, closed_at__isnull=True) == real
    assert not real.reports.exists()


def test_demo_remove_takes_what_people_of_the_example_did_as_well(example: object) -> None:
    row = Assignment.objects.first()
    assert row is not None
    factories.make_report(row, by=demo_person())
    row.evidence.create(title="x", url="https://example.nl/", by=demo_person(), by_label="x")
    demo_remove(by=BY)
    for model in (Assignment, StatusReport, Evidence, Round, ReportReply, User):
        assert not model._default_manager.exists(), model


def real_report() -> None:
    row = Assignment.objects.first()
    assert row is not None
    factories.make_report(row, by=factories.make_person("Echte manager"))


def real_evidence() -> None:
    Evidence.objects.create(
        assignment=Assignment.objects.first(), title="x", url="https://e.nl/", by_label="x"
    )


def real_reply() -> None:
    ReportReply.objects.create(report=StatusReport.objects.first(), verdict="akkoord", by_label="Echt")


def real_assignment() -> None:
    unit = Unit.objects.get(code="voorbeeld-01")
    measure = Measure.objects.filter(see=[], applied=True).exclude(assignments__unit=unit).first()
    assert measure is not None
    factories.make_assignment(measure, unit)


def real_report_in_an_invented_round() -> None:
    school = factories.make_unit(
        UnitKind.SCHOOL, parent=Unit.objects.get(kind="college"), name="Echte school"
    )
    row = factories.make_assignment(Measure.objects.get(code="1.2.6"), school)
    factories.make_report(
        row, round=Round.objects.get(asks_reports=True, closed_at__isnull=True), by_label="Echt"
    )


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (real_report, "een echte melding"),
        (real_evidence, "een echt bewijsstuk"),
        (real_reply, "echt geantwoord"),
        (real_assignment, "echt verdeeld aan Voorbeeldschool Zorg"),
        (real_report_in_an_invented_round, "verzonnen ronde"),
    ],
)
def test_demo_remove_over_real_work_on_measures_is_refused(example: object, work, said: str) -> None:
    work()
    with pytest.raises(DemoRefusedError, match=said):
        demo_remove(by=BY)


def test_example_shows_reports_after_their_round_opened(example: object) -> None:
    for report in StatusReport.objects.select_related("round")[:200]:
        assert report.round is not None
        opened = timezone.localdate(report.round.opened_at)
        assert opened <= timezone.localdate(report.at)
