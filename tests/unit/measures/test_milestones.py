"""When a planned step is due, how it stands, and how the planning is drawn."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.milestones.rules import Milestone, MilestoneState, Reached, by_period, placed
from measures.milestones.timeline import LANE, SHAPE, WIDTH, MeasureLine, timeline_of

ON = date(2026, 3, 10)
LATE, NOW, COMING = MilestoneState.LATE, MilestoneState.NOW, MilestoneState.COMING
REACHED, ENDED, UNDATED = MilestoneState.REACHED, MilestoneState.ENDED, MilestoneState.UNDATED


def step(period: str = "2025", word: str = "invoeren", **more) -> Milestone:
    return Milestone(1, period, word, more.pop("text", ""), **more)


@pytest.mark.parametrize(
    ("period", "last", "first"),
    [
        ("2025", date(2025, 12, 31), date(2025, 1, 1)),
        ("2024/2025", date(2025, 7, 31), date(2024, 8, 1)),
        ("2025-H1", date(2025, 6, 30), date(2025, 1, 1)),
        ("2025-H2", date(2025, 12, 31), date(2025, 7, 1)),
        ("2024-02", date(2024, 2, 29), date(2024, 2, 1)),
    ],
)
def test_step_is_due_at_the_end_of_its_period_and_late_the_day_after(period, last, first):
    one = step(period)
    assert one.due_on == last
    assert one.state(first - timedelta(days=1)) is COMING
    assert one.state(first) is one.state(last) is NOW
    assert one.state(last + timedelta(days=1)) is LATE
    assert one.days_late(last) == 0
    assert one.days_late(last + timedelta(days=3)) == 3


@pytest.mark.parametrize("period", ["", "ooit", "2025-13", "2024/2026"])
def test_step_without_a_period_that_can_be_read_is_never_late(period):
    assert step(period).due_on is None
    assert step(period).state(date(2099, 1, 1)) is UNDATED
    assert step(period).days_late(date(2099, 1, 1)) == 0


def test_reached_goes_before_everything():
    reached = Reached(date(2026, 2, 1), "Pim")
    assert step(reached=reached).state(ON) is REACHED
    assert step(reached=reached, ended="maatregel gestopt").state(ON) is REACHED
    assert step("", reached=reached).state(ON) is REACHED


def test_reached_does_not_count_on_a_day_before():
    one = step(reached=Reached(date(2026, 2, 1), "Pim"))
    assert one.state(date(2026, 1, 31)) is LATE
    assert one.state(date(2026, 2, 1)) is REACHED


@pytest.mark.parametrize(("day", "late"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_reached_late_is_told_from_the_day_after_the_period(day, late):
    assert step(reached=Reached(day, "Pim")).reached_late is late


def test_measure_that_ended_is_not_waited_for():
    assert step(ended="maatregel afgerond").state(ON) is ENDED
    assert step("2027", ended="maatregel gestopt").state(ON) is ENDED
    assert step(ended="maatregel afgerond").days_late(ON) == 0


def test_key_changes_with_every_word_and_is_not_fooled_by_their_place():
    words = [("2025", "a", "b"), ("2025", "ab", ""), ("2025", "", "ab"), ("2026", "a", "b")]
    keys = {Milestone(1, *three).key for three in words}
    assert len(keys) == 4
    assert Milestone(1, "2025", "a", "b").key == Milestone(2, "2025", "a", "b").key
    assert len(step(text="x" * 100_000).key) == 64


def test_by_period_sorts_and_keeps_the_order_within():
    steps = [step("2025", "b"), step("", "y"), step("2024/2025", "s"), step("2025", "a"), step("ooit", "x")]
    found = by_period(steps, ON)
    assert [period.label for period in found] == ["2024/2025", "2025", "ooit", "zonder periode"]
    assert [one.milestone.step for one in found[1].steps] == ["b", "a"]
    assert found[1].steps[0] == placed(steps[0], ON)


# The drawing --------------------------------------------------------------------------------------------
def drawn(*steps: Milestone, years: range = range(2024, 2028), on: date = ON):
    return timeline_of([MeasureLine(1, "1.1", "Maatregel")], {1: steps}, years, on)


def test_timeline_has_the_years_of_the_agenda_and_those_that_a_step_needs():
    assert [year.year for year in drawn(step("2025")).years] == [2024, 2025, 2026, 2027]
    wide = drawn(step("2022/2023"), step("2028"))
    assert [year.year for year in wide.years] == list(range(2022, 2029))


def test_timeline_leaves_out_measures_without_steps():
    lines = [MeasureLine(1, "1.1", "Met"), MeasureLine(2, "1.2", "Zonder")]
    assert [row.code for row in timeline_of(lines, {1: [step()]}, range(2024, 2028), ON).rows] == ["1.1"]


def test_timeline_draws_today_only_inside_its_years():
    assert drawn(step()).today == pytest.approx(((ON - date(2024, 1, 1)).days / 1461) * WIDTH, abs=0.1)
    assert drawn(step(), on=date(2023, 12, 31)).today is None
    assert drawn(step(), on=date(2028, 1, 1)).today is None
    assert drawn(step(), on=date(2024, 1, 1)).today == 0


def test_bar_runs_from_the_first_to_the_last_day_of_its_period():
    bar = drawn(step("2025")).rows[0].bars[0]
    assert bar.x == pytest.approx(366 / 1461 * WIDTH, abs=0.1)
    assert bar.width == pytest.approx(365 / 1461 * WIDTH, abs=0.1)
    assert bar.placed.state is LATE


def test_word_that_would_leave_the_drawing_ends_where_its_bar_ends():
    bar = drawn(step("2027-12", "een lang woord")).rows[0].bars[0]
    assert bar.mirrored
    assert bar.word_x < bar.shape_x <= WIDTH - SHAPE
    assert not drawn(step("2024-01", "een lang woord")).rows[0].bars[0].mirrored


def test_timeline_keeps_all_steps_for_the_table_and_draws_only_what_has_a_period():
    row = drawn(step(""), step("2025"), step("2024")).rows[0]
    assert [one.milestone.period for one in row.steps] == ["2024", "2025", ""]
    assert [bar.placed.milestone.period for bar in row.bars] == ["2024", "2025"]


periods = st.one_of(
    st.integers(2022, 2029).map(str),
    st.integers(2022, 2028).map(lambda year: f"{year}/{year + 1}"),
    st.tuples(st.integers(2022, 2029), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02d}"),
    st.sampled_from(["", "ooit", "2025-H1"]),
)


@given(st.lists(st.tuples(periods, st.text(max_size=60)), min_size=1, max_size=12))
def test_bars_never_cover_each_other_and_stay_in_the_drawing(given_steps):
    row = drawn(*(step(period, word) for period, word in given_steps)).rows[0]
    assert len(row.steps) == len(given_steps)
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH + 0.2 for bar in row.bars)
    assert all(0 <= bar.y <= row.height - LANE for bar in row.bars)
    for lane in {bar.y for bar in row.bars}:
        inside = sorted((bar for bar in row.bars if bar.y == lane), key=lambda bar: bar.x)
        for left, right in pairwise(inside):
            assert left.x + left.width <= right.x + 0.2
