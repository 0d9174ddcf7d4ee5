"""Somebody who subtracts: what follows from the figures that show, by the rank of the equations, the slow sure way."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from fractions import Fraction

Equation = tuple[Hashable, Sequence[Hashable]]
"""A whole and the parts that it is the sum of."""


def rank(rows: Iterable[Sequence[int]]) -> int:
    left = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[found:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(found, pivot)
        for place, row in enumerate(left):
            if place != found and row[column]:
                times = row[column] / pivot[column]
                left[place] = [mine - times * theirs for mine, theirs in zip(row, pivot, strict=True)]
        found += 1
    return found


def had_by_subtraction(equations: Sequence[Equation], shown: Collection[Hashable]) -> set[Hashable]:
    """Every unknown that all solutions of the equations agree on."""
    unknown = sorted(
        {key for whole, parts in equations for key in (whole, *parts) if key not in shown}, key=repr
    )
    rows = [
        [(key == whole) - (key in parts) for key in unknown]
        for whole, parts in equations
        if any(key not in shown for key in (whole, *parts))
    ]
    if not rows:
        return set()
    full = rank(rows)
    return {
        key for place, key in enumerate(unknown)
        if rank([*rows, [int(place == at) for at in range(len(unknown))]]) == full
    }  # fmt: skip
