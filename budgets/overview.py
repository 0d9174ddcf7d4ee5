"""The budget beside what was booked and what is expected: what its page and its download show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from agenda.models import Agenda
from agenda.selectors import PriorityOutline, agenda_outline, outline_objectives
from budgets.booked import Balance, Booked, balance_of, booked, sign_of
from budgets.compared import Together, divided_money, gathered, together
from budgets.drawn import Bar, GapBar, bar_of, gap_of, widest_of
from budgets.forecasts import Made, forecasts_made, not_of_the_newest, rounds_of
from budgets.lines import PlannedLine, planned_lines, present, years_of
from budgets.models import Side
from budgets.progress import Money, Spending, Thresholds
from budgets.selectors import NO_OBJECTIVE, NO_PRIORITY, thresholds_of
from budgets.sums import Scope
from budgets.words import SIDE_SLUGS, until_label

LARGEST = 5
"""At least so many differences stand on top, when there are: what a controller looks into first."""
OUTSIDE = (Spending.OVER, Spending.UNDER, Spending.UNPLANNED)
NO_INSTRUMENT = "Zonder juridisch instrument"


@dataclass(frozen=True)
class Row:
    """A line, objective, priority, instrument or side in one year. ``bar``: on the scale of its table.

    ``made``: from which round and day the forecast of a line is, ``None``: it has none. ``older``: the same, where
    that is another round than the newest of the page.
    ``gap``: its difference, drawn among the largest; ``None``: it is not one of these.

    ``fte``: what the plan puts on a line; ``None``: it does not say, or this is no line.
    """

    code: str
    title: str
    sums: Together
    spending: Spending
    bar: Bar
    side: str = ""
    place: str = ""
    fte: Decimal | None = None
    gap: GapBar | None = None
    made: Made | None = None
    older: Made | None = None

    @property
    def money(self) -> Money:
        return self.sums.money

    @property
    def side_slug(self) -> str:
        return SIDE_SLUGS.get(self.side, "")

    @property
    def tone(self) -> str:
        """Which mark says how it stands to the plan."""
        return self.spending.name.lower()


@dataclass(frozen=True)
class YearRow:
    """Both sides of one year. ``until``: to which month its bookings go, ``""``: there are none."""

    year: int
    until: str
    income: Row
    costs: Row

    @property
    def sides(self) -> tuple[Row, Row]:
        return self.costs, self.income


@dataclass(frozen=True)
class Overview:
    """The budget of one year beside its ledger, and both sides of every year. ``ignored``: a year that is not there.

    ``rounds``: from which rounds the forecasts of the year are, with how many lines each.
    """

    agenda: Agenda
    years: tuple[int, ...]
    year: int
    ignored: str
    by_year: tuple[YearRow, ...]
    priorities: tuple[Row, ...]
    objectives: tuple[Row, ...]
    instruments: tuple[Row, ...]
    costs: tuple[Row, ...]
    income: tuple[Row, ...]
    largest: tuple[Row, ...]
    unmapped: Balance | None
    rounds: tuple[tuple[str, int], ...]
    thresholds: Thresholds

    @property
    def is_empty(self) -> bool:
        return not (self.costs or self.income)

    @property
    def now(self) -> YearRow:
        return next(row for row in self.by_year if row.year == self.year)

    @property
    def lines(self) -> tuple[Row, ...]:
        return (*self.costs, *self.income)

    @property
    def over(self) -> int:
        """How many lines come out above the threshold, costs and income alike; all of them are among ``largest``."""
        return sum(row.spending is Spending.OVER for row in self.lines)

    @property
    def under(self) -> int:
        return sum(row.spending is Spending.UNDER for row in self.lines)

    @property
    def unplanned(self) -> tuple[Row, ...]:
        """Lines with money of which the plan knows nothing."""
        return tuple(row for row in self.lines if row.money.is_unplanned)


@dataclass
class Sheet:
    """The lines of an agenda with everything booked on them, read once; every row of a page follows from it."""

    lines: tuple[PlannedLine, ...]
    found: Booked
    on: date
    thresholds: Thresholds

    def money(self, one: PlannedLine, year: int) -> Money:
        closed = self.found.is_closed(year, self.on)
        return self.found.money(one.pk, year, one.line.amounts.get(year), closed=closed)

    def of_side(self, side: str) -> list[PlannedLine]:
        return [one for one in self.lines if one.line.side == side]

    def side_sum(self, side: str, year: int) -> Together:
        return together(self.money(one, year) for one in self.of_side(side))

    def by_objective(self, year: int) -> dict[str | None, Together]:
        """Costs of one year per objective; under ``None`` what serves none. Together exactly the costs."""
        costs = [(self.money(one, year), one) for one in self.of_side(Side.COST)]
        return gathered(costs, lambda money, one: divided_money(money, one.line.shares))

    def by_priority(self, year: int) -> dict[str | None, Together]:
        """Costs of one year per priority, as the plan places its lines."""
        costs = [(self.money(one, year), one) for one in self.of_side(Side.COST)]
        return gathered(costs, lambda money, one: {one.line.priority: money})

    def by_instrument(self, year: int) -> dict[str | None, Together]:
        """Income of one year by the instrument that holds in that year."""
        income = [(self.money(one, year), one) for one in self.of_side(Side.INCOME)]
        return gathered(income, lambda money, one: {one.instruments.get(year): money})

    def until(self, year: int) -> str:
        """To which month the bookings of a year go, in words; ``""``: there are none of a month."""
        return until_label(year, self.found.months(year))


def sheet(agenda: Agenda, on: date, *, whole: bool = True, scope: Scope | None = None) -> Sheet:
    """Lines and bookings of an agenda as they stand on a day. At most six queries.

    ``whole=False``: two less, and instruments and fte are left out. ``scope``: which bookings count; ``None``: all
    that is known now.
    """
    lines = planned_lines(agenda, whole=whole)
    found = booked(agenda, {one.pk: sign_of(one.line.side) for one in lines}, scope)
    return Sheet(lines, found, on, thresholds_of(agenda))


def overview(agenda: Agenda, asked_year: str, on: date) -> Overview:
    """One year beside its ledger; without a year that is there, the present one. At most eight queries."""
    outline = agenda_outline(agenda)
    read = sheet(agenda, on)
    years = years_of(agenda, read.lines)
    known = asked_year in map(str, years)
    year = int(asked_year) if known else present(years, on)
    made = forecasts_made(agenda, year)
    costs = line_rows(read, Side.COST, year, made)
    income = line_rows(read, Side.INCOME, year, made)
    return Overview(
        agenda=agenda,
        years=years,
        year=year,
        ignored="" if known else asked_year[:40],
        by_year=_by_year(read, years),
        priorities=_priorities(read, outline, year),
        objectives=_objectives(read, outline, year),
        instruments=_instruments(read, year),
        costs=costs,
        income=income,
        largest=largest((*costs, *income)),
        unmapped=balance_of(read.found.unmapped) if read.found.unmapped else None,
        rounds=rounds_of(made),
        thresholds=read.thresholds,
    )


def largest(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows that differ most from the plan in euros, above or below; one that agrees is not among them.

    All that lie outside the thresholds, and smaller differences only to fill up to ``LARGEST``.
    """
    differing = [row for row in rows if row.money.difference]
    differing.sort(key=lambda row: (row.spending not in OUTSIDE, -abs(row.money.difference or Decimal(0))))
    outside = sum(row.spending in OUTSIDE for row in differing)
    shown = sorted(
        differing[: max(LARGEST, outside)],
        key=lambda row: abs(row.money.difference or Decimal(0)),
        reverse=True,
    )
    widest = max((abs(row.money.difference or Decimal(0)) for row in shown), default=Decimal(0))
    return tuple(replace(row, gap=gap_of(row.money.difference or Decimal(0), widest)) for row in shown)


