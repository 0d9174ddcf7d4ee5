"""A unit that moves or closes does not bring its old figures to light."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from agenda.models import Agenda, Objective, Priority
from imports.models import Origin
from indicators.models import AgendaIndicator, Indicator, PlanSeries, Series
from indicators.services import Fact, observations_record
from indicators.tree import tree_figures
from organisation.models import Unit, UnitKind, UnitParent
from tests.factories import make_unit

PERIOD = "2025"
COUNTS = {"college": 203, "a": 103, "b": 100, "a1": 60, "a2": 40, "t": 3, "b1": 55, "b2": 45}
PARENTS = {"a": "college", "b": "college", "a1": "a", "a2": "a", "t": "a", "b1": "b", "b2": "b"}


@pytest.fixture
def units(college: Unit) -> dict[str, Unit]:
    found = {"college": college}
    for name, parent in PARENTS.items():
        kind = UnitKind.SCHOOL if parent == "college" else UnitKind.TEAM
        found[name] = make_unit(kind, parent=found[parent], code=f"eenheid-{name}")
    return found


@pytest.fixture
def plan(units: dict[str, Unit]) -> Agenda:
    """An agenda with one count, and figures of everybody over 2025; team t is too small to show."""
    agenda = Agenda.objects.create(
        slug="proef",
        college=units["college"],
        title="Proef",
        starts=date(2024, 1, 1),
        ends=date(2027, 12, 31),
    )
    objective = Objective.objects.create(
        agenda=agenda,
        priority=Priority.objects.create(agenda=agenda, code="1", title="Een"),
        code="1.1",
        title="Doel",
    )
    what = Indicator.objects.create(key="aantal", unit="count")
    use = AgendaIndicator.objects.create(
        agenda=agenda, indicator=what, objective=objective, code="1a", title="Aantal"
    )
    series = Series.objects.create(indicator=what)
    PlanSeries.objects.create(agenda_indicator=use, series=series)
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="tel.csv", actor_label="test")
    for name, count in COUNTS.items():
        fact = Fact(series.pk, PERIOD, Decimal(count))
        observations_record(subject=units[name], facts=[fact], origin=origin, over=frozenset())
    return agenda


def shown(plan: Agenda, units: dict[str, Unit], *names: str) -> dict[str, Decimal | None]:
    """What the page of each unit shows of it."""
    found = {}
    for name in names:
        figures = tree_figures(plan, units[name])
        (series,) = figures.plan
        point = figures.point(series, PERIOD, units[name].pk)
        found[name] = point.value if point else None
    return found


def move(units: dict[str, Unit]) -> None:
    UnitParent.objects.filter(unit=units["t"]).update(valid_until=date(2026, 7, 31))
    UnitParent.objects.create(unit=units["t"], parent=units["b"], valid_from=date(2026, 8, 1))


def close(units: dict[str, Unit]) -> None:
    UnitParent.objects.filter(unit=units["t"]).update(valid_until=date(2026, 7, 31))
    Unit.objects.filter(pk=units["t"].pk).update(closed_on=date(2026, 7, 31))


@pytest.mark.parametrize("event", [lambda units: None, move, close], ids=["nothing", "moved", "closed"])
def test_a_small_team_stays_hidden_whatever_happens_later(
    plan: Agenda, units: dict[str, Unit], event: Callable[[dict[str, Unit]], None]
) -> None:
    event(units)
    seen = shown(plan, units, "a", "a1", "a2", "t")
    assert seen["t"] is None
    assert seen["a"] == 103
    assert None in (seen["a1"], seen["a2"])  # else 103 less both tells the small one


def test_a_move_hides_nothing_where_the_team_was_not_yet(plan: Agenda, units: dict[str, Unit]) -> None:
    move(units)
    assert shown(plan, units, "b1", "b2") == {"b1": 55, "b2": 45}
