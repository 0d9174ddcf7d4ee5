"""What the budget page and other pages need of the money. None of the numbers of queries depends on the size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from agenda.models import Agenda, Objective
from agenda.selectors import ObjectiveOutline, PriorityOutline, agenda_outline, outline_objectives
from budgets import totals
from budgets.lines import StoredLine, cost_lines, stored_lines
from budgets.models import Side, StatedTotal, StatedTotalAmount
from budgets.progress import Thresholds
from budgets.results import (
    AmountRow,
    Bar,
    BudgetPage,
    LineGroup,
    LineName,
    LineRow,
    ObjectiveBudget,
    ObjectiveLine,
    Segment,
    Specification,
    SpecificationCheck,
    StatedCheck,
)
from budgets.totals import Line, Years
from budgets.words import by_value, group_label, scope_label, years_label

NO_OBJECTIVE = "Niet aan een doelstelling gekoppeld"
NO_PRIORITY = "Niet aan een prioriteit gekoppeld"


def thresholds_of(agenda: Agenda) -> Thresholds:
    """From which difference a line of the agenda counts as over or under. No query: it stands with the agenda."""
    return Thresholds(under=agenda.money_under, over=agenda.money_over)


def budget_page(agenda: Agenda, asked_year: str = "") -> BudgetPage:
    """The budget with its sums. ``asked_year``: from the address; one that is not there shows all years. 10 queries."""
    outline = agenda_outline(agenda)
    stored = stored_lines(agenda)
    lines = [one.line for one in stored]
    all_years = tuple(sorted({*agenda.years, *(year for line in lines for year in line.amounts)}))
    year = int(asked_year) if asked_year in map(str, all_years) else None
    years = all_years if year is None else (year,)
    income = [line for line in lines if line.side == Side.INCOME]
    costs = [line for line in lines if line.side == Side.COST]
    income_years, cost_years = totals.total(income), totals.total(costs)
    anchors = _Anchors(lines)
    rows = [_line_row(one, years, anchors) for one in stored]
    priorities = _priority_rows(outline, costs, years, anchors)
    bars = _bars(priorities, years)
    return BudgetPage(
        agenda=agenda,
        all_years=all_years,
        years=years,
        year=year,
        ignored=asked_year[:40] if asked_year and year is None else "",
        income=_line_groups(rows, lines, Side.INCOME, years),
        costs=_line_groups(rows, lines, Side.COST, years),
        income_total=_row("", "Baten samen", income_years, years),
        costs_total=_row("", "Lasten samen", cost_years, years),
        difference=_row("", "Verschil", totals.difference(income_years, cost_years), years),
        priorities=priorities,
        objectives=_objective_rows(outline, costs, years, anchors),
        groups=_group_rows(costs, years),
        placed_elsewhere=_placed_elsewhere(outline, costs),
        stated=_stated(agenda, stored, years),
        bars=bars,
        widest=max(map(_length, bars), default=Decimal(0)),
    )


def objective_budget(agenda: Agenda, objective: Objective | ObjectiveOutline) -> ObjectiveBudget:
    """The cost lines that serve an objective, each with its part. One query."""
    lines = cost_lines(agenda, objective_id=objective.pk)
    rows = tuple(
        ObjectiveLine(
            anchor=line_anchor(line.code),
            code=line.code,
            title=line.title,
            percent=next(share.percent for share in line.shares if share.objective == objective.code),
            amounts=totals.part_of(line, objective.code),
        )
        for line in lines
    )
    return ObjectiveBudget(rows, totals.by_objective(lines).get(objective.code, {}))


def budget_by_objective(agenda: Agenda) -> dict[str, Years]:
    """Costs per objective code and year; an objective without money is not in it. One query.

    What serves no objective is left out here; the budget page shows it.
    """
    return {
        code: years for code, years in totals.by_objective(cost_lines(agenda)).items() if code is not None
    }


def line_anchor(code: str) -> str:
    """The place of a cost line on the budget page, to link to as ``/begroting/plan/#regel-CODE``."""
    return "regel-" + "-".join(code.split())


