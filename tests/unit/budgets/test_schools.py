"""What of a line is a school's: whatever is divided, the parts and the rest come to the line to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.cents import evenly
from budgets.progress import Money
from budgets.schools import NOT_DIVIDED, Fell, Split, Whose, over_schools
from budgets.totals import add

AMOUNTS = st.decimals(-(10**8), 10**8, places=2)
SOME = st.one_of(st.none(), AMOUNTS)
SCHOOLS = st.lists(st.integers(1, 30), unique=True, min_size=1, max_size=20)


def percents(schools: list[int]) -> st.SearchStrategy[Split]:
    """Percentages with six decimals, together 100 at most."""
    most = Decimal(100) / len(schools)
    one = st.decimals(0, most.quantize(Decimal("0.000001"), rounding="ROUND_DOWN"), places=6)
    return st.lists(one, min_size=len(schools), max_size=len(schools)).map(
        lambda found: Split(dict(zip(schools, found, strict=True)))
    )


SPLITS = st.one_of(
    SCHOOLS.map(lambda schools: Split(dict.fromkeys(schools))),
    SCHOOLS.flatmap(percents),
    st.just(NOT_DIVIDED),
)
BOOKED = st.dictionaries(st.integers(1, 30), st.builds(Money, actual=SOME, committed=SOME), max_size=6)


@given(st.integers(-(10**12), 10**12), st.integers(1, 60))
def test_equal_parts_come_to_the_whole_and_differ_by_a_cent_at_most(cents, parts):
    found = evenly(cents, parts)
    assert (sum(found), len(found)) == (cents, parts)
    assert max(found) - min(found) <= 1
    assert all(one * cents >= 0 for one in found)


def test_equal_parts_of_nobody_are_refused():
    with pytest.raises(ValueError, match="nothing"):
        evenly(1, 0)


@given(AMOUNTS, SPLITS)
def test_schools_and_central_come_to_the_line_to_the_cent(amount, split):
    parts = split.parts(amount)
    assert sum(parts.values()) == amount
    assert set(parts) - {None} == set(split.percents)
    assert all(part == part.quantize(Decimal("0.01")) for part in parts.values())


@given(st.builds(Money, SOME, SOME, SOME, SOME), SPLITS, BOOKED)
def test_money_over_schools_loses_nothing(whole, split, booked):
    parts = over_schools(whole, split, booked)
    for name in ("planned", "actual", "committed"):
        if getattr(whole, name) is not None:
            assert add(getattr(part, name) for part in parts.values()) == getattr(whole, name)
    assert {part.forecast for part in parts.values()} == {None}
    assert set(parts) == {None, *split.percents, *booked}


@pytest.mark.parametrize(
    ("amount", "given_percents", "parts"),
    [
        ("0.02", {1: None, 2: None, 3: None}, {1: "0.01", 2: "0.01", 3: "0.00"}),
        ("-0.02", {1: None, 2: None, 3: None}, {1: "-0.01", 2: "-0.01", 3: "0.00"}),
        ("100", {1: "60", 2: "25"}, {1: "60", 2: "25", None: "15"}),
        ("100", {1: "100"}, {1: "100"}),
        ("100", {1: "0", 2: "10"}, {1: "0", 2: "10", None: "90"}),
        ("0.01", {1: "33.333333", 2: "33.333333"}, {1: "0", 2: "0", None: "0.01"}),
        ("10", {}, {None: "10"}),
    ],
)
def test_split_divides(amount, given_percents, parts):
    split = Split({unit: None if part is None else Decimal(part) for unit, part in given_percents.items()})
    assert split.parts(Decimal(amount)) == {unit: Decimal(part) for unit, part in parts.items()}


def test_a_school_without_a_share_has_no_plan_and_one_of_nothing_has_nought():
    parts = over_schools(
        Money(Decimal(100), Decimal(50)), Split({1: Decimal(0)}), {2: Money(actual=Decimal(20))}
    )
    assert (parts[1].planned, parts[1].actual) == (0, None)
    assert (parts[2].planned, parts[2].actual) == (None, 20)
    assert (parts[None].planned, parts[None].actual) == (100, 30)


# Whose cost centre --------------------------------------------------------------------------------------
COLLEGE, NORTH, SOUTH, TEAM, SERVICE, DESK = range(1, 7)
UNDER = (
    Fell(NORTH, COLLEGE), Fell(SOUTH, COLLEGE), Fell(SERVICE, COLLEGE), Fell(DESK, SERVICE),
    Fell(TEAM, NORTH, date(2024, 8, 1)), Fell(TEAM, SOUTH, date(2026, 1, 1)),
)  # fmt: skip


def whose(owners: dict[str, int], successors: dict[str, str] | None = None) -> Whose:
    return Whose(owners, successors or {}, frozenset({NORTH, SOUTH}), UNDER)


@pytest.mark.parametrize(
    ("owner", "year", "school"),
    [
        (NORTH, 2025, NORTH),
        (TEAM, 2023, NORTH),  # before it began: where it fell under first
        (TEAM, 2025, NORTH),
        (TEAM, 2026, SOUTH),  # by the end of the year it had moved
        (TEAM, 2027, SOUTH),
        (DESK, 2026, None),
        (COLLEGE, 2026, None),
    ],
)
def test_cost_centre_is_the_schools_of_its_unit_in_that_year(owner, year, school):
    assert whose({"K1": owner}).school("K1", year) == school
    assert whose({"K1": owner}).has(NORTH, year) is (school == NORTH)


def test_cost_centre_without_a_unit_takes_that_of_who_took_over():
    found = whose({"NIEUW": SOUTH, "EIGEN": NORTH}, {"OUD": "NIEUW", "EIGEN": "NIEUW"})
    assert found.school("OUD", 2026) == SOUTH
    assert found.school("EIGEN", 2026) == NORTH
    assert found.school("ONBEKEND", 2026) is None


def test_cost_centres_in_a_ring_are_nobodys():
    assert whose({}, {"A": "B", "B": "A"}).school("A", 2026) is None


def test_units_in_a_ring_are_no_schools():
    ring = (Fell(7, 8), Fell(8, 7))
    assert Whose({"K1": 7}, {}, frozenset({NORTH}), ring).school("K1", 2026) is None
