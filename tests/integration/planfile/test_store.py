"""A document in the database: whole, twice without effect, and never at the cost of a measurement."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import HealthCheck, given, settings

import agenda.models as plan
import budgets.models as money
import indicators.models as figures
import measures.models as actions
from budgets.services.by_hand import Said, hand_booking_add
from imports.models import Origin
from operations.models import AuditEvent, StoredFile
from organisation.access import CommandActor
from organisation.models import Unit
from planfile.exceptions import LoadRefusedError
from planfile.schema import read_document
from planfile.selectors import agenda_document, current_document
from planfile.services import agenda_load, agenda_store, plan_load
from planfile.writer import write_document
from tests.unit.planfile.documents import documents
from tests.unit.planfile.small import changed, small, spoiled

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
FIXTURE = Path(__file__).parents[3] / "fixtures" / "noorderpoort-2024-2027.yaml"
BASELINE = 'baseline: {period: "2022", value: 85}'
SECOND = (
    '              - breakdown: {niveau: "2", leerweg: BOL}\n'
    '                baseline: {period: "2022", value: 80.5}\n                targets: []\n'
)


def store(document, **options):
    return agenda_store(document=document, name="klein.yaml", by=BY, **options)


def stored() -> plan.Agenda:
    return plan.Agenda.objects.select_related("college").get()


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def measurement(
    code: str = "1a", key: str = "", value: str = "86", period: str = "2024", kind=Origin.Kind.FILE
):
    origin = Origin.objects.create(kind=kind, label="JOB 2024", actor_label="test")
    series = figures.Series.objects.get(plans__agenda_indicator__code=code, key=key)
    return figures.Observation.objects.create(
        series=series, subject=stored().college, period=period, period_start=date(2024, 1, 1),
        period_end=date(2024, 12, 31), value=Decimal(value), origin=origin, recorded_at=timezone.now(),
    )  # fmt: skip


def current(period: str = "2022", key: str = "") -> figures.Observation | None:
    found = figures.Observation.objects.current().filter(
        series__indicator__key="veilig", series__key=key, period=period
    )
    return found.select_related("origin").first()


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), documents())
def test_agenda_store_any_document_over_any_other_comes_back_equal(transactional_rollback, one, other):
    other = dataclasses.replace(
        other, agenda=dataclasses.replace(other.agenda, slug=one.agenda.slug, brin=one.agenda.brin)
    )
    with transactional_rollback():
        for document in (one, other, one):
            store(document)
            assert agenda_document(stored()) == document
            assert write_document(agenda_document(stored())) == write_document(document)


def test_agenda_store_fixture_exports_the_same_bytes():
    content = FIXTURE.read_bytes()
    agenda_load(content=content, name=FIXTURE.name, by=BY)
    assert write_document(agenda_document(stored())).encode() == content
    assert current_document(stored()) == read_document(content)


def test_agenda_store_twice_changes_nothing_and_adds_no_rows():
    store(small())
    before = rows()
    assert store(small()).changes == []
    assert rows() == before


def test_agenda_store_costs_the_same_queries_for_a_small_and_a_large_change(django_assert_max_num_queries):
    store(small())
    with django_assert_max_num_queries(135):
        store(
            changed(
                ("title: Welzijn", "title: X"), ("title: Praten", "title: Y"), ("title: Veilig", "title: Z")
            )
        )


def test_agenda_store_figures_become_observations_of_the_college():
    store(small())
    found = figures.Observation.objects.order_by("period", "series__key").values_list(
        "period", "series__key", "value", "origin__kind", "origin__label", "place"
    )
    assert list(found) == [
        ("2020", "", Decimal(83), "agenda", "klein.yaml", "1a, reeks geheel, eerdere meting"),
        ("2022", "", Decimal(85), "agenda", "klein.yaml", "1a, reeks geheel, 0-meting"),
        (
            "2022",
            "leerweg=BOL;niveau=2",
            Decimal("80.5"),
            "agenda",
            "klein.yaml",
            "1a, reeks niveau 2 BOL, 0-meting",
        ),
    ]
    assert set(figures.Observation.objects.values_list("subject__brin", flat=True)) == {"25LW"}


def test_agenda_store_incomparable_baseline_is_no_fact():
    store(changed((BASELINE, 'baseline: {period: "2022", value: 85, comparable: false}')))
    assert current() is None


def test_agenda_store_corrected_baseline_supersedes_and_keeps_the_old_value():
    store(small())
    first = current()
    store(changed((BASELINE, 'baseline: {period: "2022", value: 84}')))
    first.refresh_from_db()
    assert first.value == 85
    assert first.superseded_at is not None
    assert current().value == 84
    assert figures.Observation.objects.count() == 4


def test_agenda_store_figure_that_the_plan_no_longer_prints_is_withdrawn():
    store(small())
    store(changed((BASELINE, 'baseline: {period: "2021", value: 85}')))
    assert current("2022") is None
    assert current("2021").value == 85
    assert figures.Observation.objects.filter(period="2022", series__key="").count() == 1


def test_agenda_store_never_touches_a_measurement_of_another_origin():
    store(small())
    current().delete()
    mine = measurement(period="2022", value="90")
    store(changed((BASELINE, 'baseline: {period: "2022", value: 84}')))
    store(changed((BASELINE, "baseline: null")))
    mine.refresh_from_db()
    assert (mine.value, mine.superseded_at) == (Decimal(90), None)
    assert figures.Observation.objects.filter(period="2022", series__key="").count() == 1


def test_agenda_store_removed_series_with_measurements_is_refused_with_the_list():
    store(small())
    measurement(key="leerweg=BOL;niveau=2")
    with pytest.raises(LoadRefusedError, match="Indicator 1a, reeks niveau 2 BOL, heeft metingen"):
        store(changed((SECOND, "")))
    assert figures.PlanSeries.objects.count() == 2


def test_agenda_store_removed_line_with_a_booking_by_hand_is_refused():
    store(small())
    line = money.BudgetLine.objects.get(code="l1")
    hand_booking_add(line=line, year=2024, said=Said(Decimal(5), "Koffie"), ground="Bon", by=BY)
    with pytest.raises(LoadRefusedError, match="Begrotingsregel l1 Coaches kan niet uit de agenda"):
        store(changed(("code: l1", "code: l2")))
    assert money.BudgetLine.objects.filter(code="l1").exists()


def test_agenda_store_removed_line_that_was_divided_over_schools_is_refused():
    store(small())
    line = money.BudgetLine.objects.get(code="l1")
    money.SchoolSplit.objects.create(line=line, ground="Besluit", by_label="C", at=timezone.now())
    with pytest.raises(LoadRefusedError, match="een verdeling over scholen voor vastgelegd"):
        store(changed(("code: l1", "code: l2")))
    assert money.BudgetLine.objects.filter(code="l1").exists()


def test_agenda_store_retired_series_keeps_its_measurements():
    store(small())
    mine = measurement(key="leerweg=BOL;niveau=2")
    planned = store(changed((SECOND, "")), retire=True)
    assert planned.losses
    assert figures.PlanSeries.objects.count() == 1
    mine.refresh_from_db()
    assert mine.superseded_at is None
    store(small())
    assert mine.series.plans.count() == 1


def test_agenda_store_removed_series_without_measurements_just_goes():
    store(small())
    store(changed((SECOND, "")))
    assert figures.PlanSeries.objects.count() == 1


def test_agenda_store_renamed_code_keeps_row_and_measurements():
    store(small())
    use = figures.AgendaIndicator.objects.get(code="1a")
    measurement()
    store(changed(("code: 1a", "code: 1z"), ("indicators: [1a]", "indicators: [1z]")))
    use.refresh_from_db()
    assert use.code == "1z"


def test_agenda_store_swapped_codes_keep_their_rows():
    store(small())
    pks = dict(figures.AgendaIndicator.objects.values_list("indicator__key", "pk"))
    document = changed(("code: 1a", "code: tmp"), ("code: 2a", "code: 1a"), ("code: tmp", "code: 2a"))
    store(document)
    found = {
        row.indicator.key: (row.pk, row.code)
        for row in figures.AgendaIndicator.objects.select_related("indicator")
    }
    assert found == {"veilig": (pks["veilig"], "2a"), "taal": (pks["taal"], "1a")}
    assert agenda_document(stored()) == document


def test_agenda_store_item_under_another_objective_keeps_its_row():
    store(small())
    use = figures.AgendaIndicator.objects.get(code="1a")
    measure = actions.Measure.objects.get(code="1.1.1")
    document = small()
    priority = document.priorities[0]
    one, two = priority.objectives
    moved = (
        dataclasses.replace(one, indicators=(), measures=()),
        dataclasses.replace(two, indicators=(*two.indicators, *one.indicators), measures=one.measures),
    )
    store(dataclasses.replace(document, priorities=(dataclasses.replace(priority, objectives=moved),)))
    use.refresh_from_db()
    measure.refresh_from_db()
    assert (use.objective.code, measure.objective.code) == ("1.2", "1.2")


def test_agenda_store_all_under_a_new_priority_keeps_every_row():
    """The old priority goes; nothing that moved may go with it."""
    store(small())
    kept = rows()
    store(
        changed(
            ('- code: "1"\n    title: Kansen', '- code: "9"\n    title: Kansen'),
            ('priority: "1"', 'priority: "9"'),
        )
    )
    assert rows()["agenda.Objective"] == kept["agenda.Objective"]
    assert rows()["measures.Measure"] == kept["measures.Measure"]
    assert plan.Priority.objects.get().code == "9"


def test_agenda_store_removed_parent_leaves_its_part():
    store(small())
    part = actions.Measure.objects.get(code="1.1.1.1")
    document = changed(("code: 1.1.1\n", "code: 1.1.9\n"), ("parent: 1.1.1", "parent: 1.1.9"))
    store(document)
    part.refresh_from_db()
    assert part.parent.code == "1.1.9"
    assert agenda_document(stored()) == document


def second(*pairs: tuple[str, str]):
    return changed(
        ("slug: klein-2024-2027", "slug: klein-2019-2022"), ("title: Kleine", "title: Oude"), *pairs
    )


def test_agenda_store_second_agenda_with_equal_definitions_shares_the_facts():
    store(small())
    store(second())
    assert figures.Indicator.objects.count() == 2
    assert figures.Observation.objects.count() == 3
    assert plan.Agenda.objects.count() == 2


def test_agenda_store_second_agenda_with_another_definition_is_refused():
    store(small())
    with pytest.raises(LoadRefusedError, match=r"Indicator 1a \(veilig\) wordt ook gebruikt .*: decimalen"):
        store(second(("decimals: 0", "decimals: 2")))
    assert plan.Agenda.objects.count() == 1


def test_agenda_store_second_agenda_with_another_unit_of_a_series_is_refused():
    store(small())
    with pytest.raises(LoadRefusedError, match=r"reeks niveau 2 BOL, wordt ook gebruikt .*: eenheid"):
        store(second(("leerweg: BOL}\n", "leerweg: BOL}\n                unit: count\n")))


def test_agenda_store_figure_dropped_by_one_agenda_stays_while_another_prints_it():
    store(small())
    store(second())
    store(second((BASELINE, "baseline: null")))
    assert current().value == 85


def test_agenda_store_unit_under_measurements_is_refused():
    store(small())
    measurement()
    with pytest.raises(LoadRefusedError, match="Indicator 1a heeft metingen in procent"):
        store(changed(("unit: percent", "unit: count")))


def test_agenda_store_other_college_is_refused():
    store(small())
    with pytest.raises(LoadRefusedError, match="is van Klein College"):
        store(changed(("brin: 25LW", "brin: 01AA")))


def test_agenda_store_changed_base_is_refused():
    store(small())
    base = plan_load(small()).base
    store(changed(("title: Welzijn", "title: Anders")))
    with pytest.raises(LoadRefusedError, match="intussen door iemand anders gewijzigd"):
        store(changed(("title: Taal", "title: Nederlands")), base=base)
    assert set(plan.Objective.objects.values_list("title", flat=True)) == {"Anders", "Taal"}


def test_agenda_store_two_first_loads_the_second_is_refused():
    base = plan_load(small()).base
    store(small(), base=base)
    with pytest.raises(LoadRefusedError, match="intussen"):
        store(changed(("title: Taal", "title: X")), base=base)


def test_agenda_store_keeps_file_and_audit_event(by):
    agenda_store(document=small(), name="mijn.yaml", by=by)
    agenda = stored()
    assert StoredFile.objects.get(sha256=agenda.sha256).content.read() == write_document(small()).encode()
    event = AuditEvent.objects.get(verb="agenda_load")
    assert (event.actor_label, event.details["file"]) == (by.label, "mijn.yaml")
    assert Origin.objects.get().recorded_by == by.user


def test_agenda_store_very_long_name_fits():
    agenda_store(document=small(), name="x" * 400 + ".yaml", by=BY)
    assert Origin.objects.get().label.endswith(".yaml")


def test_agenda_load_bad_file_loads_nothing():
    before = rows()
    from planfile.source import SourceError

    with pytest.raises(SourceError):
        agenda_load(content=spoiled(("unit: percent", "unit: procent")), name="x", by=BY)
    assert rows() == before


def test_college_name_follows_the_file():
    store(small())
    store(changed(("institution: Klein College", "institution: Groot College")))
    assert Unit.objects.get(brin="25LW").name == "Groot College"


def test_current_document_without_its_file_is_read_from_the_tables():
    store(small())
    agenda = stored()
    content = StoredFile.objects.get(sha256=agenda.sha256).content
    content.storage.delete(content.name)
    assert current_document(agenda) == small()


def test_plan_load_counts_what_stays():
    store(small())
    measurement()
    planned = plan_load(changed(("title: Taal", "title: X")))
    assert (planned.measurements, len(planned.changes)) == (1, 1)
