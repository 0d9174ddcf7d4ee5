"""Which rounds an agenda has: the open ones, the one at an address, and what happened to each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from agenda.models import Agenda, Round, RoundEvent, RoundKind

SLUGS = {kind.value: kind.value.replace("_", "-") for kind in RoundKind}
"""How a kind is called in an address: ``4-maanden``, ``halfjaar``."""
_KINDS = {slug: kind for kind, slug in SLUGS.items()}


@dataclass(frozen=True)
class RoundRow:
    """A round with what happened to it, the newest first."""

    round: Round
    events: tuple[RoundEvent, ...]

    @property
    def slug(self) -> str:
        return round_slug(self.round)

    @property
    def times_reopened(self) -> int:
        return sum(event.verb == RoundEvent.Verb.REOPENED for event in self.events)


def round_slug(row: Round) -> str:
    """The word in the address of a round; its year stands before it."""
    return SLUGS[row.kind]


def open_round(agenda: Agenda, *, asks_reports: bool) -> Round | None:
    """The open round of this sort; ``None``: none is open. One query."""
    return Round.objects.filter(agenda=agenda, asks_reports=asks_reports, closed_at__isnull=True).first()


def round_at(agenda: Agenda, year: int, slug: str) -> RoundRow | None:
    """The round at the address ``<year>/<slug>``; ``None``: there is no such round. Two queries."""
    found = _with_events().filter(agenda=agenda, year=year, kind=_KINDS.get(slug, "")).first()
    return _row(found) if found else None


def round_rows(agenda: Agenda) -> list[RoundRow]:
    """All rounds, open ones first, then the newest. Two queries."""
    rows = _with_events().filter(agenda=agenda).order_by("-about_on", "-opened_at")
    return sorted((_row(row) for row in rows), key=lambda row: not row.round.is_open)


def agenda_rounds(agenda: Agenda) -> list[Round]:
    """Every round of an agenda, the newest first. One query."""
    return list(Round.objects.filter(agenda=agenda).order_by("-about_on", "-opened_at", "-pk"))


def _with_events() -> QuerySet[Round]:
    return Round.objects.select_related("agenda").prefetch_related(
        Prefetch("events", queryset=RoundEvent.objects.order_by("-at", "-pk"))
    )


def _row(row: Round) -> RoundRow:
    return RoundRow(row, tuple(row.events.all()))
