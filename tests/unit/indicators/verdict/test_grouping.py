"""Several series as one figure, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.progress import Rule, Status, judge_group
from indicators.verdict.grouping import combined
from tests.unit.indicators.verdicts import BASE_DAY, HALFWAY, LAST_DAY, START, TODAY, aim, measured

IN_2024 = date(2024, 12, 31)


def member(baseline, *figures, on=BASE_DAY):
    """A pair: a baseline (number, figure or None), and figures (a number is one on 31-12-2025)."""
    first = baseline if baseline is None or hasattr(baseline, "on") else measured(baseline, on)
    return first, [one if hasattr(one, "on") else measured(one) for one in figures]


def group(method, *members, **more):
    return combined(members, method=method, start=START, **more)


def verdict(method, *members, target=None, **more):
    asked = {"target": target or aim("relative", percent=5), "today": TODAY, "start": START, "decimals": 1}
    return judge_group(members, method=method, desired="higher", **asked | more)


def test_sum_of_counts():
    baseline, figures, group_ = group("sum", member(200, 210), member(100, 99))
    assert (baseline.value, baseline.on) == (300, BASE_DAY)
    assert [(one.value, one.on) for one in figures] == [(309, HALFWAY)]
    assert group_ == ("sum", False, 2, 2)


def test_plain_mean():
    baseline, figures, group_ = group("mean", member(80, 82), member(60, 66), member(61, 71))
    assert baseline.value == 67
    assert figures[0].value == 73
    assert group_ == ("mean", False, 3, 3)


def n_of(value, n, on=HALFWAY, **more):
    return measured(value, on, n=n, **more)


def test_mean_weighted_by_n_of_each_year():
    members = [
        member(n_of(80, 10, BASE_DAY), n_of(82, 30)),
        member(n_of(60, 30, BASE_DAY), n_of(66, 10)),
    ]
    baseline, figures, group_ = group("mean", *members)
    assert (baseline.value, baseline.n) == (65, 40)  # (80 x 10 + 60 x 30) / 40
    assert (figures[0].value, figures[0].n) == (78, 40)  # (82 x 30 + 66 x 10) / 40
    assert group_.weighted


@pytest.mark.parametrize("without", [0, 1, 2, 3])
def test_one_figure_without_n_makes_the_mean_plain(without):
    ns = [None if place == without else 10 + place for place in range(4)]
    members = [
        member(n_of(80, ns[0], BASE_DAY), n_of(82, ns[1])),
        member(n_of(60, ns[2], BASE_DAY), n_of(66, ns[3])),
    ]
    baseline, figures, group_ = group("mean", *members)
    assert (baseline.value, figures[0].value, group_.weighted) == (70, 74, False)
    assert (baseline.n, figures[0].n) == (None, None)


def test_only_members_with_a_value_in_both_years_count():
    baseline, figures, group_ = group(
        "sum",
        member(100, 110),
        member(50, measured(60, IN_2024)),  # not in the newest year
        member(None, 500),  # no baseline
        member(70),  # never measured
        member(30, measured(None), measured("NaN")),
        member(20, 25),
    )
    assert (baseline.value, figures[-1].value) == (120, 135)
    assert (group_.counted, group_.total) == (2, 6)


def test_earlier_years_count_where_all_members_have_them():
    _, figures, _ = group(
        "sum",
        member(100, measured(90, date(2022, 12, 31)), measured(105, IN_2024), 110),
        member(20, measured(22, IN_2024), 25),
    )
    assert [(one.on, one.value) for one in figures] == [(IN_2024, 127), (HALFWAY, 135)]


def test_an_earlier_year_without_n_is_no_part_of_a_weighted_series():
    _, figures, _ = group(
        "mean",
        member(n_of(80, 10, BASE_DAY), measured(81, IN_2024), n_of(82, 30)),
        member(n_of(60, 30, BASE_DAY), n_of(61, 5, IN_2024), n_of(66, 10)),
    )
    assert [one.on for one in figures] == [HALFWAY]


def test_one_provisional_member_makes_the_whole_provisional():
    _, figures, _ = group("sum", member(1, 2), member(1, measured(3, final=False)))
    assert figures[0].final is False
    _, figures, _ = group("sum", member(1, 2), member(1, measured(3, final=False), measured(4)))
    assert (figures[0].final, figures[0].value) == (True, 6)


def test_one_sampled_member_makes_the_whole_a_sample():
    _, figures, _ = group("mean", member(1, 2), member(1, measured(3, sampled=True)))
    assert figures[0].sampled is True


def test_baselines_of_different_days_count_as_of_the_latest():
    baseline, figures, _ = group("sum", member(100, 110, on=date(2022, 7, 31)), member(20, 25))
    assert baseline.on == BASE_DAY
    assert figures[-1].value == 135


def test_each_member_is_new_after_its_own_baseline():
    late = member(20, measured(25, IN_2024), on=IN_2024)
    baseline, figures, group_ = group("sum", member(100, measured(110, IN_2024)), late)
    assert (baseline.value, figures[-1].value, group_.counted) == (100, 110, 1)


def test_figures_from_before_the_start_are_not_new():
    old = date(2022, 7, 31)
    baseline, figures, group_ = group("sum", member(measured(100, date(2020, 7, 31)), measured(110, old)))
    assert (baseline.value, figures, group_.counted) == (100, (), 1)


def test_hidden_members_do_not_count():
    baseline, figures, group_ = group("sum", member(100, 110), member(20, measured(25, hidden=True)))
    assert (baseline.value, figures[-1].value, group_.counted) == (100, 110, 1)


def test_without_any_baseline_those_of_the_newest_day_count():
    baseline, figures, group_ = group("sum", member(None, 110), member(None, measured(5, IN_2024)))
    assert (baseline, figures[-1].value, group_.counted) == (None, 110, 1)


def test_nothing_at_all():
    assert group("sum") == (None, (), ("sum", False, 0, 0))
    assert group("mean", member(None))[0] is None


def test_members_own_decimals_count_where_they_agree():
    same = group("sum", member(1, measured(2, decimals=2)), member(1, measured(2, decimals=2)))
    other = group("sum", member(1, measured(2, decimals=2)), member(1, measured(2, decimals=1)))
    assert (same[1][0].decimals, other[1][0].decimals) == (2, None)


def test_another_method_is_refused():
    with pytest.raises(ValueError, match="median"):
        group("median", member(1, 2))


@pytest.mark.parametrize(
    ("now", "status"),
    [(298, "off_track"), (306, "at_risk"), (307, "on_track"), (308, "on_track"), (315, "at_target")],
)
def test_five_percent_more_together(now, status):
    """Baseline 300: 315 in 2027, 307,5 halfway, which half a person is no difference with."""
    found = verdict("sum", member(200, now - 99), member(100, 99), unit="count", decimals=0)
    assert found.status == status
    assert found.expected == measured("307.5").value


def test_a_group_is_settled_missing_and_overdue_as_a_series_is():
    both = [member(200, measured(210, LAST_DAY)), member(100, measured(105, LAST_DAY))]
    assert verdict("sum", *both).status == Status.ACHIEVED
    assert verdict("sum", member(200), member(100)).status == Status.NOT_DUE
    assert verdict("sum", member(200), next_due=HALFWAY).status == Status.MISSING
    assert verdict("sum", member(200), target=aim("monitor")).status == Status.NO_TARGET
    assert verdict("sum", member(None, 200)).rule == Rule.NO_BASELINE


def test_a_weighted_sample_has_an_interval_and_a_plain_one_has_none():
    weighted = [member(n_of(60, 30, BASE_DAY), n_of(61, 30, sampled=True)) for _ in range(2)]
    plain = [member(60, measured(61, sampled=True)) for _ in range(2)]
    target = aim("points", points=10)
    assert verdict("mean", *weighted, target=target).certainty == "within_noise"
    assert verdict("mean", *plain, target=target).certainty == "unknown"
