"""What stands for an indicator at a glance, and how its parts are judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agenda.calendar import Publication
from core.periods import PeriodKind
from indicators.judging import Frame
from indicators.rhythm import Rhythm
from indicators.rows import GroupRow
from indicators.suppression import Hidden
from indicators.verdict.judgement import Rule, Status
from indicators.wording import Aim
from tests.unit.indicators.rows import FRAME, a_point, a_series, a_target, an_indicator

BASELINE = a_point("2023", 60)
REACH = Aim("reach", value=Decimal(70), by="2027")


def measured(value, aim=REACH, **more):
    return a_series(a_point("2025", value), baseline=BASELINE, aim=aim, **more)


@pytest.mark.parametrize(
    ("value", "status"),
    [(60, Status.OFF_TRACK), (63, Status.AT_RISK), (65, Status.ON_TRACK), (71, Status.AT_TARGET)],
)
def test_judgement_of_a_series(value, status):
    row = measured(value)
    assert row.judgement.status is status
    assert row.judgement.expected == 65
    assert row.bound == 70


def test_hidden_measurement_is_not_judged():
    row = a_series(
        a_point("2024", 64), a_point("2025", 71, hidden=Hidden.SMALL), baseline=BASELINE, aim=REACH
    )
    assert row.judgement.status is Status.INDETERMINATE
    assert row.judgement.rule is Rule.HIDDEN
    assert "71" not in row.judgement.reason


def test_baseline_that_cannot_be_compared_gives_no_path():
    row = measured(65, comparable=False)
    assert row.judgement.rule is Rule.NO_BASELINE
    assert row.judgement.path is None


def test_last_version_of_the_target_counts():
    row = measured(65)
    first = a_series(baseline=BASELINE, aim=replace(REACH, value=Decimal(62))).targets
    assert replace(row, targets=(*first, *row.targets)).judgement.status is Status.ON_TRACK
    assert replace(row, targets=(*row.targets, *first)).judgement.status is Status.AT_TARGET


def test_next_due_follows_the_calendar_of_the_source():
    calendar = (
        Publication("JOB", "2024", date(2024, 12, 31), date(2024, 6, 1), True),
        Publication("DUO", "2024", date(2024, 12, 31), date(2025, 10, 1), True),
        Publication("DUO", "2024", date(2024, 12, 31), date(2025, 3, 1), False),
        Publication("DUO", "2025", date(2025, 12, 31), date(2026, 3, 1), False),
    )
    frame = Frame(date(2025, 2, 1), date(2024, 1, 1), date(2027, 12, 31), calendar=calendar)
    waiting = a_series(baseline=BASELINE, aim=REACH, frame=frame)
    assert waiting.next_due == date(2025, 3, 1)
    assert waiting.judgement.status is Status.NOT_DUE
    late = replace(waiting, frame=replace(frame, today=date(2025, 3, 2)))
    assert late.judgement.status is Status.MISSING
    assert measured(65, frame=frame).next_due is None
    assert replace(waiting, sources=("CBS",)).next_due is None


def test_headline_with_a_target_speaks_for_the_indicator():
    row = an_indicator(measured(66), measured(58, breakdown={"niveau": "2"}, label="niveau 2"))
    assert (row.mark.status, row.mark.count, row.mark.total) == (Status.ON_TRACK, 1, 1)


def test_without_a_headline_the_worst_speaks_with_its_number():
    parts = [
        measured(value, breakdown={"niveau": str(level)}, label=f"niveau {level}")
        for level, value in enumerate((66, 58, 62, 57), start=1)
    ]
    mark = an_indicator(*parts).mark
    assert (mark.status, mark.count, mark.total) == (Status.OFF_TRACK, 2, 4)
    assert (mark.part.label, mark.part.number) == ("niveau 2", 2)


def test_headline_without_a_target_does_not_hide_parts_that_have_one():
    row = an_indicator(measured(66, aim=None), measured(58, breakdown={"niveau": "2"}, label="niveau 2"))
    assert (row.mark.status, row.mark.total, row.mark.part.number) == (Status.OFF_TRACK, 1, 2)


def test_indicator_that_is_only_followed_has_a_mark_and_one_without_series_has_none():
    assert an_indicator(measured(66, aim=None)).mark.status is Status.NO_TARGET
    assert an_indicator().mark is None


def test_group_target_is_a_part_and_its_hidden_member_does_not_count():
    aim = Aim("relative", percent=Decimal(5), by="2027")
    members = tuple(
        a_series(
            a_point("2025", value, hidden=hidden),
            baseline=a_point("2023", 100),
            breakdown={"niveau": str(level)},
            unit="count",
        )
        for level, (value, hidden) in enumerate([(103, None), (3, Hidden.SMALL), (103, None)], start=1)
    )
    group = GroupRow(
        "Samen", "sum", "som", a_target(aim, Rhythm(every=1), PeriodKind.YEAR), "higher", members
    )
    row = an_indicator(*members, groups=(group,), headline_key=None)
    assert group.judgement.status is Status.ON_TRACK
    assert "2 van de 3 reeksen" in group.judgement.reason
    assert (row.mark.part.label, row.mark.total) == ("Samen", 1)


def test_frame_is_shared_by_every_series():
    assert measured(65).frame is FRAME


def test_without_a_headline_parts_of_one_code_are_compared_too():
    """Five things under one code are no whole: the first of them does not speak for the others."""
    good, bad = measured(66, part="bereik", label="bereik"), measured(58, part="uren", label="uren")
    mark = an_indicator(good, bad).mark
    assert (mark.part.label, mark.count, mark.total) == ("uren", 1, 2)


def test_group_together_shows_as_one_series():
    aim = Aim("relative", percent=Decimal(5), by="2027")
    members = tuple(
        a_series(
            a_point("2024", 101),
            a_point("2025", 103),
            baseline=a_point("2023", 100),
            breakdown={"niveau": str(level)},
        )
        for level in (1, 2)
    )
    group = GroupRow(
        "Samen", "sum", "som", a_target(aim, Rhythm(every=1), PeriodKind.YEAR), "higher", members
    )
    row = group.together
    assert [(point.period, point.value) for point in row.points] == [("2024", 202), ("2025", 206)]
    assert (row.baseline.value, row.baseline.period, row.bound) == (200, "2023", 210)
    assert row.judgement is group.judgement
    assert row.newest.source == "som van 2 reeksen"
    assert not row.newest.demo
    assert row.judgement.path is not None