class _Anchors:
    """Places on the page. Income that has the code of a cost line gets a place of its own."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self.taken = {line_anchor(line.code) for line in lines if line.side == Side.COST}

    def of(self, line: Line) -> str:
        anchor = line_anchor(line.code)
        return f"baten-{anchor}" if line.side == Side.INCOME and anchor in self.taken else anchor

    def names(self, lines: Iterable[Line]) -> tuple[LineName, ...]:
        return tuple(LineName(line.title, self.of(line)) for line in lines)


def _row(
    code: str,
    title: str,
    amounts: Mapping[int, Decimal],
    years: tuple[int, ...],
    *,
    whole: Decimal | None = None,
    lines: tuple[LineName, ...] = (),
) -> AmountRow:
    together = totals.over_years(amounts, years)
    percent = totals.percentage(together, whole)
    return AmountRow(
        code, title, tuple((year, amounts.get(year)) for year in years), together, percent, lines
    )


def _line_row(one: StoredLine, years: tuple[int, ...], anchors: _Anchors) -> LineRow:
    instruments = by_value({year: name for year, name in one.instruments.items() if year in years})
    if len(instruments) == 1:
        instruments = ((instruments[0][0], ""),)
    return LineRow(
        anchor=anchors.of(one.line),
        code=one.line.code,
        row=_row(one.line.code, one.line.title, one.line.amounts, years),
        priority=one.line.priority,
        shares=one.line.shares,
        note=one.note,
        instruments=instruments,
        fte=tuple(one.fte.get(year) for year in years),
        specification=_specification(one, years) if one.parts else None,
    )


def _specification(one: StoredLine, years: tuple[int, ...]) -> Specification:
    total = totals.add(part.amount for part in one.parts)
    apart: dict[Decimal, list[int]] = {}
    for year in years:
        difference = totals.subtract(total, one.line.amounts.get(year))
        if difference is not None:
            apart.setdefault(difference, []).append(year)
    return Specification(
        parts=one.parts,
        total=total,
        unknown=sum(part.amount is None for part in one.parts),
        checks=tuple(SpecificationCheck(years_label(held), difference) for difference, held in apart.items()),
    )


def _line_groups(
    rows: list[LineRow], lines: list[Line], side: Side, years: tuple[int, ...]
) -> tuple[LineGroup, ...]:
    groups: dict[str, list[LineRow]] = {}
    for row, line in zip(rows, lines, strict=True):
        if line.side == side:
            groups.setdefault(line.group, []).append(row)
    sums = totals.by_group(line for line in lines if line.side == side)
    named = any(groups)
    return tuple(
        LineGroup(
            label=group_label(group) if named else "",
            lines=tuple(members),
            subtotal=_row("", f"Samen {group_label(group)}", sums[group], years),
        )
        for group, members in groups.items()
    )


def _priority_rows(
    outline: tuple[PriorityOutline, ...], costs: list[Line], years: tuple[int, ...], anchors: _Anchors
) -> tuple[AmountRow, ...]:
    sums = totals.by_priority(costs)
    whole = totals.over_years(totals.total(costs), years)
    rows = [_row(one.code, one.title, sums.get(one.code, {}), years, whole=whole) for one in outline]
    if None in sums:
        left = anchors.names(line for line in costs if line.priority is None)
        rows.append(_row("", NO_PRIORITY, sums[None], years, whole=whole, lines=left))
    return tuple(rows)


def _objective_rows(
    outline: tuple[PriorityOutline, ...], costs: list[Line], years: tuple[int, ...], anchors: _Anchors
) -> tuple[AmountRow, ...]:
    sums = totals.by_objective(costs)
    whole = totals.over_years(totals.total(costs), years)
    rows = [
        _row(one.code, one.title, sums.get(one.code, {}), years, whole=whole)
        for one in outline_objectives(outline)
    ]
    if None in sums:
        left = anchors.names(line for line in costs if None in totals.by_objective([line]))
        rows.append(_row("", NO_OBJECTIVE, sums[None], years, whole=whole, lines=left))
    return tuple(rows)


def _group_rows(costs: list[Line], years: tuple[int, ...]) -> tuple[AmountRow, ...]:
    whole = totals.over_years(totals.total(costs), years)
    return tuple(
        _row(group, group_label(group), amounts, years, whole=whole)
        for group, amounts in totals.by_group(costs).items()
    )


def _placed_elsewhere(outline: tuple[PriorityOutline, ...], costs: list[Line]) -> int:
    """How many lines serve an objective of another priority than they stand under, or stand under none."""
    home = {objective.code: objective.priority for objective in outline_objectives(outline)}
    return sum(any(home[share.objective] != line.priority for share in line.shares) for line in costs)


def _stated(
    agenda: Agenda, stored: tuple[StoredLine, ...], years: tuple[int, ...]
) -> tuple[StatedCheck, ...]:
    amounts: dict[int, Years] = {}
    for pk, year, amount in StatedTotalAmount.objects.filter(total__agenda=agenda).values_list(
        "total_id", "year", "amount"
    ):
        amounts.setdefault(pk, {})[year] = amount
    checks = []
    for pk, where, scope in StatedTotal.objects.filter(agenda=agenda).values_list("pk", "where", "scope"):
        meant = _meant(stored, scope)
        compared = totals.compare(amounts.get(pk, {}), meant or (), years)
        checks.append(
            StatedCheck(
                where, scope_label(scope), meant is not None, tuple((year, compared[year]) for year in years)
            )
        )
    return tuple(checks)


def _meant(stored: tuple[StoredLine, ...], scope: str) -> tuple[Line, ...] | None:
    """The lines that a stated total is about; ``None``: not known."""
    kind, _, name = scope.partition(":")
    if kind == "instrument" and name:
        return totals.under_instrument(((one.line, one.instruments) for one in stored), name)
    return totals.lines_in_scope((one.line for one in stored), scope)


def _bars(rows: tuple[AmountRow, ...], years: tuple[int, ...]) -> tuple[Bar, ...]:
    """A bar per year. An amount below zero has no length and is left out; the table says what it is."""
    bars = []
    for place, year in enumerate(years):
        drawn = [
            (row.title, row.amounts[place][1], f"series-{tone}") for tone, row in enumerate(rows, start=1)
        ]
        bars.append(
            Bar(
                year=year,
                total=totals.add(amount for _, amount, _ in drawn),
                segments=tuple(
                    Segment(title, amount, tone) for title, amount, tone in drawn if amount and amount > 0
                ),
            )
        )
    return tuple(bars)


def _length(bar: Bar) -> Decimal:
    return sum((segment.value for segment in bar.segments), Decimal(0))
