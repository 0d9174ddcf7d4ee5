"""What a file states beside what is known: month by month counted by the database, which holds both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from budgets.booked import current
from budgets.models import Booking, BookingKind, StagedBooking
from core.numbers import MONTHS

WHOLE_YEAR = -1
Month = tuple[str, int, int]
"""Kind, year and period: what a file states as a whole. Commitments are stated by the year: ``WHOLE_YEAR``."""


@dataclass
class Beside:
    """A month of a file: its bookings and their sum in cents, beside what is known of it.

    ``known``: how many bookings hold; ``last``: the number of the one that was recorded last. Together they say which
    these are: numbers only go up, and a booking that was closed never holds again. ``equal``: how many are in both.
    """

    rows: int = 0
    cents: int = 0
    known: int = 0
    last: int = 0
    equal: int = 0

    @property
    def new(self) -> int:
        return self.rows - self.equal

    @property
    def gone(self) -> int:
        """What is known and the file does not have."""
        return self.known - self.equal


def month_of(kind: str, year: int, period: int) -> Month:
    return (kind, year, period if kind == BookingKind.ACTUAL else WHOLE_YEAR)


def month_name(month: Month) -> str:
    """``maart 2025``; for the closing of a year its number, as ledgers have it."""
    _, year, period = month
    if period == WHOLE_YEAR:
        return f"verplichtingen {year}"
    return f"{MONTHS[period - 1]} {year}" if 1 <= period <= len(MONTHS) else f"periode {period} van {year}"


def months_of(rows: QuerySet[StagedBooking]) -> dict[Month, Beside]:
    """The months that were staged, beside what holds of them now; not yet what is in both. Two queries."""
    months: dict[Month, Beside] = {}
    for kind, year, period, count, cents in _by_period(rows).annotate(count=Count("pk"), sum=Sum("cents")):
        month = months.setdefault(month_of(kind, year, period), Beside())
        month.rows += count
        month.cents += cents
    known = _by_period(current().filter(year__in={year for _, year, _ in months}))
    for kind, year, period, count, last in known.annotate(count=Count("pk"), last=Max("pk")):
        if (found := months.get(month_of(kind, year, period))) is not None:
            found.known += count
            found.last = max(found.last, last)
    return months


def count_equal(rows: QuerySet[StagedBooking], months: Mapping[Month, Beside]) -> None:
    """Fill in how many bookings of each month are known already. One query."""
    same = _by_period(rows.filter(key__in=current().values("key")))
    for kind, year, period, count in same.annotate(count=Count("pk")):
        months[month_of(kind, year, period)].equal += count


def basis_of(months: Mapping[Month, Beside]) -> str:
    """A digest of what was compared with: another one when other bookings hold."""
    said = sorted((*month, one.known, one.last) for month, one in months.items())
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _by_period(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values_list("kind", "year", "period")


def new_in(rows: QuerySet[StagedBooking]) -> QuerySet[StagedBooking]:
    """What was staged and does not hold yet, in the order of the file."""
    return rows.filter(~Exists(current().filter(key=OuterRef("key")))).order_by("pk")


def gone_from(rows: QuerySet[StagedBooking], months: Iterable[Month]) -> QuerySet[Booking]:
    """What holds of these months and was not staged."""
    of_months = Q(pk__in=[])
    for kind, year, period in months:
        of_year = Q(kind=kind, year=year)
        of_months |= of_year if period == WHOLE_YEAR else of_year & Q(period=period)
    # As a difference of two sets, which any database takes in one pass over each.
    gone = current().filter(of_months).values("key").difference(rows.order_by().values("key"))
    return current().filter(key__in=gone)
