"""The path from the baseline to the target: what is expected on a day. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise

Step = tuple[date, Decimal]
Path = tuple[Step, ...]
"""Days and expected values, oldest first; at least two."""


def path_of(first: Step, interim: Iterable[Step], last: Step) -> Path:
    """From the baseline through the interim targets to the target.

    Interim targets on or outside the two ends do not count; of two on one day the later in the list does.
    """
    if not interim:
        return (first, last)
    between = {day: value for day, value in interim if first[0] < day < last[0]}
    return (first, *sorted(between.items()), last)


def expected_on(day: date, path: Path) -> Decimal:
    """The value on a straight line between the two nearest points; before and after the path its ends."""
    if day <= path[0][0]:
        return path[0][1]
    for (start, low), (end, high) in pairwise(path):
        if day < end:
            return low + (high - low) * (day - start).days / (end - start).days
    return path[-1][1]
