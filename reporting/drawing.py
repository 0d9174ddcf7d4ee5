"""The chart of an indicator on paper: SVG made of what its snapshot holds, the same bytes every time. Pure: no Django.

Colours are names ("var(--ink)") as in the charts on screen; writers fill them in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from itertools import pairwise

from core.numbers import format_date
from core.svg import place
from indicators.charts import ACCENT, INK, MUTED, RULE
from indicators.wording import value_text
from reporting.canonical import Json
from reporting.legend import LINE, legend_lines, legend_svg
from reporting.scale import Scale, scale_of
from reporting.strokes import CHANCE, HEADING, PATH, TARGET, at, beside, diamond, dot, label, stroke

WIDTH, HEIGHT, LOW = 640, 206, 164
"""``LOW``: the height of a chart that shares its page."""
LEFT, RIGHT, TOP, BOTTOM = 64, 104, 24, 50
"""Below the years stands what the marks mean, on as many lines as that takes."""
STEPS_ALONG = 40
LETTER = 6.6
"""The width of a letter of a label, about."""
SOFT = "var(--surface-soft)"


@dataclass(frozen=True)
class _Frame:
    """From days and values to places in the drawing. ``foot``: where the scale ends below."""

    first: date
    last: date
    low: Decimal
    high: Decimal
    foot: int

    def x(self, day: date) -> str:
        when, first, last = (Decimal(one.toordinal()) for one in (day, self.first, self.last))
        return at(LEFT + place(when, first, last, WIDTH - LEFT - RIGHT))

    def y(self, value: Decimal) -> str:
        return at(self.foot - place(value, self.low, self.high, self.foot - TOP))


def chart_svg(chart: Json, height: int = HEIGHT) -> str:
    """All that the chart on screen shows: measurements (provisional ones hollow), what chance leaves open, the
    baseline, the path to the target or the bounds of a range, where the series is heading, who stands beside the
    college, and the years of the agenda.

    Below it stands what each mark means.
    """
    points = [(_day(one["day"]), Decimal(one["value"]), one) for one in chart["points"]]
    path = [(_day(when), Decimal(value)) for when, value in chart["path"]]
    baseline = chart["baseline"]
    legend = legend_lines(chart, WIDTH)
    frame, ticks = _frame(chart, points, path, height - BOTTOM - LINE * (len(legend) - 1))
    parts = [
        _agenda(frame, chart), _lines(frame, ticks, chart), _years(frame), _forecast(frame, chart),
        *(_benchmark(frame, one, number) for number, one in enumerate(chart["benchmarks"])),
        _range(frame, chart), _path(frame, path, chart), _intervals(frame, points),
    ]  # fmt: skip
    if len(points) > 1:
        line = " ".join(f"{frame.x(when)},{frame.y(value)}" for when, value, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-width="2"/>')
    if baseline is not None:
        parts.append(diamond(frame.x(_day(baseline["day"])), frame.y(Decimal(baseline["value"]))))
    parts += [dot(frame.x(when), frame.y(value), final=one["final"]) for when, value, one in points]
    if points:
        parts.append(_newest(frame, points, path))
    parts.append(legend_svg(legend, height))
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
    others = "".join(
        f" {one['name']}: {one['figures'][-1]['text']} in {one['figures'][-1]['period']}."
        for one in chart["benchmarks"]
    )
    return f"Lijngrafiek van {title}: {', '.join(told)}.{aim}{_heading(chart)}{others}"


def _heading(chart: Json) -> str:
    """Where the series is heading, in words; ``""``: that cannot be said."""
    ahead = chart["forecast"]
    if ahead is None:
        return ""
    middle, low, high = (
        value_text(Decimal(ahead[end]), chart["unit"], chart["decimals"]) for end in ("value", "low", "high")
    )
    return f" Als het zo doorgaat {middle} op {format_date(_day(ahead['day']))}, tussen {low} en {high}."


def _frame(
    chart: Json, points: list[tuple[date, Decimal, Json]], path: list[tuple[date, Decimal]], foot: int
) -> tuple[_Frame, Scale]:
    seen = [(when, value) for when, value, _ in points] + path + list(_others(chart))
    days = [when for when, _ in seen]
    values = [value for _, value in seen] + [Decimal(bound) for bound in chart["range"]]
    for _, _, one in points:
        values += [Decimal(end) for end in one["interval"] or ()]
    if chart["baseline"] is not None:
        days.append(_day(chart["baseline"]["day"]))
        values.append(Decimal(chart["baseline"]["value"]))
    ticks = scale_of(values, whole=chart["unit"] == "count")
    first, last = date(min(days).year, 1, 1), date(max(days).year, 12, 31)
    return _Frame(first, last, ticks.low, ticks.high, foot), ticks


def _others(chart: Json) -> Iterator[tuple[date, Decimal]]:
    """The places of what stands beside the series itself."""
    for one in chart["benchmarks"]:
        for figure in one["figures"]:
            yield _day(figure["day"]), Decimal(figure["value"])
    if (ahead := chart["forecast"]) is not None:
        for end in ("value", "low", "high"):
            yield _day(ahead["day"]), Decimal(ahead[end])


def _agenda(frame: _Frame, chart: Json) -> str:
    """The years of the agenda, as far as the drawing shows them."""
    if chart["years"] is None:
        return ""
    starts, ends = (_day(one) for one in chart["years"])
    first, last = max(starts, frame.first), min(ends, frame.last)
    if first >= last:
        return ""
    left, right = float(frame.x(first)), float(frame.x(last))
    return (
        f'<rect x="{at(left)}" y="{TOP}" width="{at(right - left)}" height="{frame.foot - TOP}" '
        f'fill="{SOFT}"/>'
    )


def _range(frame: _Frame, chart: Json) -> str:
    """The bounds between which the series must stay."""
    return "".join(
        stroke(LEFT, float(y), WIDTH - RIGHT, float(y), PATH)
        for y in (frame.y(Decimal(bound)) for bound in chart["range"])
    )


def _forecast(frame: _Frame, chart: Json) -> str:
    """A wedge of courses from the newest figure on, with the middle one."""
    ahead = chart["forecast"]
    if ahead is None:
        return ""
    start = f"{frame.x(_day(ahead['from'][0]))},{frame.y(Decimal(ahead['from'][1]))}"
    low, middle, high = (
        f"{frame.x(_day(ahead['day']))},{frame.y(Decimal(ahead[end]))}" for end in ("low", "value", "high")
    )
    return (
        f'<polygon points="{start} {low} {high}" fill="{MUTED}" fill-opacity="0.14"/>'
        f'<polyline points="{start} {middle}" fill="none" {HEADING}/>'
    )


def _benchmark(frame: _Frame, one: Json, number: int) -> str:
    """Who stands beside the college: a line, of one figure a dash."""
    places = [(frame.x(_day(figure["day"])), frame.y(Decimal(figure["value"]))) for figure in one["figures"]]
    if len(places) == 1:
        x, y = map(float, places[0])
        return stroke(x - 7, y, x + 7, y, beside(number))
    line = " ".join(f"{x},{y}" for x, y in places)
    return f'<polyline points="{line}" fill="none" {beside(number)}/>'


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
        f'<text x="{frame.x(date(year, 7, 1))}" y="{frame.foot + 18}" text-anchor="middle" fill="{MUTED}">'
        f"{year}</text>"
        for year in years[::step]
    )


def _path(frame: _Frame, path: list[tuple[date, Decimal]], chart: Json) -> str:
    if not path:
        return ""
    line = " ".join(f"{frame.x(when)},{frame.y(value)}" for when, value in path)
    x, y = frame.x(path[-1][0]), frame.y(path[-1][1])
    drawn = f'<polyline points="{line}" fill="none" {PATH}/>' if len(path) > 1 else ""
    bar = stroke(float(x) - 9, float(y), float(x) + 9, float(y), TARGET)
    # A snapshot of before has no words for the target itself.
    goal = chart.get("goal") or value_text(path[-1][1], chart["unit"], chart["decimals"])
    return f"{drawn}{bar}{_aim(float(x), float(y), f'doel {goal}')}"


def _aim(x: float, y: float, words: str) -> str:
    """The target in words beside its bar; above it where there is no room for them."""
    if x + 14 + LETTER * len(words) <= WIDTH:
        return label(x + 14, y + 4, words, ACCENT, "start")
    return label(WIDTH - 6, y - 10, words, ACCENT, "end")


def _intervals(frame: _Frame, points: list[tuple[date, Decimal, Json]]) -> str:
    return "".join(
        f'<line x1="{frame.x(when)}" y1="{frame.y(Decimal(one["interval"][0]))}" '
        f'x2="{frame.x(when)}" y2="{frame.y(Decimal(one["interval"][1]))}" {CHANCE}/>'
        for when, _, one in points
        if one["interval"]
    )


def _newest(frame: _Frame, points: list[tuple[date, Decimal, Json]], path: list[tuple[date, Decimal]]) -> str:
    """The value of the newest measurement, beside it where it covers least of the lines."""
    when, value, one = points[-1]
    x, y, wide = float(frame.x(when)), float(frame.y(value)), LETTER * len(one["text"])
    drawn = [
        (float(frame.x(day)), float(frame.y(level)))
        for line in ([(day, level) for day, level, _ in points], path)
        for day, level in _along(line)
    ]
    for day, _, other in points:
        if other["interval"]:
            ends = [(day, Decimal(end)) for end in other["interval"]]
            drawn += [(float(frame.x(day)), float(frame.y(level))) for _, level in _along(ends)]
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
        beyond = left < LEFT or left + wide > WIDTH or place[1] > frame.foot + 4
        return int(beyond), inside

    best = min(places, key=covered)
    return label(best[0], best[1], one["text"], INK, best[2])


def _along(line: list[tuple[date, Decimal]]) -> Iterator[tuple[date, Decimal]]:
    """Places along a line, close enough to each other to see whether a label lies on it."""
    for (first, low), (last, high) in pairwise(line):
        for step in range(STEPS_ALONG + 1):
            yield first + (last - first) * step / STEPS_ALONG, low + (high - low) * step / STEPS_ALONG


def _day(text: str) -> date:
    return date.fromisoformat(text)
