"""Sums of the ledger by cost centre, account and book year: as they are kept, or added up for a moment in the past."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from agenda.models import Agenda
from budgets.kept import holds
from budgets.models import Booking, YearSum

MONTHS_A_YEAR = 12
Pair = tuple[str, str]
"""A cost centre and an account."""


@dataclass(frozen=True)
class Scope:
    """What of the bookings counts.

    ``known_at``: as known at an aware moment; ``None``: now. ``until``: the last year; ``None``: all of the agenda.
    """

    known_at: datetime | None = None
    until: int | None = None

    def holds_year(self, year: int) -> bool:
        return self.until is None or year <= self.until

    def years(self, agenda: Agenda) -> range:
        """The years of the agenda that count."""
        last = agenda.ends.year if self.until is None else min(agenda.ends.year, self.until)
        return range(agenda.starts.year, last + 1)


class LedgerSum(NamedTuple):
    """Bookings of a kind, cost centre, account and year together, in cents; credit is below zero.

    ``periods``: bit by bit in which periods something was booked.
    """

    kind: str
    cost_centre: str
    account: str
    year: int
    debit: int
    credit: int
    bookings: int
    periods: int

    @property
    def cents(self) -> int:
        return self.debit + self.credit


FIELDS = LedgerSum._fields


def counting(agenda: Agenda, asked: Scope) -> QuerySet[Booking]:
    """The bookings of the agenda's years that count."""
    years = asked.years(agenda)
    return Booking.objects.filter(holds(asked.known_at), year__gte=years.start, year__lt=years.stop)


def ledger_sums(agenda: Agenda, asked: Scope) -> Iterable[LedgerSum]:
    """Every sum of the agenda's years. One query; of a moment in the past it adds up all bookings."""
    if asked.known_at is not None:
        return _as_known(agenda, asked)
    years = asked.years(agenda)
    rows = YearSum.objects.filter(year__gte=years.start, year__lt=years.stop).order_by()
    return map(LedgerSum._make, rows.values_list(*FIELDS))


def _as_known(agenda: Agenda, asked: Scope) -> list[LedgerSum]:
    """The sums at a moment: nothing is kept of these."""
    found: dict[tuple[str, str, str, int], LedgerSum] = {}
    groups = (
        counting(agenda, asked)
        .order_by()
        .values_list("kind", "cost_centre", "account", "year", "period")
        .annotate(debit=Sum("cents", filter=Q(cents__gt=0)), credit=Sum("cents", filter=Q(cents__lt=0)))
        .annotate(number=Count("pk"))
    )
    for *key, period, debit, credit, count in groups:
        place = (key[0], key[1], key[2], key[3])
        there = found.get(place) or LedgerSum(*place, 0, 0, 0, 0)
        found[place] = there._replace(
            debit=there.debit + (debit or 0),
            credit=there.credit + (credit or 0),
            bookings=there.bookings + count,
            periods=there.periods | 1 << period,
        )
    return list(found.values())


def months_in(periods: int) -> tuple[int, ...]:
    """The months among the periods of a sum; what opens or closes a year is none."""
    return tuple(month for month in range(1, MONTHS_A_YEAR + 1) if periods >> month & 1)
