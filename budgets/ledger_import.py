"""What the import pipeline asks of this floor: stage, show, apply and undo bookings of the ledger.

A file states all bookings of the months that it holds: what it no longer has of these months gives way. Commitments
are a stand: a file with commitments states all that are open in a year. Where it holds few of the bookings that are
known of a month, a person says whether it replaces or adds. The same booking twice in a file is two bookings: each gets
a number, so that the same file again changes nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from budgets.ledger_preview import (
    Month,
    closed_remarks,
    month_name,
    month_of,
    months_in,
    preview_of,
    sections_of,
)
from budgets.models import Booking, LedgerPreview, StagedBooking
from budgets.services.sums import ledger_hold, sums_keep
from core.texts import storable
from imports.exceptions import Outdated, UndoRefused
from imports.models import Batch, Origin
from imports.reading import Item, Problem, Question, Row, Severity
from imports.registry import Planned, Section
from organisation.access import By

CHUNK = 2000
COVERAGE, REPLACES, ADDS = "coverage", "replaces", "adds"
FILE = "bestand"
FACT = ("kind", "cost_centre", "account", "year", "period", "cents", "description", "document")
"""What a booking says; together with its number among equals it is the booking."""


@dataclass
class Staged:
    """What was read: how many rows, the problems, and per month the keys of its bookings.

    ``seen``: how often a booking came by, so that equal ones can be numbered.
    """

    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    keys: dict[Month, set[str]] = field(default_factory=dict)
    seen: Counter[bytes] = field(default_factory=Counter)


class LedgerHandler:
    """Rows are bookings. See ``imports.registry.Handler``."""

    def plan(self, batch: Batch, items: Iterable[Item], beat: Callable[[int], None]) -> Planned:
        """Stage every booking beside what is known of its month. Nothing is visible until the last step."""
        run = secrets.token_hex(8)
        staged = _stage(batch, run, items, beat)
        known = known_keys(staged.keys)
        new = {key for month, keys in staged.keys.items() for key in keys - known.get(month, set())}
        rows = StagedBooking.objects.filter(batch=batch, run=run)
        _mark_new(rows, new)
        found = sum(map(len, known.values()))
        equal = staged.rows - len(new)
        gone = found - equal
        answer = _answer(batch)
        adds = answer == ADDS
        if not answer and (question := _coverage(known, staged.keys)) is not None:
            staged.problems.append(question)
        staged.problems += closed_remarks(known, staged.keys)
        content = preview_of(rows, known, staged.keys, adds=adds)
        with transaction.atomic():
            beat(staged.rows)
            LedgerPreview.objects.update_or_create(batch=batch, defaults={"run": run, "content": content})
            StagedBooking.objects.filter(batch=batch).exclude(run=run).delete()
        return Planned(
            rows=staged.rows,
            new=len(new),
            changed=0 if adds else gone,
            equal=equal,
            refused=0,
            problems=tuple(staged.problems),
            basis=basis_of(known),
        )

    def sections(self, batch: Batch) -> list[Section]:
        """What the check found, beside the counts: one query."""
        preview = LedgerPreview.objects.filter(batch=batch).first()
        return sections_of(preview.content) if preview else []

    def apply(self, batch: Batch, origin: Origin, by: By) -> int:
        """Close what the file no longer has, and record what is new. Raises ``Outdated``."""
        ledger_hold()
        preview = LedgerPreview.objects.filter(batch=batch).first()
        if preview is None:
            raise Outdated
        rows = StagedBooking.objects.filter(batch=batch, run=preview.run)
        keys = staged_keys(rows)
        known = known_keys(keys)
        if basis_of(known) != batch.basis:
            raise Outdated
        now = timezone.now()
        if _answer(batch) != ADDS:
            gone = [key for month, found in known.items() for key in found - keys[month]]
            for start in range(0, len(gone), CHUNK):
                current = Booking.objects.filter(
                    superseded_at__isnull=True, key__in=gone[start : start + CHUNK]
                )
                current.update(superseded_at=now, closed_by=origin)
        added = sum(_record(chunk, origin, now) for chunk in _chunks(rows.filter(new=True).iterator(CHUNK)))
        StagedBooking.objects.filter(batch=batch).delete()
        sums_keep(year for _, year, _ in keys)
        return added

    def undo(self, batch: Batch, origin: Origin, by: By) -> int:
        """Close the bookings of the batch and record again what it had closed. Raises ``UndoRefused``.

        The last import of a month goes first: one after this says what the month is, also where both agree.
        """
        if batch.origin is None:
            return 0
        ledger_hold()
        if later := _later(batch):
            raise UndoRefused(
                f"Dit kan niet meer: {later.file_name} is later toegepast en gaat over dezelfde maanden. "
                "Maak eerst dat bestand ongedaan."
            )
        now = timezone.now()
        count = Booking.objects.filter(origin=batch.origin, superseded_at__isnull=True).update(
            superseded_at=now
        )
        closed = Booking.objects.filter(closed_by=batch.origin)
        for chunk in _chunks(closed.iterator(CHUNK)):
            Booking.objects.bulk_create(_again(booking, now) for booking in chunk)
        touched = Booking.objects.filter(Q(origin=batch.origin) | Q(closed_by=batch.origin))
        sums_keep(touched.order_by().values_list("year", flat=True).distinct())
        return count

    def discard(self, batches: QuerySet[Batch]) -> int:
        """Drop what was staged for files that nobody will apply; the preview of what was applied stays."""
        LedgerPreview.objects.filter(batch__in=batches.filter(state=Batch.State.REJECTED)).delete()
        rows, _ = StagedBooking.objects.filter(batch__in=batches).delete()
        return rows


# Staging ------------------------------------------------------------------------------------------------
def _stage(batch: Batch, run: str, items: Iterable[Item], beat: Callable[[int], None]) -> Staged:
    staged = Staged()
    waiting: list[StagedBooking] = []
    for item in items:
        if isinstance(item, Problem):
            staged.problems.append(item)
            continue
        waiting.append(_staged_row(batch, run, item, staged))
        if len(waiting) == CHUNK:
            StagedBooking.objects.bulk_create(waiting)
            waiting.clear()
            beat(staged.rows)
    StagedBooking.objects.bulk_create(waiting)
    return staged


def _staged_row(batch: Batch, run: str, row: Row, staged: Staged) -> StagedBooking:
    staged.rows += 1
    said = {name: row.fields[name] for name in FACT}
    values: dict[str, Any] = {
        name: storable(value) if isinstance(value, str) else value for name, value in said.items()
    }
    plain = hashlib.sha256("\x1f".join(str(values[name]) for name in FACT).encode())
    number = staged.seen[plain.digest()]
    staged.seen[plain.digest()] += 1
    plain.update(f"\x1f{number}".encode())
    key = plain.hexdigest()
    month = month_of(values["kind"], values["year"], values["period"])
    staged.keys.setdefault(month, set()).add(key)
    return StagedBooking(batch=batch, run=run, key=key, place=row.place[:120], new=True, **values)


def known_keys(months: Iterable[Month]) -> dict[Month, set[str]]:
    """The bookings that hold now of these months, by their keys. One query."""
    found: dict[Month, set[str]] = {month: set() for month in months}
    years = {year for _, year, _ in found}
    rows = Booking.objects.filter(superseded_at__isnull=True, year__in=years).order_by()
    for kind, year, period, key in rows.values_list("kind", "year", "period", "key").iterator(CHUNK):
        if (month := month_of(kind, year, period)) in found:
            found[month].add(key)
    return found


def staged_keys(rows: QuerySet[StagedBooking]) -> dict[Month, set[str]]:
    """What was staged, by month. One query."""
    found: dict[Month, set[str]] = {}
    for kind, year, period, key in rows.values_list("kind", "year", "period", "key").iterator(CHUNK):
        found.setdefault(month_of(kind, year, period), set()).add(key)
    return found


def _mark_new(rows: QuerySet[StagedBooking], new: set[str]) -> None:
    """Staged rows count as new unless they are among what is known."""
    if len(new) == 0:
        rows.update(new=False)
        return
    known = [pk for pk, key in rows.values_list("pk", "key").iterator(CHUNK) if key not in new]
    for start in range(0, len(known), CHUNK):
        StagedBooking.objects.filter(pk__in=known[start : start + CHUNK]).update(new=False)


def basis_of(known: dict[Month, set[str]]) -> str:
    """A digest of what was compared with."""
    digest = hashlib.sha256()
    for month in sorted(known):
        digest.update(repr(month).encode())
        for key in sorted(known[month]):
            digest.update(key.encode())
    return digest.hexdigest()


def _answer(batch: Batch) -> str:
    """Whether the file replaces or adds; ``""``: nobody said so."""
    return str(batch.answers.get(COVERAGE, {}).get(FILE, ""))


def _coverage(known: dict[Month, set[str]], staged: dict[Month, set[str]]) -> Problem | None:
    """Asked when a file holds less than half of what is known of one of its months: a part of it, or all, corrected?"""
    doubtful = {
        month: len(found & staged[month])
        for month, found in known.items()
        if len(found & staged[month]) * 2 < len(found)
    }
    if not doubtful:
        return None
    named = sorted(doubtful)
    names = ", ".join(month_name(month) for month in named[:3])
    if len(named) > 3:
        names += f" en nog {len(named) - 3}"
    count = sum(len(known[month]) for month in doubtful)
    text = (
        f"Van {names} zijn al {count} boekingen bekend; daarvan staan er {sum(doubtful.values())} in dit bestand. "
        "Vervangt dit bestand wat er al was, of komt het erbij?"
    )
    choices = (
        (REPLACES, "Het vervangt alle maanden die erin staan"),
        (ADDS, "Het komt erbij; er gaat niets weg"),
    )
    return Problem(FILE, Severity.QUESTION, text, Question(COVERAGE, FILE, text, choices))


def _later(batch: Batch) -> Batch | None:
    """A file that was applied after this one, changed something, and is about one of the same months."""
    own = set(_months(batch))
    later = Batch.objects.filter(
        reader=batch.reader,
        state=Batch.State.APPLIED,
        origin__isnull=False,
        approved_at__gt=batch.approved_at,
    )
    rows = later.select_related("ledger_preview").order_by("-approved_at", "-pk")
    return next((one for one in rows if own & set(_months(one))), None)


def _months(batch: Batch) -> list[Month]:
    preview = getattr(batch, "ledger_preview", None)
    return months_in(preview.content) if preview else []


# Recording ----------------------------------------------------------------------------------------------
def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _record(rows: list[StagedBooking], origin: Origin, now: Any) -> int:
    made = [
        Booking(
            **{name: getattr(row, name) for name in (*FACT, "key", "place")}, origin=origin, recorded_at=now
        )
        for row in rows
    ]
    return len(Booking.objects.bulk_create(made))


def _again(booking: Booking, now: Any) -> Booking:
    """The same booking, known from now on again, with its own file as where it comes from."""
    values = {name: getattr(booking, name) for name in (*FACT, "key", "place", "origin_id")}
    return Booking(**values, recorded_at=now)
