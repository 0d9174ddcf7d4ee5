"""Figures over the tree of a college, its schools and teams, with what must be hidden so that nobody can subtract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from agenda.models import Agenda
from indicators.facts import StoredFact, facts
from indicators.hiding import Followed, Place, cell_of, everything_followed, hidden_versions
from indicators.models import Observation, PlanSeries
from indicators.selectors import Point, decimals_of, describes_until, point, rhythm_of, unit_of
from indicators.suppression import Hidden, shown
from organisation.models import Unit, UnitParent


@dataclass(frozen=True)
class Branch:
    """A unit fell under a parent from a day until a day; an empty end is open."""

    unit: int
    kind: str
    parent: int
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or self.last >= day)


class Tree:
    """A college's schools, services and teams through time."""

    def __init__(self, branches: Iterable[Branch]) -> None:
        self.branches = tuple(branches)
        self.kinds = {branch.unit: branch.kind for branch in self.branches}
        self._on: dict[date, dict[int, int]] = {}

    @property
    def units(self) -> set[int]:
        """Every unit that was ever in it."""
        return set(self.kinds)

    def parents(self, day: date) -> dict[int, int]:
        """Unit id -> id of its parent on the day. Figures stay with who belonged where at the end of their period."""
        if day not in self._on:
            self._on[day] = {branch.unit: branch.parent for branch in self.branches if branch.holds(day)}
        return self._on[day]

    def children(self, unit: int, day: date) -> set[int]:
        return {child for child, parent in self.parents(day).items() if parent == unit}

    def siblings(self, unit: int, day: date) -> set[int]:
        """Units of the same kind under the same parent; not the unit itself."""
        parent = self.parents(day).get(unit)
        near = self.children(parent, day) if parent is not None else set()
        return {other for other in near if other != unit and self.kinds[other] == self.kinds[unit]}


def college_tree(college: Unit) -> Tree:
    """The tree of a college. One query."""
    rows = UnitParent.objects.filter(Q(parent=college) | Q(parent__parents__parent=college)).distinct()
    fields = ("unit_id", "unit__kind", "parent_id", "valid_from", "valid_until")
    return Tree(Branch(*row) for row in rows.values_list(*fields))


@dataclass(frozen=True)
class TreeFigures:
    """Every figure in the tree of the series that one unit has figures of. ``rows`` by series and period."""

    tree: Tree
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


def tree_figures(
    agenda: Agenda, unit: Unit, known_at: datetime | None = None, until: date | None = None
) -> TreeFigures:
    """The figures of every series of the agenda that the unit has figures of. Five queries.

    What is hidden follows from all series of those indicators, and from who belonged where at the end of each
    period, so that it is the same on every unit's page and stays so when a unit moves or closes. ``known_at``: the
    figures as known at an aware moment; ``None``: now. ``until``: only figures that describe a day up to this one.
    """
    college = agenda.college
    tree = college_tree(college)
    known = Observation.objects.known_at(known_at)
    own = set(known.filter(subject=unit).values_list("series_id", flat=True).distinct())
    plan = {
        row.series_id: row
        for row in PlanSeries.objects.filter(
            agenda_indicator__agenda=agenda, series__indicator__series__in=own
        )
        .distinct()
        .select_related("series", "agenda_indicator__indicator")
        .prefetch_related("targets")
    }
    rows: dict[tuple[int, str], dict[int, StoredFact]] = {}
    # All versions and all series of the indicators: what may show of one depends on what the others tell.
    indicators = {row.agenda_indicator.indicator_id for row in plan.values()}
    versions = list(
        facts(
            Observation.objects.filter(
                series__indicator_id__in=indicators, subject_id__in={college.pk, unit.pk} | tree.units
            )
        )
    )
    for row in versions:
        if row.series_id not in plan or not row.known_at(known_at):
            continue
        what = plan[row.series_id].agenda_indicator.indicator
        if until is None or describes_until(row, what, until):
            rows.setdefault((row.series_id, row.period), {})[row.subject_id] = row
    scope: Followed = {pk: (row.agenda_indicator.indicator, row.series) for pk, row in plan.items()}
    decided = tree_versions(
        versions,
        everything_followed(scope, versions),
        tree,
        college=college.pk,
        threshold=agenda.suppress_below,
    )
    hidden = {
        (row.subject_id, row.series_id, row.period): why
        for row, why in decided
        if why is not None and row.known_at(known_at)
    }
    mine = {series for (series, _), some in rows.items() if unit.pk in some}
    return TreeFigures(tree, rows, hidden, {pk: row for pk, row in plan.items() if pk in mine})


def tree_versions(
    versions: Iterable[StoredFact], followed: Followed, tree: Tree, *, college: int, threshold: int
) -> Iterator[tuple[StoredFact, Hidden | None]]:
    """Every version of the figures in a tree with why it must be hidden, by who belonged where at the time."""
    by_day: dict[date, list[StoredFact]] = {}
    for row in versions:
        by_day.setdefault(row.period_end, []).append(row)
    for day, some in by_day.items():
        yield from hidden_versions(
            some, followed, college=college, threshold=threshold, parents=tree.parents(day)
        )
