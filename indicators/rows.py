"""Indicators as pages show them: plain typed rows that word themselves. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, overload

from indicators.breakdowns import parse_key
from indicators.rhythm import Rhythm
from indicators.suppression import Hidden, Shown
from indicators.wording import Aim, bound_of, change_text, distance_text, meets

HIDDEN_WORDS = {Hidden.SMALL: "te klein aantal", Hidden.COMPLEMENTARY: "niet getoond", Hidden.ABSENT: "–"}


@dataclass(frozen=True)
class Point:
    """One measurement as it may be shown. ``day``: the day that it describes. ``text``: the value in words.

    ``decimals``: how precisely this figure is published, which may differ from its series.
    """

    period: str
    day: date
    shown: Shown
    text: str
    decimals: int
    final: bool = True
    source: str = ""
    place: str = ""
    note: str = ""
    demo: bool = False
    recorded_at: datetime | None = None

    @property
    def value(self) -> Decimal | None:
        return self.shown.value


class Points(Sequence["Point"]):
    """Points that are only made when somebody looks: most pages show the newest of many."""

    def __init__(self, rows: Sequence[Any], make: Callable[[Any], Point]) -> None:
        self._rows, self._make = rows, make
        self._made: dict[int, Point] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Point: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Point, ...]: ...
    def __getitem__(self, place: int | slice) -> Point | tuple[Point, ...]:
        if isinstance(place, slice):
            return tuple(self[number] for number in range(*place.indices(len(self))))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        number = place % len(self)
        if number not in self._made:
            self._made[number] = self._make(self._rows[number])
        return self._made[number]

    def __iter__(self) -> Iterator[Point]:
        return (self[number] for number in range(len(self)))


@dataclass(frozen=True)
class TargetRow:
    """One version of a target, in words; ``settled`` says with which measurement it is decided."""

    aim: Aim
    text: str
    settled: str
    set_on: date | None
    note: str


@dataclass(frozen=True)
class OtherStated:
    """Another value that the plan gives elsewhere for a baseline or target."""

    field: str
    text: str
    where: str


@dataclass(frozen=True)
class SeriesRow:
    """A series as the plan follows it, with what is known of one subject (college, school or team)."""

    pk: int
    label: str
    part: str
    breakdown: dict[str, str]
    unit: str
    decimals: int
    desired: str
    baseline: Point | None
    comparable: bool
    points: Sequence[Point]
    targets: tuple[TargetRow, ...]
    stretch: Decimal | None
    also_stated: tuple[OtherStated, ...]
    note: str

    @property
    def target(self) -> TargetRow | None:
        """The version that counts."""
        return self.targets[-1] if self.targets else None

    @property
    def aim(self) -> Aim | None:
        return self.target.aim if self.target else None

    @property
    def target_text(self) -> str:
        return self.target.text if self.target else "geen streefwaarde"

    @cached_property
    def newest(self) -> Point | None:
        """The newest measurement after the baseline; ``None``: none yet."""
        last = self.points[-1] if self.points else None
        after = last is not None and (self.baseline is None or last.day > self.baseline.day)
        return last if after else None

    @property
    def baseline_value(self) -> Decimal | None:
        """For comparing; ``None`` where the plan says that it cannot be compared with later measurements."""
        return self.baseline.value if self.baseline and self.comparable else None

    @property
    def newest_decimals(self) -> int:
        """How precisely the newest value is published; that of the series where there is none."""
        return self.newest.decimals if self.newest else self.decimals

    @property
    def newest_value(self) -> Decimal | None:
        return self.newest.value if self.newest else None

    @property
    def bound(self) -> Decimal | None:
        """The value that the target comes down to; ``None`` where it has none."""
        return bound_of(self.aim, self.baseline_value, self.desired)

    @property
    def distance(self) -> str:
        return distance_text(
            self.newest_value,
            self.aim,
            baseline=self.baseline_value,
            desired=self.desired,
            unit=self.unit,
            decimals=self.newest_decimals,
        )

    @property
    def reached(self) -> bool:
        """Whether the newest value meets the bound of its target; no status, which weighs far more."""
        return meets(
            self.newest_value,
            self.aim,
            baseline=self.baseline_value,
            desired=self.desired,
            decimals=self.newest_decimals,
        )

    @property
    def change(self) -> str:
        return change_text(
            self.newest_value,
            self.baseline_value,
            desired=self.desired,
            unit=self.unit,
            decimals=self.newest_decimals,
        )

    @property
    def has_figures(self) -> bool:
        return bool(self.points or self.targets or (self.baseline and self.baseline.value is not None))


@dataclass(frozen=True)
class GroupRow:
    title: str
    method: str
    text: str


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of the agenda, with its series for one subject."""

    code: str
    title: str
    mandatory: bool
    priority: str
    objective: str
    place: str
    sources: tuple[str, ...]
    unit: str
    decimals: int
    population: str
    rhythm: Rhythm
    note: str
    series: tuple[SeriesRow, ...]
    groups: tuple[GroupRow, ...] = ()
    headline_key: str | None = None
    counts_people: bool = True

    @cached_property
    def headline(self) -> SeriesRow | None:
        """The series that stands for the indicator: the one the plan names, else the whole, else the only one."""
        wanted = parse_key(self.headline_key) if self.headline_key is not None else {}
        named = [row for row in self.series if row.breakdown == wanted]
        with_target = [row for row in named if row.targets]
        if named:
            return (with_target or named)[0]
        return self.series[0] if len(self.series) == 1 else None

    @property
    def breakdowns(self) -> tuple[SeriesRow, ...]:
        return tuple(row for row in self.series if row is not self.headline)
