"""The figures of a school or team beside those of the college, as lines that word themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from statistics import median

from agenda.models import Agenda
from agenda.reference import agenda_reference
from core.periods import parse_period
from indicators.beside import college_rows
from indicators.breakdowns import breakdown_label, parse_key, part_label
from indicators.models import PlanSeries
from indicators.points import Point
from indicators.tree import tree_figures
from indicators.verdict.judgement import Judgement
from indicators.wording import beside_text, change_text, value_text
from organisation.models import Unit

FEWEST_OTHERS = 3
"""A middle value of fewer units would say too much about one of them."""


@dataclass(frozen=True)
class UnitLine:
    """One series of a school or team beside the college. Texts are ready to show; ``""`` where there is nothing.

    ``points``: the unit's figures, oldest first, at least one. ``part`` and ``key``: what the series is about.
    ``standing``: how the college stands, which has the target; ``None``: nothing is asked of this series.
    """

    label: str
    part: str
    key: str
    unit: str
    points: tuple[Point, ...]
    change: str
    college: Point | None
    gap: str
    target: str
    standing: Judgement | None
    others: str
    parts: tuple[tuple[Unit, Point], ...]

    @property
    def own(self) -> Point:
        """The unit's newest figure."""
        return self.points[-1]


@dataclass(frozen=True)
class UnitIndicator:
    """An indicator with the unit's series: the first in full, the others below it."""

    code: str
    title: str
    main: UnitLine
    more: tuple[UnitLine, ...]


class UnitLines:
    """The lines of one unit, from the figures of its tree. Eight queries.

    ``on``: the day of the college's verdicts. ``known_at`` and ``until``: as for ``tree_figures``.
    """

    def __init__(
        self,
        agenda: Agenda,
        unit: Unit,
        on: date,
        *,
        known_at: datetime | None = None,
        until: date | None = None,
    ) -> None:
        self.agenda, self.unit = agenda, unit
        self.figures = tree_figures(agenda, unit, known_at, until)
        reference = agenda_reference(agenda)
        self.programmes = reference.programmes
        self.college = college_rows(agenda, self.figures, on, reference)

    @cached_property
    def units(self) -> dict[int, Unit]:
        """Every unit that was ever directly above or below."""
        branches = self.figures.tree.branches
        above = {branch.parent for branch in branches if branch.unit == self.unit.pk}
        below = {branch.unit for branch in branches if branch.parent == self.unit.pk}
        return Unit.objects.in_bulk(above | below)

    def indicators(self) -> tuple[UnitIndicator, ...]:
        """The indicators that the unit has figures of, in the order of the plan."""
        plan = sorted(self.figures.plan.values(), key=lambda row: (row.agenda_indicator.order, row.order))
        found = []
        for use, rows in groupby(plan, key=lambda row: row.agenda_indicator):
            main, *more = [self.line(row) for row in rows]
            found.append(UnitIndicator(use.code, use.title, main, tuple(more)))
        return tuple(found)

    def line(self, plan: PlanSeries) -> UnitLine:
        series, use = plan.series_id, plan.agenda_indicator
        unit, _ = self.figures.scale(series)
        desired = plan.desired or use.desired
        points = self.figures.points(series, self.unit.pk)
        *earlier, own = points
        decimals = own.decimals
        college = self.figures.point(series, own.period, self.agenda.college_id)
        row = self.college[series]
        return UnitLine(
            label=part_label(plan.series.part, breakdown_label(parse_key(plan.series.key), self.programmes)),
            part=plan.series.part,
            key=plan.series.key,
            unit=unit,
            points=tuple(points),
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
