"""Decides every status: the one place where progress is judged. Pure: no Django, no clock, no database.

The rules, in the order in which they are tried, stand in ``docs/status.md``. "No value" is ``None`` and never 0: a
measured 0 is a value.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from indicators.verdict.chance import Interval, interval_of
from indicators.verdict.goals import Goal, Shape, bounds_for, goal_of, is_met, is_near
from indicators.verdict.grouping import Member, combined
from indicators.verdict.judgement import (
    Case,
    Certainty,
    Judgement,
    Measurement,
    Rule,
    Status,
    Target,
    path_to,
)
from indicators.verdict.paths import expected_on
from indicators.verdict.precision import Precision, better, precision_of, reaches

__all__ = ["Certainty", "Judgement", "Measurement", "Rule", "Status", "Target", "judge", "judge_group"]


def judge(
    *,
    desired: str,
    baseline: Measurement | None,
    target: Target | None,
    measurements: Iterable[Measurement],
    today: date,
    unit: str = "percent",
    start: date | None = None,
    decimals: int = 0,
    min_n: int = 0,
    next_due: date | None = None,
) -> Judgement:
    """The verdict on one series.

    ``desired``: higher, lower or none. ``baseline`` ``None``: there is none, or it cannot be compared with later
    measurements. ``measurements``: in any order. ``unit``: as ``Indicator.unit``; a percentage is 0-100.
    ``start``: the agenda's first day. ``decimals``: how precisely figures are published. ``min_n``: a sample on
    fewer is not judged.
    ``next_due``: the day by which the measurement after the newest must be there; ``None``: not known.
    Raises ``ValueError`` for a kind of target that does not exist.
    """
    if baseline is not None and baseline.figure is None:
        baseline = None
    case = Case(desired, baseline, target, tuple(measurements), today, unit, start, decimals, min_n, next_due)
    return _verdict(case)


def judge_group(
    members: Iterable[Member],
    *,
    method: str,
    desired: str,
    target: Target | None,
    today: date,
    unit: str = "percent",
    start: date | None = None,
    decimals: int = 0,
    next_due: date | None = None,
) -> Judgement:
    """The verdict on several series together, such as "gemiddeld +5 %".

    ``members``: (baseline, measurements) pairs. ``method``: ``sum`` for counts, ``mean`` for percentages. Only
    members with a value in both years count; see ``grouping.combined``. The rest as ``judge``.
    """
    baseline, measurements, group = combined(members, method=method, start=start)
    return _verdict(
        Case(desired, baseline, target, measurements, today, unit, start, decimals, 0, next_due, group)
    )


_KINDS = frozenset(
    ("reach", "at_least", "at_most", "relative", "points", "improve", "grow", "range", "to_be_set", "monitor")
)


def _newest(case: Case) -> Measurement | None:
    """The newest measurement after the baseline's day and not before the start; it may be a hidden one."""
    after = case.baseline.on if case.baseline is not None else None
    start, best = case.start, None
    for one in case.measurements:
        if (after is not None and one.on <= after) or (start is not None and one.on < start):
            continue
        if one.figure is None and not one.hidden:
            continue
        if best is None or one.on > best.on or (one.on == best.on and one.final >= best.final):
            best = one
    return best


def _before(case: Case, y: Measurement) -> Measurement | None:
    """The measurement before this one, which may be hidden; the plan's baseline where nothing else was measured."""
    best = case.baseline
    for one in case.measurements:
        if one.on >= y.on or (one.figure is None and not one.hidden):
            continue
        if best is None or best is case.baseline:
            later = best is None or one.on >= best.on
        else:
            later = one.on > best.on or (one.on == best.on and one.final >= best.final)
        if later:
            best = one
    return best


def _verdict(case: Case) -> Judgement:
    """Rules 1 to 3: whether there is something to judge at all."""
    target, y = case.target, _newest(case)
    stale = case.next_due is not None and case.today > case.next_due
    value, interval = None, None
    if y is not None:
        value = y.figure
        if y.sampled and value is not None:
            interval = interval_of(value, y.n, y.sd, case.unit)

    def unjudged(status: Status, rule: Rule, goal: Goal | None = None) -> Judgement:
        certain = y is not None and not y.sampled and not y.hidden
        certainty = Certainty.EXACT if certain else Certainty.UNKNOWN
        return Judgement(status, certainty, y, None, None, interval, False, stale, rule, case, goal)

    if target is None or target.kind == "monitor":
        return unjudged(Status.NO_TARGET, Rule.NO_TARGET if target is None else Rule.MONITOR)
    if target.kind not in _KINDS:
        raise ValueError(f"unknown kind of target: {target.kind}")
    if target.kind == "to_be_set":
        overdue = target.due is not None and case.today >= target.due
        return unjudged(Status.TARGET_OVERDUE if overdue else Status.NO_TARGET, Rule.TO_BE_SET)
    if target.due is not None and case.today > target.due:
        return unjudged(Status.TARGET_OVERDUE, Rule.TARGET_EXPIRED)
    goal = goal_of(target, case.baseline.value if case.baseline is not None else None, case.desired)
    if goal is None:
        return unjudged(Status.NO_TARGET, Rule.EMPTY_TARGET)
    if y is None:
        return unjudged(Status.MISSING if stale else Status.NOT_DUE, Rule.NO_MEASUREMENT, goal)
    if value is None:
        return unjudged(Status.INDETERMINATE, Rule.HIDDEN, goal)
    if y.sampled and y.n is not None and (y.n < case.min_n or y.n <= 0):
        return unjudged(Status.INDETERMINATE, Rule.TOO_FEW, goal)
    if target.kind == "grow":
        before = _before(case, y)
        if before is not None and before.hidden:
            return unjudged(Status.INDETERMINATE, Rule.HIDDEN, goal)
        goal = goal._replace(bound=before.figure if before is not None else None)
    return _judged(_seen(case, target, goal, y, value, interval, stale))


