"""What the combined pages show: the agenda at a glance, one objective, and one school or team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median

from agenda.models import Agenda, Ambition, Objective, Partner
from agenda.selectors import ObjectiveOutline, PriorityOutline, agenda_outline
from budgets.results import ObjectiveBudget
from budgets.selectors import budget_by_objective, objective_budget
from indicators.breakdowns import breakdown_label, parse_key
from indicators.models import Observation
from indicators.selectors import (
    Freshness,
    IndicatorRow,
    Point,
    SeriesRow,
    aim_of,
    indicator_rows,
    sources_freshness,
)
from indicators.tree import TreeFigures, tree_figures, tree_parents
from indicators.wording import change_text, target_text, value_text
from measures.rows import MeasureCounts, MeasureRow
from measures.selectors import measure_counts, objective_measures
from organisation.models import Unit, UnitKind


@dataclass(frozen=True)
class ObjectiveCard:
    """An objective at a glance. ``planned``: what the plan spends on it in ``year``; ``None``: nothing linked."""

    objective: ObjectiveOutline
    indicators: tuple[IndicatorRow, ...]
    own: int
    measures: MeasureCounts
    planned: Decimal | None


@dataclass(frozen=True)
class PriorityColumn:
    priority: PriorityOutline
    indicators: tuple[IndicatorRow, ...]
    cards: tuple[ObjectiveCard, ...]


@dataclass(frozen=True)
class Counts:
    """Of the series with a target: how many have a measurement since the baseline, and how many reach the target."""

    with_target: int
    measured: int
    reached: int


@dataclass(frozen=True)
class Glance:
    columns: tuple[PriorityColumn, ...]
    counts: Counts
    indicators: int
    measures: int
    year: int
    to_be_set: tuple[tuple[IndicatorRow, SeriesRow], ...]
    freshness: tuple[Freshness, ...]


def glance(agenda: Agenda, on: date) -> Glance:
    """The whole agenda on one page, with the college's figures."""
    outline = agenda_outline(agenda)
    rows = indicator_rows(agenda, subject=agenda.college)
    measures = measure_counts(agenda)
    money = budget_by_objective(agenda)
    year = min(max(on.year, agenda.starts.year), agenda.ends.year)
    columns = tuple(
        PriorityColumn(
            priority=priority,
            indicators=tuple(row for row in rows if row.priority == priority.code and not row.objective),
            cards=tuple(
                _card(
                    objective,
                    rows,
                    measures.get(objective.code, MeasureCounts()),
                    money.get(objective.code, {}).get(year),
                )
                for objective in priority.objectives
            ),
        )
        for priority in outline
    )
    return Glance(
        columns=columns,
        counts=count_targets(rows),
        indicators=len(rows),
        measures=sum(item.total for item in measures.values()),
        year=year,
        to_be_set=tuple(
            (row, series)
            for row in rows
            for series in row.series
            if series.aim and series.aim.kind == "to_be_set"
        ),
        freshness=tuple(sources_freshness(agenda, on)),
    )


def _card(
    objective: ObjectiveOutline, rows: list[IndicatorRow], measures: MeasureCounts, planned: Decimal | None
) -> ObjectiveCard:
    here = [row for row in rows if row.objective == objective.code]
    mandatory = tuple(row for row in here if row.mandatory)
    return ObjectiveCard(objective, mandatory, len(here) - len(mandatory), measures, planned)


def count_targets(rows: list[IndicatorRow]) -> Counts:
    """Counts over all series; no status is judged here, only whether the newest value meets its target."""
    series = [
        one for row in rows for one in row.series if one.aim and one.aim.kind not in {"to_be_set", "monitor"}
    ]
    measured = [one for one in series if one.newest is not None and one.newest.value is not None]
    return Counts(len(series), len(measured), sum(one.reached for one in measured))


@dataclass(frozen=True)
class BudgetRow:
    """A cost line's part for one objective; ``amounts`` in the order of the agenda's years."""

    anchor: str
    title: str
    percent: Decimal | None
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class ObjectivePage:
    objective: Objective
    ambitions: tuple[Ambition, ...]
    partners: tuple[Partner, ...]
    indicators: tuple[IndicatorRow, ...]
    measures: tuple[MeasureRow, ...]
    budget: ObjectiveBudget
    previous: ObjectiveOutline | None
    next: ObjectiveOutline | None
    years: tuple[int, ...]

    @property
    def budget_rows(self) -> list[BudgetRow]:
        """The cost lines with an amount per year of the agenda; ``None``: the plan gives none for that year."""
        return [
            BudgetRow(
                line.anchor, line.title, line.percent, tuple(line.amounts.get(year) for year in self.years)
            )
            for line in self.budget.lines
        ]

    @property
    def budget_total(self) -> list[Decimal | None]:
        return [self.budget.total.get(year) for year in self.years]


