"""What the marks in a chart on paper mean, below its years. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from indicators.charts import MUTED
from reporting.canonical import Json
from reporting.strokes import CHANCE, HEADING, PATH, TARGET, at, beside, diamond, dot, stroke

LINE, START, GAP = 16, 16.0, 16
"""The height of a line; where its first mark stands; the room between two."""
LETTER, MARK = 5.4, 24
"""The width of a letter, about; that of a mark with the room behind it."""
LONGEST = 60
"""So many characters of the name of a unit."""
Mark = tuple[Callable[[float, float], str], str]
"""How a mark is drawn around a place, and what it means."""
Line = list[tuple[float, Mark]]
"""Marks, each with where it stands from the left."""


def _across(look: str) -> Callable[[float, float], str]:
    return lambda x, y: stroke(x - 9, y, x + 9, y, look)


def _marks(chart: Json) -> Iterator[Mark]:
    """What each mark in the drawing means, of those that are in it."""
    points = chart["points"]
    if chart["baseline"] is not None:
        yield lambda x, y: diamond(at(x), at(y)), "0-meting"
    if any(one["final"] for one in points):
        yield lambda x, y: dot(at(x), at(y), final=True), "meting"
    if any(not one["final"] for one in points):
        yield lambda x, y: dot(at(x), at(y), final=False), "voorlopige meting"
    if any(one["interval"] for one in points):
        yield lambda x, y: stroke(x, y - 7, x, y + 7, CHANCE), "meetonzekerheid"
    if len(chart["path"]) > 1:
        yield _across(PATH), "pad naar de streefwaarde"
    if chart["path"]:
        yield _across(TARGET), "streefwaarde"
    if chart["range"]:
        yield _across(PATH), "grenzen"
    if chart["forecast"] is not None:
        yield _across(HEADING), "als het zo doorgaat"
    for number, one in enumerate(chart["benchmarks"]):
        name = one["name"]
        yield _across(beside(number)), name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def legend_lines(chart: Json, width: int) -> list[Line]:
    """The marks of a chart on as many lines as they need; at least one."""
    lines: list[Line] = [[]]
    x = START
    for mark in _marks(chart):
        wide = MARK + LETTER * len(mark[1])
        if lines[-1] and x + wide > width:
            lines.append([])
            x = START
        lines[-1].append((x, mark))
        x += wide + GAP
    return lines


def legend_svg(lines: list[Line], height: int) -> str:
    """The marks with their meaning, the last line at the foot of a drawing of that height."""
    parts = []
    for number, line in enumerate(lines):
        y = float(height - 10 - LINE * (len(lines) - 1 - number))
        for x, (mark, words) in line:
            parts.append(mark(x + 9, y - 4))
            parts.append(
                f'<text x="{at(x + MARK)}" y="{at(y)}" font-size="11" fill="{MUTED}">{escape(words)}</text>'
            )
    return "".join(parts)
