"""The page on which figures are entered, corrected and withdrawn: of whom, what it lists, and what may be entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from agenda.models import Agenda
from imports.models import Origin
from indicators.building import decimals_of, point, rhythm_of, unit_of
from indicators.facts import facts
from indicators.hiding import cell_of
from indicators.models import Observation, Series
from indicators.points import Point
from indicators.rows import IndicatorRow
from indicators.suppression import Hidden, shown
from indicators.tree import Tree, college_tree, tree_versions
from organisation.models import Unit, UnitKind

OWN_REGISTRATION = "Instelling"
"""How the plan names a source that is nobody's file."""
UNIT = "eenheid"
"""In the address: the code of the unit; without it, the college."""
_BELOW = (UnitKind.SCHOOL, UnitKind.TEAM)


@dataclass(frozen=True)
class FigureRow:
    """A current figure of a unit. ``by``: who entered it by hand, ``""`` for a file. ``pk``: of the fact."""

    pk: int
    series: str
    point: Point
    by: str
    ground: str
    had_before: bool = False
    """Whether it is a change by hand that can be taken back: something stood there before."""

    @property
    def is_value(self) -> bool:
        """Whether there is something to withdraw; a hidden figure is there as well."""
        return self.point.value is not None or self.point.shown.hidden is not Hidden.ABSENT


@dataclass(frozen=True)
class FiguresPage:
    """``may_enter``: whether figures of this indicator are entered by hand. ``units``: (code, name) to choose from."""

    rows: tuple[FigureRow, ...]
    may_enter: bool
    units: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Whose:
    """Whose figures may be entered: the college, its schools and its teams that exist on the day."""

    units: tuple[Unit, ...]
    tree: Tree


def figure_units(agenda: Agenda, on: date) -> Whose:
    """The units of a day, the college first. Two queries."""
    tree = college_tree(agenda.college)
    below = Unit.objects.existing(on).filter(kind__in=_BELOW, pk__in=set(tree.parents(on)))
    ordered = sorted(below, key=lambda unit: (unit.kind, unit.name.casefold(), unit.code))
    return Whose((agenda.college, *ordered), tree)


def figures_page(agenda: Agenda, indicator: IndicatorRow, subject: Unit, whose: Whose) -> FiguresPage:
    """A unit's current figures of an indicator, the newest first. Two queries for the college, four for others."""
    names = {row.pk: row.label for row in indicator.series}
    stored = {
        (series, period): rest
        for series, period, *rest in Observation.objects.current()
        .filter(subject=subject, series_id__in=names)
        .with_before()
        .values_list(
            "series_id", "period", "pk", "origin__kind", "origin__actor_label", "origin__ground", "before"
        )
    }
    points = unit_points(agenda, indicator, subject, whose.tree)
    rows = []
    for series in indicator.series:
        for one in reversed(points[series.pk]):
            pk, kind, *said, before = stored[series.pk, one.period]
            by_hand = kind == Origin.Kind.MANUAL
            actor, ground = said if by_hand else ("", "")
            rows.append(FigureRow(pk, series.label, one, actor, ground, by_hand and before is not None))
    chosen = tuple((unit.code, f"{unit.name} ({unit.get_kind_display()})") for unit in whose.units)
    return FiguresPage(tuple(rows), is_entered(indicator), chosen)


def unit_points(agenda: Agenda, indicator: IndicatorRow, subject: Unit, tree: Tree) -> dict[int, list[Point]]:
    """A unit's figures of an indicator as they may be shown, by series, oldest first. Two queries below the college.

    What is hidden follows from all of the indicator's figures in the tree, as on the unit's own page.
    """
    if subject.pk == agenda.college_id:
        return {row.pk: list(row.points) for row in indicator.series}
    points: dict[int, list[Point]] = {row.pk: [] for row in indicator.series}
    all_series = Series.objects.filter(indicator__series__in=points).distinct().select_related("indicator")
    scope = {one.pk: (one.indicator, one) for one in all_series}
    versions = facts(
        Observation.objects.filter(
            Q(subject=agenda.college_id) | Q(subject_id__in=tree.units), series_id__in=scope
        )
    )
    decided = tree_versions(versions, scope, tree, college=agenda.college_id, threshold=agenda.suppress_below)
    mine = [
        (row, why)
        for row, why in decided
        if row.superseded_at is None and row.subject_id == subject.pk and row.series_id in points
    ]
    for row, why in sorted(mine, key=lambda pair: (pair[0].period_end, pair[0].period_start)):
        what, series = scope[row.series_id]
        unit, decimals = unit_of(what, series), decimals_of(what, series)
        may = shown(cell_of(row, what, series), why)
        points[row.series_id].append(point(row, unit, decimals, rhythm_of(what).measured_on, may))
    return points


def is_entered(indicator: IndicatorRow) -> bool:
    """Whether figures of an indicator may be entered: it is the college's own registration, or no file brings them."""
    if OWN_REGISTRATION in indicator.sources:
        return True
    brought = Observation.objects.filter(
        series_id__in=[row.pk for row in indicator.series], origin__kind=Origin.Kind.FILE
    )
    return not brought.exists()


def figure_of(agenda: Agenda, indicator: IndicatorRow, pk: int) -> Observation | None:
    """A figure of this indicator, current or not any more, of a unit whose figures may be entered.

    ``None``: there is none of this id.
    """
    units = figure_units(agenda, timezone.localdate()).units
    return (
        Observation.objects.filter(
            pk=pk, subject__in=units, series_id__in=[row.pk for row in indicator.series]
        )
        .select_related("series", "subject", "origin")
        .first()
    )


def series_of(indicator: IndicatorRow, pk: int) -> Series:
    """A series of the indicator that somebody chose."""
    return Series.objects.get(pk=pk, pk__in=[row.pk for row in indicator.series])
