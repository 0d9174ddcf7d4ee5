from decimal import Decimal

import pytest

from planfile.document import Budget, Cost, Income, StatedTotal
from tests.unit.planfile.consistency_builders import YEARS, cost, found, values


def amounts(*each: int) -> dict[int, Decimal]:
    return {year: Decimal(amount) for year, amount in zip(YEARS, each, strict=False)}


def income(code: str, amount: int, **keys: object) -> Income:
    return Income(
        **{"code": code, "title": "Titel", "priority": "1", "amounts": amounts(*[amount] * 4), **keys}
    )


def lines(*costs: Cost, comes: int | None = None, totals: tuple[StatedTotal, ...] = ()) -> Budget:
    incomes = (income("b-1", comes),) if comes is not None else ()
    return Budget(income=incomes, costs=costs, stated_totals=totals)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (cost("l-1", 100, 60, 40), []),
        (cost("l-1", 3_400_000, 3_000_000, 700_000), [("3.700.000", "3.400.000")]),
        (cost("l-1", 100, 60, 30), [("90", "100")]),
        (cost("l-1", 100, 60, None), []),  # the other part may be the rest
        (cost("l-1", 100, 120, None), [("120", "100")]),
        (cost("l-1", 100), []),
        (cost("l-1", 0, 100, amounts=amounts(120, 100, 100, 100)), [("100", "120")]),
    ],
)
def test_find_specification(line, expected):
    assert values("specificatie-telt-niet-op", budget=lines(line)) == expected


def test_find_specification_says_which_years():
    line = cost("l-1", 0, 3_400_000, amounts=amounts(3_700_000, 3_400_000, 3_400_000, 3_400_000))
    (finding,) = found("specificatie-telt-niet-op", budget=lines(line))
    assert finding.subject == "l-1"
    assert "de regel is 3.700.000 (2024); voor 2025-2027 klopt het" in finding.message


GROUPED = (
    cost("l-1", 100, group="wel"),
    cost("l-2", 250, group="niet", priority="2", objectives={"2.1": Decimal(100)}),
)


@pytest.mark.parametrize(
    ("scope", "amount", "expected"),
    [
        ("group:niet", 250, []),
        ("group:niet", 100, [("100", "250")]),
        ("group:onbekend", 250, [("250", "0")]),
        ("costs", 350, []),
        ("costs", 351, [("351", "350")]),
        ("income", 350, []),
        ("priority:2", 250, []),
        ("priority:2", 100, [("100", "250")]),
    ],
)
def test_find_stated_total(scope, amount, expected):
    total = StatedTotal(where="hoofdstuk 9", scope=scope, amounts=amounts(*[amount] * 4))
    assert values("totaal-klopt-niet", budget=lines(*GROUPED, comes=350, totals=(total,))) == expected


def test_find_stated_total_says_whose_sum_it_is():
    total = StatedTotal(where="hoofdstuk 9", scope="group:niet", amounts=amounts(*[100] * 4))
    (finding,) = found("totaal-klopt-niet", budget=lines(*GROUPED, totals=(total,)))
    assert finding.subject == "niet"
    assert "wel de som van de lastenregels van groep wel" in finding.message
    other = StatedTotal(where="hoofdstuk 9", scope="group:niet", amounts=amounts(101, 100, 100, 100))
    (finding,) = found("totaal-klopt-niet", budget=lines(*GROUPED, totals=(other,)))
    assert "wel de som" not in finding.message


@pytest.mark.parametrize(("comes", "expected"), [(100, []), (90, [("90", "100")]), (None, [])])
def test_find_income_and_costs(comes, expected):
    assert values("baten-en-lasten", budget=lines(cost("l-1", 100), comes=comes)) == expected


def test_find_income_and_costs_says_what_is_more():
    (finding,) = found("baten-en-lasten", budget=lines(cost("l-1", 100), comes=90))
    assert "in 2024-2027" in finding.message
    assert "10 meer lasten dan baten" in finding.message


@pytest.mark.parametrize(
    ("shares", "codes"),
    [
        ({"1.1": 100}, []),
        ({"1.1": 60, "2.1": 40}, ["andere-prioriteit"]),
        ({"1.1": 90}, ["aandelen-niet-100"]),
        ({}, ["regel-zonder-doelstelling"]),
        ({"2.1": 100}, ["andere-prioriteit"]),
    ],
)
def test_find_objectives_of_a_line(shares, codes):
    line = cost("l-1", 100, objectives={code: Decimal(share) for code, share in shares.items()})
    kinds = ("andere-prioriteit", "aandelen-niet-100", "regel-zonder-doelstelling")
    assert [kind for kind in kinds if found(kind, budget=lines(line))] == codes


def test_find_priority_of_an_income_line():
    budget = Budget(
        income=(income("b-1", 1, objectives=("2.1",)), income("b-2", 1, priority=None, objectives=("2.1",)))
    )
    assert [finding.subject for finding in found("andere-prioriteit", budget=budget)] == ["b-1"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (amounts(1, 1, 1, 1), []),
        (amounts(0, 0, 0, 0), []),
        (amounts(1, 1, 1), [("2027",)]),
        ({**amounts(1, 1, 1, 1), 2028: Decimal(1)}, [("2028",)]),
        ({}, [("2024", "2025", "2026", "2027")]),
    ],
)
def test_find_years_of_a_line(given, expected):
    assert values("begroting-jaren", budget=lines(cost("l-1", 0, amounts=given))) == expected
