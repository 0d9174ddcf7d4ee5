"""Where the marks of the small charts stand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from indicators.multiples import HEIGHT, PAD, WIDTH, Frame, common_frame, multiple

D = Decimal
FIRST, LAST = date(2022, 1, 1), date(2027, 12, 31)
days = st.dates(FIRST, LAST)
values = st.decimals(-1000, 1000, places=2)


def frame(low=0, high=100):
    return Frame(FIRST, LAST, D(low), D(high))


def test_common_frame_of_nothing_is_nothing():
    assert common_frame([], [D(1)]) is None
    assert common_frame([FIRST], []) is None


def test_corners_lie_inside_the_padding():
    chart = multiple(frame(), [(FIRST, D(0), True), (LAST, D(100), False)], [])
    low, high = chart.dots
    assert low.at == (PAD, HEIGHT - PAD)
    assert high.at == (WIDTH - PAD, PAD)
    assert (low.final, high.final) == (True, False)
    assert chart.line == f"{PAD}.0,{HEIGHT - PAD}.0 {WIDTH - PAD}.0,{PAD}.0"


def test_higher_values_stand_higher():
    chart = multiple(frame(), [(FIRST, D(20), True), (FIRST, D(80), True)], [])
    assert chart.dots[0].at[1] > chart.dots[1].at[1]


def test_target_without_a_path_is_only_a_mark():
    chart = multiple(frame(), [], [(LAST, D(50))])
    assert chart.path == ""
    assert chart.target == (WIDTH - PAD, HEIGHT / 2)


def test_path_runs_to_the_target():
    chart = multiple(frame(), [], [(FIRST, D(0)), (LAST, D(50))])
    assert chart.path.split()[-1] == "{},{}".format(*chart.target)


def test_no_target_no_mark():
    chart = multiple(frame(), [(FIRST, D(3), True)], [])
    assert chart.target is None
    assert chart.path == ""


@given(st.lists(st.tuples(days, values), min_size=1))
def test_every_mark_lies_in_the_drawing(points):
    shared = common_frame([day for day, _ in points], [value for _, value in points])
    chart = multiple(shared, [(day, value, True) for day, value in points], points[-1:])
    for x, y in [*(dot.at for dot in chart.dots), chart.target]:
        assert PAD <= x <= WIDTH - PAD
        assert PAD <= y <= HEIGHT - PAD
