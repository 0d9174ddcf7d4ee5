"""What the combined pages show: the agenda at a glance, one objective, and one school or team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agenda.freshness import Freshness
from agenda.models import Agenda
from agenda.reference import agenda_reference
from agenda.selectors import (
    ObjectiveOutline,
    PriorityOutline,
    agenda_outline,
    outline_objectives,
)
from budgets.results import ObjectiveBudget
from budgets.selectors import budget_by_objective, objective_budget
from dashboards.steering import GlanceSteering, ObjectiveSteering, glance_steering, objective_steering
from indicators.counts import Standing, attention, standing_of, worst_first
from indicators.freshness import rows_freshness
from indicators.rows import IndicatorRow, SeriesRow
from indicators.selectors import indicator_rows
from indicators.verdict.judgement import Rule, Status
from measures.carrying import Grid, carrying_by_objective, objective_grid, with_standings
from measures.reporting_state import Owing, owing
from measures.rows import MeasureCounts, MeasureRow, counts_by_objective, measure_rows
from measures.standing import Carrying
from measures.units import college_units
from organisation.access import Actor

MOST_ATTENTION = 5
"""As many as a board reads in a minute."""


@dataclass(frozen=True)
class ObjectiveCard:
    """An objective at a glance.

    ``indicators``: the mandatory ones and those with a target, the worst first; ``followed``: how many others it
    has. ``carrying``: how far its measures are, each piece of work once. ``planned``: what the plan spends on it in
    ``year``; ``None``: nothing linked.
    """

    objective: ObjectiveOutline
    indicators: tuple[IndicatorRow, ...]
    followed: int
    measures: MeasureCounts
    carrying: Carrying
    planned: Decimal | None


@dataclass(frozen=True)
class PriorityColumn:
    priority: PriorityOutline
    indicators: tuple[IndicatorRow, ...]
    cards: tuple[ObjectiveCard, ...]


@dataclass(frozen=True)
class Glance:
    columns: tuple[PriorityColumn, ...]
    standing: Standing
    attention: tuple[IndicatorRow, ...]
    indicators: int
    measures: int
    year: int
    to_be_set: tuple[tuple[IndicatorRow, SeriesRow], ...]
    freshness: tuple[Freshness, ...]
    steering: GlanceSteering
    owing: Owing | None


def glance(agenda: Agenda, on: date) -> Glance:
    """The whole agenda on one page, with the college's figures."""
    outline = agenda_outline(agenda)
    reference = agenda_reference(agenda)
    rows = indicator_rows(agenda, subject=agenda.college, on=on, reference=reference)
    plan, assigned = with_standings(agenda, measure_rows(agenda), on)
    measures, carried = counts_by_objective(plan), carrying_by_objective(plan, assigned)
    money = budget_by_objective(agenda)
    year = agenda.nearest_year(on)
    columns = tuple(
        PriorityColumn(
            priority=priority,
            indicators=tuple(
                worst_first(row for row in rows if row.priority == priority.code and not row.objective)
            ),
            cards=tuple(
                _card(
                    objective,
                    rows,
                    measures.get(objective.code, MeasureCounts()),
                    carried.get(objective.code, Carrying({})),
                    money.get(objective.code, {}).get(year),
                )
                for objective in priority.objectives
            ),
        )
        for priority in outline
    )
    return Glance(
        columns=columns,
        standing=standing_of(rows),
        attention=tuple(attention(rows, MOST_ATTENTION)),
        indicators=len(rows),
        measures=sum(item.total for item in measures.values()),
        year=year,
        to_be_set=tuple(
            (row, series)
            for row in rows
            for series in row.series
            if series.judgement.rule in {Rule.TO_BE_SET, Rule.TARGET_EXPIRED}
        ),
        freshness=rows_freshness(reference.calendar, rows, on),
        steering=glance_steering(agenda, on),
        owing=owing(agenda, on),
    )


def on_card(row: IndicatorRow) -> bool:
    """Whether a card shows an indicator: the mandatory ones, those with a target, and all above the objectives."""
    if row.mark is None or not row.objective:
        return row.mark is not None
    return row.mandatory or row.mark.status is not Status.NO_TARGET


def _card(
    objective: ObjectiveOutline,
    rows: list[IndicatorRow],
    measures: MeasureCounts,
    carrying: Carrying,
    planned: Decimal | None,
) -> ObjectiveCard:
    here = [row for row in rows if row.objective == objective.code]
    shown = [row for row in here if on_card(row)]
    return ObjectiveCard(
        objective, tuple(worst_first(shown)), len(here) - len(shown), measures, carrying, planned
    )


@dataclass(frozen=True)
class BudgetRow:
    """A cost line's part for one objective; ``amounts`` in the order of the agenda's years."""

    code: str
    title: str
    percent: Decimal | None
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class ObjectivePage:
    objective: ObjectiveOutline
    priority: PriorityOutline
    indicators: tuple[IndicatorRow, ...]
    measures: tuple[MeasureRow, ...]
    grid: Grid
    budget: ObjectiveBudget
    previous: ObjectiveOutline | None
    next: ObjectiveOutline | None
    years: tuple[int, ...]
    steering: ObjectiveSteering

    @property
    def standing(self) -> Standing:
        return standing_of(self.indicators)

    @property
    def budget_rows(self) -> list[BudgetRow]:
        """The cost lines with an amount per year of the agenda; ``None``: the plan gives none for that year."""
        return [
            BudgetRow(
                line.code, line.title, line.percent, tuple(line.amounts.get(year) for year in self.years)
            )
            for line in self.budget.lines
        ]

    @property
    def budget_total(self) -> list[Decimal | None]:
        return [self.budget.total.get(year) for year in self.years]


def objective_page(agenda: Agenda, code: str, actor: Actor, *, parts: bool = False) -> ObjectivePage | None:
    """One objective with all that belongs to it; ``None`` when the agenda has no such objective.

    ``parts``: the grid of measures and schools also has a line for each part of a measure.
    """
    on = actor.on
    outline = agenda_outline(agenda)
    every = outline_objectives(outline)
    place = next((number for number, item in enumerate(every) if item.code == code), None)
    if place is None:
        return None
    objective = every[place]
    plan, units = measure_rows(agenda), college_units(agenda.college, on)
    measures = tuple(row for row in plan if row.objective == code)
    grid = objective_grid(plan, code, units, units.readable(actor), parts=parts)
    return ObjectivePage(
        objective=objective,
        priority=next(item for item in outline if item.code == objective.priority),
        indicators=tuple(indicator_rows(agenda, subject=agenda.college, on=on, objective=code)),
        measures=measures,
        grid=grid,
        budget=objective_budget(agenda, objective),
        previous=every[place - 1] if place else None,
        next=every[place + 1] if place + 1 < len(every) else None,
        years=tuple(agenda.years),
        steering=objective_steering(agenda, objective.pk, code, measures, grid.standings, actor),
    )
