"""Loading and removing the example beside the real agenda."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from agenda.models import Agenda
from demo.exceptions import DemoRefusedError
from demo.services import demo_load, demo_remove
from imports.models import Origin
from indicators.models import Observation, Series
from indicators.services import Fact, observations_record
from operations.models import AuditEvent
from organisation.models import Unit, UnitKind, User
from planfile.selectors import agenda_document
from planfile.writer import write_document
from tests.integration.demo.conftest import BY, ON, rows

pytestmark = pytest.mark.django_db
INVENTED = Origin.Kind.DEMO


def export() -> str:
    return write_document(agenda_document(Agenda.objects.select_related("college").get()))


# Loading ------------------------------------------------------------------------------------------------
def test_demo_load_anew_gives_the_same_figures(plan: None) -> None:
    def figures() -> Counter[tuple[Any, ...]]:
        found = Observation.objects.filter(origin__kind=INVENTED)
        return Counter(
            found.values_list("series", "subject__code", "period", "value", "absence", "n", "sd", "final")
        )

    demo_load(on=ON, by=BY)
    first = figures()
    demo_remove(by=BY)
    demo_load(on=ON, by=BY)
    assert figures() == first


def test_demo_load_leaves_the_plan_as_it_is(plan: None) -> None:
    before = export()
    demo_load(on=ON, by=BY)
    assert export() == before


def test_demo_load_adds_what_came_in_and_makes_it_final(plan: None) -> None:
    demo_load(on=date(2025, 9, 1), by=BY)
    made = Observation.objects.filter(origin__kind=INVENTED, series__indicator__key="nieuwe-vsv")
    assert set(made.values_list("period", "final")) == {("2023/2024", False)}
    later = demo_load(on=ON, by=BY)
    assert (later.units, later.people) == (0, 0)
    assert later.figures > 0
    assert set(made.current().values_list("period", "final")) == {("2023/2024", True), ("2024/2025", False)}
    assert made.filter(superseded_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("on", "surveys"), [(date(2024, 3, 1), set()), (date(2025, 1, 10), {"2024"}), (ON, {"2024", "2026"})]
)
def test_demo_load_follows_the_day(plan: None, on: date, surveys: set[str]) -> None:
    demo_load(on=on, by=BY)
    made = Observation.objects.filter(origin__kind=INVENTED)
    job = made.filter(series__indicator__key="veilig-op-school")
    assert set(job.values_list("period", flat=True)) == surveys
    assert not made.filter(period_start__gt=on).exists()
    assert not made.filter(period_end__gt=on).exclude(series__indicator__measured_on="02-15").exists()


def test_demo_load_never_replaces_a_real_figure(plan: None) -> None:
    college = Unit.objects.get(kind=UnitKind.COLLEGE)
    series = Series.objects.get(indicator__key="veilig-op-school", key="")
    real = Origin.objects.create(kind=Origin.Kind.FILE, label="JOB 2024", actor_label="x")
    fact = Fact(series_id=series.pk, period="2024", value=91)
    observations_record(subject=college, facts=[fact], origin=real, over=frozenset())
    demo_load(on=ON, by=BY)
    row = Observation.objects.current().get(series=series, subject=college, period="2024")
    assert (row.value, row.origin) == (91, real)


# Refusals -----------------------------------------------------------------------------------------------
def test_demo_load_in_production_is_refused(plan: None, settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(DemoRefusedError, match="production"):
        demo_load(on=ON, by=BY)
    assert not Unit.objects.filter(demo=True).exists()


def test_demo_load_over_a_real_unit_is_refused(plan: None) -> None:
    Unit.objects.create(code="voorbeeld-01", name="Echte school", kind=UnitKind.SCHOOL)
    with pytest.raises(DemoRefusedError, match="Echte school"):
        demo_load(on=ON, by=BY)
    assert not User.objects.filter(demo=True).exists()


def test_demo_load_over_a_real_person_is_refused(plan: None) -> None:
    User.objects.create_user("lezer@voorbeeld.test", name="Echte lezer")
    with pytest.raises(DemoRefusedError, match="Echte lezer"):
        demo_load(on=ON, by=BY)
    assert not Unit.objects.filter(demo=True).exists()


# Accounts -----------------------------------------------------------------------------------------------
# Removing -----------------------------------------------------------------------------------------------
def test_demo_remove_leaves_the_database_as_before(plan: None) -> None:
    before, document = rows(), export()
    demo_load(on=date(2025, 9, 1), by=BY)
    demo_load(on=ON, by=BY)
    demo_remove(by=BY)
    assert rows() == before
    assert export() == document


def test_demo_remove_tells_the_audit_trail(plan: None) -> None:
    demo_load(on=ON, by=BY)
    demo_remove(by=BY)
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-2:] == ["demo_load", "demo_remove"]


def test_demo_remove_without_an_example_does_nothing(plan: None) -> None:
    before = rows()
    demo_remove(by=BY)
    assert rows() == before
