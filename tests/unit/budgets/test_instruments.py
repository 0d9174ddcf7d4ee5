"""What is left of a legal instrument: said where it follows, and the reasons where it does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.instruments import Flow, Left, Plan, Terms, afterwards, left_of
from budgets.progress import Money
from budgets.totals import Line, Share

YEARS = (2024, 2025)
HOMES = {"1.1": "1", "1.2": "1", "2.1": "2"}
TERM = Terms("subsidie", date(2024, 1, 1), date(2025, 12, 31))


def line(title: str, side: str, priority: str | None, shares: dict[str, int | None]) -> Line:
    served = tuple(Share(code, None if part is None else Decimal(part)) for code, part in shares.items())
    return Line(title, side, "", priority, {}, served, title)


def money(*amounts: int | None) -> dict[int, Money]:
    """What was booked in each year; planned is always 100."""
    return {
        year: Money(Decimal(100), None if amount is None else Decimal(amount))
        for year, amount in zip(YEARS, amounts, strict=False)
    }


def income(
    *booked: int | None,
    title: str = "Bijdrage",
    names: str = "subsidie",
    priority: str | None = None,
    shares: dict[str, int | None] | None = None,
) -> Flow:
    named = dict.fromkeys(YEARS[: len(booked)], names) if names else {}
    return Flow(line(title, "income", priority, shares or {}), money(*booked), named)


def costs(
    *booked: int | None,
    title: str = "Coaches",
    priority: str | None = None,
    shares: dict[str, int | None] | None = None,
) -> Flow:
    return Flow(line(title, "cost", priority, shares or {}), money(*booked), {})


def left(*flows: Flow, terms: Terms = TERM, closed: tuple[int, ...] = YEARS, unmapped: bool = False) -> Left:
    own = [flow for flow in flows if flow.line.side == "income"]
    rest = [flow for flow in flows if flow.line.side == "cost"]
    return left_of(terms, Plan(YEARS, own, rest, HOMES, frozenset(closed), unmapped))


FOR_11: dict[str, int | None] = {"1.1": None}
ALONE = income(100, 100, shares=FOR_11)
SPENT = costs(80, 90, shares={"1.1": 100})


def test_left_is_received_less_spent_when_nothing_else_is_paid_from_it():
    assert left(ALONE, SPENT) == Left(Decimal(30), final=True)


def test_left_of_a_term_that_still_runs_is_how_it_stands():
    assert left(ALONE, SPENT, closed=(2024,)) == Left(Decimal(30), final=False)


def test_left_counts_the_part_of_a_divided_line():
    both = costs(80, 90, shares={"1.1": 25, "2.1": 75})
    assert left(ALONE, both).amount == Decimal("157.5")


def test_left_of_money_for_a_whole_priority_counts_lines_that_stand_under_it():
    whole = income(100, 100, priority="1")
    under = costs(10, 10, title="Krimp", priority="1")
    elsewhere = costs(50, 50, title="Stage", shares={"2.1": 100})
    assert left(whole, SPENT, under, elsewhere) == Left(Decimal(10), final=True)


REASONS = [
    ([income(100, 100), SPENT], {}, "kan overal aan zijn besteed: Bijdrage"),
    ([ALONE, SPENT, income(5, 5, title="Rijk", names="lumpsum", shares=FOR_11)], {}, "ook ander geld"),
    ([ALONE, SPENT, income(5, 5, title="Rijk", names="lumpsum", priority="1")], {}, "dezelfde lasten betalen: Rijk"),
    ([ALONE, SPENT, income(5, 5, title="Rijk", names="")], {}, "dezelfde lasten betalen: Rijk"),
    ([ALONE, costs(80, 90, shares={"1.1": None, "2.1": None})], {}, "hoort: Coaches"),
    ([ALONE, costs(80, 90, shares={"1.1": 60})], {}, "hoort: Coaches"),
    ([ALONE, SPENT, costs(1, 1, title="Krimp", priority="1")], {}, "hoort: Krimp"),
    ([ALONE, SPENT], {"unmapped": True}, "bij geen regel"),
    ([income(None, None, shares=FOR_11), SPENT], {}, "nog geen baten"),
    ([ALONE, costs(None, None, shares={"1.1": 100})], {}, "nog geen lasten"),
    ([ALONE, SPENT], {"terms": Terms("subsidie", None, date(2025, 12, 31))}, "looptijd staat niet"),
    ([ALONE, SPENT], {"terms": Terms("subsidie", date(2023, 1, 1), date(2025, 12, 31))}, "niet helemaal binnen"),
    ([ALONE, SPENT], {"terms": Terms("subsidie", date(2024, 1, 1), date(2025, 7, 31))}, "midden in een jaar"),
]  # fmt: skip


@pytest.mark.parametrize(("flows", "how", "reason"), REASONS, ids=[reason for *_, reason in REASONS])
def test_left_that_does_not_follow_says_why(flows, how, reason):
    found = left(*flows, **how)
    assert found.amount is None
    assert [reason in one for one in found.reasons] == [True]


def test_left_of_a_line_that_changes_instrument_within_the_term_is_shared():
    changing = Flow(ALONE.line, ALONE.money, {2024: "subsidie", 2025: "lumpsum"})
    assert "ook ander geld" in left(changing, SPENT).reasons[0]
    first = Terms("subsidie", date(2024, 1, 1), date(2024, 12, 31))
    assert left(changing, SPENT, terms=first) == Left(Decimal(20), final=True)


def test_left_does_not_mind_other_income_for_other_objectives():
    other = income(500, 500, title="Rijk", names="lumpsum", shares={"2.1": None})
    assert left(ALONE, SPENT, other).amount == 30


def test_left_names_no_more_lines_than_can_be_read():
    many = [income(5, 5, title=f"R{number}", names="lumpsum", shares=FOR_11) for number in range(5)]
    assert left(ALONE, SPENT, *many).reasons[0].endswith("R0, R1 en nog 3")


AMOUNTS = st.lists(st.integers(0, 10_000), min_size=2, max_size=2)


@given(AMOUNTS, AMOUNTS, st.integers(1, 99))
def test_left_of_two_instruments_is_together_what_is_left_of_all(received, spent, part):
    one = income(*received, shares=FOR_11)
    other = income(*received, title="Rijk", names="lumpsum", shares={"2.1": None})
    both = costs(*spent, shares={"1.1": part, "2.1": 100 - part})
    lumpsum = Terms("lumpsum", TERM.starts, TERM.ends)
    sums = [left(one, other, both, terms=terms).amount for terms in (TERM, lumpsum)]
    assert sum(sums) == 2 * sum(received) - sum(spent)


@pytest.mark.parametrize(
    ("carry_over", "repayment", "expected"),
    [
        (None, "", ["Niet vastgelegd wat"]),
        (True, "", ["mag mee", "niets vastgelegd"]),
        (False, "binnen een jaar", ["mag niet mee", "Terugbetalen: binnen een jaar"]),
        (None, "alles", ["Niet vastgelegd of", "Terugbetalen: alles"]),
    ],
)
def test_afterwards_says_what_holds_and_what_nobody_wrote_down(carry_over, repayment, expected):
    found = afterwards(Terms("x", carry_over=carry_over, repayment=repayment))
    assert [part in sentence for part, sentence in zip(expected, found, strict=True)] == [True] * len(
        expected
    )


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (None, None, True),
        (date(2025, 1, 1), None, False),
        (date(2024, 12, 31), None, True),
        (None, date(2023, 12, 31), False),
        (None, date(2024, 1, 1), True),
    ],
)
def test_terms_hold_in_a_year_that_they_touch(starts, ends, holds):
    assert Terms("x", starts, ends).holds_in(2024) is holds
