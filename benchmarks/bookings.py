"""A generated ledger beside the example's: many bookings on the same cost centres, accounts and years."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from django.utils import timezone

from agenda.models import Agenda
from benchmarks.ledger import ACCOUNTS, CENTRES
from budgets.models import Booking, BudgetLine, CostCentre, LedgerRule, LedgerShare, Side
from budgets.services.sums import sums_keep
from imports.models import Origin
from organisation.models import Unit, UnitKind

YEARS = (2024, 2025, 2026)
THIRDS = (Decimal("33.333333"), Decimal("33.333333"), Decimal("33.333334"))
_AT_ONCE = 5000


def fill_ledger(agenda: Agenda, count: int) -> None:
    """Half of the cost centres have a line, some are divided over three and some are a school's; the rest has none."""
    lines = list(BudgetLine.objects.filter(agenda=agenda, side=Side.COST).order_by("order"))
    schools = list(Unit.objects.filter(kind=UnitKind.SCHOOL, demo=True).order_by("pk"))
    for number, centre in enumerate(CENTRES[::2]):
        shares = [(lines[number % len(lines)], Decimal(100))]
        if number % 6 == 0:
            wanted = [lines[(number + step) % len(lines)] for step in range(3)]
            shares = list(zip(wanted, THIRDS, strict=True))
        rule = LedgerRule.objects.create(agenda=agenda, cost_centre=centre)
        LedgerShare.objects.bulk_create(
            LedgerShare(rule=rule, line=line, percent=percent) for line, percent in shares
        )
        CostCentre.objects.create(code=centre, unit=schools[number % len(schools)] if number % 2 else None)
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="benchmark", actor_label="benchmark")
    Booking.objects.bulk_create(_bookings(origin, count), batch_size=_AT_ONCE)
    sums_keep(YEARS)


def _bookings(origin: Origin, count: int) -> Iterator[Booking]:
    """Always the same ones."""
    random, now = Random(815), timezone.now()
    for number in range(count):
        yield Booking(
            cost_centre=random.choice(CENTRES), account=random.choice(ACCOUNTS), year=random.choice(YEARS),
            period=random.randint(1, 12), cents=random.randint(-10_000, 50_000), description="Inhuur en materiaal",
            document=f"B-{number}", key=hashlib.sha256(f"benchmark {number}".encode()).hexdigest(),
            place=f"rij {number}", origin=origin, recorded_at=now,
        )  # fmt: skip
