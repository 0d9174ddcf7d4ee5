"""What the inventing works with: the plan's lines as they stand, and the figures that come out.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from core.numbers import round_half_up
from demo.arrivals import Arrival
from demo.story import pace_of, start_of
from demo.walks import HUNDRED, ONE, ZERO, bounded, fraction, walk, wobble

COLLEGE = ""
"""The unit code that stands for the college itself."""

_RANGE = {"percent": (ZERO, HUNDRED), "score5": (ONE, Decimal(5)), "score10": (ONE, Decimal(10))}
# How far a figure strays from its path; a count strays more the smaller it is.
_NOISE = {"percent": Decimal("1.1"), "score5": Decimal("0.04"), "score10": Decimal("0.06")}


@dataclass(frozen=True)
class Line:
    """One series of the plan. ``baseline`` and ``target`` in the series' unit, ``None``: there is none.

    ``start``: from which day it should move; ``by``: the day of the measurement that settles its target.
    ``absence``: why the baseline has no value.
    """

    indicator: str
    part: str
    breakdown: Mapping[str, str]
    series_id: int
    unit: str
    decimals: int
    desired: str
    sampled: bool
    sources: tuple[str, ...]
    baseline: Decimal | None
    absence: str
    comparable: bool
    target: Decimal | None
    start: date
    by: date
    arrivals: tuple[Arrival, ...] = ()

    @property
    def key(self) -> str:
        return ";".join(f"{name}={self.breakdown[name]}" for name in sorted(self.breakdown))

    @property
    def is_score(self) -> bool:
        return self.unit in {"score5", "score10"}

    @property
    def shown_decimals(self) -> int:
        """A score is given in tenths, also where the plan rounds its own to a whole."""
        return max(1, self.decimals) if self.is_score else self.decimals

    def origin(self) -> Decimal | None:
        """Where the walk begins; ``None``: nothing can be invented that makes sense."""
        if self.baseline is not None and self.comparable:
            return self.baseline
        if (start := start_of(self.indicator, self.part)) is not None:
            return start
        if self.target is None or self.unit == "text":
            return None
        return self.target * (Decimal("1.06") if self.desired == "lower" else Decimal("0.94"))

    def goal(self, arrival: Arrival, *, pace: Decimal | None = None) -> Decimal | None:
        """About where the figure stands in a period, not rounded; ``None``: see ``origin``."""
        origin = self.origin()
        if origin is None:
            return None
        target = self.target
        if target is None:
            better = {"higher": Decimal("1.05"), "lower": Decimal("0.93")}.get(self.desired, Decimal("1.02"))
            target = origin * better
        elif target == origin:
            # A figure to keep: the pace says on which side of it one ends.
            target = origin * (Decimal("0.99") if self.desired == "lower" else Decimal("1.01"))
        size = _NOISE.get(self.unit) or origin.sqrt() * Decimal("0.9")
        noise = wobble(size, self.indicator, self.part, self.key, arrival.period.key)
        pace = pace_of(self.indicator, self.part, self.key) if pace is None else pace
        value = walk(origin, target, fraction(self.start, self.by, arrival.day), pace, noise)
        low, high = _RANGE.get(self.unit, (ZERO, Decimal(10) ** 8))
        return bounded(value, low, high)

    def rounded(self, value: Decimal) -> Decimal:
        return round_half_up(value, self.shown_decimals)


@dataclass(frozen=True)
class Figure:
    """An invented figure about a unit; ``unit`` is a code, or ``COLLEGE``.

    ``came``: the day on which it would have come in; ``None``: as it is made.
    """

    unit: str
    series_id: int
    period: str
    value: Decimal | None
    final: bool
    n: int | None = None
    sd: Decimal | None = None
    decimals: int | None = None
    absence: str = ""
    came: date | None = None


@dataclass(frozen=True)
class Lines:
    """The lines of one indicator. ``sectors``: programme code to sector."""

    rows: tuple[Line, ...]
    sectors: Mapping[str, str] = field(default_factory=dict)
    _by_name: Mapping[tuple[str, str], Line] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {(row.part, row.key): row for row in self.rows})

    def __iter__(self) -> Iterator[Line]:
        return iter(self.rows)

    def get(self, part: str = "", key: str = "") -> Line | None:
        return self._by_name.get((part, key))

    def with_breakdown(self, *names: str, part: str = "") -> list[Line]:
        """The lines of a part that are broken down by exactly these names."""
        return [row for row in self.rows if row.part == part and set(row.breakdown) == set(names)]

    def at(self, period: str) -> Lines:
        """Only the lines for which this period's figure is there."""
        rows = (row for row in self.rows if any(a.period.key == period for a in row.arrivals))
        return replace(self, rows=tuple(rows))

    def periods(self) -> list[Arrival]:
        """Every period that one of the lines has a figure for, oldest first."""
        return sorted(
            {a.period.key: a for row in self.rows for a in row.arrivals}.values(), key=lambda a: a.day
        )


def figure(line: Line, unit: str, arrival: Arrival, value: Decimal | None, n: int | None = None) -> Figure:
    """A figure of a line, rounded as the line is; without a value it is one that cannot be computed."""
    decimals = line.shown_decimals if line.shown_decimals != line.decimals else None
    if value is None:
        return Figure(unit, line.series_id, arrival.period.key, None, arrival.final, absence=".")
    return Figure(
        unit, line.series_id, arrival.period.key, line.rounded(value), arrival.final, n, None, decimals
    )


def absent(line: Line, arrival: Arrival) -> Figure:
    """The source still gives no figure, for the reason that it gave before."""
    return Figure(COLLEGE, line.series_id, arrival.period.key, None, arrival.final, absence=line.absence)


def with_sd(made: Figure, sd: Decimal | None) -> Figure:
    return replace(made, sd=sd)
