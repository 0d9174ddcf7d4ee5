"""A small budget with every kind of line, and a maker for more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from agenda.models import Agenda, Objective, Priority
from budgets.models import (
    Booking,
    BudgetLine,
    CostCentre,
    HandBooking,
    LedgerRule,
    LedgerShare,
    LineAmount,
    LineInstrument,
    LineObjective,
    Specification,
    StatedTotal,
    StatedTotalAmount,
)
from budgets.services.sums import sums_keep
from imports.models import Origin
from organisation.models import Unit
from tests.integration.budgets.dividing import divide

Amounts = Mapping[int, int]


@pytest.fixture
def agenda(college: Unit) -> Agenda:
    agenda = Agenda.objects.create(
        slug="plan",
        college=college,
        title="Kwaliteitsagenda",
        starts=date(2024, 1, 1),
        ends=date(2025, 12, 31),
    )
    for number in ("1", "2"):
        priority = Priority.objects.create(
            agenda=agenda, code=number, title=f"Prioriteit {number}", order=int(number)
        )
        for part in ("1", "2"):
            Objective.objects.create(
                agenda=agenda, priority=priority, code=f"{number}.{part}", title=f"Doel {number}.{part}",
                order=int(number + part),
            )  # fmt: skip
    return agenda


@pytest.fixture
def add(agenda: Agenda) -> Callable[..., BudgetLine]:
    """Adds one line: ``add("cost", "l-1", {2024: 100}, objectives={"1.1": 50}, parts={"koffie": 10})``."""

    def one(
        side: str,
        code: str,
        amounts: Amounts,
        *,
        priority: str = "",
        group: str = "",
        objectives: Mapping[str, int | None] | None = None,
        parts: Mapping[str, int | None] | None = None,
        instruments: Mapping[int, str] | None = None,
    ) -> BudgetLine:
        line = BudgetLine.objects.create(
            agenda=agenda, side=side, code=code, title=f"Regel {code}", group=group, order=BudgetLine.objects.count(),
            priority=agenda.priorities.get(code=priority) if priority else None,
        )  # fmt: skip
        for year, amount in amounts.items():
            LineAmount.objects.create(line=line, year=year, amount=amount)
        for order, (objective, percent) in enumerate((objectives or {}).items()):
            served = agenda.objectives.get(code=objective)
            LineObjective.objects.create(line=line, objective=served, percent=percent, order=order)
        for order, (text, amount) in enumerate((parts or {}).items()):
            Specification.objects.create(line=line, text=text, amount=amount, order=order)
        for year, name in (instruments or {}).items():
            LineInstrument.objects.create(line=line, year=year, name=name)
        return line

    return one


@pytest.fixture
def state(agenda: Agenda) -> Callable[[str, Amounts], StatedTotal]:
    """Adds a total as the plan prints it."""

    def one(scope: str, amounts: Amounts) -> StatedTotal:
        stated = StatedTotal.objects.create(agenda=agenda, where="hoofdstuk 9", scope=scope)
        for year, amount in amounts.items():
            StatedTotalAmount.objects.create(total=stated, year=year, amount=Decimal(amount))
        return stated

    return one


@pytest.fixture
def plan(
    agenda: Agenda, add: Callable[..., BudgetLine], state: Callable[[str, Amounts], StatedTotal]
) -> Agenda:
    """Income 1.000 and 900; costs 1.000 and 950: balanced in 2024, 50 short in 2025."""
    add("income", "b-1", {2024: 1000, 2025: 900}, objectives={"1.1": None, "2.1": None},
        instruments={2024: "subsidie", 2025: "lumpsum"})  # fmt: skip
    add("cost", "l-1", {2024: 400, 2025: 400}, group="verplicht", objectives={"1.1": 100},
        parts={"koffie": 300, "thee": 50, "melk": None})  # fmt: skip
    add(
        "cost",
        "l-2",
        {2024: 301, 2025: 301},
        group="niet_verplicht",
        priority="1",
        objectives={"1.2": 50, "2.1": 50},
    )
    add("cost", "l-3", {2024: 299, 2025: 249}, group="niet_verplicht", priority="2")
    state("income", {2024: 1000, 2025: 900})
    state("group:niet_verplicht", {2024: 400, 2025: 550})
    state("iets anders", {2024: 1})
    return agenda


# Divided over schools ----------------------------------------------------------------------------------
@pytest.fixture
def divisible(plan: Agenda) -> BudgetLine:
    """A line of 301 euros in 2024 and in 2025."""
    return BudgetLine.objects.get(code="l-2")


@pytest.fixture
def book_in_march(plan: Agenda) -> Callable[[str, int], None]:
    """``book_in_march("TECH", 1234)``: a booking of March 2025 that belongs to l-2, in cents."""
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="export.csv", actor_label="test")
    rule = LedgerRule.objects.create(agenda=plan, account_from="4000")
    LedgerShare.objects.create(rule=rule, line=BudgetLine.objects.get(code="l-2"), percent=Decimal(100))
    made = iter(range(10_000))

    def one(centre: str, cents: int, kind: str = "actual") -> None:
        number = next(made)
        Booking.objects.create(
            kind=kind, cost_centre=centre, account="4000", year=2025, period=3, cents=cents, key=f"{number:064}",
            place=f"rij {number}", origin=origin, recorded_at=timezone.now(),
        )  # fmt: skip
        sums_keep([2025])

    return one


@pytest.fixture
def divided(
    divisible: BudgetLine, book_in_march: Callable[..., None], school: Unit, other_school: Unit, team: Unit
) -> BudgetLine:
    """l-2 (301 a year): a third for Techniek, half for Zorg; Techniek booked 12,34 itself and 10 by its team."""
    divide(divisible, {school: "33.333333", other_school: "50"})
    for code, unit in (("TECH", school), ("ICT", team), ("ZORG", other_school), ("CENTRAAL", None)):
        CostCentre.objects.create(code=code, unit=unit)
    book_in_march("TECH", 1234)
    book_in_march("ICT", 1000)
    book_in_march("ZORG", 777_77)
    book_in_march("CENTRAAL", 5000)
    book_in_march("ONBEKEND", 1)
    book_in_march("TECH", 300, kind="commitment")
    origin = Origin.objects.create(kind="manual", label="hand", ground="omdat", actor_label="test")
    HandBooking.objects.create(
        line=divisible, year=2025, cents=100, description="los", origin=origin, recorded_at=timezone.now()
    )
    return divisible
