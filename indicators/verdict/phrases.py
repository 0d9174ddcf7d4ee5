"""Figures of a verdict as its sentences name them. Pure: no Django."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from core.numbers import format_number
from indicators.verdict.judgement import Judgement, Measurement
from indicators.wording import value_text

_MOST_DECIMALS = 6


def period_words(day: date) -> str:
    """The period that a day stands for: ``2023/2024`` for 31 July (a school year ends then), else its year."""
    return f"{day.year - 1}/{day.year}" if (day.month, day.day) == (7, 31) else str(day.year)


def figure_text(judgement: Judgement, one: Measurement) -> str:
    """``86,1 % in 2024 (n = 7.412, voorlopig)``."""
    notes = [f"n = {format_number(one.n)}"] if one.n is not None else []
    if not one.final:
        notes.append("voorlopig")
    return f"{measured_text(judgement, one)} in {period_words(one.on)}" + (
        f" ({', '.join(notes)})" if notes else ""
    )


def measured_text(judgement: Judgement, one: Measurement) -> str:
    """The value of a measurement, as precisely as it is published; a mean of several series is our own."""
    group = judgement.case.group
    if group is not None and group.method == "mean" and one.figure is not None:
        return computed_text(judgement, one.figure)
    return value_text(one.value, judgement.case.unit, decimals_of(judgement, one))


def decimals_of(judgement: Judgement, one: Measurement) -> int:
    return max(0, judgement.case.decimals if one.decimals is None else one.decimals)


def stated_text(judgement: Judgement, value: Decimal) -> str:
    """A value of the plan, as exact as the plan gives it."""
    least = max(0, judgement.case.decimals)
    return value_text(value, judgement.case.unit, max(least, min(digits_of(value), _MOST_DECIMALS)))


def computed_text(judgement: Judgement, value: Decimal, decimals: int = 0) -> str:
    """A value that we worked out, such as one on the path: with one decimal at least, but no half people."""
    least = max(0, judgement.case.decimals, decimals)
    if judgement.case.unit != "count" and digits_of(value) > least:
        least = max(least, 1)
    return value_text(value, judgement.case.unit, least)


def asked_text(judgement: Judgement, bound: Decimal) -> str:
    """A bound as it counts: ``minder dan 25 %`` where the bound itself does not."""
    goal = judgement.goal
    strict = goal is not None and goal.strict
    side = "" if not strict else "meer dan " if goal and goal.up else "minder dan "
    return side + bound_text(judgement, bound)


def bound_text(judgement: Judgement, bound: Decimal | None) -> str:
    """The value that a target comes down to; ``""`` where there is none."""
    if bound is None:
        return ""
    target = judgement.case.target
    computed = target is not None and target.kind in {"relative", "points"}
    return computed_text(judgement, bound) if computed else stated_text(judgement, bound)


def digits_of(value: Decimal) -> int:
    """How many decimals a number really has."""
    return max(0, -int(value.normalize().as_tuple().exponent))
