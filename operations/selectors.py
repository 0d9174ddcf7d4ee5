"""What the log page needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.numbers import format_date
from operations.models import AuditEvent, OutboxMail
from operations.services import busy_since, outbox_given_up, outbox_stuck
from operations.words import object_word, verb_word

EVENTS_PER_PAGE = 50
LONGEST_SEARCH = 100
ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
MAIL_LATE_AFTER = timedelta(minutes=10)
ABOUT_PEOPLE = frozenset(
    {
        "organisation.user",
        "organisation.roleassignment",
        "organisation.deputy",
        "operations.outboxmail",
    }
)
"""What only who manages people reads about: accounts, roles, deputies, and to whom a mail went."""
NAMES_OF_PEOPLE = frozenset({"roles", "email"})
"""Details of other things that name people: whose roles ended with a unit."""


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
class UnsentMail:
    """A mail that goes out only when a person says so. ``unknown``: it may have gone out, its worker died."""

    pk: int
    to: str
    subject: str
    since: datetime
    error: str
    unknown: bool


@dataclass(frozen=True)
class MailTrouble:
    """Mails that should have gone out by now. ``last_error`` is empty when none was recorded.

    ``waiting``: are tried again by themselves; ``left``: wait for a person.
    """

    waiting: int
    last_error: str
    left: tuple[UnsentMail, ...]

    @property
    def title(self) -> str:
        if self.waiting == 1:
            return "1 mail is nog niet verstuurd. We blijven het proberen."
        return f"{self.waiting} mails zijn nog niet verstuurd. We blijven het proberen."


@dataclass(frozen=True)
class AuditFilter:
    """What somebody asked to see of the log. ``kind`` and ``words`` empty, and days ``None``: everything.

    ``words``: in the name of who did it or of what it was done to. ``since`` and ``until``: first and last day.
    """

    kind: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class AuditPage:
    kinds: tuple[ObjectKind, ...]
    asked: AuditFilter
    rows: tuple[EventRow, ...]
    page: Page[AuditEvent]


def read_audit_filter(query: Mapping[str, str]) -> AuditFilter:
    """From the address; what is no day or holds a NUL is left aside, so that any address gives a page."""
    words = query.get("zoek", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    return AuditFilter(query.get("soort", ""), words, _day(query.get("van", "")), _day(query.get("tot", "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if ISO_DAY.match(text) else None
    except ValueError:
        return None


def audit_page(asked: AuditFilter, *, page: str, people: bool) -> AuditPage:
    """Events, newest first. An unknown kind counts as all; an impossible page is the nearest. Three queries.

    ``people``: whether the reader manages people, and so sees what was done to accounts, roles and mails.
    """
    types = _readable(people).order_by().values_list("object_type", flat=True).distinct()
    kinds = sorted((ObjectKind(key, object_word(key)) for key in types), key=lambda item: item.word)
    if all(item.key != asked.kind for item in kinds):
        asked = replace(asked, kind="")
    shown = Paginator(_asked_for(asked, people), EVENTS_PER_PAGE).get_page(page)
    return AuditPage(tuple(kinds), asked, tuple(_row(event, people) for event in shown), shown)


def audit_rows(asked: AuditFilter, *, people: bool) -> Iterator[EventRow]:
    """All events that were asked for, newest first, without holding them all at once. One query."""
    return (_row(event, people) for event in _asked_for(asked, people).iterator(chunk_size=1000))


def _readable(people: bool) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.all() if people else AuditEvent.objects.exclude(object_type__in=ABOUT_PEOPLE)


def _asked_for(asked: AuditFilter, people: bool) -> QuerySet[AuditEvent]:
    found = _readable(people)
    if asked.kind:
        found = found.filter(object_type=asked.kind)
    if asked.words:
        found = found.filter(Q(actor_label__icontains=asked.words) | Q(object_label__icontains=asked.words))
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since))
    if asked.until and asked.until < date.max:
        found = found.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def mail_trouble() -> MailTrouble | None:
    """Mails that wait for more than ten minutes or were given up; ``None`` when there are none. Three queries."""
    left = (
        *(_left(mail, True) for mail in outbox_stuck()),
        *(_left(mail, False) for mail in outbox_given_up()),
    )
    late = OutboxMail.objects.filter(sent_at__isnull=True, created_at__lt=timezone.now() - MAIL_LATE_AFTER)
    late = late.exclude(pk__in=[mail.pk for mail in left])
    errors = list(late.order_by("-created_at").values_list("error", flat=True))
    found = MailTrouble(len(errors), next(filter(None, errors), ""), left)
    return found if found.waiting or found.left else None


def _left(mail: OutboxMail, unknown: bool) -> UnsentMail:
    error = "" if unknown else mail.error
    return UnsentMail(mail.pk, mail.to, mail.subject, busy_since(mail), error, unknown)


def _row(event: AuditEvent, people: bool) -> EventRow:
    return EventRow(
        at=event.at,
        actor=event.actor_label.replace("command:", "opdracht "),
        object_word=object_word(event.object_type),
        object_label=event.object_label,
        verb=verb_word(event.verb),
        details=tuple(
            (DETAIL_WORDS.get(key, key), _text(value))
            for key, value in event.details.items()
            if people or key not in NAMES_OF_PEOPLE
        ),
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
