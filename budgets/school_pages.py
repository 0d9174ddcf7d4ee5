"""What the pages of money per school show: one school, all schools, and one line over its schools."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from agenda.models import Agenda
from budgets.lines import PlannedLine, present, years_of
from budgets.models import BudgetLine, SchoolSplit, Side
from budgets.progress import Money
from budgets.school_sheet import SchoolLedger, SchoolSheet, exists, school_sheet
from budgets.services.school_shares import Shares, share_text
from budgets.totals import add
from budgets.words import SIDE_SLUGS
from organisation.models import Unit

CENTRAL = "Centraal, of niet aan een school toe te wijzen"


@dataclass(frozen=True)
class PartRow:
    """A school, line or year with what is its own. ``share``: which part of the line it is, ``""``: not told.

    ``ended``: its last day, of a school that is no longer there.
    """

    code: str
    title: str
    money: Money
    side: str = ""
    share: str = ""
    ended: date | None = None

    @property
    def side_slug(self) -> str:
        return SIDE_SLUGS.get(self.side, "")


@dataclass(frozen=True)
class PartTable:
    """Rows with their sum. ``rest``: what none of the rows has, ``None``: there is no such row."""

    rows: tuple[PartRow, ...]
    total: PartRow
    rest: PartRow | None = None

    @property
    def is_divided(self) -> bool:
        """Whether anything is planned for one of the rows, or booked on it."""
        return any(_known(row.money) for row in self.rows)


def _known(money: Money) -> bool:
    return (money.planned, money.actual, money.committed) != (None, None, None)


def _sum(title: str, rows: Iterable[Money]) -> PartRow:
    return PartRow("", title, sum(rows, Money()))


# One school ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SchoolPage:
    """The share of one school. ``until``: to which month the ledger goes; ``has_centre``: it has a cost centre.

    Says nothing of other schools or the college, nor which part of a line it is: a percentage would tell the whole.
    """

    agenda: Agenda
    unit: Unit
    years: tuple[int, ...]
    year: int
    ignored: str
    by_year: tuple[tuple[int, PartRow, PartRow], ...]
    costs: PartTable
    income: PartTable
    until: str
    has_centre: bool

    @property
    def unknown(self) -> bool:
        """Whether nothing can be told of what the school spent."""
        return not self.has_centre

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show in any year."""
        return not any(_known(row.money) for _, *sides in self.by_year for row in sides)


def school_page(agenda: Agenda, unit: Unit, asked_year: str, on: date) -> SchoolPage:
    """One school in one year; without a year that is there, the present one. At most five queries."""
    return page_of(school_sheet(agenda, on), agenda, unit, asked_year, on)


def page_of(read: SchoolSheet, agenda: Agenda, unit: Unit, asked_year: str, on: date) -> SchoolPage:
    years = years_of(agenda, read.read.lines)
    known = asked_year in map(str, years)
    year = int(asked_year) if known else present(years, on)
    return SchoolPage(
        agenda=agenda,
        unit=unit,
        years=years,
        year=year,
        ignored="" if known else asked_year[:40],
        by_year=tuple(
            (one, own_table(read, unit, Side.COST, one).total, own_table(read, unit, Side.INCOME, one).total)
            for one in years
        ),
        costs=own_table(read, unit, Side.COST, year),
        income=own_table(read, unit, Side.INCOME, year),
        until=read.read.until(year),
        has_centre=read.ledger.whose.has(unit.pk, year),
    )


def own_table(read: SchoolSheet, unit: Unit, side: Side, year: int) -> PartTable:
    """The lines of one side that a school has money on, in the order of the plan, with their sum."""
    found = [(one.line, read.parts(one, year).get(unit.pk, Money())) for one in read.read.of_side(side)]
    rows = tuple(PartRow(line.code, line.title, money, side.value) for line, money in found if _known(money))
    return PartTable(rows, _sum(f"{side.label.capitalize()} samen", (row.money for row in rows)))


# All schools --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class DividedLine:
    """A line and what of it is planned for schools. ``schools``: over how many; 0: not divided."""

    row: PartRow
    divided: Decimal | None
    schools: int


@dataclass(frozen=True)
class SchoolsPage:
    """Every school in one year. ``left``: bookings of lines on a cost centre of no school.

    ``by_hand``: something was booked by hand, which has no cost centre.
    """

    agenda: Agenda
    years: tuple[int, ...]
    year: int
    ignored: str
    costs: PartTable
    income: PartTable
    lines: tuple[DividedLine, ...]
    left: int
    by_hand: bool
    until: str

    @property
    def divided(self) -> list[DividedLine]:
        """The lines that are divided."""
        return [line for line in self.lines if line.schools]

    @property
    def central(self) -> list[DividedLine]:
        """The lines that are not."""
        return [line for line in self.lines if not line.schools]


