"""The chart of an indicator on paper: SVG made of what its snapshot holds, the same bytes every time. Pure: no Django.

Colours are names ("var(--ink)") as in the charts on screen; writers fill them in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from core.svg import bounds, place
from indicators.wording import value_text
from reporting.canonical import Json

WIDTH, HEIGHT, LOW = 640, 210, 150
"""``LOW``: the height of a chart that shares its page."""
LEFT, RIGHT, TOP, BOTTOM = 64, 92, 16, 30
LINES = 4
"""So many lines of the scale."""
INK, MUTED, RULE, ACCENT, SURFACE = (
    "var(--ink)", "var(--muted)", "var(--rule)", "var(--accent)", "var(--surface)",
)  # fmt: skip


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
    """Measurements (provisional ones hollow), what chance leaves open, the baseline and the path to the target."""
    points = [(_day(one["day"]), Decimal(one["value"]), one) for one in chart["points"]]
    path = [(_day(when), Decimal(value)) for when, value in chart["path"]]
    baseline = chart["baseline"]
    frame = _frame(chart, points, path, height)
    parts = [_scale(frame, chart), _years(frame), _path(frame, path, chart), _intervals(frame, points)]
    if len(points) > 1:
        line = " ".join(f"{frame.x(when)},{frame.y(value)}" for when, value, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="2"/>')
    if baseline is not None:
        parts.append(_diamond(frame.x(_day(baseline["day"])), frame.y(Decimal(baseline["value"]))))
    parts += [_dot(frame, when, value, final=one["final"]) for when, value, one in points]
    if points:
        when, value, one = points[-1]
        parts.append(_label(float(frame.x(when)) - 9, float(frame.y(value)) - 9, one["text"], INK, "end"))
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
) -> _Frame:
    days = [when for when, _, _ in points] + [when for when, _ in path]
    values = [value for _, value, _ in points] + [value for _, value in path]
    for _, _, one in points:
        values += [Decimal(end) for end in one["interval"] or ()]
    if chart["baseline"] is not None:
        days.append(_day(chart["baseline"]["day"]))
        values.append(Decimal(chart["baseline"]["value"]))
    low, high = bounds(values)
    return _Frame(date(min(days).year, 1, 1), date(max(days).year, 12, 31), low, high, height)


def _scale(frame: _Frame, chart: Json) -> str:
    """Lines across, each with its value."""
    step = (frame.high - frame.low) / (LINES - 1)
    decimals = chart["decimals"] if step >= 1 else max(chart["decimals"], 1 if step * 10 >= 1 else 2)
    parts = []
    for number in range(LINES):
        value = frame.low + step * number
        y = frame.y(value)
        parts.append(
            f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="{RULE}" stroke-width="1"/>'
            f'<text x="{LEFT - 8}" y="{y}" dy="4" text-anchor="end" fill="{MUTED}">'
            f"{escape(value_text(value, chart['unit'], decimals))}</text>"
        )
    return "".join(parts)


def _years(frame: _Frame) -> str:
    """The years below, each in its middle; of a long time every second one."""
    years = range(frame.first.year, frame.last.year + 1)
    step = 1 + len(years) // 12
    return "".join(
        f'<text x="{frame.x(date(year, 7, 1))}" y="{frame.height - 10}" text-anchor="middle" fill="{MUTED}">'
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
    goal = value_text(path[-1][1], chart["unit"], chart["decimals"])
    return f"{drawn}{bar}{_label(float(x) + 14, float(y) + 4, f'doel {goal}', ACCENT, 'start')}"


def _intervals(frame: _Frame, points: list[tuple[date, Decimal, Json]]) -> str:
    return "".join(
        f'<line x1="{frame.x(when)}" y1="{frame.y(Decimal(one["interval"][0]))}" '
        f'x2="{frame.x(when)}" y2="{frame.y(Decimal(one["interval"][1]))}" stroke="{MUTED}" stroke-width="1.5"/>'
        for when, _, one in points
        if one["interval"]
    )


def _dot(frame: _Frame, when: date, value: Decimal, *, final: bool) -> str:
    fill = INK if final else SURFACE
    return f'<circle cx="{frame.x(when)}" cy="{frame.y(value)}" r="4.5" fill="{fill}" stroke="{INK}" stroke-width="2"/>'


def _diamond(x: str, y: str) -> str:
    return (
        f'<rect x="{_place(float(x) - 6)}" y="{_place(float(y) - 6)}" width="12" height="12" fill="none" '
        f'stroke="{ACCENT}" stroke-width="2" transform="rotate(45 {x} {y})"/>'
    )


def _label(x: float, y: float, text: str, colour: str, anchor: str) -> str:
    return (
        f'<text x="{_place(x)}" y="{_place(y)}" text-anchor="{anchor}" font-weight="bold" fill="{colour}">'
        f"{escape(text)}</text>"
    )


def _place(value: float) -> str:
    """A place in the drawing, with the same text everywhere."""
    return f"{value:.1f}"


def _day(text: str) -> date:
    return date.fromisoformat(text)
