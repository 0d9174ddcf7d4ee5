"""The decision from rule 6 on, by the shape of what is asked; and where a series is heading."""

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


# Rule 6: what must be held


@pytest.mark.parametrize(
    ("target", "value", "status"),
    [
        (aim("at_least", value=90, margin=2), 88, "at_risk"),
        (aim("at_least", value=90, margin=2), "87.95", "at_risk"),
        (aim("at_least", value=90, margin=2), "87.9", "off_track"),
        (aim("at_most", value=10, margin=1), 11, "at_risk"),
        (aim("at_most", value=10, margin=1), "11.1", "off_track"),
        (aim("at_most", value=10), "10.1", "off_track"),
        (aim("range", low=40, high=60, margin=1), 39, "at_risk"),
        (aim("range", low=40, high=60, margin=1), 61, "at_risk"),
        (aim("range", low=40, high=60, margin=1), "61.1", "off_track"),
        (aim("range", low=40), 39, "off_track"),
        (aim("range", high=60), 61, "off_track"),
        (aim("range", low=40, high=60, strict=True), 60, "off_track"),
    ],
)
def test_6_a_margin_turns_a_small_miss_into_attention(target, value, status):
    found = verdict(target, value)
    assert (found.status, found.rule, found.fraction) == (status, Rule.HELD, None)


def test_6_a_margin_of_a_strict_bound_starts_at_the_bound():
    assert verdict(aim("at_most", value=10, strict=True, margin=1), 10).status == Status.AT_RISK


@pytest.mark.parametrize(
    ("target", "value"),
    [(aim("at_least", value=62), 60), (aim("at_most", value=58), 60), (aim("range", low=62), 60)],
)
def test_6_a_sample_that_may_be_at_the_bound_asks_for_attention(target, value):
    close, far = verdict(target, sample(value, 100)), verdict(target, sample(value, 10000))
    assert (close.status, close.certainty) == (Status.AT_RISK, Certainty.WITHIN_NOISE)
    assert (far.status, far.certainty) == (Status.OFF_TRACK, Certainty.SHOWN)


def test_6_a_sample_in_a_range_is_held_against_both_its_ends():
    low_noise = verdict(aim("range", low=58, high=90), sample(65, 100))
    high_noise = verdict(aim("range", low=40, high=72), sample(65, 100))
    neither = verdict(aim("range", low=40, high=90), sample(65, 100))
    assert [one.certainty for one in (low_noise, high_noise, neither)] == [
        "within_noise",
        "within_noise",
        "shown",
    ]


@pytest.mark.parametrize(
    ("target", "baseline"),
    [
        (reach(82), 84),
        (reach(84), 84),
        (aim("relative", percent=-5), 84),
        (aim("relative", percent=0), 84),
        (aim("relative", percent=5), 0),
        (aim("points", points=-2), 84),
    ],
)
def test_6_a_target_that_is_no_better_than_its_baseline_is_held(target, baseline):
    found = verdict(target, -1, baseline=baseline)
    assert (found.status, found.rule, found.fraction) == (Status.OFF_TRACK, Rule.HELD, None)
    assert found.only_holds
    assert verdict(target, baseline, baseline=baseline).status == Status.AT_TARGET


@pytest.mark.parametrize(
    ("target", "desired", "value", "fell"),
    [
        (aim("at_most", value=10), "lower", "9.9", True),
        (aim("at_most", value=10), "lower", "8.6", False),
        (aim("at_most", value=10), "lower", "10.1", False),
        (aim("at_least", value=8), "higher", "8.5", True),
        (aim("at_least", value=8), "higher", "8.55", False),
        (reach(8), "higher", "8.1", True),
        (reach(9), "higher", "8.1", False),
        (aim("range", low=8, high=10), "higher", "8.1", False),
    ],
)
def test_6_a_met_hold_that_fell_is_marked(target, desired, value, fell):
    found = verdict(target, value, baseline="8.6", desired=desired)
    assert found.worse_than_baseline is fell


# Rule 7: better than something


@pytest.mark.parametrize("kind", ["improve", "grow"])
def test_7_a_sample_that_chance_explains_is_not_judged(kind):
    found = verdict(aim(kind), sample(63, 100), baseline=60)
    assert ruled(found) == (Status.INDETERMINATE, Rule.COMPARED)
    assert found.certainty == Certainty.WITHIN_NOISE