def schools_page(agenda: Agenda, asked_year: str, on: date) -> SchoolsPage:
    """What every school has in one year, and what stays central; together the lines. At most five queries."""
    read = school_sheet(agenda, on)
    years = years_of(agenda, read.read.lines)
    known = asked_year in map(str, years)
    year = int(asked_year) if known else present(years, on)
    return SchoolsPage(
        agenda=agenda,
        years=years,
        year=year,
        ignored="" if known else asked_year[:40],
        costs=_side(read, Side.COST, year, on),
        income=_side(read, Side.INCOME, year, on),
        lines=tuple(_line(read, one, year) for one in read.read.lines),
        left=read.ledger.left(year),
        by_hand=any(when == year for _, when in read.read.found.kept.by_hand),
        until=read.read.until(year),
    )


def _side(read: SchoolSheet, side: Side, year: int, on: date) -> PartTable:
    sums: dict[int | None, Money] = {}
    lines = read.read.of_side(side)
    for one in lines:
        for school, money in read.parts(one, year).items():
            sums[school] = sums.get(school, Money()) + money
    rows = tuple(
        PartRow(unit.code, unit.name, sums.get(pk, Money()), ended=_ended(unit, on))
        for pk, unit in read.schools.items()
        if pk in sums or exists(unit, on)
    )
    total = _sum(f"{side.label.capitalize()} samen", (read.read.money(one, year) for one in lines))
    return PartTable(rows, total, PartRow("", CENTRAL, sums.get(None, Money())))


def _line(read: SchoolSheet, one: PlannedLine, year: int) -> DividedLine:
    split, whole = read.ledger.split(one.pk), read.read.money(one, year)
    parts = read.parts(one, year)
    divided = add(money.planned for school, money in parts.items() if school is not None)
    row = PartRow(one.line.code, one.line.title, whole, one.line.side)
    return DividedLine(row, divided, len(split.percents))


def _ended(unit: Unit, on: date) -> date | None:
    return unit.closed_on if unit.closed_on is not None and unit.closed_on < on else None


# One line -----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SplitVersion:
    """A division as somebody laid it down. ``said``: the schools with their part; empty: no longer divided."""

    said: tuple[tuple[str, str], ...]
    ground: str
    by: str
    at: datetime
    holds: bool
    demo: bool


@dataclass(frozen=True)
class LineSchools:
    """A line over its schools in one year. ``versions``: the newest first; ``left``, ``by_hand``: as of all schools."""

    table: PartTable
    versions: tuple[SplitVersion, ...]
    left: int
    by_hand: bool

    @property
    def current(self) -> SplitVersion | None:
        """The division that holds, when it divides anything."""
        return next((one for one in self.versions if one.holds and one.said), None)

    @property
    def ended(self) -> bool:
        """Whether a school with a share is no longer there."""
        return any(row.ended and row.share for row in self.table.rows)


def line_schools(ledger: SchoolLedger, line: BudgetLine, year: int, whole: Money, on: date) -> LineSchools:
    """A line over its schools, with every division so far. One query."""
    parts = ledger.parts(line.pk, year, whole)
    percents = ledger.split(line.pk).percents
    rows = tuple(
        PartRow(
            unit.code,
            unit.name,
            parts[pk],
            share=share_text(percents[pk]) if pk in percents else "",
            ended=_ended(unit, on),
        )
        for pk, unit in ledger.schools.items()
        if pk in parts
    )
    table = PartTable(rows, PartRow("", "Hele regel", whole), PartRow("", CENTRAL, parts[None]))
    by_hand = (line.pk, year) in ledger.found.kept.by_hand
    return LineSchools(table, _versions(line, ledger), ledger.left(year), by_hand)


def _versions(line: BudgetLine, ledger: SchoolLedger) -> tuple[SplitVersion, ...]:
    fields = ("pk", "ground", "by_label", "at", "superseded_at", "demo", "shares__unit_id", "shares__percent")
    rows = SchoolSplit.objects.filter(line=line).order_by("-at", "-pk").values_list(*fields)
    found = []
    for (_, ground, by, at, superseded_at, demo), members in groupby(rows, key=lambda row: row[:6]):
        shares = {row[6]: row[7] for row in members if row[6] is not None}
        said = said_of(shares, ledger.schools)
        found.append(SplitVersion(said, ground, by, at, superseded_at is None, demo))
    return tuple(found)


def said_of(shares: Shares, schools: Mapping[int, Unit]) -> tuple[tuple[str, str], ...]:
    """The schools of a division with their part, in words."""
    return tuple((unit.name, share_text(shares[pk])) for pk, unit in schools.items() if pk in shares)
