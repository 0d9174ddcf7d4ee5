"""Where the marks of a small chart stand. Pure geometry: no Django, no colours, no text.

Values are ``Decimal``; positions are floats in the units of the drawing's viewBox, rounded to two decimals,
y counted downwards. ``None`` is a value that is not there: it leaves a gap, it is never drawn as 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Point = tuple[float, float]


@dataclass(frozen=True)
class Sparkline:
    """Lines through neighbouring values, dots for values without a neighbour, and the newest value."""

    lines: tuple[tuple[Point, ...], ...]
    dots: tuple[Point, ...]
    last: Point | None


@dataclass(frozen=True)
class Bullet:
    """Positions on one horizontal scale; ``None`` where there is no such value."""

    baseline: float | None
    value: float | None
    target: float | None


@dataclass(frozen=True)
class Part:
    """One piece of a stacked bar."""

    x: float
    width: float


def place(value: Decimal, low: Decimal, high: Decimal, length: float) -> float:
    """Where ``value`` falls on a line of ``length`` that runs from ``low`` to ``high``.

    Values beyond an end are put on that end. A scale without length (``low == high``) puts all in the middle.
    """
    if high == low:
        return round(length / 2, 2)
    share = min(max((value - low) / (high - low), Decimal(0)), Decimal(1))
    return round(float(share) * length, 2)


def bounds(values: Sequence[Decimal | None], *, margin: Decimal = Decimal("0.12")) -> tuple[Decimal, Decimal]:
    """The ends of a scale that shows all values, with ``margin`` of the range free on either side.

    One value alone, or equal ones, get a scale around them. Without any value: 0 to 1.
    """
    known = [value for value in values if value is not None]
    if not known:
        return Decimal(0), Decimal(1)
    low, high = min(known), max(known)
    room = (high - low) * margin or max(abs(low) * margin, Decimal(1))
    return low - room, high + room


def sparkline(values: Sequence[Decimal | None], width: float, height: float, pad: float = 3) -> Sparkline:
    """Points evenly spaced in time over ``width``, the lowest value at the bottom, ``pad`` free all around."""
    known = [value for value in values if value is not None]
    if not known:
        return Sparkline((), (), None)
    low, high = min(known), max(known)
    steps = max(len(values) - 1, 1)
    points: list[Point | None] = []
    for index, value in enumerate(values):
        if value is None:
            points.append(None)
            continue
        x = pad + (width - 2 * pad) * (index / steps if len(values) > 1 else 0.5)
        y = height - pad - place(value, low, high, height - 2 * pad)
        points.append((round(x, 2), round(y, 2)))
    runs = _runs(points)
    return Sparkline(
        lines=tuple(tuple(run) for run in runs if len(run) > 1),
        dots=tuple(run[0] for run in runs if len(run) == 1),
        last=points[-1],
    )


def _runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """Stretches of points without a gap between them."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point is not None:
            runs[-1].append(point)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def bullet(
    baseline: Decimal | None,
    value: Decimal | None,
    target: Decimal | None,
    low: Decimal,
    high: Decimal,
    length: float,
) -> Bullet:
    """The three marks on a scale from ``low`` to ``high``; beyond an end they stand on that end."""

    def at(number: Decimal | None) -> float | None:
        return None if number is None else place(number, low, high, length)

    return Bullet(at(baseline), at(value), at(target))


def stacked(
    values: Sequence[Decimal | int], length: float, gap: float = 0, total: Decimal | None = None
) -> list[Part]:
    """One part per value, in order, ``gap`` between parts that show; a value of 0 has width 0.

    ``total`` is what the full length stands for (spent of planned); without it the values fill the bar. More than
    the total also fills the bar. Raises ``ValueError`` for a negative value: it has no place in a sum of parts.
    """
    if any(value < 0 for value in values):
        raise ValueError("a stacked bar cannot show a negative part")
    whole = Decimal(sum(values))
    full = max(whole, total) if total is not None else whole
    if full == 0:
        return [Part(0, 0) for _ in values]
    shown = sum(1 for value in values if value)
    room = length - gap * max(shown - 1, 0)
    parts, x = [], 0.0
    for value in values:
        width = float(Decimal(value) / full) * room
        parts.append(Part(round(min(x, length), 2), round(width, 2)))
        if value:
            x += width + gap
    return parts
