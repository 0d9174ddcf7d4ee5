"""What was booked and what is expected, per line of the plan and year. Sums are in whole cents, so exact.

Reads only; none of the numbers of queries depends on the size, and of what is known now not on the ledger either: the
sums are kept. Where a rule divides, the balance of a cost centre and account in a year is divided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from agenda.models import Agenda
from budgets.kept import Kept, LineYear, kept
from budgets.mapping import Mapper, Place, divided
from budgets.models import Booking, BookingKind, BudgetLine, Side
from budgets.progress import Money, euros
from budgets.sums import LedgerSum, Pair, Scope, ledger_sums, months_in


@dataclass(frozen=True)
class Balance:
    """Bookings in cents, nothing set off: what was debited, what was credited (above zero), what was only agreed."""

    count: int = 0
    debit: int = 0
    credit: int = 0
    committed: int = 0

    @classmethod
    def of(cls, sums: Iterable[LedgerSum]) -> Balance:
        """Of sums of the ledger together."""
        count = debit = credit = committed = 0
        for one in sums:
            count += one.bookings
            if one.kind == BookingKind.COMMITMENT:
                committed += one.cents
            else:
                debit, credit = debit + one.debit, credit - one.credit
        return cls(count, debit, credit, committed)

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.count + other.count,
            self.debit + other.debit,
            self.credit + other.credit,
            self.committed + other.committed,
        )

    @property
    def size(self) -> int:
        """How much money it is about, whatever its direction."""
        return self.debit + self.credit + abs(self.committed)

    @property
    def costs(self) -> Decimal | None:
        """Debit in euros; ``None`` when there is none. The same for what was credited and agreed."""
        return euros(self.debit or None)

    @property
    def income(self) -> Decimal | None:
        return euros(self.credit or None)

    @property
    def agreed(self) -> Decimal | None:
        return euros(self.committed or None)


@dataclass(frozen=True)
class Unmapped:
    """Bookings of a cost centre and account that no rule takes. ``ring``: its cost centres go round in a ring.

    ``present``: the cost centre that took over, for which a rule can be made; empty when it is the same.
    """

    cost_centre: str
    account: str
    balance: Balance
    ring: str = ""
    present: str = ""

    @property
    def count(self) -> int:
        return self.balance.count


@dataclass
class OfCentre:
    """What of one cost centre's bookings belongs to lines, as ``Booked`` has it. ``counts``: bookings by year."""

    actual: dict[LineYear, int] = field(default_factory=dict)
    committed: dict[LineYear, int] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)


@dataclass
class Booked:
    """Cents by line and year; a line and year without bookings is not in it.

    ``unmapped``: what belongs to no line, the largest first; ``left``: the sums that it was made of. ``periods``: by
    year in which periods lines were booked, bit by bit. ``centres``: what of the bookings comes from each cost centre;
    what was booked by hand has none. ``kept``: what people keep beside the ledger.
    """

    actual: dict[LineYear, int] = field(default_factory=dict)
    committed: dict[LineYear, int] = field(default_factory=dict)
    forecast: dict[LineYear, int] = field(default_factory=dict)
    unmapped: list[Unmapped] = field(default_factory=list)
    left: list[tuple[LedgerSum, Place]] = field(default_factory=list)
    periods: dict[int, int] = field(default_factory=dict)
    centres: dict[str, OfCentre] = field(default_factory=dict)
    kept: Kept = field(default_factory=lambda: Kept(Mapper(())))

    def is_closed(self, year: int, on: date) -> bool:
        """Whether the controller closed a year that is over and has money booked: nothing more is expected of it."""
        return year < on.year and year in self.kept.closed and year in self._with_money

    @cached_property
    def _with_money(self) -> frozenset[int]:
        """The years in which anything was booked on a line: also for who looks at one line only."""
        return frozenset(self.periods) | {year for _, year in self.kept.by_hand}

    def months(self, year: int) -> tuple[int, ...]:
        """The months of a year in which lines were booked; what opens or closes a year is no month."""
        return months_in(self.periods.get(year, 0))

    def unmapped_in(self, year: int) -> Balance:
        """What of one year belongs to no line."""
        return Balance.of(one for one, _ in self.left if one.year == year)

    def money(self, line: int, year: int, planned: Decimal | None, *, closed: bool = False) -> Money:
        """One line in one year, with what the plan says of it. ``closed``: see ``is_closed``.

        On a planned line of a closed year where nothing was booked nothing was spent: that is known, so 0.
        """
        key = (line, year)
        nothing = 0 if closed and planned is not None else None
        return Money(
            planned=planned,
            actual=euros(self.actual.get(key, nothing)),
            forecast=euros(self.forecast.get(key)),
            committed=euros(self.committed.get(key)),
            closed=closed,
        )


