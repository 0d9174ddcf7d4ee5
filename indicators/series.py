"""A series as pages show it: what the plan wants of it, what was measured, and how it stands. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from core.periods import PeriodKind
from indicators.judging import Frame
from indicators.points import Point
from indicators.progress import judge
from indicators.rhythm import Rhythm
from indicators.verdict.goals import nearest_bound
from indicators.verdict.judgement import Judgement, Measurement, Target
from indicators.verdict.phrases import computed_text
from indicators.wording import Aim, change_text, distance_text


@dataclass(frozen=True)
class TargetRow:
    """One version of a target, in words; ``settled`` says with which measurement it is decided.

    ``judged``: the same target with its days, as it is judged.
    """

    aim: Aim
    judged: Target
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
    """A series as the plan follows it, with what is known of one subject (college, school or team).

    ``points`` are its measurements as a reader sees them, ``measurements`` the same as they are judged: what may
    not be shown is not there. ``kind``: over what periods it is measured. ``sources``: those of the series.
    ``verdict``: for what is no series of its own, how it stands; ``None``: judge it.
    """

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
    frame: Frame
    rhythm: Rhythm
    kind: PeriodKind
    sources: tuple[str, ...] = ()
    measurements: Sequence[Measurement] = ()
    verdict: Judgement | None = None

    @cached_property
    def judgement(self) -> Judgement:
        """How the series stands, on the day of its frame."""
        return self.verdict or judge(
            desired=self.desired,
            baseline=self.judged_baseline,
            target=self.target.judged if self.target else None,
            measurements=self.measurements,
            today=self.frame.today,
            unit=self.unit,
            start=self.frame.start,
            decimals=self.decimals,
            min_n=self.frame.min_n,
            next_due=self.next_due,
        )

    @property
    def judged_baseline(self) -> Measurement | None:
        """``None`` where there is none, or none that can be compared with later measurements."""
        point = self.baseline
        if point is None or point.value is None or not self.comparable:
            return None
        return Measurement(
            point.value, point.day, n=point.shown.n, final=point.final, decimals=point.decimals
        )

    @property
    def measured_until(self) -> date | None:
        """The day of the newest figure, the baseline's where nothing came after it; ``None``: there is none."""
        days = [one.on for one in self.measurements if one.value is not None or one.hidden]
        if self.baseline is not None:
            days.append(self.baseline.day)
        return max(days, default=None)

    @property
    def next_due(self) -> date | None:
        """The day by which the measurement after the newest must be there; ``None``: not in the calendar."""
        return self.frame.next_due(self.sources, self.kind, self.measured_until, self.rhythm.measured_on)

    @property
    def is_asked(self) -> bool:
        """Whether the plan wants something of it, or will."""
        return self.target is not None and self.target.judged.kind != "monitor"

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
        """``None`` where the plan says that it cannot be compared with later measurements."""
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
        goal = self.judgement.goal
        return nearest_bound(goal, self.newest_value or Decimal(0)) if goal else None

    @property
    def expected_text(self) -> str:
        """The value on the path on the day of the newest measurement; ``""`` without a path."""
        expected = self.judgement.expected
        return "" if expected is None else computed_text(self.judgement, expected, self.newest_decimals)

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
