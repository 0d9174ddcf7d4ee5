"""Amounts in the ordinary notation are read quickly; what that finds is what a careful look finds, and nothing else."""

from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budgets.readers import ledger_amounts
from budgets.readers.ledger_amounts import cents_of, ordinary, see
from imports.cells import CellError
from imports.columns import Column

MARKS = st.sampled_from([",", "."])
NEARLY = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "-", "(", "+", "€ ", " ", "--", "\u2212"]),
    st.from_regex(r"\A[0-9]{1,3}([.,]?[0-9]{3}){0,3}\Z"),
    st.from_regex(r"\A([.,][0-9]{0,3})?\Z"),
    st.sampled_from(["", "", "-", ")", " ", "%", "\n", "*"]),
)
TEXTS = NEARLY | st.text("0123456789.,-+()€ %*eE\u0663\u00b2", max_size=14) | st.text(max_size=8)


def careful() -> mock._patch[object]:
    return mock.patch.object(ledger_amounts, "ordinary", lambda text, mark: None)


def cents(text: str, mark: str, factor: int) -> int | str:
    """The cents, or what is said of the cell."""
    column = Column("amount", "kolom Bedrag", "bestand", mark=mark)
    try:
        return cents_of(column, text, factor)
    except CellError as problem:
        return str(problem)


@given(TEXTS, MARKS, st.sampled_from([1, 1000]))
@example("(1,00-", ",", 1)
@example("-1,00-", ",", 1)
@example("-(1,00)", ",", 1)
@example("0.123,45", ",", 1)
@example("1234.567,00", ",", 1)
@example("1.234.567.890,00", ",", 1)
@example("999.999.999,99", ",", 1000)
@example("-0,00", ",", 1)
def test_quick_and_careful_find_the_same(text, mark, factor):
    quick = cents(text, mark, factor)
    with careful():
        assert cents(text, mark, factor) == quick


@given(st.lists(TEXTS, max_size=6))
def test_a_column_sees_the_same(texts):
    quick, slow = (Column("amount", "kolom Bedrag", "bestand") for _ in range(2))
    for text in texts:
        see(quick, text)
        with careful():
            see(slow, text)
    assert quick == slow


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("1.234,50", ",", 123450), ("1234,50", ",", 123450), ("-0,10", ",", -10), ("(12,00)", ",", -1200),
        ("1,00-", ",", -100), ("1,234.50", ".", 123450), ("1.234,50", ".", None), ("1,5", ",", None),
    ],
)  # fmt: skip
def test_which_amounts_are_ordinary(text, mark, expected):
    assert ordinary(text, mark) == expected
