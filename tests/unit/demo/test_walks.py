"""Movement and counts repeat themselves and add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.walks import (
    answers,
    apportion,
    bounded,
    centred,
    dice,
    fraction,
    mean_of,
    percentage,
    sd_of,
    walk,
    wobble,
)

START, BY = date(2024, 1, 1), date(2027, 12, 31)


def test_dice_same_words_give_the_same_chance() -> None:
    assert dice("1a", "2024").random() == dice("1a", "2024").random()
    assert dice("1a", "2024").random() != dice("1a", "2026").random()


def test_wobble_is_fixed_for_all_time() -> None:
    # Another figure here means that every invented figure on every machine changes.
    assert wobble(Decimal(1), "1a", "2024") == Decimal("0.9448")


@given(st.text(max_size=20))
def test_wobble_stays_within_its_size(word: str) -> None:
    assert -2 <= wobble(Decimal(2), word) <= 2


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2023, 7, 31), "0"), (START, "0"), (BY, "1"), (date(2029, 1, 1), "1")],
)
def test_fraction_is_clamped(day: date, expected: str) -> None:
    assert fraction(START, BY, day) == Decimal(expected)


def test_fraction_halfway() -> None:
    assert round(fraction(START, BY, date(2025, 12, 31)), 3) == Decimal("0.500")


def test_fraction_without_a_stretch_is_done_after_its_day() -> None:
    assert fraction(START, START, date(2024, 1, 2)) == 1


@pytest.mark.parametrize(("pace", "expected"), [("1", "65"), ("0", "60"), ("-0.4", "58"), ("1.2", "66")])
def test_walk_goes_at_its_pace(pace: str, expected: str) -> None:
    assert walk(Decimal(60), Decimal(70), Decimal("0.5"), Decimal(pace)) == Decimal(expected)


def test_bounded() -> None:
    assert bounded(Decimal(101), Decimal(0), Decimal(100)) == 100


@given(
    st.integers(0, 5000),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 300)), min_size=1, max_size=12),
)
def test_apportion_adds_up_within_its_caps(total: int, groups: list[tuple[int, int]]) -> None:
    caps = [cap for _, cap in groups]
    given_ = apportion(total, [Decimal(weight) for weight, _ in groups], caps)
    assert sum(given_) == min(total, sum(caps))
    assert all(0 <= number <= cap for number, cap in zip(given_, caps, strict=True))


def test_apportion_follows_the_weights() -> None:
    assert apportion(10, [Decimal(1), Decimal(4)]) == [2, 8]


@given(st.integers(1, 800), st.integers(12, 48))
def test_answers_are_everybody_and_near_their_mean(n: int, tenths: int) -> None:
    counts = answers(n, Decimal(tenths) / 10)
    assert sum(counts) == n
    mean = mean_of(counts)
    assert mean is not None
    assert 1 <= mean <= 5
    if n > 200:
        assert abs(mean - Decimal(tenths) / 10) < Decimal("0.05")


def test_mean_and_sd_without_enough_answers_are_none() -> None:
    assert mean_of([0] * 5) is None
    assert sd_of([0, 0, 1, 0, 0]) is None


def test_sd_of_two_answers() -> None:
    assert sd_of([1, 0, 0, 0, 1]) == Decimal("2.8284")


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 90)), min_size=1, max_size=9))
def test_centred_has_no_weight_left(pairs: list[tuple[int, int]]) -> None:
    weights = [weight for _, weight in pairs]
    moved = centred([Decimal(offset) for offset, _ in pairs], weights)
    assert abs(sum((o * w for o, w in zip(moved, weights, strict=True)), Decimal(0))) < Decimal("1e-18")


def test_percentage_of_nobody_is_none() -> None:
    assert percentage(0, 0, 1) is None
    assert percentage(1, 3, 1) == Decimal("33.3")
