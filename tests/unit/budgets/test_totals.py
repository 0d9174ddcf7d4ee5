from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets import totals
from budgets.totals import Comparison, Line, Share

CENT = Decimal("0.01")
AMOUNTS = st.decimals(min_value=-10_000_000, max_value=100_000_000, places=2)
PERCENTS = st.decimals(min_value="0.01", max_value=100, places=2)
SHARES = st.lists(
    st.builds(Share, st.sampled_from(["1.1", "1.2", "2.1", "3.4"]), st.none() | PERCENTS), max_size=5
)
LINES = st.lists(
    st.builds(
        Line,
        code=st.just("l"),
        side=st.just("cost"),
        group=st.sampled_from(["", "verplicht", "niet_verplicht"]),
        priority=st.none() | st.sampled_from(["1", "2"]),
        amounts=st.dictionaries(st.integers(2024, 2027), AMOUNTS),
        shares=SHARES.map(tuple),
    ),
    max_size=8,
)


def line(amounts: dict[int, int], *shares: tuple[str, int | None], **fields: str | None) -> Line:
    return Line(
        code=fields.get("code") or "l",
        side=fields.get("side") or "cost",
        group=fields.get("group") or "",
        priority=fields.get("priority"),
        amounts={year: Decimal(amount) for year, amount in amounts.items()},
        shares=tuple(Share(code, None if percent is None else Decimal(percent)) for code, percent in shares),
    )


def shares(*pairs: tuple[str, str | None]) -> list[Share]:
    return [Share(code, None if percent is None else Decimal(percent)) for code, percent in pairs]


@pytest.mark.parametrize(
    ("amount", "given_shares", "parts"),
    [
        ("414000", [("1.3", "50"), ("2.1", "50")], {"1.3": "207000", "2.1": "207000"}),
        ("0.01", [("1.3", "50"), ("2.1", "50")], {"1.3": "0.01", "2.1": "0.00"}),
        ("100", [("1.1", "60")], {"1.1": "60", None: "40"}),
        ("100", [], {None: "100"}),
        ("100", [("1.1", None)], {"1.1": "100"}),
        ("100", [("1.1", None), ("1.2", None)], {None: "100"}),
        ("100", [("1.1", "30"), ("1.2", None)], {"1.1": "30", None: "70"}),
        ("100", [("1.1", "80"), ("1.2", "80")], {None: "100"}),
        (
            "100",
            [("1.1", "33.33"), ("1.2", "33.33"), ("2.1", "33.34")],
            {"1.1": "33.33", "1.2": "33.33", "2.1": "33.34"},
        ),
    ],
)
def test_split_divides_as_the_shares_say(
    amount: str, given_shares: list[tuple[str, str | None]], parts: dict[str | None, str]
) -> None:
    wanted = {key: Decimal(part) for key, part in parts.items()}
    assert totals.split(Decimal(amount), shares(*given_shares)) == wanted


def test_split_gives_what_rounding_leaves_to_who_lost_most() -> None:
    parts = totals.split(Decimal("1.00"), shares(("1.1", "12.5"), ("1.2", "12.5"), ("2.1", "75")))
    assert parts == {"1.1": Decimal("0.13"), "1.2": Decimal("0.12"), "2.1": Decimal("0.75")}


@given(AMOUNTS, SHARES)
def test_split_is_exact_to_the_cent(amount: Decimal, given_shares: list[Share]) -> None:
    parts = totals.split(amount, given_shares)
    assert sum(parts.values()) == amount
    assert all(part == part.quantize(CENT) for part in parts.values())


@given(AMOUNTS, st.lists(PERCENTS, min_size=1, max_size=8))
def test_split_leaves_no_part_a_cent_off_nor_with_another_sign(
    amount: Decimal, percents: list[Decimal]
) -> None:
    whole = sum(percents)
    percents = [(percent * 100 / whole).quantize(CENT, "ROUND_DOWN") for percent in percents]
    given_shares = [Share(str(place), percent) for place, percent in enumerate(percents) if percent]
    parts = totals.split(amount, given_shares)
    weights = {**{share.objective: share.percent for share in given_shares}}
    weights[None] = 100 - sum(weights.values())
    assert all(abs(part - amount * weights[key] / 100) < CENT for key, part in parts.items())
    assert all(part * amount >= 0 for part in parts.values())


