"""What the pages of schools and teams show: their figures beside those of the college."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from statistics import median

from django.db.models import Exists, OuterRef

from agenda.models import Agenda
from agenda.reference import agenda_reference
from core.periods import parse_period
from indicators.beside import college_rows
from indicators.breakdowns import breakdown_label, parse_key
from indicators.models import Observation, PlanSeries
from indicators.points import Point
from indicators.tree import TreeFigures, college_tree, tree_figures
from indicators.verdict.judgement import Judgement
from indicators.wording import beside_text, change_text, value_text
from measures.carriers import UnitMeasures, unit_measures
from organisation.models import Unit, UnitKind

FEWEST_OTHERS = 3
"""A middle value of fewer units would say too much about one of them."""


@dataclass(frozen=True)
class UnitLine:
    """One series of a school or team beside the college. Texts are ready to show; ``""`` where there is nothing.

    ``standing``: how the college stands, which has the target; ``None``: nothing is asked of this series.
    """

    label: str
    own: Point
    change: str
    college: Point | None
    gap: str
    target: str
    standing: Judgement | None
    others: str
    parts: tuple[tuple[Unit, Point], ...]


@dataclass(frozen=True)
class UnitIndicator:
    """An indicator with the unit's series: the first in full, the others below it."""

    code: str
    title: str
    main: UnitLine
    more: tuple[UnitLine, ...]


@dataclass(frozen=True)
class UnitPage:
    unit: Unit
    above: Unit | None
    below: tuple[Unit, ...]
    indicators: tuple[UnitIndicator, ...]
    measures: UnitMeasures


def unit_page(agenda: Agenda, unit: Unit, on: date) -> UnitPage:
    """A school's or team's figures beside the college's, and those of what lies below it. Ten queries."""
    lines = _Lines(agenda, unit, tree_figures(agenda, unit), on)
    plan = sorted(lines.figures.plan.values(), key=lambda row: (row.agenda_indicator.order, row.order))
    indicators = []
    for use, rows in groupby(plan, key=lambda row: row.agenda_indicator):
        main, *more = [lines.line(row) for row in rows]
        indicators.append(UnitIndicator(use.code, use.title, main, tuple(more)))
    tree = lines.figures.tree
    above = lines.units.get(tree.parents(on).get(unit.pk, 0))
    below = [lines.units[pk] for pk in tree.children(unit.pk, on) if pk in lines.units]
    return UnitPage(
        unit,
        above,
        tuple(sorted(below, key=lambda row: row.name)),
        tuple(indicators),
        unit_measures(agenda, unit.pk, [row.pk for row in below], on),
    )


class _Lines:
    """Builds the lines of one unit's page from the figures of its tree."""

    def __init__(self, agenda: Agenda, unit: Unit, figures: TreeFigures, on: date) -> None:
        self.agenda, self.unit, self.figures = agenda, unit, figures
        reference = agenda_reference(agenda)
        self.programmes = reference.programmes
        self.college = college_rows(agenda, figures, on, reference)

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Every unit that was ever directly above or below."""
        branches = self.figures.tree.branches
        above = {branch.parent for branch in branches if branch.unit == self.unit.pk}
        below = {branch.unit for branch in branches if branch.parent == self.unit.pk}
        return Unit.objects.in_bulk(above | below)

    def line(self, plan: PlanSeries) -> UnitLine:
        series, use = plan.series_id, plan.agenda_indicator
        unit, _ = self.figures.scale(series)
        desired = plan.desired or use.desired
        *earlier, own = self.figures.points(series, self.unit.pk)
        decimals = own.decimals
        college = self.figures.point(series, own.period, self.agenda.college_id)
        row = self.college[series]
        return UnitLine(
            label=", ".join(
                filter(None, [plan.series.part, breakdown_label(parse_key(plan.series.key), self.programmes)])
            ),
            own=own,
            change=change_text(
                own.value,
                earlier[-1].value if earlier else None,
                desired=desired,
                unit=unit,
                decimals=decimals,
            ),
            college=college,
            gap=beside_text(
                own.value,
                college.value if college else None,
                self.agenda.college.name,
                unit=unit,
                decimals=decimals,
            ),
            target=row.target_text if row.target else "",
            standing=row.judgement if row.target and row.judgement.goal else None,
            others=self.others(series, own.period, unit, decimals),
            parts=self.parts(series, own.period),
        )

    def others(self, series: int, period: str, unit: str, decimals: int) -> str:
        """The middle of the other units of this kind under the same parent, of what may be shown."""
        others = self.figures.tree.siblings(self.unit.pk, parse_period(period).end)
        points = [self.figures.point(series, period, other) for other in others]
        values = [point.value for point in points if point is not None and point.value is not None]
        if len(values) < FEWEST_OTHERS:
            return ""
        return f"{value_text(Decimal(median(values)), unit, decimals)} (midden van {len(values)})"

    def parts(self, series: int, period: str) -> tuple[tuple[Unit, Point], ...]:
        """What lay directly below at the end of the period."""
        children = self.figures.tree.children(self.unit.pk, parse_period(period).end) & set(self.units)
        found = [(self.units[pk], self.figures.point(series, period, pk)) for pk in children]
        seen = [(unit, point) for unit, point in found if point is not None]
        return tuple(sorted(seen, key=lambda pair: pair[0].name))


@dataclass(frozen=True)
class UnitNode:
    """A school or service with its teams, as far as the reader may see them."""

    unit: Unit
    measured: bool
    teams: tuple[tuple[Unit, bool], ...]


def unit_nodes(agenda: Agenda, visible: dict[int, Unit], on: date) -> list[UnitNode]:
    """The visible schools and teams as a tree. ``measured``: there are figures of this unit. Two queries."""
    parents = college_tree(agenda.college).parents(on)
    figures = Observation.objects.current().filter(subject=OuterRef("pk"))
    with_figures = set(Unit.objects.filter(Exists(figures), pk__in=visible).values_list("pk", flat=True))
    schools = {pk for pk, unit in visible.items() if unit.kind != UnitKind.COLLEGE}
    tops = [visible[pk] for pk in schools if parents.get(pk) not in schools]
    return [
        UnitNode(
            unit,
            unit.pk in with_figures,
            tuple(
                (visible[pk], pk in with_figures)
                for pk in sorted(visible, key=lambda pk: visible[pk].name)
                if parents.get(pk) == unit.pk
            ),
        )
        for unit in sorted(tops, key=lambda unit: unit.name)
    ]
