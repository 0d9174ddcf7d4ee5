"""The planning of an objective drawn as a timeline. Pure geometry: no Django, no clock.

Positions are in the units of the drawing's viewBox, which is ``WIDTH`` wide: from the first day of the first year to
the last day of the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from measures.milestones.rules import Milestone, Placed, by_period, placed

WIDTH = 1000
LANE = 24
"""Height of one lane of bars."""
LETTER, SHAPE = 7, 22
"""Room for one letter of a step's word, and for the shape before it."""
LONGEST = 28
"""Letters of a word before it is cut off; the table has it whole."""


@dataclass(frozen=True)
class Year:
    """A column: where it begins, and its middle."""

    year: int
    x: float
    middle: float


@dataclass(frozen=True)
class Bar:
    """A step from the first to the last day of its period, with its word on it or beside it.

    ``y``: the top of its lane. ``mirrored``: its word would leave the drawing at the right, and ends where the bar
    ends; ``word_x`` and ``shape_x`` are then counted from there.
    """

    placed: Placed
    word: str
    x: float
    width: float
    y: int
    mirrored: bool
    shape_x: float
    word_x: float


@dataclass(frozen=True)
class TimelineRow:
    """A measure with its steps: drawn where they have a period that can be read, and all of them for the table."""

    code: str
    title: str
    depth: int
    bars: tuple[Bar, ...]
    steps: tuple[Placed, ...]
    height: int


@dataclass(frozen=True)
class Timeline:
    """``today``: where the day ``on`` is; ``None`` when it lies outside the years shown."""

    years: tuple[Year, ...]
    rows: tuple[TimelineRow, ...]
    today: float | None
    on: date


@dataclass(frozen=True)
class MeasureLine:
    """What the timeline needs to know of a measure."""

    pk: int
    code: str
    title: str
    depth: int = 0


def timeline_of(
    measures: Iterable[MeasureLine], steps: Mapping[int, Sequence[Milestone]], years: range, on: date
) -> Timeline:
    """Measures with at least one step, in the given order.

    The years are those of the agenda (at least one), and the ones that a step of these measures needs besides.
    """
    shown = [measure for measure in measures if steps.get(measure.pk)]
    spans = [span for measure in shown for step in steps[measure.pk] if (span := step.span) is not None]
    first = min([years[0], *(span.start.year for span in spans)])
    last = max([years[-1], *(span.end.year for span in spans)])
    scale = _Scale(date(first, 1, 1), date(last, 12, 31))
    columns = tuple(scale.year(year) for year in range(first, last + 1))
    inside = scale.first <= on <= scale.last
    return Timeline(
        columns,
        tuple(_row(measure, steps[measure.pk], scale, on) for measure in shown),
        scale.stretch(on, on)[0] if inside else None,
        on,
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date

    def stretch(self, start: date, end: date) -> tuple[float, float]:
        """Where a stretch of days begins and how wide it is; both days are part of it."""
        days = (self.last - self.first).days + 1
        begins = (start - self.first).days / days * WIDTH
        return round(begins, 1), round(((end - start).days + 1) / days * WIDTH, 1)

    def year(self, year: int) -> Year:
        x, width = self.stretch(date(year, 1, 1), date(year, 12, 31))
        return Year(year, x, round(x + width / 2, 1))


def _row(measure: MeasureLine, steps: Sequence[Milestone], scale: _Scale, on: date) -> TimelineRow:
    dated = sorted(
        ((span, step) for step in steps if (span := step.span) is not None),
        key=lambda pair: (pair[0].start, pair[0].end),
    )
    free: list[float] = []
    bars = []
    for span, step in dated:
        bar, left, right = _bar(placed(step, on), *scale.stretch(span.start, span.end))
        lane = next((place for place, edge in enumerate(free) if edge <= left), len(free))
        free[lane : lane + 1] = [right]
        bars.append(_in_lane(bar, lane))
    every = tuple(one for period in by_period(steps, on) for one in period.steps)
    height = max(len(free), 1) * LANE
    return TimelineRow(measure.code, measure.title, measure.depth, tuple(bars), every, height)


def _bar(step: Placed, x: float, width: float) -> tuple[Bar, float, float]:
    """The bar in the highest lane, and how far it and its word reach to either side."""
    title = step.milestone.title
    word = title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
    room, end = SHAPE + len(word) * LETTER, round(x + width, 1)
    if x + room > WIDTH:
        bar = Bar(step, word, x, width, 0, True, round(end - SHAPE, 1), round(end - SHAPE - 2, 1))
        return bar, min(x, end - room), end
    return Bar(step, word, x, width, 0, False, x, round(x + SHAPE, 1)), x, max(end, x + room)


def _in_lane(bar: Bar, lane: int) -> Bar:
    return replace(bar, y=lane * LANE)
