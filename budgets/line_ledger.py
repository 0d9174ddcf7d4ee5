"""The bookings of one line: which they are, which part of each belongs to it, and their sums by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import Count, Max, Q, QuerySet, Sum

from agenda.models import Agenda
from budgets.booked import MONTHS_A_YEAR, Booked, OfCentre, current, sign_of
from budgets.kept import kept
from budgets.mapping import Mapper, divided
from budgets.models import Booking, BookingKind, BudgetLine, Forecast, HandBooking
from budgets.progress import euros
from budgets.words import period_label
from imports.models import Origin

PER_PAGE = 50
Pair = tuple[str, str]
"""A cost centre and an account."""


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


class Counted(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: QuerySet[Booking], number: int) -> None:
        super().__init__(rows, PER_PAGE)
        self.number = number

    @property
    def count(self) -> int:
        return self.number


class LineLedger:
    """The bookings of one line: the same rules as ``budgets.booked``, for one line only."""

    def __init__(self, agenda: Agenda, line: BudgetLine) -> None:
        self.line = line
        self.sign = sign_of(line.side)
        self.kept = kept(agenda)
        self.mapper: Mapper = self.kept.mapper
        self.every = current().filter(year__gte=agenda.starts.year, year__lte=agenda.ends.year)
        whole: set[Pair] = set()
        parts: set[Pair] = set()
        self.until: dict[int, int] = {}
        last = Max("period", filter=Q(kind=BookingKind.ACTUAL))
        pairs = self.every.order_by().values_list("cost_centre", "account", "year").annotate(last=last)
        for cost_centre, account, year, period in pairs:
            if period is not None:  # a year is closed by the whole ledger, not by what one line has of it
                self.until[year] = max(self.until.get(year, 0), min(period, MONTHS_A_YEAR))
            rule = self.mapper.place(cost_centre, account).rule
            if rule and any(share.line == line.pk for share in rule.shares):
                (whole if len(rule.shares) == 1 else parts).add((cost_centre, account))
        self.whole, self.parts = whole, parts
        self.counts: Counter[int] = Counter()
        self.centres: dict[str, OfCentre] = {}
        self.sums = self._sums()

    def _sums(self) -> dict[tuple[str, int, int], int]:
        """Cents by kind, year and period. Two queries: what is divided comes booking by booking."""
        sums: dict[tuple[str, int, int], int] = {}
        grouped = self.every.filter(_of(self.whole)).order_by()
        rows = grouped.values_list("kind", "year", "period", "cost_centre")
        for *key, centre, cents, count in rows.annotate(sum=Sum("cents"), count=Count("pk")):
            self._add(sums, (key[0], key[1], key[2]), centre, self.sign * cents, count)
        divided_ones = self.every.filter(_of(self.parts)).order_by() if self.parts else Booking.objects.none()
        for one in divided_ones.only("kind", "cost_centre", "account", "year", "period", "cents").iterator(
            2000
        ):
            self._add(sums, (one.kind, one.year, one.period), one.cost_centre, self.part(one), 1)
        return sums

    def _add(
        self,
        sums: dict[tuple[str, int, int], int],
        key: tuple[str, int, int],
        code: str,
        cents: int,
        count: int,
    ) -> None:
        kind, year, _ = key
        sums[key] = sums.get(key, 0) + cents
        self.counts[year] += count
        centre = self.centres.setdefault(code, OfCentre())
        centre.counts[year] += count
        into = centre.actual if kind == BookingKind.ACTUAL else centre.committed
        into[self.line.pk, year] = into.get((self.line.pk, year), 0) + cents

    def part(self, one: Booking) -> int:
        """What of a booking belongs to the line, in cents as the line counts it."""
        rule = self.mapper.place(one.cost_centre, one.account).rule
        shares = rule.shares if rule else ()
        return self.sign * (divided(one.cents, shares).get(self.line.pk, 0) if shares else 0)

    def booked(self, by_hand: Iterable[HandBooking], forecasts: Iterable[Forecast]) -> Booked:
        """Everything of the line, as the overview has it of all lines."""
        found = Booked(until=self.until, centres=self.centres, kept=self.kept)
        for (kind, year, _), cents in self.sums.items():
            into = found.actual if kind == BookingKind.ACTUAL else found.committed
            into[self.line.pk, year] = into.get((self.line.pk, year), 0) + cents
        for hand in by_hand:
            key = (self.line.pk, hand.year)
            found.actual[key] = found.actual.get(key, 0) + hand.cents
        found.forecast = {(self.line.pk, one.year): one.cents for one in forecasts}
        return found

    def bookings(self, year: int) -> QuerySet[Booking]:
        rows = self.every.filter(_of(self.whole | self.parts), year=year)
        return rows.select_related("origin").order_by("-period", "-pk")

    def months(self, year: int) -> tuple[MonthRow, ...]:
        """The periods with bookings. What was booked by hand has no month, and is not among them."""
        periods = sorted({period for _, when, period in self.sums if when == year})
        rows, running = [], None
        for period in periods:
            actual = self.sums.get((BookingKind.ACTUAL.value, year, period))
            running = running if actual is None else (running or 0) + actual
            committed = self.sums.get((BookingKind.COMMITMENT.value, year, period))
            rows.append(MonthRow(period_label(period), euros(actual), euros(committed), euros(running)))
        return tuple(rows)

    def row(self, one: Booking) -> BookingRow:
        part, whole = self.part(one), self.sign * one.cents
        return BookingRow(
            period=period_label(one.period), kind=one.get_kind_display(), cost_centre=one.cost_centre,
            account=one.account, description=one.description, document=one.document, amount=euros(part),
            whole=None if part == whole else euros(whole), source=one.origin.label, place=one.place,
            demo=one.origin.kind == Origin.Kind.DEMO,
        )  # fmt: skip


def _of(pairs: set[Pair]) -> Q:
    """Bookings on these cost centres and accounts; cost centres with the same accounts share a condition."""
    by_centre: dict[str, set[str]] = {}
    for cost_centre, account in pairs:
        by_centre.setdefault(cost_centre, set()).add(account)
    alike: dict[frozenset[str], list[str]] = {}
    for cost_centre, accounts in by_centre.items():
        alike.setdefault(frozenset(accounts), []).append(cost_centre)
    found = Q(pk__in=[])
    for same, centres in alike.items():
        found |= Q(cost_centre__in=centres, account__in=same)
    return found
