"""What the combined pages show: the agenda at a glance, one objective, and one school or team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agenda.freshness import Freshness, Newest, sources_freshness
from agenda.models import Agenda, Ambition, Partner
from agenda.reference import agenda_reference
from agenda.selectors import ObjectiveOutline, PriorityOutline, agenda_outline, outline_objectives
from budgets.results import ObjectiveBudget
from budgets.selectors import budget_by_objective, objective_budget
from indicators.counts import Standing, attention, standing_of, worst_first
from indicators.rows import IndicatorRow, SeriesRow
from indicators.selectors import indicator_rows
from indicators.verdict.judgement import Rule, Status
from measures.rows import MeasureCounts, MeasureRow
from measures.selectors import measure_counts, objective_measures

MOST_ATTENTION = 5
"""As many as a board reads in a minute."""


@dataclass(frozen=True)
class ObjectiveCard:
    """An objective at a glance.

    ``indicators``: the mandatory ones and those with a target, the worst first; ``followed``: how many others it
    has. ``planned``: what the plan spends on it in ``year``; ``None``: nothing linked.
    """

    objective: ObjectiveOutline
    indicators: tuple[IndicatorRow, ...]
    followed: int
    measures: MeasureCounts
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


def glance(agenda: Agenda, on: date) -> Glance:
    """The whole agenda on one page, with the college's figures."""
    outline = agenda_outline(agenda)
    reference = agenda_reference(agenda)
    rows = indicator_rows(agenda, subject=agenda.college, on=on, reference=reference)
    measures = measure_counts(agenda)
    money = budget_by_objective(agenda)
    year = min(max(on.year, agenda.starts.year), agenda.ends.year)
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
        freshness=tuple(sources_freshness(reference.calendar, newest_figures(rows), on)),
    )


def newest_figures(rows: list[IndicatorRow]) -> dict[str, Newest]:
    """The newest figures of each source, published plan figures aside: final as soon as one series has them final."""
    found: dict[str, tuple[date, bool, str]] = {}
    for series in (series for row in rows for series in row.series if series.newest):
        point = series.newest
        if point is None or point.value is None:
            continue
        for source in series.sources[:1]:
            found[source] = max(
                found.get(source, (point.day, False, point.period)), (point.day, point.final, point.period)
            )
    return {source: Newest(period, final) for source, (_, final, period) in found.items()}


def _card(
    objective: ObjectiveOutline, rows: list[IndicatorRow], measures: MeasureCounts, planned: Decimal | None
) -> ObjectiveCard:
    here = [row for row in rows if row.objective == objective.code]
    shown = [row for row in here if row.mandatory or (row.mark and row.mark.status is not Status.NO_TARGET)]
    return ObjectiveCard(objective, tuple(worst_first(shown)), len(here) - len(shown), measures, planned)


@dataclass(frozen=True)
class BudgetRow:
    """A cost line's part for one objective; ``amounts`` in the order of the agenda's years."""

    anchor: str
    title: str
    percent: Decimal | None
    amounts: tuple[Decimal | None, ...]


@dataclass(frozen=True)
class ObjectivePage:
    objective: ObjectiveOutline
    priority: PriorityOutline
    ambitions: tuple[Ambition, ...]
    partners: tuple[Partner, ...]
    indicators: tuple[IndicatorRow, ...]
    measures: tuple[MeasureRow, ...]
    budget: ObjectiveBudget
    previous: ObjectiveOutline | None
    next: ObjectiveOutline | None
    years: tuple[int, ...]

    @property
    def standing(self) -> Standing:
        return standing_of(self.indicators)

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


def objective_page(agenda: Agenda, code: str, on: date) -> ObjectivePage | None:
    """One objective with all that belongs to it; ``None`` when the agenda has no such objective."""
    outline = agenda_outline(agenda)
    every = outline_objectives(outline)
    place = next((number for number, item in enumerate(every) if item.code == code), None)
    if place is None:
        return None
    objective = every[place]
    return ObjectivePage(
        objective=objective,
        priority=next(item for item in outline if item.code == objective.priority),
        ambitions=tuple(Ambition.objects.filter(objective=objective.pk)),
        partners=tuple(Partner.objects.filter(objective=objective.pk)),
        indicators=tuple(indicator_rows(agenda, subject=agenda.college, on=on, objective=code)),
        measures=objective_measures(agenda, objective),
        budget=objective_budget(agenda, objective),
        previous=every[place - 1] if place else None,
        next=every[place + 1] if place + 1 < len(every) else None,
        years=tuple(agenda.years),
    )
