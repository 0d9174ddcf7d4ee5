"""What was booked and what is expected, per line of the plan and year. Sums are in whole cents, so exact.

Reads only; none of the numbers of queries depends on the size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import BigIntegerField, Case, Count, F, Max, QuerySet, Sum, Value, When

from agenda.models import Agenda
from budgets.kept import Kept, LineYear, holds, kept
from budgets.mapping import Mapper, divided
from budgets.models import Booking, BookingKind, BudgetLine, Side
from budgets.progress import Money, euros

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Unmapped:
    """Bookings of a cost centre and account that no rule takes. ``ring``: its cost centres go round in a ring.

    ``present``: the cost centre that took over, for which a rule can be made; empty when it is the same.
    """

    cost_centre: str
    account: str
    count: int
    cents: int
    ring: str = ""
    present: str = ""

    @property
    def amount(self) -> Decimal | None:
        return euros(self.cents)


@dataclass(frozen=True)
class Scope:
    """What of the bookings counts.

    ``known_at``: as known at an aware moment; ``None``: now. ``until``: the last year; ``None``: all of the agenda.
    """

    known_at: datetime | None = None
    until: int | None = None

    def holds_year(self, year: int) -> bool:
        return self.until is None or year <= self.until


@dataclass
class OfCentre:
    """What of one cost centre's bookings belongs to lines, as ``Booked`` has it. ``counts``: bookings by year."""

    actual: dict[LineYear, int] = field(default_factory=dict)
    committed: dict[LineYear, int] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)


@dataclass
class Booked:
    """Cents by line and year; a line and year without bookings is not in it.

    ``unmapped``: what belongs to no line, the largest first. ``until``: by year the last month with bookings.
    ``centres``: what of the bookings comes from each cost centre; what was booked by hand has none. ``kept``: what
    people keep beside the ledger.
    """

    actual: dict[LineYear, int] = field(default_factory=dict)
    committed: dict[LineYear, int] = field(default_factory=dict)
    forecast: dict[LineYear, int] = field(default_factory=dict)
    unmapped: list[Unmapped] = field(default_factory=list)
    until: dict[int, int] = field(default_factory=dict)
    centres: dict[str, OfCentre] = field(default_factory=dict)
    kept: Kept = field(default_factory=lambda: Kept(Mapper(())))

    def is_closed(self, year: int, on: date) -> bool:
        """Whether a year is over and booked to its end, so that nothing more is expected of it."""
        return year < on.year and self.until.get(year, 0) >= MONTHS_A_YEAR

    def money(self, line: int, year: int, planned: Decimal | None, *, closed: bool = False) -> Money:
        """One line in one year, with what the plan says of it. ``closed``: see ``is_closed``."""
        key = (line, year)
        return Money(
            planned=planned,
            actual=euros(self.actual.get(key)),
            forecast=euros(self.forecast.get(key)),
            committed=euros(self.committed.get(key)),
            closed=closed,
        )


def mapper_of(agenda: Agenda) -> Mapper:
    """The rules of an agenda's controller. One query."""
    return kept(agenda).mapper


def current() -> QuerySet[Booking]:
    """Bookings that hold now."""
    return Booking.objects.filter(superseded_at__isnull=True)


def counting(agenda: Agenda, asked: Scope) -> QuerySet[Booking]:
    """The bookings of the agenda's years that count."""
    last = agenda.ends.year if asked.until is None else min(agenda.ends.year, asked.until)
    return Booking.objects.filter(holds(asked.known_at), year__gte=agenda.starts.year, year__lte=last)


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
    _ledger(agenda, said.mapper, signs, found, asked)
    for key, cents in said.by_hand.items():
        if asked.holds_year(key[1]):
            found.actual[key] = found.actual.get(key, 0) + cents
    return found


def sign_of(side: str) -> int:
    """Ledgers book income as credit, below zero; a line of income counts it above."""
    return -1 if side == Side.INCOME else 1


def _ledger(agenda: Agenda, mapper: Mapper, signs: Mapping[int, int], found: Booked, asked: Scope) -> None:
    """Bookings in groups. Where a rule divides, equal amounts only: so a line is the sum of its bookings' parts."""
    groups = (
        counting(agenda, asked)
        .annotate(each=_each(mapper))
        .order_by()
        .values_list("kind", "cost_centre", "account", "year", "each")
        .annotate(sum=Sum("cents"), count=Count("pk"), last=Max("period"))
    )
    left: dict[tuple[str, str], Unmapped] = {}
    for kind, cost_centre, account, year, each, cents, count, last in groups:
        if kind == BookingKind.ACTUAL:
            found.until[year] = max(found.until.get(year, 0), min(last, MONTHS_A_YEAR))
        place = mapper.place(cost_centre, account)
        if place.rule is None:
            _leave(left, Unmapped(cost_centre, account, count, cents, place.ring))
            continue
        if each is None:
            parts = divided(cents, place.rule.shares)
        else:
            parts = {line: part * count for line, part in divided(each, place.rule.shares).items()}
        centre = found.centres.setdefault(cost_centre, OfCentre())
        centre.counts[year] += count
        for into in (found, centre):
            _put(into, kind, signs, year, parts)
    found.unmapped = sorted(left.values(), key=lambda one: (-abs(one.cents), one.cost_centre, one.account))


def _each(mapper: Mapper) -> Case | Value:
    """The amount of a booking under a rule that may divide it; nothing of any other."""
    dividing = mapper.dividing()
    if dividing is None:
        return Case(When(pk__isnull=False, then=F("cents")))
    if not dividing:
        return Value(None, output_field=BigIntegerField())
    return Case(When(cost_centre__in=dividing, then=F("cents")))


def _put(
    found: Booked | OfCentre, kind: str, signs: Mapping[int, int], year: int, parts: dict[int, int]
) -> None:
    into = found.actual if kind == BookingKind.ACTUAL else found.committed
    for line, cents in parts.items():
        into[line, year] = into.get((line, year), 0) + signs.get(line, 1) * cents


def _leave(left: dict[tuple[str, str], Unmapped], one: Unmapped) -> None:
    key = (one.cost_centre, one.account)
    if known := left.get(key):
        one = Unmapped(*key, known.count + one.count, known.cents + one.cents, one.ring)
    left[key] = one
