"""Plausible movement and consistent counts, from a fixed seed.

Pure: no Django, no clock, no float. The same words always give the same dice, so that the same figures come
out on every machine, whatever else is invented before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import comb
from random import Random

from core.numbers import round_half_up

SEED = "kwaliteitsagenda"
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
ANSWERS = ("heel slecht", "slecht", "neutraal", "goed", "heel goed")


def dice(*words: object) -> Random:
    """A source of chance that depends on the words alone."""
    return Random(":".join([SEED, *map(str, words)]))  # noqa: S311 (nothing secret: it must repeat itself)


def between(low: Decimal, high: Decimal, *words: object) -> Decimal:
    """A number from ``low`` to ``high``, the middle likelier than the ends."""
    rng = dice(*words)
    part = Decimal(rng.randint(0, 5000) + rng.randint(0, 5000)) / 10000
    return low + (high - low) * part


def wobble(size: Decimal, *words: object) -> Decimal:
    """A number from ``-size`` to ``size``, 0 the likeliest."""
    return between(-size, size, *words)


def fraction(start: date, by: date, day: date) -> Decimal:
    """How much of the way from ``start`` to ``by`` lies behind on ``day``: from 0 to 1."""
    if day <= start or by <= start:
        return ZERO if day <= start else ONE
    return min(ONE, Decimal((day - start).days) / Decimal((by - start).days))


def walk(baseline: Decimal, target: Decimal, done: Decimal, pace: Decimal, noise: Decimal = ZERO) -> Decimal:
    """Where a figure stands when ``done`` of the time has passed.

    ``pace`` 1 keeps to the path, above 1 is ahead, between 0 and 1 is behind, below 0 goes the wrong way.
    """
    return baseline + (target - baseline) * done * pace + noise


def bounded(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return max(low, min(high, value))


def whole(value: Decimal) -> int:
    return int(round_half_up(value, 0))


def apportion(total: int, weights: Sequence[Decimal], caps: Sequence[int] | None = None) -> list[int]:
    """Divide ``total`` by ``weights`` in whole numbers that add up to it, none above its cap.

    What the caps leave no room for is not handed out. Weights are not negative.
    """
    room = list(caps) if caps is not None else [total] * len(weights)
    given = [0] * len(weights)
    left = min(total, sum(room))
    while left > 0:
        open_ = [place for place in range(len(weights)) if given[place] < room[place] and weights[place] > 0]
        open_ = open_ or [place for place in range(len(weights)) if given[place] < room[place]]
        sum_ = sum((weights[place] for place in open_), ZERO)
        parts = {
            place: left * weights[place] / sum_ if sum_ else Decimal(left) / len(open_) for place in open_
        }
        before = left
        for place in open_:
            more = min(int(parts[place]), room[place] - given[place])
            given[place] += more
            left -= more
        if left and before - left < len(open_):
            for place in sorted(open_, key=lambda item: (int(parts[item]) - parts[item], item))[:left]:
                if given[place] < room[place]:
                    given[place] += 1
                    left -= 1
    return given


def percentage(part: int, of: int, decimals: int) -> Decimal | None:
    """``part`` of ``of``, 0-100, rounded; ``None`` where there is nobody to count."""
    return round_half_up(HUNDRED * part / of, decimals) if of else None


def answers(n: int, mean: Decimal) -> list[int]:
    """How ``n`` people answer on a five-point scale when they answer ``mean`` on average."""
    chance = bounded((mean - 1) / 4, Decimal("0.02"), Decimal("0.98"))
    weights = [comb(4, k) * chance**k * (1 - chance) ** (4 - k) for k in range(5)]
    return apportion(n, weights)


def mean_of(counts: Sequence[int]) -> Decimal | None:
    """The mean answer from 1 to 5; ``None`` without answers."""
    n = sum(counts)
    return Decimal(sum(score * count for score, count in enumerate(counts, start=1))) / n if n else None


def sd_of(counts: Sequence[int]) -> Decimal | None:
    """The standard deviation of the answers; ``None`` with fewer than two."""
    n, mean = sum(counts), mean_of(counts)
    if n < 2 or mean is None:
        return None
    squares = sum((count * (score - mean) ** 2 for score, count in enumerate(counts, start=1)), ZERO)
    return round_half_up((squares / (n - 1)).sqrt(), 4)


def centred(offsets: Sequence[Decimal], weights: Sequence[int]) -> list[Decimal]:
    """The offsets, moved together so that their weighted mean is 0."""
    total = sum(weights)
    if not total:
        return list(offsets)
    middle = sum((offset * weight for offset, weight in zip(offsets, weights, strict=True)), ZERO) / total
    return [offset - middle for offset in offsets]
