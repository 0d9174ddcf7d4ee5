"""Whether a target is met if a series goes on as it did: by hand, and for any figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.progress import Judgement, Rule
from indicators.verdict.outlook import Outcome, Outlook, Why, outlook_of
from tests.unit.indicators.verdicts import LAST_DAY, aim, measured, number, reach, verdict

YEARS = [date(year, 12, 31) for year in range(2020, 2028)]


def series(*values: Any, first: int = 2022, **more: Any) -> list[Any]:
    """Figures of one a year, from a year on."""
    return [measured(value, date(first + place, 12, 31), **more) for place, value in enumerate(values)]


def judged(target: Any, *values: Any, **more: Any) -> Judgement:
    """Figures of 2022, 2023 ... with no baseline of the plan beside them."""
    return verdict(target, *series(*values), **more)


def seen(judgement: Judgement, pace: Any = 1) -> Outlook:
    found = outlook_of(judgement, ends=LAST_DAY, pace=number(pace))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("values", "desired", "bound", "outcome", "middle"),
    [
        ([60, 62, 64, 66], "higher", 70, Outcome.MET, True),
        ([60, 62, 64, 66], "higher", 71, Outcome.MISSED, False),
        ([60, 60, 64, 66], "higher", 70, Outcome.UNCLEAR, True),
        ([60, 62, 62, 66], "higher", 72, Outcome.UNCLEAR, False),
        ([40, 38, 36, 34], "lower", 30, Outcome.MET, True),
        ([40, 38, 36, 34], "lower", 29, Outcome.MISSED, False),
        ([66, 66, 66, 66], "higher", 70, Outcome.MISSED, False),
    ],
)
def test_outcome_needs_all_three_courses(values, desired, bound, outcome, middle):
    found = seen(judged(reach(bound), *values, desired=desired))
    assert (found.outcome, found.why, found.middle) == (outcome, Why.COURSE, middle)


def test_forecast_carries_on_from_the_newest_figure():
    found = seen(judged(reach(90), 60, 62, 64, 66))
    assert found.forecast is not None
    assert round(found.forecast.value, 1) == number("70.0")
    assert found.so_far is not None
    assert round(found.so_far, 2) == number("2.00")
    assert found.needed is not None
    assert round(found.needed, 2) == number("12.01"), "24 points in the 730 days of two years"


def test_met_within_half_a_unit_of_what_is_published():
    assert seen(judged(reach("70.4"), 60, 62, 64, 66, decimals=0)).outcome is Outcome.MET
    assert seen(judged(reach("70.4"), 60, 62, 64, 66, decimals=1)).outcome is Outcome.MISSED


@pytest.mark.parametrize(("value", "outcome"), [(87, Outcome.MET), (84, Outcome.MISSED)])
def test_last_measurement_settles_it_whatever_the_pace(value, outcome):
    judgement = judged(reach(87, by=date(2024, 12, 31)), 80, 82, value)
    assert judgement.rule is Rule.SETTLED
    for pace in ("0", "1", "3"):
        found = seen(judgement, pace)
        assert (found.outcome, found.why, found.forecast) == (outcome, Why.SETTLED, None)
        assert found.settled


@pytest.mark.parametrize("values", [[], [60], [60, 65]])
def test_fewer_than_three_figures_tell_nothing(values):
    found = seen(judged(reach(61), *values))
    assert (found.outcome, found.why, found.figures) == (Outcome.UNCLEAR, Why.FEW_FIGURES, len(values))
    assert found.forecast is found.so_far is None


def test_baseline_of_the_plan_is_one_of_the_figures():
    judgement = verdict(reach(70), *series(64, 66, first=2024), baseline=62)
    assert seen(judgement).outcome is Outcome.MET
    assert seen(judgement).figures == 3


def test_without_a_year_there_is_nothing_to_look_at():
    found = seen(judged(reach(70, by=None), 60, 62, 64, 66))
    assert (found.outcome, found.why, found.day) == (Outcome.UNCLEAR, Why.NO_DAY, None)


@pytest.mark.parametrize(
    ("target", "values", "outcome"),
    [
        (aim("at_least", value=70, by=None), [78, 76, 75, 72], Outcome.UNCLEAR),
        (aim("at_least", value=70, by=None), [72, 73, 74, 75], Outcome.MET),
        (aim("at_least", value=70, by=None), [81, 78, 75, 72], Outcome.MISSED),
        (aim("at_most", value=10, by=None), [6, 7, 8, 9], Outcome.MISSED),
        (aim("at_most", value=10, by=None), [9, 8, 7, 6], Outcome.MET),
        (aim("range", low=60, high=70, by=None), [64, 65, 66, 67], Outcome.MET),
        (aim("range", low=60, high=70, by=None), [64, 66, 68, 70], Outcome.MISSED),
        (aim("range", low=65, high=66, by=None), [64, 70, 58, 72], Outcome.UNCLEAR),
    ],
)
def test_what_must_hold_is_looked_at_on_the_last_day(target, values, outcome):
    found = seen(judged(target, *values))
    assert (found.day, found.outcome) == (LAST_DAY, outcome)


def test_courses_on_both_sides_of_a_range_are_not_a_miss():
    judgement = judged(aim("range", low=70, high=71, by=None), 60, 62, 70, 60, 66)
    found = seen(judgement)
    assert found.forecast is not None
    assert found.forecast.low < 70 < 71 < found.forecast.high
    assert not found.middle
    assert found.outcome is Outcome.UNCLEAR


def test_what_must_hold_is_settled_by_the_last_figure_of_the_agenda():
    late = {"today": date(2028, 3, 1)}
    for value, outcome in ((71, Outcome.MET), (69, Outcome.MISSED)):
        judgement = verdict(aim("at_least", value=70, by=None), *series(75, 74, value, first=2025), **late)
        found = seen(judgement)
        assert (found.outcome, found.settled) == (outcome, True)


def test_improve_is_held_against_the_baseline():
    for values, outcome in (
        ([63, 64, 65], Outcome.MET),
        ([61, 60, 59], Outcome.MISSED),
        ([60, 64, 63], Outcome.UNCLEAR),
    ):
        judgement = verdict(aim("improve"), *series(*values, first=2024), baseline=62, today=date(2027, 3, 1))
        assert seen(judgement).outcome is outcome
    none = seen(judged(aim("improve"), 60, 61, 62))
    assert (none.outcome, none.why) == (Outcome.UNCLEAR, Why.NO_BASELINE)


@pytest.mark.parametrize(
    ("values", "pace", "outcome", "middle"),
    [
        ([100, 101, 103, 104], 1, Outcome.MET, True),
        ([104, 103, 101, 100], 1, Outcome.MISSED, False),
        ([100, 103, 102, 104], 1, Outcome.UNCLEAR, True),
        ([100, 100, 100, 100], 1, Outcome.MISSED, False),
        ([100, 101, 103, 104], 0, Outcome.MISSED, False),
    ],
)
def test_grow_looks_at_the_direction_only(values, pace, outcome, middle):
    found = seen(judged(aim("grow"), *values, unit="count"), pace)
    assert (found.outcome, found.middle, found.needed) == (outcome, middle, None)


@pytest.mark.parametrize(
    ("unit", "values", "least", "most"),
    [
        ("percent", [60, 75, 90, 99], 0, 100),
        ("percent", [40, 25, 10, 1], 0, 100),
        ("score5", [2, 3, 4, "4.9"], 1, 5),
        ("score10", [4, 6, 8, "9.8"], 1, 10),
        ("score5", [5, 4, 3, "1.2"], 1, 5),
        ("score10", [9, 6, 4, "1.2"], 1, 10),
        ("count", [900, 600, 300, 10], 0, None),
    ],
)
def test_forecast_stays_within_what_the_unit_allows(unit, values, least, most):
    found = seen(judged(reach(50), *values, unit=unit))
    assert found.limited
    assert found.forecast is not None
    assert all(least <= value and (most is None or value <= most) for value in found.forecast)


def test_target_beyond_the_unit_is_never_met_by_running_on():
    found = seen(judged(reach(101, strict=True), 60, 75, 90, 99, unit="percent"))
    assert found.outcome is Outcome.MISSED


def test_nothing_asked_has_no_outlook():
    for target in (None, aim("monitor"), aim("to_be_set"), reach(70, due=date(2025, 1, 1))):
        assert outlook_of(judged(target, 60, 62, 64), ends=LAST_DAY) is None


def test_direction_unknown():
    found = seen(judged(reach(70), 60, 62, 64, desired="none"))
    assert (found.outcome, found.why) == (Outcome.UNCLEAR, Why.NO_DIRECTION)


def test_line_ending_in_a_figure_that_says_too_little_is_not_drawn():
    few = verdict(
        reach(70), *series(62, 64), measured(66, YEARS[4], n=3, sampled=True), min_n=20
    )  # fmt: skip
    hidden = verdict(reach(70), *series(60, 62, 64), measured(None, YEARS[5], hidden=True))
    assert (few.rule, seen(few).why) == (Rule.TOO_FEW, Why.TOO_FEW_PEOPLE)
    assert (hidden.rule, seen(hidden).why) == (Rule.HIDDEN, Why.HIDDEN)
    assert seen(hidden).forecast is None


def test_pace_changes_the_slope_and_not_the_newest_figure():
    judgement = judged(reach(72), 60, 62, 64, 66)
    still, double = seen(judgement, 0), seen(judgement, 2)
    assert still.forecast is not None
    assert set(still.forecast) == {Decimal(66)}
    assert still.ahead == 0
    assert still.so_far == double.so_far
    assert (still.outcome, double.outcome) == (Outcome.MISSED, Outcome.MET)


values_of = st.lists(st.integers(0, 1000).map(lambda n: Decimal(n) / 10), min_size=3, max_size=6)
paces = st.integers(0, 300).map(lambda n: Decimal(n) / 100)


@settings(max_examples=60)
@given(values=values_of, bound=st.integers(0, 100), pace=paces)
def test_forecast_is_ordered_and_the_outcome_follows_from_it(values, bound, pace):
    found = seen(verdict(reach(bound), *series(*values, first=2020)), pace)
    assert found.forecast is not None
    value, low, high = found.forecast
    assert 0 <= low <= value <= high <= 100
    if found.outcome is Outcome.MET:
        assert low >= bound - Decimal("0.05")
    elif found.outcome is Outcome.MISSED:
        assert high < bound - Decimal("0.05")
    else:
        assert low < bound - Decimal("0.05") <= high


@settings(max_examples=60)
@given(values=values_of, bound=st.integers(1, 99), pace=paces)
def test_mirrored_figures_have_the_same_outcome(values, bound, pace):
    up = seen(verdict(reach(bound), *series(*values, first=2020)), pace)
    mirrored = series(*(100 - value for value in values), first=2020)
    down = seen(verdict(reach(100 - bound), *mirrored, desired="lower"), pace)
    assert (up.outcome, up.middle) == (down.outcome, down.middle)


@settings(max_examples=60)
@given(steps=st.lists(st.integers(0, 40), min_size=2, max_size=5), bound=st.integers(10, 90))
def test_a_series_that_only_rises_does_not_get_worse_by_going_faster(steps, bound):
    values, order = [Decimal(20)], list(Outcome)
    for step in steps:
        values.append(values[-1] + Decimal(step) / 10)
    judgement = verdict(reach(bound), *series(*values, first=2020))
    outcomes = [order.index(seen(judgement, pace).outcome) for pace in ("0", "0.5", "1", "2", "3")]
    assert outcomes == sorted(outcomes)
