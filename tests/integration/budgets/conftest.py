"""A small budget with every kind of line, and a maker for more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest

from agenda.models import Agenda, Objective, Priority
from budgets.models import (
    BudgetLine,
    LineAmount,
    LineInstrument,
    LineObjective,
    Specification,
    StatedTotal,
    StatedTotalAmount,
)
from organisation.models import Unit

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
