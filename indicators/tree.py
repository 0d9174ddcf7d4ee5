"""Figures over the tree of a college, its schools and teams, with what must be hidden so that nobody can subtract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agenda.models import Agenda
from indicators.facts import StoredFact, facts
from indicators.hiding import Place, cell_of, hidden_figures
from indicators.models import Observation, PlanSeries
from indicators.selectors import Point, decimals_of, point, rhythm_of, unit_of
from indicators.suppression import Hidden, shown
from organisation.models import Unit, UnitParent


@dataclass(frozen=True)
class TreeFigures:
    """Every figure in the tree of the series that one unit has figures of. ``rows`` by series and period."""

    parents: dict[int, int]
    rows: dict[tuple[int, str], dict[int, StoredFact]]
    hidden: dict[Place, Hidden]
    plan: dict[int, PlanSeries]

    def scale(self, series: int) -> tuple[str, int]:
        """In what unit a series is measured, and with how many decimals it shows."""
        plan = self.plan[series]
        what = plan.agenda_indicator.indicator
        return unit_of(what, plan.series), decimals_of(what, plan.series)

    def points(self, series: int, unit: int) -> list[Point]:
        """The unit's figures of a series as they may be shown, oldest first."""
        found = [rows[unit] for (pk, _), rows in self.rows.items() if pk == series and unit in rows]
        found.sort(key=lambda row: (row.period_end, row.period_start))
        return [point for row in found if (point := self.point(series, row.period, unit)) is not None]

    def point(self, series: int, period: str, unit: int) -> Point | None:
        """A unit's figure as it may be shown; ``None`` when there is none."""
        row = self.rows.get((series, period), {}).get(unit)
        if row is None:
            return None
        measured, decimals = self.scale(series)
        plan = self.plan[series]
        what = plan.agenda_indicator.indicator
        may = shown(cell_of(row, what, plan.series), self.hidden.get((unit, series, period)))
        return point(row, measured, decimals, rhythm_of(what).measured_on, may)

    def children(self, unit: int) -> set[int]:
        return {child for child, parent in self.parents.items() if parent == unit}


def tree_parents(college: Unit, on: date) -> dict[int, int]:
    """Unit id -> id of its parent on the day, for all schools and teams of the college. One query."""
    rows = UnitParent.objects.on(on).filter(Q(parent=college) | Q(parent__parents__parent=college))
    return dict(rows.values_list("unit_id", "parent_id").distinct())


def tree_figures(agenda: Agenda, unit: Unit, on: date) -> TreeFigures:
    """The figures of every series of the agenda that the unit has figures of. Five queries.

    What is hidden follows from all series of those indicators, so that it is the same on every unit's page.
    """
    college = agenda.college
    parents = tree_parents(college, on)
    current = Observation.objects.current()
    own = set(current.filter(subject=unit).values_list("series_id", flat=True).distinct())
    plan = {
        row.series_id: row
        for row in PlanSeries.objects.filter(
            agenda_indicator__agenda=agenda, series__indicator__series__in=own
        )
        .distinct()
        .select_related("series", "agenda_indicator__indicator")
        .prefetch_related("targets")
    }
    found = list(facts(current.filter(series_id__in=plan, subject_id__in={college.pk, *parents, unit.pk})))
    hidden = hidden_figures(
        found,
        {pk: (row.agenda_indicator.indicator, row.series) for pk, row in plan.items()},
        college=college.pk,
        threshold=agenda.suppress_below,
        parents=parents,
    )
    rows: dict[tuple[int, str], dict[int, StoredFact]] = {}
    for row in found:
        rows.setdefault((row.series_id, row.period), {})[row.subject_id] = row
    return TreeFigures(parents, rows, hidden, {pk: row for pk, row in plan.items() if pk in own})
