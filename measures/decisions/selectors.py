"""Decisions as pages show them: the open ones first, those that are late before the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast, TruncDate

from agenda.models import Agenda
from core.together import Fields, day, rows_together
from indicators.verdict.judgement import Status
from measures.models import Decision


@dataclass(frozen=True)
class DecisionRow:
    """One decision. ``indicator``: its code, ``""`` for an objective as a whole; ``objective``: ``""`` above them.

    ``status``: the light at the time, ``None`` without an indicator. ``first_due_on``: ``None`` when never moved.
    ``closed_on``: ``None`` while it is open. ``late``: days past its last day, 0 or less when not, and when closed.
    """

    pk: int
    objective: str
    indicator: str
    title: str
    text: str
    owner: str
    due_on: date
    first_due_on: date | None
    moved_reason: str
    status: Status | None
    status_reason: str
    by: str
    on: date
    closed_on: date | None
    closed_by: str
    outcome: str
    late: int

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_late(self) -> bool:
        return self.late > 0


@dataclass(frozen=True)
class Decisions:
    """Decisions of a page. ``open``: late ones first, then by last day; ``closed``: the newest first."""

    open: tuple[DecisionRow, ...] = ()
    closed: tuple[DecisionRow, ...] = ()

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.open)

    @property
    def indicators(self) -> frozenset[str]:
        """The codes of the indicators about which a decision is open."""
        return frozenset(row.indicator for row in self.open if row.indicator)


FIELDS: Fields = {
    "pk": "pk", "objective": "objective__code", "objective_title": "objective__title",
    "indicator": "agenda_indicator__code", "indicator_title": "agenda_indicator__title",
    "text": "text", "owner": "owner", "due_on": "due_on", "first_due_on": "first_due_on",
    "moved_reason": "moved_reason", "status": "status", "status_reason": "status_reason", "by": "by_label",
    "on": Cast(TruncDate("at"), CharField()), "closed_on": Cast(TruncDate("closed_at"), CharField()),
    "closed_by": "closed_by_label", "outcome": "outcome",
}  # fmt: skip
"""What ``rows_together`` must ask for ``decisions_of``."""


def decisions_of(rows: Iterable[dict[str, Any]], on: date) -> Decisions:
    """Rows with ``FIELDS``, in the order of the pages. No query."""
    found = [_row(row, on) for row in rows]
    return Decisions(
        open=tuple(sorted((row for row in found if row.is_open), key=lambda row: (row.due_on, row.pk))),
        closed=tuple(
            sorted((row for row in found if not row.is_open), key=lambda row: (row.closed_on, row.pk), reverse=True)
        ),
    )  # fmt: skip


def agenda_decisions(agenda: Agenda, on: date, *, indicator: str | None = None) -> Decisions:
    """All decisions of an agenda, or those about one indicator. One query."""
    rows = Decision.objects.filter(agenda=agenda)
    if indicator is not None:
        rows = rows.filter(agenda_indicator__code=indicator)
    return decisions_of(rows_together({"decisions": (rows, FIELDS)})["decisions"], on)


def open_decisions(agenda: Agenda) -> QuerySet[Decision]:
    """The open decisions of an agenda, for a page that asks several lists at once."""
    return Decision.objects.filter(agenda=agenda, closed_at__isnull=True)


def _row(row: dict[str, Any], on: date) -> DecisionRow:
    due_on, closed_on = date.fromisoformat(row["due_on"]), day(row["closed_on"])
    return DecisionRow(
        pk=row["pk"], objective=row["objective"] or "", indicator=row["indicator"] or "",
        title=row["indicator_title"] or row["objective_title"] or "", text=row["text"], owner=row["owner"],
        due_on=due_on, first_due_on=day(row["first_due_on"]), moved_reason=row["moved_reason"],
        status=Status(row["status"]) if row["status"] else None, status_reason=row["status_reason"], by=row["by"],
        on=date.fromisoformat(row["on"]), closed_on=closed_on, closed_by=row["closed_by"], outcome=row["outcome"],
        late=0 if closed_on else (on - due_on).days,
    )  # fmt: skip
