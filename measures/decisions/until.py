"""The decisions of an agenda as they stood on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from agenda.models import Agenda
from core.together import day, rows_together
from measures.decisions.selectors import FIELDS, Decisions, decisions_of
from measures.models import Decision


@dataclass(frozen=True)
class Taken:
    """``invented``: the ids of those that are example data."""

    decisions: Decisions
    invented: frozenset[int]


def decisions_until(agenda: Agenda, on: date, known_at: datetime) -> Taken:
    """What was decided up to a day, as known at a moment; what was closed later is still open. Three queries."""
    taken = Decision.objects.filter(agenda=agenda, at__lte=known_at)
    closed_later = set(taken.filter(closed_at__gt=known_at).values_list("pk", flat=True))
    rows = rows_together({"decisions": (taken, FIELDS)})["decisions"]
    kept = [
        _open(row) if row["pk"] in closed_later or _is_closed_after(row, on) else row
        for row in rows
        if date.fromisoformat(row["on"]) <= on
    ]
    return Taken(decisions_of(kept, on), frozenset(taken.filter(demo=True).values_list("pk", flat=True)))


def _is_closed_after(row: dict[str, Any], on: date) -> bool:
    closed = day(row["closed_on"])
    return closed is not None and closed > on


def _open(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "closed_on": None, "closed_by": "", "outcome": ""}
