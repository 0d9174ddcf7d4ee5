"""Weights, means and percentages, held against pandas and the statistics module."""

from __future__ import annotations

import statistics
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.readers.tally import Tally, together

ANSWERED = st.lists(
    st.tuples(st.integers(1, 5), st.decimals("0.05", "9", places=4, allow_nan=False)), min_size=2, max_size=40
)


def tally_of(pairs):
    tally = Tally()
    for answer, weight in pairs:
        tally.add(answer, Decimal(weight))
    return tally


@settings(max_examples=60)
@given(ANSWERED)
def test_tally_agrees_with_pandas(pairs):
    frame = pd.DataFrame([(a, float(w)) for a, w in pairs], columns=["answer", "weight"])
    mean = (frame.answer * frame.weight).sum() / frame.weight.sum()
    n = len(frame)
    variance = (frame.weight * (frame.answer - mean) ** 2).sum() / frame.weight.sum() * n / (n - 1)
    positive = frame[frame.answer >= 4].weight.sum() / frame.weight.sum() * 100

    tally = tally_of(pairs)

    assert tally.n == n
    assert float(tally.mean) == pytest.approx(mean, abs=1e-6)
    assert float(tally.sd) == pytest.approx(variance**0.5, abs=2e-6)
    assert float(tally.share((4, 5))) == pytest.approx(positive, abs=1e-6)


@settings(max_examples=30)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=30))
def test_equal_weights_give_the_ordinary_standard_deviation(answers):
    tally = tally_of([(answer, "2.5") for answer in answers])

    assert float(tally.sd) == pytest.approx(statistics.stdev(answers), abs=1e-6)


@settings(max_examples=30)
@given(ANSWERED, ANSWERED)
def test_together_is_as_if_read_at_once(one, other):
    both, at_once = together([tally_of(one), tally_of(other)]), tally_of(one + other)

    assert (both.counts, both.weights) == (at_once.counts, at_once.weights)


def test_without_answers_nothing_is_zero():
    tally = Tally()

    assert (tally.n, tally.mean, tally.sd, tally.share((4, 5))) == (0, None, None, None)


def test_one_answer_has_no_spread():
    assert tally_of([(4, "1")]).sd is None


def test_shares_are_rounded_as_people_do():
    assert tally_of([(5, "1"), (1, "1"), (1, "1")]).share((5,)) == Decimal("33.333333")
    assert tally_of([(5, "2"), (1, "1")]).share((5,)) == Decimal("66.666667")


def test_together_leaves_its_parts_alone():
    part = tally_of([(3, "1")])

    together([part, tally_of([(3, "1")])])

    assert part.counts == {3: 1}
