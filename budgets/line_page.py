"""One line of the budget with its bookings by month, forecasts and what was booked by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.paginator import Page, Paginator

from agenda.models import Agenda
from budgets.booked import Booked
from budgets.forecasts import Made, made_of
from budgets.line_ledger import PER_PAGE, BookingRow, LineLedger, MonthRow
from budgets.models import BudgetLine, Forecast, HandBooking
from budgets.progress import Money, Spending, Thresholds, euros
from budgets.school_pages import LineSchools, line_schools
from budgets.school_sheet import school_ledger
from budgets.selectors import thresholds_of
from budgets.totals import Share, Years
from budgets.words import SIDE_SLUGS, SIDES, by_value, until_label


@dataclass(frozen=True)
class YearRow:
    """The line in one year. ``made``: from which round and day its forecast is, ``None``: it has none.

    ``fte``: as the plan has them, ``None``: it does not say.

    ``waits``: never, for one line has a forecast or has none.
    """

    year: int
    money: Money
    spending: Spending
    fte: Decimal | None
    made: Made | None = None
    waits = False
    lacks = 0

    @property
    def tone(self) -> str:
        """Which mark says how it stands to the plan."""
        return self.spending.name.lower()


@dataclass(frozen=True)
class ForecastRow:
    """``round``: in which round it was made, ``""``: outside one."""

    year: int
    amount: Decimal | None
    note: str
    by: str
    at: datetime
    round: str
    holds: bool


@dataclass(frozen=True)
class HandRow:
    year: int
    amount: Decimal | None
    description: str
    ground: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LinePage:
    """``pages``: a page of bookings of ``year``, the newest first; ``None``: this reader sees their sums only."""

    pk: int
    side: str
    code: str
    title: str
    note: str
    priority: str
    shares: tuple[Share, ...]
    instruments: tuple[tuple[str, str], ...]
    years: tuple[YearRow, ...]
    year: int
    months: tuple[MonthRow, ...]
    bookings: tuple[BookingRow, ...]
    pages: Page[BookingRow] | None
    forecasts: tuple[ForecastRow, ...]
    by_hand: tuple[HandRow, ...]
    thresholds: Thresholds
    until: str
    current: Forecast | None
    schools: LineSchools

    @property
    def side_slug(self) -> str:
        return SIDE_SLUGS[self.side]

    @property
    def now(self) -> YearRow:
        return next(row for row in self.years if row.year == self.year)


def line_of(agenda: Agenda, side_slug: str, code: str) -> BudgetLine | None:
    """The line at an address; ``None``: the agenda has no such line. One query."""
    lines = BudgetLine.objects.filter(agenda=agenda, side=SIDES.get(side_slug, ""), code=code)
    return lines.select_related("priority").first()


def line_page(agenda: Agenda, line: BudgetLine, *, year: int, number: str | None, on: date) -> LinePage:
    """A line in all years, and one of them by month, by booking and by school. At most twelve queries.

    ``number``: the page of its bookings; ``None``: these are not shown.
    """
    amounts, instruments, shares, fte = _plan(line)
    thresholds = thresholds_of(agenda)
    ledger = LineLedger(agenda, line)
    forecasts = list(
        Forecast.objects.filter(line=line).select_related("round").order_by("-year", "-at", "-pk")
    )
    by_hand = list(
        HandBooking.objects.filter(line=line, superseded_at__isnull=True)
        .select_related("origin")
        .order_by("-year", "-recorded_at", "-pk")
    )
    holding = {one.year: one for one in forecasts if one.superseded_at is None}
    found = ledger.booked(by_hand, holding.values())
    made = {when: made_of(one) for when, one in holding.items()}
    years = sorted({*agenda.years, *amounts, year})
    bookings = ledger.groups(year)
    pages: Page[BookingRow] | None = (
        None if number is None else Paginator(bookings, PER_PAGE).get_page(number)
    )
    rows = tuple(
        YearRow(one, money, money.spending(thresholds), fte.get(one), made.get(one))
        for one, money in _by_year(found, line.pk, years, amounts, on)
    )
    whole = next(row.money for row in rows if row.year == year)
    return LinePage(
        pk=line.pk, side=line.side, code=line.code, title=line.title, note=line.note,
        priority=line.priority.code if line.priority else "", shares=shares, instruments=by_value(instruments),
        years=rows,
        year=year,
        months=ledger.months(bookings.groups),
        bookings=tuple(pages or ()),
        pages=pages,
        forecasts=tuple(map(_forecast_row, forecasts)),
        by_hand=tuple(map(_hand_row, by_hand)),
        thresholds=thresholds,
        until=until_label(year, found.months(year)),
        current=holding.get(year),
        schools=line_schools(school_ledger(agenda, found), line, year, whole, on),
    )  # fmt: skip


def _plan(line: BudgetLine) -> tuple[Years, dict[int, str], tuple[Share, ...], dict[int, Decimal]]:
    """Amounts, instruments, shares and fte of a line. One query: there are few of each."""
    rows = BudgetLine.objects.filter(pk=line.pk).order_by(
        "amounts__year", "instruments__year", "shares__order"
    )
    amounts: Years = {}
    fte: dict[int, Decimal] = {}
    instruments: dict[int, str] = {}
    shares: dict[str, Share] = {}
    for year, amount, named, name, objective, percent, staffed, each in rows.values_list(
        "amounts__year", "amounts__amount", "instruments__year", "instruments__name",
        "shares__objective__code", "shares__percent", "staff__year", "staff__fte",
    ):  # fmt: skip
        if year is not None:
            amounts[year] = amount
        if named is not None:
            instruments[named] = name
        if objective is not None:
            shares[objective] = Share(objective, percent)
        if staffed is not None:
            fte[staffed] = each
    return amounts, instruments, tuple(shares.values()), fte


def _by_year(
    found: Booked, pk: int, years: Iterable[int], amounts: Years, on: date
) -> Iterator[tuple[int, Money]]:
    for year in years:
        yield year, found.money(pk, year, amounts.get(year), closed=found.is_closed(year, on))


def _forecast_row(one: Forecast) -> ForecastRow:
    made_in = str(one.round) if one.round else ""
    return ForecastRow(
        one.year, euros(one.cents), one.note, one.by_label, one.at, made_in, one.superseded_at is None
    )


def _hand_row(one: HandBooking) -> HandRow:
    origin = one.origin
    return HandRow(
        one.year, euros(one.cents), one.description, origin.ground, origin.actor_label, one.recorded_at
    )
