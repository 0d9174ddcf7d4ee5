"""Where the marks of small charts stand."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import svg

NUMBERS = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0", 0), ("25", 25), ("100", 100), ("-5", 0), ("140", 100)],
    ids=["low end", "between", "high end", "below the scale", "above the scale"],
)
def test_place_on_a_scale(value, expected):
    assert svg.place(Decimal(value), Decimal(0), Decimal(100), 100) == expected


def test_place_on_a_scale_without_length_is_the_middle():
    assert svg.place(Decimal(7), Decimal(7), Decimal(7), 160) == 80


def test_bounds_leave_room_on_both_sides():
    assert svg.bounds([Decimal(60), None, Decimal(70)], margin=Decimal("0.1")) == (Decimal(59), Decimal(71))


def test_bounds_of_one_value_stand_around_it():
    low, high = svg.bounds([Decimal(85)])
    assert low < 85 < high


def test_bounds_of_zero_alone_stand_around_it():
    assert svg.bounds([Decimal(0)]) == (Decimal(-1), Decimal(1))


def test_bounds_without_values():
    assert svg.bounds([None, None]) == (Decimal(0), Decimal(1))


def test_sparkline_without_values_is_empty():
    assert svg.sparkline([None, None], 90, 30) == svg.Sparkline((), (), None)


def test_sparkline_is_evenly_spaced_with_the_highest_on_top():
    shape = svg.sparkline([Decimal(1), Decimal(3), Decimal(2)], 106, 26, pad=3)
    assert shape.lines == (((3, 23), (53, 3), (103, 13)),)
    assert shape.last == (103, 13)


def test_sparkline_leaves_a_gap_for_a_missing_value():
    shape = svg.sparkline([Decimal(1), Decimal(2), None, Decimal(2), Decimal(1)], 100, 26)
    assert [len(line) for line in shape.lines] == [2, 2]
    assert shape.lines[0][-1][0] < shape.lines[1][0][0]


def test_sparkline_draws_a_zero_as_a_value():
    shape = svg.sparkline([Decimal(4), Decimal(0)], 100, 26, pad=3)
    assert shape.last == (97, 23)


def test_sparkline_shows_a_value_without_neighbour_as_a_dot():
    shape = svg.sparkline([Decimal(5), None, Decimal(6), Decimal(7)], 100, 26)
    assert len(shape.dots) == 1
    assert len(shape.lines) == 1


def test_sparkline_has_no_last_point_when_the_newest_is_missing():
    assert svg.sparkline([Decimal(5), Decimal(6), None], 100, 26).last is None


def test_sparkline_of_equal_values_is_a_level_line():
    (line,) = svg.sparkline([Decimal(5), Decimal(5)], 100, 26).lines
    assert {y for _, y in line} == {13}


@given(st.lists(st.none() | NUMBERS, max_size=12))
def test_sparkline_stays_inside_its_drawing_and_loses_no_value(values):
    shape = svg.sparkline(values, 96, 26, pad=3)
    points = [point for line in shape.lines for point in line] + list(shape.dots)
    assert len(points) == sum(1 for value in values if value is not None)
    assert all(3 <= x <= 93 and 3 <= y <= 23 for x, y in points)


def test_bullet_places_three_marks_on_one_scale():
    assert svg.bullet(Decimal(60), Decimal(65), Decimal(70), Decimal(60), Decimal(80), 160) == svg.Bullet(
        0, 40, 80
    )


def test_bullet_without_a_measurement_has_no_value_mark():
    shape = svg.bullet(Decimal(60), None, Decimal(70), Decimal(60), Decimal(80), 160)
    assert shape.value is None
    assert shape.target == 80


def test_stacked_fills_the_bar_with_gaps_between_parts_that_show():
    parts = svg.stacked([1, 0, 3], 101, gap=1)
    assert parts == [svg.Part(0, 25), svg.Part(26, 0), svg.Part(26, 75)]


def test_stacked_with_a_total_leaves_the_rest_empty():
    assert svg.stacked([Decimal(50)], 200, total=Decimal(200)) == [svg.Part(0, 50)]


def test_stacked_beyond_its_total_fills_the_bar():
    assert svg.stacked([Decimal(300)], 200, total=Decimal(200)) == [svg.Part(0, 200)]


def test_stacked_of_nothing_has_no_width():
    assert svg.stacked([0, 0], 200) == [svg.Part(0, 0), svg.Part(0, 0)]


def test_stacked_refuses_a_negative_part():
    with pytest.raises(ValueError, match="negative"):
        svg.stacked([3, -1], 200)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8))
def test_stacked_parts_stand_in_order_inside_the_bar(values):
    parts = svg.stacked(values, 200, gap=1)
    shown = [part for part, value in zip(parts, values, strict=True) if value]
    assert all(left.x + left.width <= right.x + 0.02 for left, right in pairwise(shown))
    assert all(part.x + part.width <= 200.05 for part in parts)
