"""Rows of an indicator page, built by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.periods import described_day, parse_period
from indicators.rhythm import Rhythm
from indicators.selectors import HIDDEN_WORDS, IndicatorRow, Point, SeriesRow, TargetRow
from indicators.suppression import Hidden, Shown
from indicators.wording import Aim, target_text, value_text


def a_point(
    period: str, value: object, *, n: int | None = None, hidden: Hidden | None = None, **more: Any
) -> Point:
    """A measurement in percent with one decimal; with ``hidden`` as suppression leaves it."""
    number = None if value is None or hidden else Decimal(str(value))
    shown = Shown(number, None if hidden else n, hidden or (Hidden.ABSENT if number is None else None))
    text = HIDDEN_WORDS[hidden] if hidden else value_text(number, "percent", 1)
    return Point(
        **{
            "period": period,
            "day": described_day(parse_period(period)),
            "shown": shown,
            "text": text,
            "decimals": 1,
            "source": "DUO",
            **more,
        }
    )


def a_target(aim: Aim) -> TargetRow:
    return TargetRow(aim, target_text(aim, "percent", 1, "higher"), "", None, "")


def a_series(*points: Point, baseline: Point | None = None, aim: Aim | None = None, **more: Any) -> SeriesRow:
    """A series in percent that should rise."""
    return SeriesRow(
        **{
            "pk": 1,
            "label": "hele instelling",
            "part": "",
            "breakdown": {},
            "unit": "percent",
            "decimals": 1,
            "desired": "higher",
            "baseline": baseline,
            "comparable": True,
            "points": points,
            "targets": (a_target(aim),) if aim else (),
            "stretch": None,
            "also_stated": (),
            "note": "",
            **more,
        }
    )


def an_indicator(*series: SeriesRow, **more: Any) -> IndicatorRow:
    numbered = tuple(replace(row, pk=number) for number, row in enumerate(series, start=1))
    return IndicatorRow(
        **{
            "code": "2a",
            "title": "Een indicator",
            "mandatory": True,
            "priority": "1",
            "objective": "1.2",
            "place": "1.2 Een doelstelling",
            "sources": ("DUO",),
            "unit": "percent",
            "decimals": 1,
            "population": "registratie",
            "rhythm": Rhythm(every=1),
            "note": "",
            "series": numbered,
            **more,
        }
    )
