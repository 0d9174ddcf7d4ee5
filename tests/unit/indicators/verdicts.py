"""Short ways to ask for a verdict: the days and figures that most cases of progress share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from indicators.progress import Judgement, Measurement, Rule, Status, Target, judge

BASE_DAY = date(2023, 12, 31)
START = date(2024, 1, 1)
HALFWAY = date(2025, 12, 31)
LAST_DAY = date(2027, 12, 31)
TODAY = date(2026, 3, 1)


def number(value: Any) -> Decimal:
    """A number as tests write it: exact, never a float."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def measured(value: Any, on: date = HALFWAY, **more: Any) -> Measurement:
    """A figure; ``None`` stands for none."""
    if more.get("sd") is not None:
        more["sd"] = number(more["sd"])
    return Measurement(None if value is None else number(value), on, **more)


def aim(kind: str, *, by: date | None = LAST_DAY, **figures: Any) -> Target:
    """A target of a kind, to be shown on the last day of 2027."""
    for name in ("value", "percent", "points", "low", "high", "margin"):
        if figures.get(name) is not None:
            figures[name] = number(figures[name])
    return Target(kind, by=by, **figures)


def reach(value: Any, **more: Any) -> Target:
    return aim("reach", value=value, **more)


def verdict(
    target: Target | None,
    *values: Any,
    baseline: Any = None,
    desired: str = "higher",
    today: date = TODAY,
    start: date | None = START,
    decimals: int = 1,
    **more: Any,
) -> Judgement:
    """Judge a series from 31-12-2023 on; a bare number is a register's figure on 31-12-2025."""
    if baseline is not None and not isinstance(baseline, Measurement):
        baseline = measured(baseline, BASE_DAY)
    figures = [one if isinstance(one, Measurement) else measured(one) for one in values]
    return judge(
        desired=desired, baseline=baseline, target=target, measurements=figures, today=today, start=start,
        decimals=decimals, **more,
    )  # fmt: skip


def sample(value: Any, n: int | None, on: date = HALFWAY, **more: Any) -> Measurement:
    """A survey's figure."""
    return measured(value, on, n=n, sampled=True, **more)


def ruled(found: Judgement) -> tuple[Status, Rule]:
    """What was decided, and by which rule."""
    return found.status, found.rule
