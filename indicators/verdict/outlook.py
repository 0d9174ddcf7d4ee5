"""Whether a target is met if a series goes on as it did, or faster or slower. Pure: no Django.

A forecast is a middle course with the lowest and the highest one beside it (``trend``). A target counts as met when
all three meet it, as not met when none of them does; anything else cannot be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.verdict.goals import Goal, Shape, is_met
from indicators.verdict.judgement import DAYS_A_YEAR, Judgement, Rule, Status, Target, figures_of
from indicators.verdict.precision import precision_of
from indicators.verdict.trend import Forecast, Slopes, forecast_on, slopes_of

_EVERY_PERIOD = frozenset({"at_least", "at_most", "range", "grow"})
"""Kinds that hold at any time: without a day of their own they are looked at on the agenda's last."""
_MET = frozenset({Status.ACHIEVED, Status.AT_TARGET, Status.ON_TRACK})
_MISSED = frozenset({Status.OFF_TRACK, Status.AT_RISK})
_LIMITS: dict[str, tuple[int, int | None]] = {
    "percent": (0, 100),
    "score5": (1, 5),
    "score10": (1, 10),
    "count": (0, None),
    "euro": (0, None),
}
"""What a figure in a unit cannot leave; ``None``: no upper end."""
USUAL_PACE = Decimal(1)


class Outcome(StrEnum):
    """How a target ends if the series goes on like this; worst first."""

    MISSED = "missed"
    UNCLEAR = "unclear"
    MET = "met"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {Outcome.MISSED: "niet gehaald", Outcome.UNCLEAR: "niet te zeggen", Outcome.MET: "gehaald"}


class Why(StrEnum):
    """What the outcome rests on, or why there is none."""

    SETTLED = "settled"
    COURSE = "course"
    HIDDEN = "hidden"
    TOO_FEW_PEOPLE = "too_few_people"
    FEW_FIGURES = "few_figures"
    NO_DAY = "no_day"
    DAY_GONE = "day_gone"
    NO_BASELINE = "no_baseline"
    NO_DIRECTION = "no_direction"


@dataclass(frozen=True)
class Outlook:
    """How one target ends. Amounts are in the unit of the series.

    ``day``: on which it is looked at; ``None``: there is none. ``figures``: how many there are to draw a line through.
    ``forecast``: kept within what the unit allows, ``limited`` says that it was; ``None``: no line could be drawn, or
    the outcome is settled. ``middle``: whether the middle course meets the target; ``None``: there is none.
    ``so_far`` and ``ahead``: the change a year on the middle course, as it was and at the pace that was assumed;
    ``None`` with too few figures. ``needed``: see ``Judgement.needed_per_year``; ``None`` for what must only grow.
    """

    outcome: Outcome
    why: Why
    day: date | None
    figures: int
    forecast: Forecast | None = None
    limited: bool = False
    middle: bool | None = None
    so_far: Decimal | None = None
    ahead: Decimal | None = None
    needed: Decimal | None = None

    @property
    def settled(self) -> bool:
        """Whether no pace can change the outcome any more."""
        return self.why is Why.SETTLED


def outlook_of(judgement: Judgement, *, ends: date, pace: Decimal = USUAL_PACE) -> Outlook | None:
    """Where a target is heading; ``None``: nothing is asked that can be met.

    ``ends``: the agenda's last day. ``pace``: 1 as fast as so far, 0 stands still, 2 twice as fast.
    """
    goal, target = judgement.goal, judgement.case.target
    if goal is None or target is None:
        return None
    figures, day = figures_of(judgement.case), _day_of(target, ends)
    slopes = slopes_of(figures)
    so_far = slopes.middle * DAYS_A_YEAR if slopes else None
    needed = judgement.needed_per_year

    def made(
        outcome: Outcome,
        why: Why,
        forecast: Forecast | None = None,
        limited: bool = False,
        middle: bool | None = None,
    ) -> Outlook:
        ahead = None if so_far is None else so_far * pace
        return Outlook(outcome, why, day, len(figures), forecast, limited, middle, so_far, ahead, needed)

    final = _final(judgement, day)
    if final is not None:
        return made(final, Why.SETTLED)
    course = forecast_on(day, figures, pace) if day else None
    hindrance = _hindrance(judgement, goal, target, day, slopes, course)
    if hindrance is not None or slopes is None or course is None:
        return made(Outcome.UNCLEAR, hindrance or Why.FEW_FIGURES)
    kept = Forecast(*(_within(value, judgement.case.unit) for value in course))
    met = _grows(goal, slopes, pace) if target.kind == "grow" else _meets(judgement, goal, kept)
    return made(_outcome(goal, kept, met), Why.COURSE, kept, kept != course, met[0])


def _day_of(target: Target, ends: date) -> date | None:
    return target.by or (ends if target.kind in _EVERY_PERIOD else None)


def _final(judgement: Judgement, day: date | None) -> Outcome | None:
    """The outcome that the last measurement already gave; ``None``: it is still open.

    What holds every period has no rule of its own for its last day: there the status of then is the outcome.
    """
    y = judgement.measurement
    if day is None or y is None or y.figure is None or y.on < day:
        return None
    if judgement.status in _MET:
        return Outcome.MET
    return Outcome.MISSED if judgement.status in _MISSED else None


def _hindrance(
    judgement: Judgement,
    goal: Goal,
    target: Target,
    day: date | None,
    slopes: Slopes | None,
    course: Forecast | None,
) -> Why | None:
    """Why no line can be held against the target; ``None``: it can. What lies deepest goes first."""
    if judgement.rule in _UNFIT:
        return _UNFIT[judgement.rule]
    if day is None:
        return Why.NO_DAY
    if goal.up is None and goal.shape is not Shape.RANGE:
        return Why.NO_DIRECTION
    if goal.bound is None and goal.shape is not Shape.RANGE and target.kind != "grow":
        return Why.NO_BASELINE
    if slopes is None:
        return Why.FEW_FIGURES
    return Why.DAY_GONE if course is None else None


_UNFIT = {Rule.HIDDEN: Why.HIDDEN, Rule.TOO_FEW: Why.TOO_FEW_PEOPLE}
"""A line through figures of which the newest may not be shown, or says too little, ends in the wrong place."""

Votes = tuple[bool, bool, bool]
"""Whether the middle, the lowest and the highest course meet the target."""


def _meets(judgement: Judgement, goal: Goal, course: Forecast) -> Votes:
    y, decimals = judgement.measurement, judgement.case.decimals
    precision = precision_of(decimals if y is None or y.decimals is None else y.decimals)
    middle, low, high = (bool(is_met(goal, value, precision)) for value in course)
    return middle, low, high


def _grows(goal: Goal, slopes: Slopes, pace: Decimal) -> Votes:
    """Beating every figure before it takes a line that goes the right way; a flat one does not."""
    middle, low, high = (slope * pace > 0 if goal.up else slope * pace < 0 for slope in slopes)
    return middle, low, high


def _outcome(goal: Goal, course: Forecast, met: Votes) -> Outcome:
    if all(met):
        return Outcome.MET
    around = (
        goal.low is not None and goal.high is not None and course.low < goal.low and course.high > goal.high
    )
    return Outcome.UNCLEAR if any(met) or around else Outcome.MISSED


def _within(value: Decimal, unit: str) -> Decimal:
    """The nearest value that the unit allows."""
    least, most = _LIMITS.get(unit, (None, None))
    if least is not None and value < least:
        return Decimal(least)
    return Decimal(most) if most is not None and value > most else value
