"""Small charts of an indicator's breakdowns, on one scale, drawn by the server as SVG. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.svg import Point, bounds, place

WIDTH, HEIGHT, PAD = 240, 84, 8


@dataclass(frozen=True)
class Dot:
    """A measurement in the small chart; ``final`` False is drawn hollow."""

    at: Point
    final: bool


@dataclass(frozen=True)
class Multiple:
    """What one small chart draws, in the coordinates of its view box. ``target`` ``None``: there is none to draw."""

    line: str
    dots: tuple[Dot, ...]
    path: str
    target: Point | None
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class Frame:
    """The common scale: first and last day, lowest and highest value."""

    first: date
    last: date
    low: Decimal
    high: Decimal

    def at(self, day: date, value: Decimal) -> Point:
        when, first, last = (Decimal(item.toordinal()) for item in (day, self.first, self.last))
        x = PAD + place(when, first, last, WIDTH - 2 * PAD)
        return round(x, 1), round(HEIGHT - PAD - place(value, self.low, self.high, HEIGHT - 2 * PAD), 1)

    def line(self, points: Sequence[tuple[date, Decimal]]) -> str:
        return " ".join(f"{x},{y}" for x, y in (self.at(day, value) for day, value in points))


def common_frame(days: Sequence[date], values: Sequence[Decimal]) -> Frame | None:
    """One scale for all small charts; ``None`` when there is nothing to draw."""
    if not days or not values:
        return None
    low, high = bounds(values, margin=Decimal(0))
    return Frame(min(days), max(days), low, high)


def multiple(
    frame: Frame, points: Sequence[tuple[date, Decimal, bool]], path: Sequence[tuple[date, Decimal]]
) -> Multiple:
    """One small chart. ``points``: day, value, final; ``path``: from the baseline to the target."""
    return Multiple(
        line=frame.line([(day, value) for day, value, _ in points]),
        dots=tuple(Dot(frame.at(day, value), final) for day, value, final in points),
        path=frame.line(path) if len(path) > 1 else "",
        target=frame.at(*path[-1]) if path else None,
    )
