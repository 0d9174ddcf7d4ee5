"""What the pages say of closed book years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agenda.models import Agenda
from budgets.booked import Balance, Booked, booked
from budgets.models import YearClosing
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
class ClosingPage:
    """One year with every time that it was closed so far, the newest first."""

    state: YearState
    history: tuple[YearClosing, ...]


def closing_page(agenda: Agenda, year: int, on: date) -> ClosingPage:
    """Four queries."""
    rows = tuple(YearClosing.objects.filter(agenda=agenda, year=year))
    return ClosingPage(_state(booked(agenda), year, on, rows), rows)


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
