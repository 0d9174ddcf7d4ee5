"""What people wrote about the plan does not go with a new one; what they were given goes only when somebody says so."""

from __future__ import annotations

from datetime import date

import pytest

import agenda.models as plan
from agenda.models import Evaluation
from indicators.models import AgendaIndicator
from measures.models import Assignment, Decision, Measure, MilestoneMark
from organisation.access import CommandActor
from organisation.models import Unit
from planfile.exceptions import LoadRefusedError
from planfile.services import agenda_store, plan_load
from tests import factories
from tests.unit.planfile.small import changed, small

pytestmark = pytest.mark.django_db
OTHER_MEASURE = (("code: 1.1.1.1\n", "code: 1.1.1.2\n"),)
OTHER_OBJECTIVE = (('code: "1.2"', 'code: "1.3"'), ('"1.2": 40', '"1.3": 40'))
NOT_TAKEN = (
    (
        "title: Luisteren\n",
        "title: Luisteren\n            applied: false\n            explanation: Te duur.\n",
    ),
)
POINTS = (("title: Luisteren\n", 'title: Luisteren\n            see: ["1.2"]\n'),)


def store(document, **options):
    return agenda_store(document=document, name="klein.yaml", by=CommandActor("test"), **options)


@pytest.fixture
def assignment(college: Unit, school: Unit) -> Assignment:
    store(small())
    return factories.make_assignment(Measure.objects.get(code="1.1.1.1"), school)


def test_a_measure_with_reports_never_goes(assignment: Assignment) -> None:
    factories.make_report(assignment)
    assignment.evidence.create(title="x", url="https://example.nl/", by_label="x")
    with pytest.raises(LoadRefusedError) as caught:
        store(changed(*OTHER_MEASURE), retire=True)
    assert (
        "Over maatregel 1.1.1.1 Luisteren is al geschreven (1 melding en 1 bewijsstuk)"
        in caught.value.reasons[0]
    )
    assert Measure.objects.filter(code="1.1.1.1").exists()


def test_a_measure_that_is_carried_out_goes_only_with_retire(assignment: Assignment) -> None:
    MilestoneMark.objects.create(
        measure=assignment.measure, key="x", reached_on=date(2026, 1, 1), by_label="x"
    )
    said = (
        "Maatregel 1.1.1.1 Luisteren gaat uit de agenda; wat er stond, vervalt: 1 eenheid voert haar uit en "
        "1 stap is bereikt."
    )
    with pytest.raises(LoadRefusedError) as caught:
        store(changed(*OTHER_MEASURE))
    assert caught.value.reasons == [said]
    assert store(changed(*OTHER_MEASURE), retire=True).losses == (said,)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    ("change", "why"), [(NOT_TAKEN, "wordt niet meer ingezet"), (POINTS, "verwijst voortaan door")]
)
def test_a_measure_that_nobody_carries_out_any_more_says_so_and_keeps_its_reports(
    assignment: Assignment, change: tuple[tuple[str, str], ...], why: str
) -> None:
    factories.make_report(assignment)
    planned = plan_load(changed(*change))
    assert planned.losses == (
        f"Maatregel 1.1.1.1 Luisteren {why}; 1 eenheid die haar uitvoert, meldt er niet meer over.",
    )
    store(changed(*change), retire=True)
    assert assignment.reports.count() == 1
    assert plan_load(changed(*change)).losses == (), "said once"


def test_a_measure_that_stays_is_neither(assignment: Assignment) -> None:
    factories.make_report(assignment)
    planned = plan_load(changed(("title: Luisteren", "title: Goed luisteren")))
    assert (planned.conflicts, planned.losses) == ((), ())


@pytest.mark.parametrize("what", ["evaluation", "decision"])
def test_an_objective_that_was_evaluated_or_decided_on_never_goes(college: Unit, what: str) -> None:
    store(small())
    objective = plan.Objective.objects.get(code="1.2")
    if what == "evaluation":
        Evaluation.objects.create(objective=objective, held_on=date(2026, 1, 1), by_label="x")
    else:
        Decision.objects.create(
            agenda=objective.agenda,
            objective=objective,
            text="Doen",
            owner="CvB",
            due_on=date(2026, 1, 1),
            by_label="x",
        )
    with pytest.raises(
        LoadRefusedError, match=r"Over doelstelling 1.2 Taal is al geschreven \(1 (evaluatie|besluit)\)"
    ):
        store(changed(*OTHER_OBJECTIVE), retire=True)
    assert plan.Objective.objects.filter(code="1.2").exists()


def test_an_indicator_that_was_decided_on_never_goes(college: Unit) -> None:
    store(small())
    use = AgendaIndicator.objects.get(code="1a")
    Decision.objects.create(
        agenda=use.agenda, objective=use.objective, agenda_indicator=use, status="off_track", text="Doen", owner="CvB",
        due_on=date(2026, 1, 1), by_label="x",
    )  # fmt: skip
    with pytest.raises(LoadRefusedError, match="1 besluit vastgelegd"):
        store(changed(("key: veilig\n", "key: anders\n")), retire=True)
