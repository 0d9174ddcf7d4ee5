"""Stores measures, their planning, figures, partners and links to indicators."""

from __future__ import annotations

from typing import Any

import measures.models as actions
from planfile import document as doc
from planfile.store.plan import store_partners
from planfile.store.rows import Rows, Wanted, replace_numbered, replace_rows
from planfile.store.state import State


def _stored(state: State) -> Rows[actions.Measure]:
    return Rows(actions.Measure, actions.Measure.objects.filter(agenda=state.agenda), lambda row: row.code)


def remove_measures(state: State) -> None:
    """Delete the measures that the document no longer has.

    What stays first comes loose from a parent that goes: deleting a parent deletes its parts.
    """
    rows = _stored(state)
    wanted = {measure.code for _, measure in state.document.measures()}
    gone = {row.pk for code, row in rows.by_key.items() if code not in wanted}
    if gone:
        actions.Measure.objects.filter(agenda=state.agenda, code__in=wanted, parent__in=gone).update(
            parent=None
        )
    rows.delete_others(wanted)


def store_measures(state: State) -> None:
    items = list(state.document.measures())
    rows = _stored(state).bring_in_step(
        {
            item.code: {
                "agenda_id": state.agenda.pk,
                "objective_id": state.objectives[objective.code].pk,
                **_measure_fields(item, order),
            }
            for order, (objective, item) in enumerate(items)
        }
    )
    moved = []
    for _, item in items:
        parent = rows[item.parent].pk if item.parent else None
        if rows[item.code].parent_id != parent:
            rows[item.code].parent_id = parent
            moved.append(rows[item.code])
    actions.Measure.objects.bulk_update(moved, ["parent"], batch_size=200)
    placed = [(rows[item.code].pk, item) for _, item in items]
    _planning(state, placed)
    _figures(state, placed)
    _links(state, placed)
    stored = actions.MeasurePartner.objects.filter(measure__agenda=state.agenda)
    store_partners(actions.MeasurePartner, "measure_id", stored, [(pk, item.partners) for pk, item in placed])


def _planning(state: State, items: list[tuple[int, doc.Measure]]) -> None:
    wanted: Wanted = {
        (pk, order): {
            "measure_id": pk,
            "period": step.period or "",
            "step": step.step or "",
            "text": step.text or "",
            "order": order,
        }
        for pk, item in items
        for order, step in enumerate(item.planning)
    }
    stored = actions.PlanningStep.objects.filter(measure__agenda=state.agenda)
    replace_numbered(actions.PlanningStep, "measure_id", stored, wanted)


def _figures(state: State, items: list[tuple[int, doc.Measure]]) -> None:
    wanted: Wanted = {
        (pk, order): {
            "measure_id": pk,
            "text": one.text,
            "value": one.value,
            "period": one.period or "",
            "order": order,
        }
        for pk, item in items
        for order, one in enumerate(item.figures)
    }
    stored = actions.MeasureFigure.objects.filter(measure__agenda=state.agenda)
    replace_numbered(actions.MeasureFigure, "measure_id", stored, wanted)


def _links(state: State, items: list[tuple[int, doc.Measure]]) -> None:
    wanted: Wanted = {
        (pk, state.uses[code].pk): {
            "measure_id": pk,
            "agenda_indicator_id": state.uses[code].pk,
            "order": order,
        }
        for pk, item in items
        for order, code in enumerate(item.indicators)
    }
    stored = actions.MeasureIndicator.objects.filter(measure__agenda=state.agenda)
    replace_rows(
        actions.MeasureIndicator, stored, lambda row: (row.measure_id, row.agenda_indicator_id), wanted
    )


def _measure_fields(item: doc.Measure, order: int) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": item.title,
        "heading": item.heading or "",
        "source_codes": list(item.source_codes),
        "obligation": item.obligation or "",
        "applied": item.applied,
        "explanation": item.explanation or "",
        "intent": item.intent or "",
        "lead": item.lead or "",
        "monitoring": list(item.monitoring),
        "see": list(item.see),
        "order": order,
    }
