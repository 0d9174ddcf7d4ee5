"""What the pages say of closed book years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from agenda.models import Agenda
from budgets.booked import Balance, Booked, booked
from budgets.models import Booking, BookingKind, YearClosing
from budgets.services.closing import months_lacking, why_not
from budgets.words import months_label, until_label


@dataclass(frozen=True)
class YearState:
    """A book year. ``until``: to which month it was booked; ``lacking``: the months of it without bookings, in words.

    ``unmapped``: what of it belongs to no line, so is not in what it comes to; ``None``: nothing. ``refusal``: why it
    cannot be closed, ``""``: it can. ``closing``: how it was closed, ``None``: it is open.
    """

    year: int
    until: str
    lacking: str
    unmapped: Balance | None
    refusal: str
    closing: YearClosing | None


@dataclass(frozen=True)
class Since:
    """What files of the ledger did to a year after it was closed: bookings that came, and that went."""

    came: int
    went: int


@dataclass(frozen=True)
class ClosingPage:
    """One year with every time that it was closed so far, the newest first.

    ``since``: what changed after it was closed; ``None``: nothing did, or it is open.
    """

    state: YearState
    history: tuple[YearClosing, ...]
    since: Since | None


def closing_page(agenda: Agenda, year: int, on: date) -> ClosingPage:
    """Six queries at most."""
    rows = tuple(YearClosing.objects.filter(agenda=agenda, year=year))
    state = _state(booked(agenda), year, on, rows)
    return ClosingPage(state, rows, _since(state.closing))


def _since(closing: YearClosing | None) -> Since | None:
    if closing is None:
        return None
    of_year = Booking.objects.filter(year=closing.year, kind=BookingKind.ACTUAL)
    now = of_year.filter(superseded_at__isnull=True)
    then = of_year.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__gt=closing.at), recorded_at__lte=closing.at
    )
    # By what is booked and not by row: a file that was undone leaves other rows with the same bookings.
    came = now.exclude(key__in=then.values("key")).count()
    went = then.exclude(key__in=now.values("key")).values("key").distinct().count()
    return Since(came, went) if came or went else None


def year_states(agenda: Agenda, found: Booked, on: date) -> tuple[YearState, ...]:
    """Every year of the agenda. One query."""
    rows = list(YearClosing.objects.filter(agenda=agenda, superseded_at__isnull=True))
    return tuple(_state(found, year, on, rows) for year in agenda.years)


def _state(
    found: Booked, year: int, on: date, rows: list[YearClosing] | tuple[YearClosing, ...]
) -> YearState:
    holding = next((row for row in rows if row.year == year and row.superseded_at is None), None)
    return YearState(
        year=year,
        until=until_label(year, found.months(year)),
        lacking=months_label(months_lacking(found, year)),
        unmapped=left if (left := found.unmapped_in(year)).count else None,
        refusal=why_not(found, year, on),
        closing=holding,
    )
