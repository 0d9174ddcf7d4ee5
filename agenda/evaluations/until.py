"""The evaluations of a whole agenda as they stood on a day: what was held by then, and what was open then."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agenda.evaluations.selectors import (
    AGREEMENT_FIELDS,
    EVALUATION_FIELDS,
    PARTICIPANT_FIELDS,
    EvaluationRow,
    evaluations_of,
)
from agenda.models import Agenda, Agreement, Evaluation, Participant
from core.together import day, rows_together


@dataclass(frozen=True)
class Held:
    """``by_objective``: by its code, the newest first. ``invented``: the ids of those that are example data."""

    by_objective: dict[str, tuple[EvaluationRow, ...]]
    invented: frozenset[int]


def evaluations_until(agenda: Agenda, on: date, known_at: datetime) -> Held:
    """What was held up to a day and written down by a moment; what was closed after the day is still open. Two queries.

    Texts are as they are now: an evaluation keeps no earlier versions.
    """
    held = Evaluation.objects.filter(objective__agenda=agenda, held_on__lte=on, created_at__lte=known_at)
    of_these = {"evaluation__in": held.values("pk")}
    rows = rows_together(
        {
            "evaluations": (held, {**EVALUATION_FIELDS, "objective": "objective__code"}),
            "participants": (Participant.objects.filter(**of_these), PARTICIPANT_FIELDS),
            "agreements": (Agreement.objects.filter(**of_these), AGREEMENT_FIELDS),
        }
    )
    rows["agreements"] = [_as_it_was(row, on) for row in rows["agreements"]]
    objectives = {row["pk"]: row["objective"] for row in rows["evaluations"]}
    found: dict[str, list[EvaluationRow]] = defaultdict(list)
    for one in evaluations_of(rows, on):
        found[objectives[one.pk]].append(one)
    invented = held.filter(demo=True).values_list("pk", flat=True)
    return Held({code: tuple(some) for code, some in found.items()}, frozenset(invented))


def _as_it_was(row: dict[str, Any], on: date) -> dict[str, Any]:
    """An agreement on a day: closed later is open then."""
    closed = day(row["closed_on"])
    return row if closed is None or closed <= on else {**row, "closed_on": None, "outcome": ""}
