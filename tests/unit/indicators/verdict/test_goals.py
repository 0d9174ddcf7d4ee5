"""What a target comes down to."""

from __future__ import annotations

import pytest

from indicators.verdict.goals import Shape, bounds_for, goal_of, is_met, is_near, miss_of, nearest_bound
from indicators.verdict.precision import precision_of
from tests.unit.indicators.verdicts import aim, number, reach

ONE = precision_of(1)


def goal(target, baseline=None, desired="higher"):
    return goal_of(target, None if baseline is None else number(baseline), desired)


@pytest.mark.parametrize(
    ("target", "baseline", "desired", "shape", "bound", "up"),
    [
        (reach(70), 60, "higher", Shape.PATH, 70, True),
        (reach(50), 60, "lower", Shape.PATH, 50, False),
        (reach(70), None, "higher", Shape.PATH, 70, True),
        (reach(70), 70, "higher", Shape.HOLD, 70, True),
        (reach(70), 80, "higher", Shape.HOLD, 70, True),
        (reach(70), 60, "lower", Shape.HOLD, 70, False),
        (reach(70), 70, "none", Shape.PATH, 70, None),
        (aim("at_least", value=7), None, "lower", Shape.HOLD, 7, True),
        (aim("at_most", value=7), None, "higher", Shape.HOLD, 7, False),
        (aim("relative", percent=5), 200, "higher", Shape.PATH, 210, True),
        (aim("relative", percent=-5), 200, "higher", Shape.HOLD, 190, True),
        (aim("relative", percent=-5), 200, "lower", Shape.PATH, 190, False),
        (aim("relative", percent=5), None, "higher", Shape.PATH, None, True),
        (aim("relative", percent=5), 0, "higher", Shape.HOLD, 0, True),
        (aim("points", points=5), 80, "higher", Shape.PATH, 85, True),
        (aim("points", points=-5), 80, "higher", Shape.HOLD, 75, True),
        (aim("improve"), 55, "higher", Shape.BETTER, 55, True),
        (aim("improve"), None, "lower", Shape.BETTER, None, False),
        (aim("grow"), 55, "higher", Shape.BETTER, None, True),
        (aim("range", low=40, high=60), 50, "none", Shape.RANGE, None, None),
    ],
)
def test_a_target_comes_down_to_a_goal(target, baseline, desired, shape, bound, up):
    found = goal(target, baseline, desired)
    assert (found.shape, found.bound, found.up) == (shape, bound, up)


@pytest.mark.parametrize(
    "kind", ["reach", "at_least", "at_most", "relative", "points", "range", "monitor", "to_be_set", "anders"]
)
def test_nothing_to_judge(kind):
    assert goal(aim(kind), 60) is None


RANGE = goal(aim("range", low=40, high=60))


@pytest.mark.parametrize(
    ("value", "nearest", "deciding", "miss"),
    [(30, 40, (40,), 10), (45, 40, (40, 60), -5), (55, 60, (40, 60), -5), (61, 60, (60,), 1)],
)
def test_the_bounds_of_a_range(value, nearest, deciding, miss):
    assert nearest_bound(RANGE, number(value)) == nearest
    assert bounds_for(RANGE, number(value)) == deciding
    assert miss_of(RANGE, number(value)) == miss


def test_the_bounds_of_half_a_range():
    below, above = goal(aim("range", high=60)), goal(aim("range", low=40))
    for value in (number(1), number(99)):
        assert (bounds_for(below, value), bounds_for(above, value)) == ((60,), (40,))


def test_bounds_elsewhere():
    assert bounds_for(goal(reach(70), 60), number(1)) == (70,)
    assert bounds_for(goal(aim("improve")), number(1)) == ()


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (aim("range", low=40, high=60), "39.95", True),
        (aim("range", low=40, high=60), "39.94", False),
        (aim("range", low=40, high=60), "60.05", True),
        (aim("range", low=40, high=60, strict=True), "60.0", False),
        (aim("range", low=40, high=60, strict=True), "40.0", False),
        (aim("range", low=40, high=60, strict=True), "50", True),
        (aim("range", low=40), "99", True),
        (aim("range", high=60), "-99", True),
        (reach(70), "69.95", True),
        (reach(70, strict=True), "70", False),
        (aim("at_most", value=70, strict=True), "69.9", True),
        (aim("relative", percent=5), "99", None),
        (aim("improve"), "99", None),
    ],
)
def test_met(target, value, met):
    assert is_met(goal(target), number(value), ONE) is met


def test_met_without_a_direction_cannot_be_told():
    assert is_met(goal(reach(70), 60, "none"), number(99), ONE) is None
    assert miss_of(goal(reach(70), 60, "none"), number(99)) is None


@pytest.mark.parametrize(
    ("value", "margin", "near"), [("88", 2, True), ("87.95", 2, True), ("87.9", 2, False), ("89.9", 0, False)]
)
def test_near(value, margin, near):
    assert is_near(goal(aim("at_least", value=90)), number(value), number(margin), ONE) is near