def objective_page(agenda: Agenda, code: str) -> ObjectivePage | None:
    """One objective with all that belongs to it; ``None`` when the agenda has no such objective."""
    objective = Objective.objects.filter(agenda=agenda, code=code).select_related("priority").first()
    if objective is None:
        return None
    every = [item for priority in agenda_outline(agenda) for item in priority.objectives]
    place = [item.code for item in every].index(code)
    return ObjectivePage(
        objective=objective,
        ambitions=tuple(objective.ambitions.all()),
        partners=tuple(objective.partners.all()),
        indicators=tuple(indicator_rows(agenda, subject=agenda.college, objective=code)),
        measures=objective_measures(agenda, objective),
        budget=objective_budget(agenda, objective),
        previous=every[place - 1] if place else None,
        next=every[place + 1] if place + 1 < len(every) else None,
        years=tuple(agenda.years),
    )


@dataclass(frozen=True)
class UnitLine:
    """One series of a school or team beside the college. Texts are ready to show; ``""`` where there is nothing."""

    code: str
    title: str
    label: str
    own: Point
    earlier: tuple[Point, ...]
    change: str
    college: Point | None
    gap: str
    target: str
    others: str
    parts: tuple[tuple[Unit, Point], ...]


@dataclass(frozen=True)
class UnitPage:
    unit: Unit
    above: Unit | None
    below: tuple[Unit, ...]
    lines: tuple[UnitLine, ...]


def unit_page(agenda: Agenda, unit: Unit, on: date) -> UnitPage:
    """A school's or team's figures beside the college's, and those of what lies below it."""
    figures = tree_figures(agenda, unit, on)
    around = {parent for child, parent in figures.parents.items() if child == unit.pk} | figures.children(
        unit.pk
    )
    units = {row.pk: row for row in Unit.objects.filter(pk__in=around)}
    above = units.get(figures.parents.get(unit.pk, 0))
    below = tuple(row for row in units.values() if figures.parents.get(row.pk) == unit.pk)
    names = dict(agenda.programmes.values_list("code", "title"))
    lines = [_unit_line(agenda, figures, unit, units, series, names) for series in figures.plan]
    order = {row.pk: (row.agenda_indicator.order, row.order) for row in figures.plan.values()}
    placed = sorted(zip(figures.plan.values(), lines, strict=True), key=lambda pair: order[pair[0].pk])
    return UnitPage(unit, above, below, tuple(line for _, line in placed))


def _unit_line(
    agenda: Agenda,
    figures: TreeFigures,
    unit: Unit,
    units: dict[int, Unit],
    series: int,
    names: dict[str, str],
) -> UnitLine:
    plan = figures.plan[series]
    use = plan.agenda_indicator
    desired = plan.desired or use.desired
    measured, decimals = figures.scale(series)
    points = [figures.point(series, period, unit.pk) for period in figures.periods(series, unit.pk)]
    seen = [point for point in points if point is not None]
    own = seen[-1]
    college = figures.point(series, own.period, agenda.college_id)
    siblings = figures.children(figures.parents.get(unit.pk, 0)) - {unit.pk}
    values = [
        point.value
        for other in siblings
        if (point := figures.point(series, own.period, other)) is not None and point.value is not None
    ]
    words = {"desired": desired, "unit": measured, "decimals": decimals}
    targets = list(plan.targets.all())
    parts = [
        (units[child], point)
        for child in figures.children(unit.pk)
        if child in units and (point := figures.point(series, own.period, child)) is not None
    ]
    return UnitLine(
        code=use.code,
        title=use.title,
        label=", ".join(filter(None, [plan.series.part, breakdown_label(parse_key(plan.series.key), names)])),
        own=own,
        earlier=tuple(seen[:-1]),
        change=change_text(own.value, seen[-2].value if len(seen) > 1 else None, **words),
        college=college,
        gap=""
        if measured == "count"
        else change_text(own.value, college.value if college else None, **words),
        target=target_text(aim_of(targets[-1]) if targets else None, measured, decimals, desired),
        others=f"{value_text(Decimal(median(values)), measured, decimals)} (midden van {len(values)})"
        if len(values) > 2
        else "",
        parts=tuple(sorted(parts, key=lambda pair: pair[0].name)),
    )


@dataclass(frozen=True)
class UnitNode:
    """A school or service with its teams, as far as the reader may see them."""

    unit: Unit
    measured: bool
    teams: tuple[tuple[Unit, bool], ...]


def unit_nodes(agenda: Agenda, visible: dict[int, Unit], on: date) -> list[UnitNode]:
    """The visible schools and teams as a tree. ``measured``: there are figures of this unit. Two queries."""
    parents = tree_parents(agenda.college, on)
    with_figures = set(
        Observation.objects.current()
        .filter(subject_id__in=visible)
        .values_list("subject_id", flat=True)
        .distinct()
    )
    tops = [
        unit
        for pk, unit in visible.items()
        if unit.kind != UnitKind.COLLEGE and parents.get(pk) not in _below(visible)
    ]
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


def _below(visible: dict[int, Unit]) -> set[int]:
    """Visible units below the college: a team under one of these is shown there."""
    return {pk for pk, unit in visible.items() if unit.kind != UnitKind.COLLEGE}