def line_rows(read: Sheet, side: str, year: int, made: Mapping[int, Made]) -> tuple[Row, ...]:
    """The lines of one side in a year, in the order of the plan. ``made``: of the forecasts of all lines."""
    older = not_of_the_newest(made)
    found = [
        (one.line.code, one.line.title, together([read.money(one, year)]), one) for one in read.of_side(side)
    ]
    widest = widest_of(sums for _, _, sums, _ in found)
    return tuple(
        replace(
            _row(read, code, title, sums, widest),
            side=side,
            place=_where(one, year),
            fte=one.fte.get(year),
            made=made.get(one.pk),
            older=older.get(one.pk),
        )
        for code, title, sums, one in found
    )


def _where(one: PlannedLine, year: int) -> str:
    """What a line belongs to, in a few words."""
    if one.line.side == Side.INCOME:
        return one.instruments.get(year, "")
    return ", ".join(share.objective for share in one.line.shares)


def _by_year(read: Sheet, years: Iterable[int]) -> tuple[YearRow, ...]:
    found = [(year, read.side_sum(Side.INCOME, year), read.side_sum(Side.COST, year)) for year in years]
    widest = widest_of(sums for _, *both in found for sums in both)
    return tuple(
        YearRow(
            year,
            read.until(year),
            _row(read, "", "Baten", income, widest, side=Side.INCOME),
            _row(read, "", "Lasten", costs, widest, side=Side.COST),
        )
        for year, income, costs in found
    )


def _priorities(read: Sheet, outline: tuple[PriorityOutline, ...], year: int) -> tuple[Row, ...]:
    return _named(read, read.by_priority(year), [(one.code, one.title) for one in outline], NO_PRIORITY)


def _objectives(read: Sheet, outline: tuple[PriorityOutline, ...], year: int) -> tuple[Row, ...]:
    titles = [(one.code, one.title) for one in outline_objectives(outline)]
    return _named(read, read.by_objective(year), titles, NO_OBJECTIVE)


def _instruments(read: Sheet, year: int) -> tuple[Row, ...]:
    found = read.by_instrument(year)
    titles = [(name, name) for name in sorted(name for name in found if name)]
    return _named(read, found, titles, NO_INSTRUMENT)


def _named(
    read: Sheet, found: Mapping[str | None, Together], titles: Iterable[tuple[str, str]], nowhere: str
) -> tuple[Row, ...]:
    """Rows in the order of ``titles``; what belongs nowhere comes last, when there is any."""
    widest = widest_of(found.values())
    rows = [_row(read, code, title, found.get(code, together(())), widest) for code, title in titles]
    if None in found:
        rows.append(_row(read, "", nowhere, found[None], widest))
    return tuple(rows)


def _row(read: Sheet, code: str, title: str, sums: Together, widest: Decimal, *, side: str = "") -> Row:
    return Row(code, title, sums, sums.spending(read.thresholds), bar_of(sums.money, widest), side)