class _Seen(NamedTuple):
    """A measurement that can be judged, with all that the rules look at.

    ``start``: the baseline's value. ``expected``: the path on the day of the measurement. ``met``: see ``is_met``.
    """

    case: Case
    target: Target
    goal: Goal
    y: Measurement
    value: Decimal
    interval: Interval | None
    stale: bool
    precision: Precision
    start: Decimal | None
    expected: Decimal | None
    met: bool | None

    def within_noise(self, value: Decimal | None) -> bool:
        """Whether chance may have made the whole difference with a value."""
        return (
            value is not None and self.interval is not None and self.interval[0] <= value <= self.interval[1]
        )


def _seen(
    case: Case,
    target: Target,
    goal: Goal,
    y: Measurement,
    value: Decimal,
    interval: Interval | None,
    stale: bool,
) -> _Seen:
    precision = precision_of(case.decimals if y.decimals is None else y.decimals)
    start = case.baseline.value if case.baseline is not None else None
    expected = None
    if goal.shape is Shape.PATH and goal.bound is not None and start is not None and target.by is not None:
        path = path_to(case, goal.bound)
        expected = goal.bound if path is None else expected_on(y.on, path)
    met = is_met(goal, value, precision)
    return _Seen(case, target, goal, y, value, interval, stale, precision, start, expected, met)


def _judged(seen: _Seen) -> Judgement:
    status, rule, against = _decide(seen)
    goal, start, value = seen.goal, seen.start, seen.value
    fraction, fell = None, False
    if start is not None and goal.bound is not None:
        if goal.shape is Shape.PATH and goal.bound != start:
            fraction = (value - start) / (goal.bound - start)
        elif goal.shape is Shape.HOLD and seen.met:
            fell = better(start, value, up=bool(goal.up), precision=seen.precision)
    return Judgement(
        status, _certainty(seen, against), seen.y, seen.expected, fraction, seen.interval, fell, seen.stale,
        rule, seen.case, goal, against,
    )  # fmt: skip


Decision = tuple[Status, Rule, tuple[Decimal, ...]]
"""The status, the rule that decided, and the value or values that it was decided against."""


def _decide(seen: _Seen) -> Decision:
    """Rules 4 and 5, then by the shape of the goal."""
    goal, by = seen.goal, seen.target.by
    against = bounds_for(goal, seen.value)
    if by is not None and seen.y.on < by < seen.case.today and seen.stale:
        return Status.MISSING, Rule.NOT_SETTLED, ()
    if seen.met is None:
        return Status.INDETERMINATE, Rule.NO_BASELINE if goal.bound is None else Rule.NO_DIRECTION, ()
    if by is not None and seen.y.on >= by:
        return Status.ACHIEVED if seen.met else Status.OFF_TRACK, Rule.SETTLED, against
    if goal.shape is Shape.BETTER:
        if any(map(seen.within_noise, against)):
            return Status.INDETERMINATE, Rule.COMPARED, against
        return Status.ON_TRACK if seen.met else Status.OFF_TRACK, Rule.COMPARED, against
    if seen.met:
        return Status.AT_TARGET, Rule.MET, against
    if goal.shape is Shape.PATH:
        return _on_path(seen, against)
    near = is_near(goal, seen.value, seen.target.margin, seen.precision)
    near = near or any(map(seen.within_noise, against))
    return Status.AT_RISK if near else Status.OFF_TRACK, Rule.HELD, against


def _on_path(seen: _Seen, against: tuple[Decimal, ...]) -> Decision:
    """Rules 8 to 10: not there yet; on, behind or off the path."""
    start, expected, up = seen.start, seen.expected, bool(seen.goal.up)
    if start is None:
        return Status.INDETERMINATE, Rule.NO_BASELINE, against
    if expected is None:
        return Status.INDETERMINATE, Rule.NO_YEAR, against
    if seen.within_noise(start) and seen.within_noise(expected):
        return Status.INDETERMINATE, Rule.CHANCE, (start, expected)
    if reaches(seen.value, expected, up=up, precision=seen.precision):
        return Status.ON_TRACK, Rule.PATH, (expected,)
    if better(seen.value, start, up=up, precision=seen.precision):
        return Status.AT_RISK, Rule.PATH, (start, expected)
    return Status.OFF_TRACK, Rule.PATH, (start,)


def _certainty(seen: _Seen, against: tuple[Decimal, ...]) -> Certainty:
    if not seen.y.sampled:
        return Certainty.EXACT
    if seen.interval is None or not against:
        return Certainty.UNKNOWN
    return Certainty.WITHIN_NOISE if any(map(seen.within_noise, against)) else Certainty.SHOWN
