"""Stores the agenda's head, programmes, calendar, priorities, objectives, ambitions and partners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

import agenda.models as plan
from core.periods import parse_period
from planfile import document as doc
from planfile.store.rows import Rows, Wanted, replace_numbered, replace_rows
from planfile.store.state import State

P = TypeVar("P", bound=plan.PartnerFields)


def head_fields(head: doc.Head) -> dict[str, Any]:
    return {
        "title": head.title,
        "kind": head.kind,
        "starts": head.starts,
        "ends": head.ends,
        "label_priority": head.labels.priority,
        "label_objective": head.labels.objective,
        "label_measure": head.labels.measure,
        "min_n": head.min_n,
        "suppress_below": head.suppress_below,
        "four_eyes": head.four_eyes,
        "money_over": head.money_thresholds.over,
        "money_under": head.money_thresholds.under,
    }


def store_plan(state: State) -> None:
    agenda, document = state.agenda, state.document
    _programmes(state)
    _calendar(state)
    priorities = Rows(plan.Priority, agenda.priorities.all(), lambda row: row.code)
    state.priorities = priorities.bring_in_step(
        {
            item.code: {"agenda_id": agenda.pk, "code": item.code, "title": item.title, "order": order}
            for order, item in enumerate(document.priorities)
        }
    )
    objectives = Rows(plan.Objective, agenda.objectives.all(), lambda row: row.code)
    state.objectives = objectives.bring_in_step(
        {
            item.code: {
                "agenda_id": agenda.pk,
                "priority_id": state.priorities[priority.code].pk,
                "code": item.code,
                "title": item.title,
                "owner": item.owner or "",
                "order": order,
            }
            for order, (priority, item) in enumerate(document.objectives())
        }
    )
    _ambitions(state)
    store_partners(
        plan.Partner,
        "objective_id",
        plan.Partner.objects.filter(objective__agenda=agenda),
        [(state.objectives[item.code].pk, item.partners) for _, item in document.objectives()],
    )


def remove_plan(state: State) -> None:
    """Delete objectives and priorities that are no longer in the document."""
    Rows(plan.Objective, state.agenda.objectives.all(), lambda row: row.code).delete_others(state.objectives)
    Rows(plan.Priority, state.agenda.priorities.all(), lambda row: row.code).delete_others(state.priorities)


def _programmes(state: State) -> None:
    wanted: Wanted = {
        item.code: {
            "agenda_id": state.agenda.pk,
            "code": item.code,
            "title": item.title,
            "sector": item.sector or "",
            "level": item.level,
            "order": order,
        }
        for order, item in enumerate(state.document.programmes)
    }
    replace_rows(plan.Programme, state.agenda.programmes.all(), lambda row: row.code, wanted)


def _calendar(state: State) -> None:
    wanted: Wanted = {
        (item.source, item.period, item.final): {
            "agenda_id": state.agenda.pk,
            "source": item.source,
            "period": item.period,
            "period_end": parse_period(item.period).end,
            "expected_on": item.expected,
            "final": item.final,
            "note": item.note or "",
            "order": order,
        }
        for order, item in enumerate(state.document.calendar)
    }
    stored = state.agenda.releases.all()
    replace_rows(plan.Release, stored, lambda row: (row.source, row.period, row.final), wanted)


def _ambitions(state: State) -> None:
    wanted: Wanted = {}
    for priority in state.document.priorities:
        owner = state.priorities[priority.code].pk
        for order, item in enumerate(priority.ambitions):
            wanted[owner, None, order] = {
                "priority_id": owner,
                "text": item.text,
                "by": item.by,
                "order": order,
            }
    for _, objective in state.document.objectives():
        owner = state.objectives[objective.code].pk
        for order, item in enumerate(objective.ambitions):
            wanted[None, owner, order] = {
                "objective_id": owner,
                "text": item.text,
                "by": item.by,
                "order": order,
            }
    stored = plan.Ambition.objects.filter(
        Q(priority__agenda=state.agenda) | Q(objective__agenda=state.agenda)
    )
    replace_rows(plan.Ambition, stored, lambda row: (row.priority_id, row.objective_id, row.order), wanted)


def store_partners(
    model: type[P], owner: str, stored: QuerySet[P], lists: Iterable[tuple[int, tuple[doc.Partner, ...]]]
) -> None:
    """Partners of objectives and of measures: the same fields under another ``owner``."""
    wanted: Wanted = {
        (pk, order): {
            owner: pk,
            "name": item.name,
            "side": item.side or "",
            "role": item.role or "",
            "branch": item.branch or "",
            "topic": item.topic or "",
            "order": order,
        }
        for pk, partners in lists
        for order, item in enumerate(partners)
    }
    replace_numbered(model, owner, stored, wanted)