@pytest.mark.parametrize("kind", ["improve", "grow"])
@pytest.mark.parametrize(("value", "status"), [(75, Status.ON_TRACK), (45, Status.OFF_TRACK)])
def test_7_a_sample_that_chance_does_not_explain_is(kind, value, status):
    found = verdict(aim(kind), sample(value, 100), baseline=60)
    assert (found.status, found.certainty) == (status, Certainty.SHOWN)


def test_7_better_is_on_track_and_never_at_target():
    assert verdict(aim("improve"), 61, baseline=60).status == Status.ON_TRACK


@pytest.mark.parametrize("kind", ["improve", "grow"])
def test_7_the_better_side_follows_from_what_is_desired(kind):
    assert verdict(aim(kind), 59, baseline=60, desired="lower").status == Status.ON_TRACK
    assert verdict(aim(kind), 61, baseline=60, desired="lower").status == Status.OFF_TRACK


@pytest.mark.parametrize(
    ("values", "before"),
    [
        ([108], 100),  # the plan's baseline
        ([measured(103, date(2024, 12, 31)), 108], 103),
        ([measured(103, date(2024, 12, 31)), measured(90, date(2024, 7, 31)), 108], 103),
        ([measured(95, BASE_DAY), 108], 95),  # a measurement goes before the plan's baseline of the same day
        ([measured(200, date(2022, 12, 31)), 108], 100),
        ([measured(None, date(2024, 12, 31)), 108], 100),
        ([measured(103, date(2024, 12, 31)), measured(104, date(2024, 12, 31), final=False), 108], 103),
        ([measured(103, date(2024, 12, 31)), measured(104, date(2024, 12, 31)), 108], 104),
    ],
)
def test_7_grow_compares_with_the_measurement_before(values, before):
    found = verdict(aim("grow"), *values, baseline=100, unit="count")
    assert found.goal.bound == before


def test_7_grow_also_compares_with_a_measurement_from_before_the_start():
    older = measured(103, date(2022, 12, 31))
    assert verdict(aim("grow"), older, 102).status == Status.OFF_TRACK


@pytest.mark.parametrize("kind", ["improve", "grow"])
def test_7_nothing_to_compare_with(kind):
    assert ruled(verdict(aim(kind), 61)) == (Status.INDETERMINATE, Rule.NO_BASELINE)


# Rule 8: no baseline


@pytest.mark.parametrize("target", [reach(80), aim("relative", percent=5), aim("points", points=5)])
def test_8_without_a_baseline_there_is_no_path(target):
    found = verdict(target, 78)
    assert ruled(found) == (Status.INDETERMINATE, Rule.NO_BASELINE)
    assert (found.expected, found.fraction, found.path) == (None, None, None)


@pytest.mark.parametrize(
    "baseline", [measured(None, BASE_DAY), measured("NaN", BASE_DAY), measured(70, BASE_DAY, hidden=True)]
)
def test_8_a_baseline_without_a_figure_is_none(baseline):
    assert verdict(reach(80), 78, baseline=baseline).rule == Rule.NO_BASELINE


def test_8_without_a_last_day_there_is_no_path():
    assert ruled(verdict(reach(80, by=None), 78, baseline=70)) == (Status.INDETERMINATE, Rule.NO_YEAR)


@pytest.mark.parametrize("value", [50, 60, 75])
@pytest.mark.parametrize(("target", "baseline"), [(reach(60), 60), (reach(70), 60), (aim("improve"), 60)])
def test_8_without_a_direction_nothing_can_be_told(target, baseline, value):
    found = verdict(target, value, baseline=baseline, desired="none")
    assert ruled(found) == (Status.INDETERMINATE, Rule.NO_DIRECTION)


# Rule 9: chance on a path


def test_9_goes_before_the_path():
    found = verdict(reach(64), sample(63, 60), baseline=60)
    assert found.expected == 62
    assert ruled(found) == (Status.INDETERMINATE, Rule.CHANCE)


@pytest.mark.parametrize(
    ("value", "n", "status", "certainty"),
    [
        (61, 60, "indeterminate", "within_noise"),  # 48,4 - 72,3: both 60 and 65
        (61, 600, "at_risk", "within_noise"),  # 57,0 - 64,8: 60 alone
        (64, 600, "at_risk", "within_noise"),  # 60,1 - 67,7: 65 alone
        (63, 10000, "at_risk", "shown"),  # 62,0 - 63,9: neither
        (66, 600, "on_track", "within_noise"),
        (69, 10000, "on_track", "shown"),
        (59, 600, "off_track", "within_noise"),  # 55,0 - 62,9: 60 alone
        (50, 600, "off_track", "shown"),
    ],
)
def test_9_needs_both_the_baseline_and_the_path(value, n, status, certainty):
    found = verdict(reach(70), sample(value, n), baseline=60)
    assert (found.status, found.certainty) == (status, certainty)


