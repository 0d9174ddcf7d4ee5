"""What is expected on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.verdict.paths import expected_on, path_of
from tests.unit.indicators.verdicts import number

FIRST, LAST = (date(2024, 1, 1), number(60)), (date(2024, 1, 11), number(70))


@pytest.mark.parametrize(
    ("day", "value"), [(1, 60), (2, 61), (6, 65), (10, 69), (11, 70), (12, 70), (31, 70)]
)
def test_a_straight_line_clamped_at_its_ends(day, value):
    assert expected_on(date(2024, 1, day), path_of(FIRST, (), LAST)) == value
    assert expected_on(date(2023, 12, 1), path_of(FIRST, (), LAST)) == 60


def test_through_interim_targets_in_any_order():
    steps = [(date(2024, 1, 9), number(62)), (date(2024, 1, 5), number(68))]
    for interim in (steps, steps[::-1]):
        path = path_of(FIRST, interim, LAST)
        assert [expected_on(date(2024, 1, day), path) for day in (3, 5, 7, 9, 10, 11)] == [
            64,
            68,
            65,
            62,
            66,
            70,
        ]


@pytest.mark.parametrize("day", [FIRST[0], LAST[0], date(2023, 6, 1), date(2025, 6, 1)])
def test_interim_targets_on_or_outside_the_ends_do_not_count(day):
    assert path_of(FIRST, [(day, number(1))], LAST) == (FIRST, LAST)


def test_of_two_interim_targets_on_one_day_the_later_counts():
    day = date(2024, 1, 5)
    assert path_of(FIRST, [(day, number(61)), (day, number(62))], LAST)[1] == (day, 62)


@given(st.lists(st.tuples(st.integers(-5, 15), st.integers(0, 100)), max_size=4), st.integers(-9, 19))
def test_never_outside_the_points_of_the_path(interim, day):
    steps = [(date(2024, 1, 1) + timedelta(offset), number(value)) for offset, value in interim]
    path = path_of(FIRST, steps, LAST)
    value = expected_on(date(2024, 1, 1) + timedelta(day), path)
    assert min(step for _, step in path) <= value <= max(step for _, step in path)
    assert [when for when, _ in path] == sorted({when for when, _ in path})
