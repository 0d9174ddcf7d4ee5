"""Rows of an indicator page, built by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.periods import PeriodKind, described_day, parse_period
from indicators.judging import Frame, target_of
from indicators.points import HIDDEN_WORDS, Point
from indicators.rhythm import Rhythm, period_kind
from indicators.rows import IndicatorRow, SeriesRow, TargetRow
from indicators.suppression import Hidden, Shown
from indicators.verdict.judgement import Measurement
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


FRAME = Frame(date(2026, 1, 15), date(2024, 1, 1), date(2027, 12, 31))


def a_target(aim: Aim, rhythm: Rhythm, kind: PeriodKind) -> TargetRow:
    return TargetRow(
        aim, target_of(aim, rhythm, kind, FRAME), target_text(aim, "percent", 1, "higher"), "", None, ""
    )


def a_series(*points: Point, baseline: Point | None = None, aim: Aim | None = None, **more: Any) -> SeriesRow:
    """A series in percent that should rise."""
    rhythm = more.pop("rhythm", Rhythm(every=1))
    newest = points[-1] if points else baseline
    kind = period_kind(newest.period if newest else "", "", rhythm)
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
            "targets": (a_target(aim, rhythm, kind),) if aim else (),
            "stretch": None,
            "also_stated": (),
            "note": "",
            "frame": FRAME,
            "rhythm": rhythm,
            "kind": kind,
            "sources": ("DUO",),
            "measurements": tuple(a_measurement(point) for point in points),
            **more,
        }
    )


def a_measurement(point: Point) -> Measurement:
    kept_back = point.shown.hidden in {Hidden.SMALL, Hidden.COMPLEMENTARY}
    return Measurement(point.value, point.day, n=point.shown.n, final=point.final, hidden=kept_back)


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
            "definition": "",
            "note": "",
            "series": numbered,
            **more,
        }
    )
