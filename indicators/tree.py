"""Figures over the tree of a college, its schools and teams, with what must be hidden so that nobody can subtract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agenda.models import Agenda
from imports.models import Origin
from indicators.models import Observation, PlanSeries
from indicators.selectors import Point, decimals_of, point, rhythm_of, unit_of
from indicators.suppression import Cell, Hidden, hidden_cells, people_behind, shown
from organisation.models import Unit, UnitParent

Place = tuple[int, str]
"""A series' id and a period."""


@dataclass(frozen=True)
class TreeFigures:
    """Every figure in the tree of the series that one unit has figures of."""

    parents: dict[int, int]
    rows: dict[Place, dict[int, Observation]]
    hidden: dict[Place, dict[int, Hidden]]
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
        may = shown(_cell(row, measured), self.hidden[series, period].get(unit))
        return point(
            row, measured, decimals, rhythm_of(self.plan[series].agenda_indicator.indicator).measured_on, may
        )

    def children(self, unit: int) -> set[int]:
        return {child for child, parent in self.parents.items() if parent == unit}


def tree_parents(college: Unit, on: date) -> dict[int, int]:
    """Unit id -> id of its parent on the day, for all schools and teams of the college. One query."""
    rows = UnitParent.objects.on(on).filter(Q(parent=college) | Q(parent__parents__parent=college))
    return dict(rows.values_list("unit_id", "parent_id").distinct())


def tree_figures(agenda: Agenda, unit: Unit, on: date) -> TreeFigures:
    """The figures of every series of the agenda that the unit has figures of. Five queries."""
    college = agenda.college
    parents = tree_parents(college, on)
    own = Observation.objects.current().filter(subject=unit).values_list("series_id", flat=True).distinct()
    plan = {
        row.series_id: row
        for row in PlanSeries.objects.filter(agenda_indicator__agenda=agenda, series_id__in=set(own))
        .select_related("series", "agenda_indicator__indicator")
        .prefetch_related("targets")
    }
    rows: dict[Place, dict[int, Observation]] = {}
    found = Observation.objects.current().filter(
        series_id__in=plan, subject_id__in={college.pk, *parents, unit.pk}
    )
    for row in found.select_related("origin"):
        rows.setdefault((row.series_id, row.period), {})[row.subject_id] = row
    hidden = {}
    for place, cells in rows.items():
        what = plan[place[0]].agenda_indicator.indicator
        measured = unit_of(what, plan[place[0]].series)
        exempt = not what.counts_people or all(
            row.origin.kind == Origin.Kind.AGENDA for row in cells.values()
        )
        hidden[place] = hidden_cells(
            {subject: _cell(row, measured) for subject, row in cells.items()},
            parents,
            agenda.suppress_below,
            exempt,
        )
    return TreeFigures(parents, rows, hidden, plan)


def _cell(row: Observation, unit: str) -> Cell:
    return Cell(row.value, people_behind(row.value, row.n, unit), row.n)
