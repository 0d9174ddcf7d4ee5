"""Where a series is heading, as a range and never as one certain figure. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from statistics import median
from typing import NamedTuple

FEWEST = 3
"""Through fewer figures any line can be drawn."""


class Forecast(NamedTuple):
    """The value on a future day if the series goes on as it did: the middle, the lowest and the highest course."""

    value: Decimal
    low: Decimal
    high: Decimal


class Slopes(NamedTuple):
    """How fast a series moved, per day: the middle, the smallest and the largest of all pairs of its figures."""

    middle: Decimal
    smallest: Decimal
    largest: Decimal


def slopes_of(figures: Sequence[tuple[date, Decimal]]) -> Slopes | None:
    """The slopes between all pairs of figures, the middle one after Theil and Sen; ``None`` with fewer than three.

    ``figures``: one a day, any order. The middle slope hardly moves for one odd year.
    """
    if len(figures) < FEWEST:
        return None
    found = [
        (later - earlier) / (until - since).days
        for (since, earlier), (until, later) in combinations(sorted(figures), 2)
    ]
    return Slopes(Decimal(median(found)), min(found), max(found))


def forecast_on(
    day: date, figures: Sequence[tuple[date, Decimal]], pace: Decimal = Decimal(1)
) -> Forecast | None:
    """The newest figure carried on to a later day; ``None`` with fewer than three figures or for a day in the past.

    ``pace``: 1 as fast as so far, 0 stands still, 2 twice as fast.
    """
    slopes = slopes_of(figures)
    since, value = max(figures, default=(day, Decimal(0)))
    days = (day - since).days
    if slopes is None or days <= 0:
        return None
    middle, *ends = (value + slope * days * pace for slope in slopes)
    return Forecast(middle, min(ends), max(ends))