@pytest.mark.parametrize(
    ("more", "unit"), [({"n": None}, "percent"), ({"n": None, "sd": 5}, "percent"), ({"n": 60}, "score10")]
)
def test_9_a_sample_without_an_interval_is_judged_and_its_certainty_is_not_known(more, unit):
    found = verdict(reach(70), measured(61, sampled=True, **more), baseline=60, unit=unit)
    assert (found.status, found.certainty, found.interval) == ("at_risk", "unknown", None)


def test_9_a_register_has_no_interval():
    assert verdict(reach(70), measured(61, n=60, sd=number(9)), baseline=60).interval is None


# Rule 10: the path


@pytest.mark.parametrize(
    ("value", "status"),
    [
        (65, "on_track"),
        ("64.95", "on_track"),  # half a unit
        ("64.9", "at_risk"),
        ("60.1", "at_risk"),
        ("60.05", "off_track"),  # halfway to the first better figure
        (60, "off_track"),
    ],
)
def test_10_on_behind_or_off_the_path(value, status):
    found = verdict(reach(70), value, baseline=60)
    assert (found.status, found.rule) == (status, Rule.PATH)


def test_10_the_path_starts_at_the_agenda_and_not_at_an_old_baseline():
    old = measured(60, date(2019, 12, 31))
    assert verdict(reach(70), 65, baseline=old, start=START).status == Status.ON_TRACK
    assert verdict(reach(70), 65, baseline=old, start=None).status == Status.AT_RISK


def test_10_the_path_starts_at_a_baseline_from_after_the_start():
    late = measured(60, date(2025, 6, 30))
    found = verdict(reach(70), 65, baseline=late)
    assert found.path[0] == (date(2025, 6, 30), 60)
    assert found.status == Status.ON_TRACK


def test_10_interim_targets_bend_the_path():
    slow = reach(70, interim=((HALFWAY, number(62)),))
    assert verdict(slow, 62, baseline=60).status == Status.ON_TRACK
    assert verdict(reach(70), 62, baseline=60).status == Status.AT_RISK


# What is needed, and where it goes


def test_needed_per_year():
    found = verdict(reach(70), 65, baseline=60)
    assert found.needed_per_year == number(5) * number("365.25") / 730
    falling = verdict(reach(6), 8, baseline=8, desired="lower")
    assert falling.needed_per_year == number(-2) * number("365.25") / 730


@pytest.mark.parametrize(
    "found",
    [
        verdict(reach(70), 71, baseline=60),
        verdict(reach(70), baseline=60),
        verdict(reach(70), measured(61, LAST_DAY), baseline=60),
        verdict(reach(70, by=None), 61, baseline=60),
        verdict(aim("range", low=70, high=80), 61),
        verdict(reach(70), measured(None, hidden=True), baseline=60),
        verdict(None, 61, baseline=60),
    ],
)
def test_nothing_is_needed_where_it_is_met_or_nothing_lies_ahead(found):
    assert found.needed_per_year is None


def test_forecast_of_the_series_up_to_its_newest_figure():
    figures = [measured(61, date(2024, 12, 31)), measured(64, HALFWAY)]
    found = verdict(reach(70), *figures, baseline=60)
    assert found.forecast.low < found.forecast.value < found.forecast.high
    assert verdict(reach(70), figures[1], baseline=60).forecast is None
    assert verdict(reach(70, by=None), *figures, baseline=60).forecast is None
    assert verdict(None, *figures, baseline=60).forecast is None
    still = found.forecast_at(number(0))
    assert (still.value, still.low, still.high) == (64, 64, 64)


def test_forecast_takes_a_measurement_before_the_baseline_of_its_day():
    double = verdict(reach(70), measured(50, BASE_DAY), measured(61, date(2024, 12, 31)), 64, baseline=60)
    single = verdict(reach(70), measured(61, date(2024, 12, 31)), 64, baseline=50)
    assert double.forecast == single.forecast


def test_stale_is_said_beside_a_status():
    found = verdict(reach(70), 65, baseline=60, next_due=TODAY - DAY)
    assert (found.status, found.stale) == (Status.ON_TRACK, True)
    assert verdict(reach(70), 65, baseline=60, next_due=TODAY).stale is False
