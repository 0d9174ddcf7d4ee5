"""Stores the budget: lines with their amounts, fte, instruments, objectives and specifications, and stated totals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import budgets.models as money
from planfile import document as doc
from planfile.store.rows import M, Wanted, replace_numbered, replace_rows
from planfile.store.state import State

Line = doc.Income | doc.Cost


def store_budget(state: State) -> None:
    budget = state.document.budget
    lines: list[tuple[str, int, Line]] = [
        *((money.Side.INCOME, order, line) for order, line in enumerate(budget.income)),
        *((money.Side.COST, order, line) for order, line in enumerate(budget.costs)),
    ]
    rows = replace_rows(
        money.BudgetLine,
        state.agenda.budget_lines.all(),
        lambda row: (row.side, row.code),
        {
            (side, line.code): {
                "agenda_id": state.agenda.pk,
                "side": side,
                "code": line.code,
                "title": line.title,
                "group": (line.group or "") if isinstance(line, doc.Cost) else "",
                "note": line.note or "",
                "priority_id": state.priorities[line.priority].pk if line.priority else None,
                "order": order,
            }
            for side, order, line in lines
        },
    )
    placed = [(rows[side, line.code].pk, line) for side, _, line in lines]
    of_agenda = {"line__agenda": state.agenda}
    amounts = [(pk, line.amounts) for pk, line in placed]
    _by_year(money.LineAmount, "line_id", money.LineAmount.objects.filter(**of_agenda), "amount", amounts)
    staff = [(pk, line.fte) for pk, line in placed]
    _by_year(money.LineFte, "line_id", money.LineFte.objects.filter(**of_agenda), "fte", staff)
    named = [(pk, line.instruments) for pk, line in placed if isinstance(line, doc.Income)]
    _by_year(money.LineInstrument, "line_id", money.LineInstrument.objects.filter(**of_agenda), "name", named)
    _shares(state, placed)
    _specifications(state, placed)
    _instruments(state)
    _stated_totals(state)


def _instruments(state: State) -> None:
    wanted: Wanted = {
        one.name: {
            "agenda_id": state.agenda.pk,
            "name": one.name,
            "starts": one.starts,
            "ends": one.ends,
            "carry_over": one.carry_over,
            "repayment": one.repayment or "",
            "note": one.note or "",
            "order": order,
        }
        for order, one in enumerate(state.document.budget.instruments)
    }
    replace_rows(money.Instrument, state.agenda.instruments.all(), lambda row: row.name, wanted)


def _shares(state: State, lines: list[tuple[int, Line]]) -> None:
    wanted: Wanted = {
        (pk, state.objectives[code].pk): {
            "line_id": pk,
            "objective_id": state.objectives[code].pk,
            "percent": line.objectives[code] if isinstance(line, doc.Cost) else None,
            "order": order,
        }
        for pk, line in lines
        for order, code in enumerate(line.objectives)
    }
    stored = money.LineObjective.objects.filter(line__agenda=state.agenda)
    replace_rows(money.LineObjective, stored, lambda row: (row.line_id, row.objective_id), wanted)


def _specifications(state: State, lines: list[tuple[int, Line]]) -> None:
    wanted: Wanted = {
        (pk, order): {
            "line_id": pk,
            "text": part.text,
            "amount": part.amount,
            "fte": part.fte,
            "order": order,
        }
        for pk, line in lines
        if isinstance(line, doc.Cost)
        for order, part in enumerate(line.specification)
    }
    stored = money.Specification.objects.filter(line__agenda=state.agenda)
    replace_numbered(money.Specification, "line_id", stored, wanted)


def _stated_totals(state: State) -> None:
    totals = state.document.budget.stated_totals
    kept = replace_rows(
        money.StatedTotal,
        state.agenda.stated_totals.all(),
        lambda row: row.order,
        {
            order: {"agenda_id": state.agenda.pk, "where": total.where, "scope": total.scope, "order": order}
            for order, total in enumerate(totals)
        },
    )
    stored = money.StatedTotalAmount.objects.filter(total__agenda=state.agenda)
    amounts = [(kept[order].pk, total.amounts) for order, total in enumerate(totals)]
    _by_year(money.StatedTotalAmount, "total_id", stored, "amount", amounts)


def _by_year(
    model: type[M], owner: str, stored: Iterable[M], field: str, lists: Iterable[tuple[int, dict[int, Any]]]
) -> None:
    wanted: Wanted = {
        (pk, year): {owner: pk, "year": year, field: value}
        for pk, values in lists
        for year, value in values.items()
    }
    replace_rows(model, stored, lambda row: (getattr(row, owner), row.year), wanted)  # type: ignore[attr-defined]
