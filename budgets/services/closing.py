"""Closing a book year, and reopening it: the controller says so, and the ledger alone never does."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from agenda.models import Agenda
from budgets.booked import Booked, booked
from budgets.exceptions import LedgerRefused
from budgets.models import YearClosing
from budgets.sums import MONTHS_A_YEAR
from budgets.words import months_label
from operations.services import audit_record
from organisation.access import By

ANOTHER_YEAR = "Dit jaar hoort niet bij de agenda. Kies een jaar van {first} tot en met {last}."
NOT_OVER = "{year} is nog niet voorbij. Afsluiten kan vanaf 1 januari {after}."
NOT_BOOKED = "Op de begrotingsregels is in {year} niets geboekt. Laad eerst het grootboek van dat jaar."
MONTHS_LACK = "In {months} is niets geboekt. Schrijf op waarom {year} toch af is, of laad eerst de rest."
CLOSED_ALREADY = "{year} is al afgesloten."
OPEN_ALREADY = "{year} is niet meer afgesloten. Kijk hoe het er nu voor staat."
NO_REASON = "Schrijf op waarom dit jaar weer open moet."
_LENGTH = 2000


@transaction.atomic
def year_close(*, agenda: Agenda, year: int, note: str, on: date, by: By) -> YearClosing:
    """Say that a book year is done: what was booked is what it came to, and no forecast counts any more.

    ``on``: today; the year must be over. A month without bookings asks for a note. Raises ``LedgerRefused``.
    """
    agenda = Agenda.objects.select_for_update().get(pk=agenda.pk)
    if current_closing(agenda, year) is not None:
        raise LedgerRefused(CLOSED_ALREADY.format(year=year))
    if year not in agenda.years:
        raise LedgerRefused(ANOTHER_YEAR.format(first=agenda.years[0], last=agenda.years[-1]))
    text, found = _plain(note, "note"), booked(agenda)
    if refusal := why_not(found, year, on):
        raise LedgerRefused(refusal)
    if not text and (lacking := months_lacking(found, year)):
        raise LedgerRefused(MONTHS_LACK.format(months=months_label(lacking), year=year), field="note")
    made = YearClosing.objects.create(
        agenda=agenda, year=year, note=text, by=by.user, by_label=by.label[:160], at=timezone.now()
    )
    audit_record(by=by, verb="year_close", obj=made, details={"note": text})
    return made


@transaction.atomic
def year_reopen(*, closing: YearClosing, reason: str, by: By) -> None:
    """Open a closed year again, with the reason: forecasts count again. Raises ``LedgerRefused``."""
    row = YearClosing.objects.select_for_update(of=("self",)).get(pk=closing.pk)
    if row.superseded_at is not None:
        raise LedgerRefused(OPEN_ALREADY.format(year=row.year))
    text = _plain(reason, "reason")
    if not text:
        raise LedgerRefused(NO_REASON, field="reason")
    row.superseded_at = max(timezone.now(), row.at + timedelta(microseconds=1))
    row.reason, row.reopened_by_label = text, by.label[:160]
    row.save(update_fields=["superseded_at", "reason", "reopened_by_label"])
    audit_record(by=by, verb="year_reopen", obj=row, details={"ground": text})


def why_not(found: Booked, year: int, on: date) -> str:
    """Why a year that is open cannot be closed, in Dutch; ``""``: it can."""
    if year >= on.year:
        return NOT_OVER.format(year=year, after=year + 1)
    return "" if any(when == year for _, when in found.actual) else NOT_BOOKED.format(year=year)


def months_lacking(found: Booked, year: int) -> list[int]:
    """The months of a year in which nothing was booked on a line."""
    there = found.months(year)
    return [month for month in range(1, MONTHS_A_YEAR + 1) if month not in there]


def current_closing(agenda: Agenda, year: int) -> YearClosing | None:
    """How a year was closed; ``None``: it is open. One query."""
    return YearClosing.objects.filter(agenda=agenda, year=year, superseded_at__isnull=True).first()


def _plain(text: str, field: str) -> str:
    plain = text.replace("\0", "").strip()
    if len(plain) > _LENGTH:
        raise LedgerRefused(f"Schrijf hoogstens {_LENGTH} tekens.", field=field)
    return plain
