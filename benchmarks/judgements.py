"""A million judgements on one core: three measurements each, half of them samples with n.

The kinds of target stand in the proportion of the real agenda. Nothing is read from a database: this is what the
rules themselves cost. ``seconds`` is processor time, so that a busy machine does not count.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from time import perf_counter, process_time
from typing import Any

from indicators.progress import Judgement, Measurement, Target, judge

MILLION = 1_000_000
MOST_SECONDS = 20
POOL = 2_000
"""Different cases; each is judged as often as the others."""
WORDED = 100_000
"""Reasons are made for so many, and counted as if for a million."""
KINDS = {
    "reach": 62, "hold": 5, "at_least": 7, "at_most": 2, "relative": 3, "improve": 4, "grow": 1, "to_be_set": 3,
    "monitor": 4,
}  # fmt: skip
"""How many targets of each kind the real agenda has; ``hold``: one to reach that is not better than its baseline."""
START, TODAY, BY = date(2024, 1, 1), date(2026, 11, 21), date(2027, 12, 31)
YEARS = (2023, 2024, 2025)
Asked = dict[str, Any]


@dataclass(frozen=True)
class Timed:
    """What a number of judgements took, counted as if for a million."""

    seconds: float
    wall_seconds: float

    @property
    def ratio(self) -> float:
        """The part of the goal that it takes; above 1 it is missed."""
        return self.seconds / MOST_SECONDS


def cases(count: int = POOL) -> list[Asked]:
    """Series as the agenda follows them, always the same ones."""
    random = Random(20240101)
    kinds = random.choices(list(KINDS), weights=list(KINDS.values()), k=count)
    return [_case(kind, random, sampled=number % 2 == 0) for number, kind in enumerate(kinds)]


def _case(kind: str, random: Random, *, sampled: bool) -> Asked:
    def percentage(low: int, high: int) -> Decimal:
        return Decimal(random.randint(low * 10, high * 10)) / 10

    lower = random.random() < 0.3
    baseline = percentage(40, 80)
    ahead = percentage(1, 9) * (-1 if lower else 1)
    figures = [
        Measurement(
            baseline + percentage(-4, 8) * (-1 if lower else 1),
            date(year, 12, 31),
            n=random.randint(30, 8000) if sampled else None,
            sampled=sampled,
        )
        for year in YEARS
    ]
    target = Target(
        "reach" if kind == "hold" else kind,
        value=baseline - ahead if kind == "hold" else baseline + ahead,
        by=BY,
        percent=Decimal(5),
        strict=random.random() < 0.03,
        due=BY if kind == "to_be_set" else None,
    )
    return {
        "desired": "lower" if lower else "higher",
        "baseline": Measurement(baseline, date(2022, 12, 31), sampled=sampled),
        "target": target,
        "measurements": figures,
        "today": TODAY,
        "start": START,
        "decimals": 1,
        "min_n": 20,
        "next_due": date(2027, 3, 1),
    }


def timed(pool: list[Asked], count: int, use: Callable[[Judgement], object] | None = None) -> Timed:
    """Judge so many times, and do something with each verdict."""
    times = count // len(pool)
    wall, cpu = perf_counter(), process_time()
    for _ in range(times):
        for asked in pool:
            found = judge(**asked)
            if use is not None:
                use(found)
    share = MILLION / (times * len(pool))
    return Timed((process_time() - cpu) * share, (perf_counter() - wall) * share)


def spread(pool: list[Asked]) -> dict[str, int]:
    """How many of the cases get each status, so that a reader sees that no easy way out is measured."""
    found: dict[str, int] = {}
    for asked in pool:
        status = judge(**asked).status.value
        found[status] = found.get(status, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def measure() -> dict[str, Any]:
    """Time a million judgements, and what it takes to read the reason and the forecast too."""
    pool = cases()
    timed(pool, len(pool))  # the first round fills caches
    plain = timed(pool, MILLION)
    worded = timed(pool, WORDED, lambda found: found.reason)
    forecast = timed(pool, WORDED, lambda found: found.forecast)
    return {
        "judgements": MILLION,
        "measurements_each": len(YEARS),
        "sampled_with_n": sum(asked["measurements"][0].sampled for asked in pool) / len(pool),
        "different_cases": len(pool),
        "statuses": spread(pool),
        "goal_seconds": MOST_SECONDS,
        "seconds": round(plain.seconds, 2),
        "wall_seconds": round(plain.wall_seconds, 2),
        "microseconds_each": round(plain.seconds, 2),
        "ratio_to_goal": round(plain.ratio, 3),
        "seconds_with_reason": round(worded.seconds, 2),
        "seconds_with_forecast": round(forecast.seconds, 2),
        "misses": ["time"] if plain.ratio > 1 else [],
    }


def table(result: dict[str, Any]) -> list[str]:
    verdict = "MISS: time" if result["misses"] else "pass"
    return [
        "",
        f"a million judgements: {result['seconds']:.1f} s on one core, goal {result['goal_seconds']} s "
        f"({result['ratio_to_goal']:.2f}x): {verdict}",
        f"with the reason read: {result['seconds_with_reason']:.1f} s; "
        f"with the forecast: {result['seconds_with_forecast']:.1f} s",
    ]


def write(result: dict[str, Any], machine: dict[str, Any], folder: Path) -> Path:
    """Write the result as JSON; returns where."""
    content = {"made_at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine, **result}
    folder.mkdir(exist_ok=True)
    path = folder / "judgements.json"
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path