def mapper_of(agenda: Agenda) -> Mapper:
    """The rules of an agenda's controller. One query."""
    return kept(agenda).mapper


def current() -> QuerySet[Booking]:
    """Bookings that hold now, in no order."""
    return Booking.objects.filter(superseded_at__isnull=True).order_by()


def booked(agenda: Agenda, signs: Mapping[int, int] | None = None, scope: Scope | None = None) -> Booked:
    """Everything booked and expected of an agenda. Three queries; one less with ``signs``.

    ``signs``: of each line by its id whether a booking counts (1) or, on income, its opposite (-1). ``scope``: what
    counts; ``None``: everything that is known now.
    """
    if signs is None:
        lines = BudgetLine.objects.filter(agenda=agenda)
        signs = {pk: sign_of(side) for pk, side in lines.values_list("pk", "side")}
    asked = scope or Scope()
    said = kept(agenda, asked.known_at)
    forecasts = {key: cents for key, cents in said.forecasts.items() if asked.holds_year(key[1])}
    found = Booked(forecast=forecasts, kept=said)
    left = [
        (one, place) for one in ledger_sums(agenda, asked) if (place := _take(found, one, signs)).rule is None
    ]
    _add_up(found)
    found.left, found.unmapped = left, unmapped_of(left)
    for key, cents in said.by_hand.items():
        if asked.holds_year(key[1]):
            found.actual[key] = found.actual.get(key, 0) + cents
    return found


def sign_of(side: str) -> int:
    """Ledgers book income as credit, below zero; a line of income counts it above."""
    return -1 if side == Side.INCOME else 1


def _take(found: Booked, one: LedgerSum, signs: Mapping[int, int]) -> Place:
    """Put a sum at the lines that it belongs to; where that is."""
    place = found.kept.mapper.place(one.cost_centre, one.account)
    if place.rule is None:
        return place
    if one.kind == BookingKind.ACTUAL:
        found.periods[one.year] = found.periods.get(one.year, 0) | one.periods
    centre = found.centres.get(one.cost_centre)
    if centre is None:
        centre = found.centres[one.cost_centre] = OfCentre()
    centre.counts[one.year] += one.bookings
    into = centre.actual if one.kind == BookingKind.ACTUAL else centre.committed
    for line, cents in divided(one.cents, place.rule.shares).items():
        into[line, one.year] = into.get((line, one.year), 0) + signs.get(line, 1) * cents
    return place


def _add_up(found: Booked) -> None:
    """The lines have what their cost centres have together; a ledger has few of those, and many sums."""
    for centre in found.centres.values():
        for into, part in ((found.actual, centre.actual), (found.committed, centre.committed)):
            for key, cents in part.items():
                into[key] = into.get(key, 0) + cents


def unmapped_of(left: Iterable[tuple[LedgerSum, Place]]) -> list[Unmapped]:
    """Sums that no rule takes, per cost centre and account, the largest first."""
    found: dict[Pair, list[LedgerSum]] = {}
    rings: dict[Pair, str] = {}
    for one, place in left:
        key = (one.cost_centre, one.account)
        found.setdefault(key, []).append(one)
        rings[key] = place.ring
    rows = [Unmapped(*key, Balance.of(sums), rings[key]) for key, sums in found.items()]
    return sorted(rows, key=lambda one: (-one.balance.size, one.cost_centre, one.account))


def balance_of(unmapped: Iterable[Unmapped]) -> Balance:
    """All of it together."""
    return sum((one.balance for one in unmapped), Balance())
