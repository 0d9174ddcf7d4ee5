"""Evaluations with partners and decisions, as they stood on the day of the report. Never a person's name."""

from __future__ import annotations

from agenda.evaluations.selectors import EvaluationRow
from agenda.evaluations.until import evaluations_until
from measures.decisions.selectors import DecisionRow
from measures.decisions.until import decisions_until
from reporting.canonical import Json, day
from reporting.gathering.asked import Asked


def evaluations(asked: Asked) -> dict[str, list[Json]]:
    """By objective its evaluations, the newest first, each with what was agreed."""
    held = evaluations_until(asked.agenda, asked.on, asked.known_at)
    return {
        code: [_evaluation(one, demo=one.pk in held.invented) for one in some]
        for code, some in held.by_objective.items()
    }


def _evaluation(one: EvaluationRow, *, demo: bool) -> Json:
    return {
        "held_on": day(one.held_on),
        "round": one.round,
        "participants": list(one.participants),
        "contact": one.contact_word,
        "contact_text": one.contact_text,
        "steered": one.steered_word,
        "steered_text": one.steered_text,
        "needed": one.needed,
        "agreements": [
            {
                "text": agreed.text,
                "owner": agreed.owner,
                "due_on": day(agreed.due_on),
                "closed_on": day(agreed.closed_on),
                "outcome": agreed.outcome,
                "late": agreed.late,
            }
            for agreed in one.agreements
        ],
        "demo": demo,
    }


def decisions(asked: Asked) -> list[Json]:
    """The decisions of the agenda: open ones first, those that wait longest before the others."""
    taken = decisions_until(asked.agenda, asked.on, asked.known_at)
    rows = (*taken.decisions.open, *taken.decisions.closed)
    return [_decision(row, demo=row.pk in taken.invented) for row in rows]


def _decision(row: DecisionRow, *, demo: bool) -> Json:
    # Not the reason that stood beside the light: it may tell a figure that is hidden since.
    return {
        "objective": row.objective,
        "indicator": row.indicator,
        "title": row.title,
        "text": row.text,
        "owner": row.owner,
        "status": row.status.value if row.status else None,
        "status_label": row.status.label if row.status else "",
        "taken_on": day(row.on),
        "due_on": day(row.due_on),
        "first_due_on": day(row.first_due_on),
        "moved_reason": row.moved_reason,
        "closed_on": day(row.closed_on),
        "outcome": row.outcome,
        "late": row.is_late,
        "demo": demo,
    }
