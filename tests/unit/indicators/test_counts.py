"""Counts per status and what asks for attention: indicators are counted, never averaged."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from indicators.counts import attention, standing_of, worst_first
from indicators.verdict.judgement import WORST_FIRST, Status
from indicators.wording import Aim
from tests.unit.indicators.rows import a_point, a_series, an_indicator

BASELINE = a_point("2023", 60)
REACH = Aim("reach", value=Decimal(70), by="2027")


def measured(value, aim=REACH, **more):
    """An indicator with one series, measured half way."""
    return replace(an_indicator(a_series(a_point("2025", value), baseline=BASELINE, aim=aim)), **more)


BEHIND, AT_RISK, ON_TRACK = measured(58, code="b"), measured(62, code="r"), measured(66, code="t")
FOLLOWED = measured(62, Aim("monitor"), code="f")
HELD = measured(61, Aim("at_least", value=Decimal(55)), code="h")


def test_order_names_every_status_once():
    assert sorted(WORST_FIRST) == sorted(Status)


def test_standing_counts_each_indicator_once_worst_first():
    found = standing_of([ON_TRACK, BEHIND, FOLLOWED, AT_RISK, HELD, BEHIND])
    assert [(row.status.value, row.count, row.holding) for row in found.counts] == [
        ("off_track", 2, 0),
        ("at_risk", 1, 0),
        ("on_track", 1, 0),
        ("at_target", 1, 1),
        ("no_target", 1, 0),
    ]
    assert (found.with_target, found.on_course, found.behind, found.holding) == (5, 2, 2, 1)


def test_standing_of_nothing_is_empty():
    found = standing_of([an_indicator()])
    assert found.counts == ()
    assert (found.with_target, found.on_course, found.behind) == (0, 0, 0)


def test_worst_first_puts_the_least_far_first_and_own_indicators_after_those_of_the_ministry():
    far, near, own = measured(50, code="1"), measured(59, code="2"), measured(10, code="3", mandatory=False)
    assert [row.code for row in worst_first([ON_TRACK, own, near, AT_RISK, far])] == ["1", "2", "3", "r", "t"]


def test_attention_leaves_out_what_needs_no_action():
    waiting = an_indicator(a_series(baseline=BASELINE, aim=REACH))
    found = attention([ON_TRACK, waiting, AT_RISK, FOLLOWED, BEHIND, HELD], 5)
    assert [row.code for row in found] == ["b", "r"]
    assert [row.code for row in attention([AT_RISK, BEHIND], 1)] == ["b"]
