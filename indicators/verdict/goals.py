"""What a target comes down to, and whether a value meets it. Pure: no Django.

The kinds are those of the plan (``reach``, ``at_least``, ``at_most``, ``relative``, ``points``, ``improve``, ``grow``,
``range``); four shapes remain: something to reach along a path, something to hold, a range to stay within, and
something to be better than.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

from indicators.verdict.precision import Precision, better, passes, reaches

_HUNDRED = Decimal(100)


class Aimed(Protocol):
    """A target's kind and figures; ``None``: not part of this kind."""

    @property
    def kind(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def percent(self) -> Decimal | None: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def low(self) -> Decimal | None: ...
    @property
    def high(self) -> Decimal | None: ...
    @property
    def strict(self) -> bool: ...


class Shape(StrEnum):
    """How a target asks."""

    PATH = "path"
    HOLD = "hold"
    RANGE = "range"
    BETTER = "better"


class Goal(NamedTuple):
    """A target as it is judged.

    ``bound``: the value it comes down to; ``None``: that needs a baseline or an earlier measurement that is not
    there. ``up``: higher is better; ``None``: the plan does not say. ``strict``: the bound itself does not count.
    ``low`` and ``high`` belong to a range only.
    """

    shape: Shape
    bound: Decimal | None
    up: bool | None
    strict: bool
    low: Decimal | None = None
    high: Decimal | None = None


def goal_of(aim: Aimed, baseline: Decimal | None, desired: str) -> Goal | None:
    """The goal behind a target; ``None``: there is nothing to judge (no ambition, not set yet, or no figure in it).

    ``baseline`` ``None``: there is none, or it cannot be compared with later measurements. A target along a path
    that is not better than its baseline can only be held.
    """
    kind = aim.kind
    up = None if desired == "none" else desired != "lower"
    if kind in {"at_least", "at_most"}:
        return None if aim.value is None else Goal(Shape.HOLD, aim.value, kind == "at_least", aim.strict)
    if kind == "range":
        empty = aim.low is None and aim.high is None
        return None if empty else Goal(Shape.RANGE, None, up, aim.strict, aim.low, aim.high)
    if kind in {"improve", "grow"}:
        return Goal(Shape.BETTER, baseline if kind == "improve" else None, up, True)
    if kind == "reach":
        return None if aim.value is None else _along_a_path(aim.value, baseline, up, aim.strict)
    if kind == "relative" and aim.percent is not None:
        bound = None if baseline is None else baseline + baseline * aim.percent / _HUNDRED
        return _along_a_path(bound, baseline, up, aim.strict)
    if kind == "points" and aim.points is not None:
        bound = None if baseline is None else baseline + aim.points
        return _along_a_path(bound, baseline, up, aim.strict)
    return None


def _along_a_path(bound: Decimal | None, baseline: Decimal | None, up: bool | None, strict: bool) -> Goal:
    moves = baseline is None or bound is None or up is None or (bound > baseline if up else bound < baseline)
    return Goal(Shape.PATH if moves else Shape.HOLD, bound, up, strict)


def nearest_bound(goal: Goal, value: Decimal) -> Decimal | None:
    """The bound that a value is measured against: of a range the one it crosses, else the nearer one."""
    if goal.shape is not Shape.RANGE:
        return goal.bound
    if goal.low is None or goal.high is None:
        return goal.high if goal.low is None else goal.low
    return goal.low if value - goal.low < goal.high - value else goal.high


def bounds_for(goal: Goal, value: Decimal) -> tuple[Decimal, ...]:
    """The bounds that decide over a value: within a range both of its ends, else the nearest bound."""
    if goal.low is not None and goal.high is not None and goal.low <= value <= goal.high:
        return goal.low, goal.high
    bound = nearest_bound(goal, value)
    return () if bound is None else (bound,)


def is_met(goal: Goal, value: Decimal, precision: Precision) -> bool | None:
    """Whether a value meets the goal; ``None``: that cannot be told without a baseline or a direction."""
    test = passes if goal.strict else reaches
    if goal.shape is Shape.RANGE:
        above = goal.low is None or test(value, goal.low, up=True, precision=precision)
        return above and (goal.high is None or test(value, goal.high, up=False, precision=precision))
    if goal.bound is None or goal.up is None:
        return None
    if goal.shape is Shape.BETTER:
        return better(value, goal.bound, up=goal.up, precision=precision)
    return test(value, goal.bound, up=goal.up, precision=precision)


def miss_of(goal: Goal, value: Decimal) -> Decimal | None:
    """How far a value is from the goal: above 0 short of it, 0 or below at or beyond it; ``None`` without a bound."""
    if goal.shape is Shape.RANGE:
        short = [] if goal.low is None else [goal.low - value]
        return max(short + ([] if goal.high is None else [value - goal.high]))
    if goal.bound is None or goal.up is None:
        return None
    return goal.bound - value if goal.up else value - goal.bound


def is_near(goal: Goal, value: Decimal, margin: Decimal | int, precision: Precision) -> bool:
    """Whether a value is short of the goal by no more than a margin that the plan allows; 0: it allows none."""
    miss = miss_of(goal, value)
    return margin > 0 and miss is not None and miss <= margin + precision.half
