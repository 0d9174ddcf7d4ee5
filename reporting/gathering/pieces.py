"""A figure, a target and a judgement, as plain data."""

from __future__ import annotations

from typing import Any

from indicators.points import Point
from indicators.rows import TargetRow
from indicators.verdict.judgement import Judgement
from reporting.canonical import Json, computed, day, number
from reporting.gathering.asked import Asked


def figure(asked: Asked, point: Point) -> Json:
    """A figure as pages show it. What is hidden has no value and no number of people, and its text says so.

    ``day``: the day that it describes. ``place``: where in its source it stands.
    """
    return {
        "period": point.period,
        "day": day(point.day),
        "value": number(point.value),
        "n": point.shown.n,
        "text": point.text,
        "hidden": None if point.shown.hidden is None else point.shown.hidden.value,
        "decimals": point.decimals,
        "final": point.final,
        "source": asked.sources.number(point.origin or asked.plan),
        "place": point.place,
        "note": point.note,
        "demo": point.demo,
    }


def target(row: TargetRow) -> Json:
    """One version of a target; numbers that its kind does not use are ``None``."""
    aim = row.aim
    return {
        "text": row.text,
        "settled": row.settled,
        "set_on": day(row.set_on),
        "note": row.note,
        "kind": aim.kind,
        "value": number(aim.value),
        "percent": number(aim.percent),
        "points": number(aim.points),
        "low": number(aim.low),
        "high": number(aim.high),
        "strict": aim.strict,
        "by": aim.by,
        "due": day(aim.due),
        "interim": [{"period": period, "value": number(value)} for period, value in aim.interim],
    }


def judgement(found: Judgement) -> Json:
    """How something stands and why. ``fraction``: how much of the way was gone; ``None``: there is no way."""
    forecast = found.forecast
    return {
        "status": found.status.value,
        "label": found.status.label,
        "certainty": found.certainty.value,
        "rule": found.rule.value,
        "reason": found.reason,
        "holds": found.only_holds,
        "expected": computed(found.expected),
        "fraction": computed(found.fraction),
        "interval": pair(found.interval),
        "forecast": None
        if forecast is None
        else {
            "value": computed(forecast.value),
            "low": computed(forecast.low),
            "high": computed(forecast.high),
        },
        "worse_than_baseline": found.worse_than_baseline,
        "stale": found.stale,
    }


def pair(interval: Any) -> list[str | None] | None:
    return None if interval is None else [computed(end) for end in interval]