@given(LINES)
def test_by_objective_and_unlinked_together_are_the_total(lines: list[Line]) -> None:
    per_objective = totals.by_objective(lines)
    for year, amount in totals.total(lines).items():
        assert sum(years.get(year, Decimal(0)) for years in per_objective.values()) == amount


@given(LINES)
def test_by_priority_and_by_group_each_are_the_total(lines: list[Line]) -> None:
    whole = totals.total(lines)
    for sums in (totals.by_priority(lines), totals.by_group(lines)):
        for year, amount in whole.items():
            assert sum(years.get(year, Decimal(0)) for years in sums.values()) == amount


@given(LINES, st.sampled_from(["1.1", "2.1"]))
def test_part_of_each_line_adds_up_to_its_objective(lines: list[Line], objective: str) -> None:
    wanted = totals.by_objective(lines).get(objective, {})
    for year in range(2024, 2028):
        found = totals.add(totals.part_of(one, objective).get(year) for one in lines)
        assert found == wanted.get(year)


def test_total_leaves_out_a_year_without_amounts() -> None:
    assert totals.total([line({2024: 5}), line({2024: 7, 2026: 1})]) == {2024: Decimal(12), 2026: Decimal(1)}


def test_add_of_nothing_is_not_zero() -> None:
    assert totals.add([]) is None
    assert totals.add([None, None]) is None
    assert totals.add([None, Decimal(0)]) == 0


def test_difference_needs_both_sides() -> None:
    assert totals.difference(
        {2024: Decimal(10), 2025: Decimal(3)}, {2024: Decimal(12), 2026: Decimal(1)}
    ) == {2024: Decimal(-2)}


def test_over_years_without_any_amount_is_none() -> None:
    amounts = {2024: Decimal(5), 2025: Decimal(6)}
    assert totals.over_years(amounts, (2024, 2025, 2026)) == 11
    assert totals.over_years(amounts, (2026,)) is None


@pytest.mark.parametrize(
    ("part", "whole"), [(None, Decimal(5)), (Decimal(5), None), (Decimal(5), Decimal(0))]
)
def test_percentage_that_cannot_be_said_is_none(part: Decimal | None, whole: Decimal | None) -> None:
    assert totals.percentage(part, whole) is None


def test_percentage_is_of_a_hundred() -> None:
    assert totals.percentage(Decimal(1), Decimal(4)) == 25


PLAN = [
    line({2024: 10}, side="income", code="b"),
    line({2024: 4}, group="verplicht", code="l1"),
    line({2024: 6}, group="niet_verplicht", priority="1", code="l2"),
]


@pytest.mark.parametrize(
    ("scope", "codes"),
    [
        ("income", ["b"]),
        ("costs", ["l1", "l2"]),
        ("group:niet_verplicht", ["l2"]),
        ("group:onbekend", []),
        ("priority:1", ["l2"]),
    ],
)
def test_lines_in_scope_gives_the_lines_that_a_total_is_about(scope: str, codes: list[str]) -> None:
    found = totals.lines_in_scope(PLAN, scope)
    assert found is not None
    assert [one.code for one in found] == codes


@pytest.mark.parametrize("scope", ["", "alles", "group:", "priority:"])
def test_lines_in_scope_of_an_unknown_scope_is_none(scope: str) -> None:
    assert totals.lines_in_scope(PLAN, scope) is None


def test_compare_tells_a_difference_from_a_missing_total() -> None:
    stated = {2024: Decimal(10), 2025: Decimal(3)}
    compared = totals.compare(stated, PLAN[1:], (2024, 2025, 2026))
    assert compared[2024].agrees
    assert compared[2025] == Comparison(Decimal(3), None)
    assert compared[2025].difference is None
    assert not compared[2026].agrees


def test_comparison_gap_is_never_below_zero() -> None:
    assert Comparison(Decimal(7), Decimal(9)).difference == -2
    assert Comparison(Decimal(7), Decimal(9)).gap == 2
