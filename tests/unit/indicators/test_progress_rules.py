"""The decision up to rule 5, rule by rule and in its order: each test fails if its rule is left out or moved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from indicators.progress import Certainty, Rule, Status
from tests.unit.indicators.verdicts import (
    BASE_DAY,
    HALFWAY,
    LAST_DAY,
    START,
    TODAY,
    aim,
    measured,
    number,
    reach,
    ruled,
    sample,
    verdict,
)

DAY = timedelta(days=1)
LATER = LAST_DAY + timedelta(days=90)
"""A day after that of the target."""


# Rule 1: is there a target?


@pytest.mark.parametrize("value", [[], [61], [measured(99, LAST_DAY)]])
def test_1_without_a_target_nothing_is_judged(value):
    assert ruled(verdict(None, *value, baseline=60)) == (Status.NO_TARGET, Rule.NO_TARGET)
    assert ruled(verdict(aim("monitor"), *value, baseline=60)) == (Status.NO_TARGET, Rule.MONITOR)


def test_1_what_is_only_followed_never_expires():
    target = aim("monitor", due=date(2024, 12, 31))
    assert verdict(target, 61, baseline=60).status == Status.NO_TARGET


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (HALFWAY - DAY, Status.NO_TARGET),
        (HALFWAY, Status.TARGET_OVERDUE),
        (HALFWAY + DAY, Status.TARGET_OVERDUE),
    ],
)
def test_1_a_figure_to_be_set_is_late_from_its_day_on(today, status):
    found = verdict(aim("to_be_set", by=None, due=HALFWAY), 61, today=today)
    assert ruled(found) == (status, Rule.TO_BE_SET)


def test_1_a_figure_to_be_set_without_a_day_is_never_late():
    assert verdict(aim("to_be_set", by=None), 61).status == Status.NO_TARGET


@pytest.mark.parametrize(("today", "rule"), [(HALFWAY, Rule.MET), (HALFWAY + DAY, Rule.TARGET_EXPIRED)])
def test_1_another_target_expires_after_its_day(today, rule):
    found = verdict(reach(70, due=HALFWAY), 71, baseline=60, today=today)
    assert found.rule == rule


@pytest.mark.parametrize(
    "value", [[], [measured(99, LAST_DAY)], [measured(None, hidden=True)], [sample(64, 0)]]
)
def test_1_an_expired_target_goes_before_all_that_follows(value):
    found = verdict(reach(70, due=HALFWAY), *value, baseline=60, min_n=5, next_due=START)
    assert ruled(found) == (Status.TARGET_OVERDUE, Rule.TARGET_EXPIRED)


@pytest.mark.parametrize("kind", ["reach", "at_least", "at_most", "relative", "points", "range"])
def test_1_a_target_without_its_figure_asks_nothing(kind):
    assert ruled(verdict(aim(kind), 61, baseline=60)) == (Status.NO_TARGET, Rule.EMPTY_TARGET)


# Rule 2: which measurement is judged?


@pytest.mark.parametrize(
    ("on", "start", "counts"),
    [
        (BASE_DAY, None, False),
        (BASE_DAY + DAY, None, True),
        (START - DAY, START, False),
        (START, START, True),
        (HALFWAY - DAY, HALFWAY, False),
        (HALFWAY, HALFWAY, True),
        (TODAY + DAY, START, True),
    ],
)
def test_2_a_measurement_counts_after_the_baseline_and_from_the_start(on, start, counts):
    found = verdict(reach(70), measured(63, on), baseline=60, start=start)
    assert (found.measurement is not None) is counts
    assert (found.status == Status.NOT_DUE) is not counts


def test_2_the_newest_counts_and_not_the_best_or_the_last_in_the_list():
    old, new = measured(71, date(2024, 12, 31)), measured(58, HALFWAY)
    for figures in ([old, new], [new, old]):
        assert verdict(reach(70), *figures, baseline=60).measurement is new


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        ({"final": True}, {"final": True}, 1),
        ({"final": False}, {"final": False}, 1),
        ({"final": True}, {"final": False}, 0),
        ({"final": False}, {"final": True}, 1),
    ],
)
def test_2_on_one_day_a_final_figure_wins_and_then_the_later_in_the_list(first, second, chosen):
    figures = [measured(61, **first), measured(62, **second)]
    assert verdict(reach(70), *figures, baseline=60).measurement is figures[chosen]


@pytest.mark.parametrize(
    ("next_due", "status"),
    [
        (None, Status.NOT_DUE),
        (TODAY + DAY, Status.NOT_DUE),
        (TODAY, Status.NOT_DUE),
        (TODAY - DAY, Status.MISSING),
    ],
)
def test_2_nothing_measured_is_missing_only_after_its_day(next_due, status):
    found = verdict(reach(70), baseline=60, next_due=next_due)
    assert ruled(found) == (status, Rule.NO_MEASUREMENT)
    assert found.stale is (status == Status.MISSING)


@pytest.mark.parametrize("value", [measured(None), measured("NaN"), measured("Infinity")])
def test_2_what_is_no_figure_is_no_measurement(value):
    older = measured(63, date(2024, 12, 31))
    assert verdict(reach(70), value, baseline=60).status == Status.NOT_DUE
    assert verdict(reach(70), older, value, baseline=60).measurement is older


def test_2_a_measured_zero_is_a_figure():
    assert verdict(reach(0), 0, baseline=4, desired="lower").status == Status.AT_TARGET


@pytest.mark.parametrize("value", [None, 71, "NaN"])
def test_2_a_hidden_newest_figure_is_not_judged_and_no_older_one_takes_its_place(value):
    older = measured(71, date(2024, 12, 31))
    found = verdict(reach(70), older, measured(value, hidden=True), baseline=60)
    assert ruled(found) == (Status.INDETERMINATE, Rule.HIDDEN)
    assert (found.fraction, found.expected, found.interval, found.certainty) == (None, None, None, "unknown")
    assert "71" not in found.reason


def test_2_a_hidden_older_figure_is_nowhere_used():
    figures = [measured(50 + year, date(2015 + year, 12, 31)) for year in range(3)]
    hidden = measured(90, date(2024, 12, 31), hidden=True)
    now = measured(61)
    with_it = verdict(reach(70), *figures, hidden, now, baseline=60)
    without = verdict(reach(70), *figures, now, baseline=60)
    assert with_it.goal == without.goal
    assert with_it.forecast == without.forecast is not None
    assert with_it.reason == without.reason


def test_2_grow_does_not_reach_past_a_hidden_measurement():
    """The one before is what counts; comparing with an older one would say what nobody asked."""
    hidden = measured(62, date(2024, 12, 31), hidden=True)
    found = verdict(aim("grow"), hidden, measured(61), baseline=60)
    assert (found.status, found.rule) == (Status.INDETERMINATE, Rule.HIDDEN)
    assert "de meting ervoor wordt niet getoond" in found.reason
    assert "62" not in found.reason


# Rule 3: too few answers


@pytest.mark.parametrize(("n", "few"), [(-1, True), (0, True), (19, True), (20, False), (None, False)])
def test_3_a_sample_needs_enough_answers(n, few):
    found = verdict(reach(70), sample(71, n), baseline=60, min_n=20)
    assert (found.rule == Rule.TOO_FEW) is few
    assert (found.status == Status.INDETERMINATE) is few


def test_3_no_answers_is_too_few_even_where_no_least_is_asked():
    assert verdict(reach(70), sample(71, 0), baseline=60, min_n=0).rule == Rule.TOO_FEW


def test_3_a_register_may_be_small():
    assert verdict(reach(70), measured(71, n=3), baseline=60, min_n=20).status == Status.AT_TARGET


@pytest.mark.parametrize("value", [50, 99])
def test_3_goes_before_the_last_day(value):
    found = verdict(
        reach(70), sample(value, 14, LAST_DAY), baseline=60, min_n=20, today=LATER, next_due=HALFWAY
    )
    assert ruled(found) == (Status.INDETERMINATE, Rule.TOO_FEW)


def test_3_goes_before_the_figure_that_should_decide_is_missing():
    found = verdict(reach(70), sample(64, 14), baseline=60, min_n=20, today=LATER, next_due=HALFWAY)
    assert found.rule == Rule.TOO_FEW


# Rule 4: the last day


@pytest.mark.parametrize("on", [LAST_DAY, LAST_DAY + DAY])
@pytest.mark.parametrize(("value", "status"), [(70, Status.ACHIEVED), (68, Status.OFF_TRACK)])
def test_4_the_measurement_of_the_last_day_or_later_settles_it(on, value, status):
    found = verdict(reach(70), measured(value, on), baseline=60, today=LATER)
    assert ruled(found) == (status, Rule.SETTLED)


def test_4_the_day_before_settles_nothing():
    assert verdict(reach(70), measured(70, LAST_DAY - DAY), baseline=60).status == Status.AT_TARGET


@pytest.mark.parametrize(
    ("target", "values", "status"),
    [
        (aim("at_least", value=90, margin=5), [measured(89, LAST_DAY)], Status.OFF_TRACK),
        (aim("at_least", value=90), [measured(90, LAST_DAY)], Status.ACHIEVED),
        (aim("range", low=88, high=92), [measured(90, LAST_DAY)], Status.ACHIEVED),
        (aim("improve"), [measured(95, LAST_DAY)], Status.ACHIEVED),
        (aim("grow"), [measured(97), measured(96, LAST_DAY)], Status.OFF_TRACK),
        (reach(99), [sample(93, 9, LAST_DAY)], Status.OFF_TRACK),
    ],
)
def test_4_goes_before_margins_chance_and_comparing(target, values, status):
    assert ruled(verdict(target, *values, baseline=92, today=LATER)) == (status, Rule.SETTLED)


def test_4_needs_no_baseline():
    assert verdict(reach(70), measured(69, LAST_DAY), today=LATER).status == Status.OFF_TRACK


@pytest.mark.parametrize(
    ("today", "next_due", "on", "rule"),
    [
        (LATER, LATER - DAY, HALFWAY, Rule.NOT_SETTLED),
        (LAST_DAY, LAST_DAY - DAY, HALFWAY, Rule.PATH),  # the last day has not passed
        (LATER, LATER, HALFWAY, Rule.PATH),  # what is next may still come
        (LATER, None, HALFWAY, Rule.PATH),
        (LATER, LATER - DAY, LAST_DAY, Rule.SETTLED),
    ],
)
def test_4_the_deciding_measurement_is_missing_when_all_its_days_have_passed(today, next_due, on, rule):
    found = verdict(reach(70), measured(66, on), baseline=60, today=today, next_due=next_due)
    assert found.rule == rule
    assert (found.status == Status.MISSING) is (rule == Rule.NOT_SETTLED)


@pytest.mark.parametrize(
    "target", [reach(70), aim("at_least", value=70), aim("improve"), aim("grow"), aim("relative", percent=5)]
)
@pytest.mark.parametrize("baseline", [60, None])
def test_4_a_missing_decision_goes_before_met_and_before_what_cannot_be_told(target, baseline):
    found = verdict(target, 71, baseline=baseline, today=LATER, next_due=HALFWAY)
    assert ruled(found) == (Status.MISSING, Rule.NOT_SETTLED)


# Rule 5: met


def test_5_met_goes_before_chance():
    found = verdict(reach(62), sample(63, 60), baseline=60)
    assert ruled(found) == (Status.AT_TARGET, Rule.MET)
    assert found.certainty == Certainty.WITHIN_NOISE


def test_5_met_needs_no_baseline_and_no_last_day():
    assert verdict(reach(70, by=None), 70).status == Status.AT_TARGET


def test_5_met_goes_before_a_path_that_asks_more_than_its_target():
    target = reach(70, interim=((date(2025, 6, 30), number(90)),))
    assert verdict(target, 75, baseline=60).status == Status.AT_TARGET


@pytest.mark.parametrize(
    ("value", "status"), [("69.9", "on_track"), ("69.95", "at_target"), (70, "at_target")]
)
def test_5_half_a_unit_is_no_difference(value, status):
    assert verdict(reach(70), value, baseline=60).status == status


def test_5_a_figures_own_decimals_win():
    own = measured("69.95", decimals=2)
    assert verdict(reach(70), own, baseline=60, decimals=0).status == Status.ON_TRACK


@pytest.mark.parametrize(
    ("desired", "value", "met"),
    [
        ("lower", "9.97", False),
        ("lower", "9.95", False),
        ("lower", "9.94", True),
        ("higher", "10.03", False),
        ("higher", "10.05", False),
        ("higher", "10.06", True),
    ],
)
def test_5_a_strict_bound_is_tested_after_rounding_and_a_half_counts_as_the_bound(desired, value, met):
    target = reach(10, strict=True)
    baseline = 20 if desired == "lower" else 5
    found = verdict(target, value, baseline=baseline, desired=desired)
    assert (found.status == Status.AT_TARGET) is met


def test_5_a_target_finer_than_its_figures_is_reached_half_a_unit_early():
    target = reach("5.5")
    assert verdict(target, 6, baseline=6, desired="lower", decimals=0).status == Status.AT_TARGET
    assert verdict(target, 6, baseline=6, desired="lower", decimals=1).status == Status.OFF_TRACK
