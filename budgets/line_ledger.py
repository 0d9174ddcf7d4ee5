"""The bookings of one line: which they are, which part of each belongs to it, and their sums by month.

Where a rule divides, the balance of a cost centre and account in a year is divided, as ``budgets.booked`` does. A month
has what it adds to that, and so has a booking: months and bookings come to the line exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import overload

from django.db.models import F, Q, QuerySet, Sum, Window

from agenda.models import Agenda
from budgets.booked import Booked, OfCentre, current, sign_of
from budgets.kept import kept
from budgets.mapping import Mapper, Share, divided
from budgets.models import Booking, BookingKind, BudgetLine, Forecast, HandBooking, PeriodSum
from budgets.progress import euros
from budgets.sums import Pair, Scope, ledger_sums
from budgets.words import period_label
from imports.models import Origin

PER_PAGE = 50
AT_ONCE = 100
"""So many groups of bookings are fetched together: a condition each, and a database takes only so many."""
MOST_NAMED = 400
"""More cost centres or accounts than this are no use as a condition: then all are read."""


@dataclass(frozen=True)
class MonthRow:
    """One period of the ledger. ``running``: the year's sum so far; ``None`` and "–": nothing booked of the kind."""

    label: str
    actual: Decimal | None
    committed: Decimal | None
    running: Decimal | None


@dataclass(frozen=True)
class BookingRow:
    """A booking with the part of it that belongs to the line. ``whole``: the booking itself where that is another."""

    period: str
    kind: str
    cost_centre: str
    account: str
    description: str
    document: str
    amount: Decimal | None
    whole: Decimal | None
    source: str
    place: str
    demo: bool


@dataclass(frozen=True)
class Group:
    """Bookings of one kind, cost centre, account and period. ``before``: what of these came in earlier periods."""

    kind: str
    cost_centre: str
    account: str
    period: int
    count: int
    cents: int
    before: int

    @property
    def key(self) -> tuple[str, str, str, int]:
        return (self.kind, self.cost_centre, self.account, self.period)

    @property
    def condition(self) -> Q:
        return Q(kind=self.kind, cost_centre=self.cost_centre, account=self.account, period=self.period)


class LineLedger:
    """The bookings of one line: the same rules as ``budgets.booked``, for one line only. Two queries."""

    def __init__(self, agenda: Agenda, line: BudgetLine) -> None:
        self.line = line
        self.sign = sign_of(line.side)
        self.kept = kept(agenda)
        self.mapper: Mapper = self.kept.mapper
        self.pairs: dict[Pair, tuple[Share, ...]] = {}
        self._found = Booked(kept=self.kept)
        for one in ledger_sums(agenda, Scope()):
            shares = self._shares((one.cost_centre, one.account))
            if (
                shares and one.kind == BookingKind.ACTUAL
            ):  # how far the ledger goes, whatever this line has of it
                self._found.periods[one.year] = self._found.periods.get(one.year, 0) | one.periods
            if not any(share.line == line.pk for share in shares):
                continue
            centre = self._found.centres.setdefault(one.cost_centre, OfCentre())
            centre.counts[one.year] += one.bookings
            for holder in (self._found, centre):
                into = holder.actual if one.kind == BookingKind.ACTUAL else holder.committed
                key = (line.pk, one.year)
                into[key] = into.get(key, 0) + self._of(one.cents, shares)

    def _shares(self, pair: Pair) -> tuple[Share, ...]:
        if pair not in self.pairs:
            rule = self.mapper.place(*pair).rule
            self.pairs[pair] = rule.shares if rule else ()
        return self.pairs[pair]

    def _of(self, cents: int, shares: tuple[Share, ...]) -> int:
        """What of a balance belongs to the line, as the line counts it."""
        return self.sign * divided(cents, shares).get(self.line.pk, 0)

    def _added(self, before: int, cents: int, shares: tuple[Share, ...]) -> int:
        """What an amount adds to the line on top of what came before it."""
        return self._of(before + cents, shares) - self._of(before, shares)

    def booked(self, by_hand: Iterable[HandBooking], forecasts: Iterable[Forecast]) -> Booked:
        """Everything of the line, as the overview has it of all lines."""
        found = self._found
        for hand in by_hand:
            key = (self.line.pk, hand.year)
            found.actual[key] = found.actual.get(key, 0) + hand.cents
        found.forecast = {(self.line.pk, one.year): one.cents for one in forecasts}
        return found

    def groups(self, year: int) -> LineBookings:
        """The bookings of a year, the newest period first. One query, and one for each page of them."""
        mine = [
            pair for pair, shares in self.pairs.items() if any(one.line == self.line.pk for one in shares)
        ]
        rows = PeriodSum.objects.filter(year=year).order_by("-period", "cost_centre", "account", "kind")
        for name, values in (
            ("cost_centre", {one for one, _ in mine}),
            ("account", {one for _, one in mine}),
        ):
            if len(values) <= MOST_NAMED:
                rows = rows.filter(**{f"{name}__in": sorted(values)})
        wanted = set(mine)
        found = [
            row
            for row in rows.values_list("kind", "cost_centre", "account", "period", "bookings", "cents")
            if row[1:3] in wanted
        ]
        before: dict[tuple[str, Pair], int] = {}
        groups = []
        for kind, centre, account, period, count, cents in reversed(found):
            so_far = before.get((kind, (centre, account)), 0)
            groups.append(Group(kind, centre, account, period, count, cents, so_far))
            before[kind, (centre, account)] = so_far + cents
        return LineBookings(self, year, groups[::-1])

    def months(self, groups: Iterable[Group]) -> tuple[MonthRow, ...]:
        """The periods with bookings. What was booked by hand has no month, and is not among them."""
        sums: dict[int, dict[str, int]] = {}
        for one in groups:
            of_period = sums.setdefault(one.period, {})
            part = self._added(one.before, one.cents, self._shares((one.cost_centre, one.account)))
            of_period[one.kind] = of_period.get(one.kind, 0) + part
        rows, running = [], None
        for period in sorted(sums):
            actual = sums[period].get(BookingKind.ACTUAL)
            running = running if actual is None else (running or 0) + actual
            committed = sums[period].get(BookingKind.COMMITMENT)
            rows.append(MonthRow(period_label(period), euros(actual), euros(committed), euros(running)))
        return tuple(rows)

    def row(self, one: Booking, before: int) -> BookingRow:
        """``before``: what of the same cost centre, account and year came earlier, in cents."""
        part = self._added(before, one.cents, self._shares((one.cost_centre, one.account)))
        whole = self.sign * one.cents
        return BookingRow(
            period=period_label(one.period), kind=one.get_kind_display(), cost_centre=one.cost_centre,
            account=one.account, description=one.description, document=one.document, amount=euros(part),
            whole=None if part == whole else euros(whole), source=one.origin.label, place=one.place,
            demo=one.origin.kind == Origin.Kind.DEMO,
        )  # fmt: skip


