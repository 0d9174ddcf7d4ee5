"""The chart of an indicator on paper: SVG made of what its snapshot holds, the same bytes every time. Pure: no Django.

Colours are names ("var(--ink)") as in the charts on screen; writers fill them in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise

from core.svg import place
from indicators.charts import ACCENT, INK, MUTED, RULE, SURFACE
from indicators.wording import value_text
from reporting.canonical import Json
from reporting.scale import Scale, scale_of

WIDTH, HEIGHT, LOW = 640, 190, 158
"""``LOW``: the height of a chart that shares its page."""
LEFT, RIGHT, TOP, BOTTOM = 64, 104, 24, 50
"""Below the years stands what the marks mean."""
STEPS_ALONG = 40
LETTER = 6.6
"""The width of a letter of a label, about."""


@dataclass(frozen=True)
class _Frame:
    """From days and values to places in the drawing."""

    first: date
    last: date
    low: Decimal
    high: Decimal
    height: int

    def x(self, day: date) -> str:
        when, first, last = (Decimal(one.toordinal()) for one in (day, self.first, self.last))
        return _place(LEFT + place(when, first, last, WIDTH - LEFT - RIGHT))

    def y(self, value: Decimal) -> str:
        return _place(self.height - BOTTOM - place(value, self.low, self.high, self.height - TOP - BOTTOM))


def chart_svg(chart: Json, height: int = HEIGHT) -> str:
    """Measurements (provisional ones hollow), what chance leaves open, the baseline and the path to the target.

    Below it stands what each mark means.
    """
    points = [(_day(one["day"]), Decimal(one["value"]), one) for one in chart["points"]]
    path = [(_day(when), Decimal(value)) for when, value in chart["path"]]
    baseline = chart["baseline"]
    frame, ticks = _frame(chart, points, path, height)
    parts = [_lines(frame, ticks, chart), _years(frame), _path(frame, path, chart), _intervals(frame, points)]
    if len(points) > 1:
        line = " ".join(f"{frame.x(when)},{frame.y(value)}" for when, value, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="2"/>')
    if baseline is not None:
        parts.append(_diamond(frame.x(_day(baseline["day"])), frame.y(Decimal(baseline["value"]))))
    parts += [_dot(frame.x(when), frame.y(value), final=one["final"]) for when, value, one in points]
    if points:
        parts.append(_newest(frame, points, path))
    parts.append(_legend(_marks(chart, points, path), height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="Liberation Sans, Arial, sans-serif" font-size="12">{"".join(parts)}</svg>'
    )


def chart_alt(chart: Json, title: str) -> str:
    """What the drawing shows, in words."""
    told = []
    if chart["baseline"] is not None:
        told.append(f"0-meting {chart['baseline']['text']} ({chart['baseline']['period']})")
    told += [f"{one['text']} in {one['period']}" for one in chart["points"]]
    aim = f" Streefwaarde: {chart['target']}." if chart["target"] else ""
    return f"Lijngrafiek van {title}: {', '.join(told)}.{aim}"


def _frame(
    chart: Json, points: list[tuple[date, Decimal, Json]], path: list[tuple[date, Decimal]], height: int
) -> tuple[_Frame, Scale]:
    days = [when for when, _, _ in points] + [when for when, _ in path]
    values = [value for _, value, _ in points] + [value for _, value in path]
    for _, _, one in points:
        values += [Decimal(end) for end in one["interval"] or ()]
    if chart["baseline"] is not None:
        days.append(_day(chart["baseline"]["day"]))
        values.append(Decimal(chart["baseline"]["value"]))
    ticks = scale_of(values, whole=chart["unit"] == "count")
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    return _Frame(first, last, ticks.low, ticks.high, height), ticks


def _lines(frame: _Frame, scale: Scale, chart: Json) -> str:
    """Lines across, each with its value."""
    parts = []
    for value in scale.ticks:
        y = frame.y(value)
        parts.append(
            f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="{RULE}" stroke-width="1"/>'
            f'<text x="{LEFT - 8}" y="{y}" dy="4" text-anchor="end" fill="{MUTED}">'
            f"{escape(value_text(value, chart['unit'], scale.decimals))}</text>"
        )
    return "".join(parts)


def _years(frame: _Frame) -> str:
    """The years below, each in its middle; of a long time every second one."""
    years = range(frame.first.year, frame.last.year + 1)
    step = 1 + len(years) // 12
    return "".join(
        f'<text x="{frame.x(date(year, 7, 1))}" y="{frame.height - BOTTOM + 18}" text-anchor="middle" fill="{MUTED}">'
        f"{year}</text>"
        for year in years[::step]
    )


def _path(frame: _Frame, path: list[tuple[date, Decimal]], chart: Json) -> str:
    if not path:
        return ""
    line = " ".join(f"{frame.x(when)},{frame.y(value)}" for when, value in path)
    x, y = frame.x(path[-1][0]), frame.y(path[-1][1])
    drawn = (
        f'<polyline points="{line}" fill="none" stroke="{ACCENT}" stroke-width="2" stroke-dasharray="5 4"/>'
        if len(path) > 1
        else ""
    )
    left, right = (_place(float(x) + step) for step in (-9, 9))
    bar = f'<line x1="{left}" y1="{y}" x2="{right}" y2="{y}" stroke="{ACCENT}" stroke-width="4"/>'
    # A snapshot of before has no words for the target itself.
    goal = chart.get("goal") or value_text(path[-1][1], chart["unit"], chart["decimals"])
    return f"{drawn}{bar}{_aim(float(x), float(y), f'doel {goal}')}"


def _aim(x: float, y: float, words: str) -> str:
    """The target in words beside its bar; above it where there is no room for them."""
    if x + 14 + LETTER * len(words) <= WIDTH:
        return _label(x + 14, y + 4, words, ACCENT, "start")
    return _label(WIDTH - 6, y - 10, words, ACCENT, "end")


def _intervals(frame: _Frame, points: list[tuple[date, Decimal, Json]]) -> str:
    return "".join(
        f'<line x1="{frame.x(when)}" y1="{frame.y(Decimal(one["interval"][0]))}" '
        f'x2="{frame.x(when)}" y2="{frame.y(Decimal(one["interval"][1]))}" stroke="{MUTED}" stroke-width="1.5"/>'
        for when, _, one in points
        if one["interval"]
    )


def _newest(frame: _Frame, points: list[tuple[date, Decimal, Json]], path: list[tuple[date, Decimal]]) -> str:
    """The value of the newest measurement, beside it where it covers least of the lines."""
    when, value, one = points[-1]
    x, y, wide = float(frame.x(when)), float(frame.y(value)), LETTER * len(one["text"])
    drawn = [
        (float(frame.x(day)), float(frame.y(at)))
        for line in ([(day, at) for day, at, _ in points], path)
        for day, at in _along(line)
    ]
    for day, _, other in points:
        if other["interval"]:
            ends = [(day, Decimal(end)) for end in other["interval"]]
            drawn += [(float(frame.x(day)), float(frame.y(at))) for _, at in _along(ends)]
    places = [
        (x - 9, y - 9, "end"),
        (x + 9, y - 9, "start"),
        (x - 9, y + 19, "end"),
        (x + 9, y + 19, "start"),
    ]

    def covered(place: tuple[float, float, str]) -> tuple[int, int]:
        left = place[0] - (wide if place[2] == "end" else 0)
        inside = sum(
            left - 2 <= px <= left + wide + 2 and place[1] - 12 <= py <= place[1] + 3 for px, py in drawn
        )
        beyond = left < LEFT or left + wide > WIDTH or place[1] > frame.height - BOTTOM + 4
        return int(beyond), inside

    best = min(places, key=covered)
    return _label(best[0], best[1], one["text"], INK, best[2])


def _along(line: list[tuple[date, Decimal]]) -> Iterator[tuple[date, Decimal]]:
    """Places along a line, close enough to each other to see whether a label lies on it."""
    for (first, low), (last, high) in pairwise(line):
        for step in range(STEPS_ALONG + 1):
            yield first + (last - first) * step / STEPS_ALONG, low + (high - low) * step / STEPS_ALONG


def _dot(x: str, y: str, *, final: bool) -> str:
    fill = INK if final else SURFACE
    return f'<circle cx="{x}" cy="{y}" r="4.5" fill="{fill}" stroke="{INK}" stroke-width="2"/>'


def _marks(
    chart: Json, points: list[tuple[date, Decimal, Json]], path: list[tuple[date, Decimal]]
) -> Iterator[tuple[Callable[[float, float], str], str]]:
    """What each mark in the drawing means, of those that are in it; drawn around a place."""
    if chart["baseline"] is not None:
        yield lambda x, y: _diamond(_place(x), _place(y)), "0-meting"
    if any(one["final"] for _, _, one in points):
        yield lambda x, y: _dot(_place(x), _place(y), final=True), "meting"
    if any(not one["final"] for _, _, one in points):
        yield lambda x, y: _dot(_place(x), _place(y), final=False), "voorlopige meting"
    if any(one["interval"] for _, _, one in points):
        yield (
            lambda x, y: _stroke(x, y - 7, x, y + 7, f'stroke="{MUTED}" stroke-width="1.5"'),
            "meetonzekerheid",
        )
    if len(path) > 1:
        dashes = f'stroke="{ACCENT}" stroke-width="2" stroke-dasharray="5 4"'
        yield lambda x, y: _stroke(x - 9, y, x + 9, y, dashes), "pad naar de streefwaarde"
    if path:
        yield lambda x, y: _stroke(x - 9, y, x + 9, y, f'stroke="{ACCENT}" stroke-width="4"'), "streefwaarde"


def _stroke(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    ends = f'x1="{_place(x1)}" y1="{_place(y1)}" x2="{_place(x2)}" y2="{_place(y2)}"'
    return f"<line {ends} {look}/>"


def _legend(marks: Iterator[tuple[Callable[[float, float], str], str]], height: int) -> str:
    """The marks with their meaning on one line, from the left."""
    parts, x, y = [], 16.0, height - 10
    for mark, words in marks:
        parts.append(mark(x + 9, y - 4))
        parts.append(f'<text x="{_place(x + 24)}" y="{y}" font-size="11" fill="{MUTED}">{words}</text>')
        x += 24 + 5.4 * len(words) + 16
    return "".join(parts)


def _diamond(x: str, y: str) -> str:
    return (
        f'<rect x="{_place(float(x) - 6)}" y="{_place(float(y) - 6)}" width="12" height="12" fill="none" '
        f'stroke="{ACCENT}" stroke-width="2" transform="rotate(45 {x} {y})"/>'
    )


def _label(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    """A label with white around it, so that a line of the scale does not run through it."""
    where = f'x="{_place(x)}" y="{_place(y)}" text-anchor="{anchor}" font-weight="bold"'
    words = escape(text)
    return (
        f'<text {where} fill="{SURFACE}" stroke="{SURFACE}" stroke-width="4" stroke-linejoin="round">{words}</text>'
        f'<text {where} fill="{colour}">{words}</text>'
    )


def _place(value: float) -> str:
    """A place in the drawing, with the same text everywhere."""
    return f"{value:.1f}"


def _day(text: str) -> date:
    return date.fromisoformat(text)
