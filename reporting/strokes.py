"""The marks of a chart on paper, each as SVG. Colours are names ("var(--ink)"). Pure: no Django."""

from __future__ import annotations

from html import escape

from indicators.charts import ACCENT, INK, MUTED, SURFACE

PATH = f'stroke="{ACCENT}" stroke-width="2" stroke-dasharray="5 4"'
TARGET = f'stroke="{ACCENT}" stroke-width="4"'
CHANCE = f'stroke="{MUTED}" stroke-width="1.5"'
HEADING = f'stroke="{INK}" stroke-width="1.5" stroke-dasharray="1.5 3"'
_DASHES = ("9 5", "2 4", "12 3 2 3")


def beside(number: int) -> str:
    """How the line of a unit beside the college looks, by its number: each can be told from the next."""
    return f'stroke="{MUTED}" stroke-width="2" stroke-dasharray="{_DASHES[number % len(_DASHES)]}"'


def dot(x: str, y: str, *, final: bool) -> str:
    """A measurement; a provisional one is hollow."""
    fill = INK if final else SURFACE
    return f'<circle cx="{x}" cy="{y}" r="4.5" fill="{fill}" stroke="{INK}" stroke-width="2"/>'


def stroke(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """A line that looks like ``look``."""
    ends = f'x1="{at(x1)}" y1="{at(y1)}" x2="{at(x2)}" y2="{at(y2)}"'
    return f"<line {ends} {look}/>"


def diamond(x: str, y: str) -> str:
    """The plan's own baseline."""
    return (
        f'<rect x="{at(float(x) - 6)}" y="{at(float(y) - 6)}" width="12" height="12" fill="none" '
        f'stroke="{ACCENT}" stroke-width="2" transform="rotate(45 {x} {y})"/>'
    )


def label(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    """A label with white around it, so that a line of the scale does not run through it."""
    where = f'x="{at(x)}" y="{at(y)}" text-anchor="{anchor}" font-weight="bold"'
    words = escape(text)
    return (
        f'<text {where} fill="{SURFACE}" stroke="{SURFACE}" stroke-width="4" stroke-linejoin="round">{words}</text>'
        f'<text {where} fill="{colour}">{words}</text>'
    )


def at(value: float) -> str:
    """A place in the drawing, with the same text everywhere."""
    return f"{value:.1f}"
