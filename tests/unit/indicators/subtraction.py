"""Somebody who subtracts: what follows from the figures that show, by whether it is a sum of the equations."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from fractions import Fraction

Equation = tuple[Hashable, Sequence[Hashable]]
"""A whole and the parts that it is the sum of."""
Row = dict[int, Fraction]


class Span:
    """Everything that rows make by adding, subtracting and multiplying them; one row a leading place."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}

    def left_of(self, row: Row) -> Row:
        """What is left of a row after taking off all that the span can; nothing: it lies within."""
        left, kept = dict(row), {}
        while left:
            place = min(left)
            mine = self._rows.get(place)
            if mine is None:
                kept[place] = left.pop(place)
                continue
            times = left[place] / mine[place]
            for at, value in mine.items():
                rest = left.get(at, Fraction(0)) - times * value
                if rest:
                    left[at] = rest
                else:
                    left.pop(at, None)
        return kept

    def add(self, row: Row) -> None:
        left = self.left_of(row)
        if left:
            self._rows[min(left)] = left


def had_by_subtraction(equations: Sequence[Equation], shown: Collection[Hashable]) -> set[Hashable]:
    """Every unknown that all solutions of the equations agree on."""
    unknown = sorted(
        {key for whole, parts in equations for key in (whole, *parts) if key not in shown}, key=repr
    )
    places = {key: place for place, key in enumerate(unknown)}
    span = Span()
    for whole, parts in equations:
        row: Row = {}
        for key, sign in ((whole, 1), *((part, -1) for part in parts)):
            if key in places:
                row[places[key]] = row.get(places[key], Fraction(0)) + sign
        span.add({place: value for place, value in row.items() if value})
    return {key for key, place in places.items() if not span.left_of({place: Fraction(1)})}
