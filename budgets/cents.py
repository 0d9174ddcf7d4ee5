"""Dividing money so that it comes to the whole exactly. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

WHOLE = Decimal(100)


def apportion(cents: int, percents: Sequence[Decimal]) -> list[int]:
    """Divide an amount in whole cents by percentages that come to 100; the parts come to it exactly.

    Every part is rounded towards zero; the cents left over go one by one to the parts that lost most, the first
    of equals. So no part is a cent off, and none has another sign. Raises ``ValueError`` for other percentages.
    """
    weights, scale = _weights(tuple(percents))
    sign, size = (-1, -cents) if cents < 0 else (1, cents)
    parts, lost = [], []
    for weight in weights:
        part, rest = divmod(weight * size, scale)
        parts.append(part)
        lost.append(rest)
    left = size - sum(parts)
    for place in sorted(range(len(parts)), key=lambda place: (-lost[place], place))[:left] if left else ():
        parts[place] += 1
    return [sign * part for part in parts]


def evenly(cents: int, parts: int) -> list[int]:
    """Divide an amount in whole cents into equal parts; they come to it exactly.

    The cents left over go to the first ones, so no part differs more than a cent. Raises ``ValueError`` for no parts.
    """
    if parts < 1:
        raise ValueError("there is nothing to divide over")
    sign, size = (-1, -cents) if cents < 0 else (1, cents)
    part, left = divmod(size, parts)
    return [sign * (part + (place < left)) for place in range(parts)]


@lru_cache(maxsize=1024)
def _weights(percents: tuple[Decimal, ...]) -> tuple[tuple[int, ...], int]:
    """The percentages as whole numbers of one scale, and what 100 % is on it: a ledger divides by few, very often."""
    if sum(percents, Decimal(0)) != WHOLE or any(percent < 0 for percent in percents):
        raise ValueError("percentages must come to 100")
    places = max((-int(percent.as_tuple().exponent) for percent in percents), default=0)
    factor = 10 ** max(places, 0)
    return tuple(int(percent * factor) for percent in percents), 100 * factor
