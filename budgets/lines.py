"""Budget lines as they are stored, as typed rows. A fixed number of queries, whatever the size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from agenda.models import Agenda
from budgets.models import (
    BudgetLine,
    LineAmount,
    LineFte,
    LineInstrument,
    LineObjective,
    Side,
    Specification,
)
from budgets.totals import Line, Share, Years


@dataclass(frozen=True)
class Part:
    """A part of a line that the plan names. ``amount``, ``fte``: ``None`` where it names none."""

    text: str
    amount: Decimal | None
    fte: Decimal | None = None


@dataclass(frozen=True)
class StoredLine:
    """A line with everything that the page shows of it. ``instruments``, ``fte``: by year."""

    line: Line
    note: str
    instruments: dict[int, str]
    fte: dict[int, Decimal]
    parts: tuple[Part, ...]


def stored_lines(agenda: Agenda) -> tuple[StoredLine, ...]:
    """All lines of an agenda, income and costs, in the order of the plan. Six queries."""
    fields = ("pk", "code", "side", "group", "priority__code", "title", "note")
    lines = list(BudgetLine.objects.filter(agenda=agenda).order_by("side", "order").values_list(*fields))
    of_agenda = {"line__agenda": agenda}
    amounts, shares = _amounts(of_agenda), _shares(of_agenda)
    instruments: dict[int, dict[int, str]] = {}
    for pk, year, name in LineInstrument.objects.filter(**of_agenda).values_list("line_id", "year", "name"):
        instruments.setdefault(pk, {})[year] = name
    parts: dict[int, list[Part]] = {}
    named = Specification.objects.filter(**of_agenda)
    for pk, text, amount, each in named.values_list("line_id", "text", "amount", "fte"):
        parts.setdefault(pk, []).append(Part(text, amount, each))
    fte = _fte(of_agenda)
    return tuple(
        StoredLine(
            line=Line(code, side, group, priority, amounts.get(pk, {}), tuple(shares.get(pk, ())), title),
            note=note,
            instruments=instruments.get(pk, {}),
            fte=fte.get(pk, {}),
            parts=tuple(parts.get(pk, ())),
        )
        for pk, code, side, group, priority, title, note in lines
    )


@dataclass(frozen=True)
class PlannedLine:
    """A line that money is booked on. ``pk``: its key in what was booked. ``instruments``, ``fte``: by year."""

    pk: int
    line: Line
    instruments: dict[int, str]
    fte: dict[int, Decimal]


def planned_lines(agenda: Agenda, *, whole: bool = True) -> tuple[PlannedLine, ...]:
    """All lines with their amounts, shares, instruments and fte, in the order of the plan. Three queries.

    ``whole=False``: one query, and instruments and fte are left out.
    """
    of_agenda = {"line__agenda": agenda}
    names: dict[int, dict[int, str]] = {}
    named = LineInstrument.objects.filter(**of_agenda)
    for pk, year, name in named.values_list("line_id", "year", "name") if whole else ():
        names.setdefault(pk, {})[year] = name
    fte = _fte(of_agenda) if whole else {}
    found = _joined(BudgetLine.objects.filter(agenda=agenda))
    return tuple(PlannedLine(pk, line, names.get(pk, {}), fte.get(pk, {})) for pk, line in found)


def years_of(agenda: Agenda, lines: Iterable[PlannedLine]) -> tuple[int, ...]:
    """The years of the agenda, and others for which a line has an amount."""
    return tuple(sorted({*agenda.years, *(year for one in lines for year in one.line.amounts)}))


def present(years: Sequence[int], on: date) -> int:
    """The year of a day, or the nearest that is there."""
    return min(max(on.year, years[0]), years[-1])


def cost_lines(agenda: Agenda, *, objective_id: int | None = None) -> tuple[Line, ...]:
    """What the sums over objectives need of the costs; only lines of one objective when asked. One query."""
    costs = BudgetLine.objects.filter(agenda=agenda, side=Side.COST)
    if objective_id is not None:
        costs = costs.filter(pk__in=LineObjective.objects.filter(objective=objective_id).values("line"))
    return tuple(line for _, line in _joined(costs))


def _joined(lines: QuerySet[BudgetLine]) -> list[tuple[int, Line]]:
    """Lines by their key. One query: each comes back once for every amount and share, of which there are few."""
    rows = lines.order_by("side", "order", "pk", "amounts__year", "shares__order").values_list(
        "pk", "code", "side", "group", "priority__code", "title",
        "amounts__year", "amounts__amount", "shares__objective__code", "shares__percent",
    )  # fmt: skip
    found = []
    for (pk, code, side, group, priority, title), members in groupby(rows, key=lambda row: row[:6]):
        amounts: Years = {}
        shares: dict[str, Share] = {}
        for *_, year, amount, objective, percent in members:
            if year is not None:
                amounts[year] = amount
            if objective is not None:
                shares[objective] = Share(objective, percent)
        found.append((pk, Line(code, side, group, priority, amounts, tuple(shares.values()), title)))
    return found


def _amounts(scope: dict[str, Any]) -> dict[int, Years]:
    amounts: dict[int, Years] = {}
    for pk, year, amount in LineAmount.objects.filter(**scope).values_list("line_id", "year", "amount"):
        amounts.setdefault(pk, {})[year] = amount
    return amounts


def _fte(scope: dict[str, Any]) -> dict[int, dict[int, Decimal]]:
    fte: dict[int, dict[int, Decimal]] = {}
    for pk, year, each in LineFte.objects.filter(**scope).values_list("line_id", "year", "fte"):
        fte.setdefault(pk, {})[year] = each
    return fte


def _shares(scope: dict[str, Any]) -> dict[int, list[Share]]:
    shares: dict[int, list[Share]] = {}
    stored = LineObjective.objects.filter(**scope).values_list("line_id", "objective__code", "percent")
    for pk, objective, percent in stored:
        shares.setdefault(pk, []).append(Share(objective, percent))
    return shares
