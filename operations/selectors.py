"""What the log page needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.utils import timezone

from core.numbers import format_date
from operations.models import AuditEvent, OutboxMail
from operations.words import object_word, verb_word

EVENTS_PER_PAGE = 50
ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
MAIL_LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class ObjectKind:
    """A kind of thing that events are about; ``key`` goes into the address."""

    key: str
    word: str


@dataclass(frozen=True)
class EventRow:
    """One event as the log shows it. ``details`` are (what, value) in text."""

    at: datetime
    actor: str
    object_word: str
    object_label: str
    verb: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MailTrouble:
    """Mails that should have gone out by now. ``last_error`` is empty when none was recorded."""

    count: int
    last_error: str

    @property
    def title(self) -> str:
        return (
            "1 mail is nog niet verstuurd."
            if self.count == 1
            else f"{self.count} mails zijn nog niet verstuurd."
        )


@dataclass(frozen=True)
class AuditPage:
    kinds: tuple[ObjectKind, ...]
    chosen: str
    rows: tuple[EventRow, ...]
    page: Page[AuditEvent]


def audit_page(*, kind: str, page: str) -> AuditPage:
    """Events, newest first, of one kind of object (``kind=""``: all). An impossible page: the nearest."""
    types = AuditEvent.objects.order_by().values_list("object_type", flat=True).distinct()
    kinds = sorted((ObjectKind(key, object_word(key)) for key in types), key=lambda item: item.word)
    chosen = kind if any(item.key == kind for item in kinds) else ""
    events = AuditEvent.objects.filter(object_type=chosen) if chosen else AuditEvent.objects.all()
    shown = Paginator(events, EVENTS_PER_PAGE).get_page(page)
    return AuditPage(tuple(kinds), chosen, tuple(_row(event) for event in shown), shown)


def mail_trouble() -> MailTrouble | None:
    """Mails that wait for more than ten minutes; ``None`` when there are none."""
    late = OutboxMail.objects.filter(sent_at__isnull=True, created_at__lt=timezone.now() - MAIL_LATE_AFTER)
    errors = list(late.order_by("-created_at").values_list("error", flat=True))
    return MailTrouble(len(errors), next(filter(None, errors), "")) if errors else None


def _row(event: AuditEvent) -> EventRow:
    return EventRow(
        at=event.at,
        actor=event.actor_label.replace("command:", "opdracht "),
        object_word=object_word(event.object_type),
        object_label=event.object_label,
        verb=verb_word(event.verb),
        details=tuple((DETAIL_WORDS.get(key, key), _text(value)) for key, value in event.details.items()),
    )


DETAIL_WORDS = {
    "old": "was", "new": "is nu", "from": "van", "until": "tot en met", "to": "naar", "on": "op",
    "last_day": "laatste dag", "successor": "opvolger", "moved": "verplaatst", "roles": "rollen",
    "parent": "onder", "email": "e-mailadres", "name": "naam", "bytes": "bytes",
}  # fmt: skip


def _text(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{DETAIL_WORDS.get(key, key)}: {_text(item)}" for key, item in value.items())
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    if value in (None, ""):
        return "–"
    text = str(value)
    try:
        return format_date(date.fromisoformat(text)) if ISO_DAY.match(text) else text
    except ValueError:
        return text
