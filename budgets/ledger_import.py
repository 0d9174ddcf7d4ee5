"""What the import pipeline asks of this floor: stage, show, apply and undo bookings of the ledger.

A file states all bookings of the months that it holds: what it no longer has of these months gives way. Commitments
are a stand: a file with commitments states all that are open in a year. Where it holds few of the bookings that are
known of a month, a person says whether it replaces or adds. The same booking twice in a file is two bookings: each gets
a number, so that the same file again changes nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, DateTimeField, Q, QuerySet, Value
from django.utils import timezone

from budgets.ledger_beside import (
    Beside,
    Month,
    basis_of,
    count_equal,
    gone_from,
    month_name,
    months_of,
    new_in,
)
from budgets.ledger_preview import closed_remarks, months_in, preview_of, sections_of
from budgets.ledger_staging import FACT, stage
from budgets.models import Booking, LedgerPreview, StagedBooking
from budgets.services.sums import ledger_hold, sums_keep
from core.bulk import insert_selected
from imports.exceptions import Outdated, UndoRefused
from imports.models import Batch, Origin
from imports.reading import Item, Problem, Question, Severity
from imports.registry import Planned, Section
from organisation.access import By

COVERAGE, REPLACES, ADDS = "coverage", "replaces", "adds"
FILE = "bestand"
_RECORDED = (*FACT, "key", "place")


class LedgerHandler:
    """Rows are bookings. See ``imports.registry.Handler``."""

    def plan(self, batch: Batch, items: Iterable[Item], beat: Callable[[int], None]) -> Planned:
        """Stage every booking beside what is known of its month. Nothing is visible until the last step."""
        run = secrets.token_hex(8)
        staged = stage(batch, run, items, beat)
        rows = StagedBooking.objects.filter(batch=batch, run=run)
        # In this order: who changes the ledger in between makes the basis outdated, and not the counts wrong.
        months = months_of(rows)
        count_equal(rows, months)
        new, gone = (sum(getattr(one, what) for one in months.values()) for what in ("new", "gone"))
        answer = _answer(batch)
        adds = answer == ADDS
        if not answer and (question := _coverage(months)) is not None:
            staged.problems.append(question)
        staged.problems += closed_remarks(months)
        content = preview_of(months, staged.sums(), adds=adds)
        with transaction.atomic():
            beat(staged.rows)
            LedgerPreview.objects.update_or_create(batch=batch, defaults={"run": run, "content": content})
            StagedBooking.objects.filter(batch=batch).exclude(run=run).delete()
        return Planned(
            rows=staged.rows,
            new=new,
            changed=0 if adds else gone,
            equal=staged.rows - new,
            refused=0,
            problems=tuple(staged.problems),
            basis=basis_of(months),
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
        months = months_of(rows)
        if basis_of(months) != batch.basis:
            raise Outdated
        now = timezone.now()
        if _answer(batch) != ADDS:
            gone_from(rows, months).update(superseded_at=now, closed_by=origin)
        added = _record(new_in(rows).annotate(of=Value(origin.pk, BigIntegerField())), "of", now)
        StagedBooking.objects.filter(batch=batch).delete()
        sums_keep(year for _, year, _ in months)
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
        _record(closed.order_by("pk"), "origin_id", now)
        touched = Booking.objects.filter(Q(origin=batch.origin) | Q(closed_by=batch.origin))
        sums_keep(touched.order_by().values_list("year", flat=True).distinct())
        return count

    def discard(self, batches: QuerySet[Batch]) -> int:
        """Drop what was staged for files that nobody will apply; the preview of what was applied stays."""
        LedgerPreview.objects.filter(batch__in=batches.filter(state=Batch.State.REJECTED)).delete()
        rows, _ = StagedBooking.objects.filter(batch__in=batches).delete()
        return rows


def _answer(batch: Batch) -> str:
    """Whether the file replaces or adds; ``""``: nobody said so."""
    return str(batch.answers.get(COVERAGE, {}).get(FILE, ""))


def _coverage(months: Mapping[Month, Beside]) -> Problem | None:
    """Asked when a file holds less than half of what is known of one of its months: a part of it, or all, corrected?"""
    doubtful = {month: one for month, one in months.items() if one.equal * 2 < one.known}
    if not doubtful:
        return None
    named = sorted(doubtful)
    names = ", ".join(month_name(month) for month in named[:3])
    if len(named) > 3:
        names += f" en nog {len(named) - 3}"
    known, equal = (sum(getattr(one, what) for one in doubtful.values()) for what in ("known", "equal"))
    text = (
        f"Van {names} zijn al {known} boekingen bekend; daarvan staan er {equal} in dit bestand. "
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


def _record(rows: QuerySet[Any], origin: str, now: datetime) -> int:
    """Store bookings as known from now on, in the order of ``rows``. ``origin``: the field with that of each."""
    source = rows.annotate(now=Value(now, DateTimeField())).values_list(*_RECORDED, origin, "now")
    return insert_selected(Booking, (*_RECORDED, "origin", "recorded_at"), source)