@dataclass(frozen=True)
class LineBookings(Sequence[BookingRow]):
    """The bookings of a line in one year as a list of which only parts are fetched."""

    ledger: LineLedger
    year: int
    groups: list[Group] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(group.count for group in self.groups)

    @overload
    def __getitem__(self, part: int) -> BookingRow: ...

    @overload
    def __getitem__(self, part: slice) -> list[BookingRow]: ...

    def __getitem__(self, part: int | slice) -> BookingRow | list[BookingRow]:
        """The rows of a page, from one number until another. One query."""
        if isinstance(part, int):
            return self[part : part + 1][0]
        start, stop = part.start or 0, part.stop
        first, skip = 0, 0
        wanted: list[Group] = []
        for group in self.groups:
            if first < stop and first + group.count > start:
                skip = skip if wanted else start - first
                wanted.append(group)
            first += group.count
        if not wanted:
            return []
        return list(self._told(wanted, self._fetched(wanted)[skip : skip + stop - start]))

    def every(self) -> Iterator[BookingRow]:
        """All of them, some groups at a time."""
        for place in range(0, len(self.groups), AT_ONCE):
            some = self.groups[place : place + AT_ONCE]
            yield from self._told(some, self._fetched(some).iterator(2000))

    def _told(self, groups: list[Group], rows: Iterable[Booking]) -> Iterator[BookingRow]:
        before: Mapping[tuple[str, str, str, int], int] = {group.key: group.before for group in groups}
        for one in rows:
            earlier = before[one.kind, one.cost_centre, one.account, one.period]
            running: int = getattr(one, "running")  # noqa: B009 - annotated in ``_fetched``
            yield self.ledger.row(one, earlier + running - one.cents)

    def _fetched(self, groups: list[Group]) -> QuerySet[Booking]:
        """The bookings of these groups in the order of the list, each with its group's sum until there."""
        condition = Q(pk__in=[])
        for group in groups:
            condition |= group.condition
        of_group = [F("kind"), F("cost_centre"), F("account"), F("period")]
        running = Window(Sum("cents"), partition_by=of_group, order_by=F("pk").asc())
        centres, accounts = {one.cost_centre for one in groups}, {one.account for one in groups}
        # The groups say it all, but a database finds its way to a few of them by these only.
        named = current().filter(
            year=self.year, cost_centre__in=sorted(centres), account__in=sorted(accounts)
        )
        rows = named.filter(condition).annotate(running=running)
        return rows.select_related("origin").order_by("-period", "cost_centre", "account", "kind", "-pk")
