"""What goes into a verdict on progress, and what comes out. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from indicators.verdict.chance import Interval
from indicators.verdict.goals import Goal, Shape, is_near, miss_of
from indicators.verdict.paths import Path, Step, path_of
from indicators.verdict.precision import precision_of
from indicators.verdict.trend import Forecast, forecast_on

DAYS_A_YEAR = Decimal("365.25")
"""For a change a year: leap years count."""


class Status(StrEnum):
    """How a series stands."""

    ACHIEVED = "achieved"
    AT_TARGET = "at_target"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    INDETERMINATE = "indeterminate"
    NOT_DUE = "not_due"
    MISSING = "missing"
    NO_TARGET = "no_target"
    TARGET_OVERDUE = "target_overdue"

    @property
    def label(self) -> str:
        """What a reader sees."""
        return LABELS[self]


LABELS = {
    Status.ACHIEVED: "behaald",
    Status.AT_TARGET: "op doelniveau",
    Status.ON_TRACK: "op koers",
    Status.AT_RISK: "aandacht",
    Status.OFF_TRACK: "achter",
    Status.INDETERMINATE: "niet te bepalen",
    Status.NOT_DUE: "nog geen meting",
    Status.MISSING: "meting ontbreekt",
    Status.NO_TARGET: "geen streefwaarde",
    Status.TARGET_OVERDUE: "streefwaarde ontbreekt",
}
WORST_FIRST = (
    Status.OFF_TRACK,
    Status.MISSING,
    Status.TARGET_OVERDUE,
    Status.AT_RISK,
    Status.INDETERMINATE,
    Status.NOT_DUE,
    Status.ON_TRACK,
    Status.AT_TARGET,
    Status.ACHIEVED,
    Status.NO_TARGET,
)
"""The order in which statuses are counted and shown: what asks for action stands first."""


class Certainty(StrEnum):
    """Whether chance could have made the difference that decided."""

    EXACT = "exact"
    SHOWN = "shown"
    WITHIN_NOISE = "within_noise"
    UNKNOWN = "unknown"


class Rule(StrEnum):
    """Which rule decided; ``docs/status.md`` explains each."""

    NO_TARGET = "no_target"
    MONITOR = "monitor"
    EMPTY_TARGET = "empty_target"
    TO_BE_SET = "to_be_set"
    TARGET_EXPIRED = "target_expired"
    NO_MEASUREMENT = "no_measurement"
    HIDDEN = "hidden"
    TOO_FEW = "too_few"
    NO_DIRECTION = "no_direction"
    NO_BASELINE = "no_baseline"
    NO_YEAR = "no_year"
    SETTLED = "settled"
    NOT_SETTLED = "not_settled"
    MET = "met"
    HELD = "held"
    COMPARED = "compared"
    CHANCE = "chance"
    PATH = "path"


@dataclass(frozen=True)
class Measurement:
    """One figure. ``on``: the day that it describes, not the day of import.

    ``value`` ``None``: there is no figure; it does not count, unless ``hidden`` says that there is one which may
    not be shown. ``n``: unweighted number of people, ``sd``: standard deviation of their answers, both ``None``
    where not known. ``sampled``: a survey, so that chance plays a part. ``decimals`` ``None``: as its series.
    """

    value: Decimal | None
    on: date
    n: int | None = None
    sd: Decimal | None = None
    sampled: bool = False
    final: bool = True
    decimals: int | None = None
    hidden: bool = False

    def __post_init__(self) -> None:
        if self.value is not None and type(self.value) is not Decimal:  # a whole number, as people write it
            object.__setattr__(self, "value", Decimal(self.value))

    @property
    def figure(self) -> Decimal | None:
        """The value that counts; ``None``: there is none, it may not be shown, or it is not a number."""
        value = self.value
        return value if value is not None and not self.hidden and value.is_finite() else None


@dataclass(frozen=True)
class Target:
    """What must be reached, in the unit of its series; ``None``: not part of this kind.

    ``by``: the day of the last measurement that can show it. ``margin``: a miss up to this asks for attention.
    ``due``: for ``to_be_set`` the day by which the figure must be there, for any other the day after which it
    must have been renewed. ``interim``: (day, value) pairs on the way. ``settled_with``: how the last measurement
    that can show it is called, such as ``JOB 2026``; ``""``: not known, then its year says it.
    """

    kind: str
    value: Decimal | None = None
    by: date | None = None
    percent: Decimal | None = None
    points: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False
    margin: Decimal | int = 0
    due: date | None = None
    interim: tuple[Step, ...] = ()
    settled_with: str = ""

    def __post_init__(self) -> None:
        for name in ("value", "percent", "points", "low", "high"):
            object.__setattr__(self, name, _number(getattr(self, name)))
        object.__setattr__(self, "margin", _number(self.margin) or Decimal(0))
        steps = tuple((day, number) for day, value in self.interim if (number := _number(value)) is not None)
        object.__setattr__(self, "interim", steps)


def _number(value: Decimal | int | None) -> Decimal | None:
    """A figure that can be compared; ``None`` for none, and for what is no number."""
    number = None if value is None else Decimal(value)
    return number if number is not None and number.is_finite() else None


class Group(NamedTuple):
    """How a group was put together: ``counted`` of its ``total`` members have a value in both years."""

    method: str
    weighted: bool
    counted: int
    total: int


class Case(NamedTuple):
    """Everything that a verdict was based on."""

    desired: str
    baseline: Measurement | None
    target: Target | None
    measurements: tuple[Measurement, ...]
    today: date
    unit: str
    start: date | None
    decimals: int
    min_n: int
    next_due: date | None
    group: Group | None = None


@dataclass(frozen=True)
class Judgement:
    """The verdict on one series.

    ``measurement``: the figure that was judged; ``None``: none counts. ``expected``: the value on the path on its day;
    ``None`` without a path. ``fraction``: how much of the way, below 0 and above 1 as it is; ``None`` where there
    is no way to go. ``interval``: what a sample's figure may stand for. ``worse_than_baseline``: met, and fallen
    all the same. ``stale``: a newer measurement was due and is not there. ``rule``: what decided. ``against``: the
    value or values that decided.
    """

    status: Status
    certainty: Certainty
    measurement: Measurement | None
    expected: Decimal | None
    fraction: Decimal | None
    interval: Interval | None
    worse_than_baseline: bool
    stale: bool
    rule: Rule
    case: Case = field(repr=False)
    goal: Goal | None = field(default=None, repr=False)
    against: tuple[Decimal, ...] = ()

    @cached_property
    def forecast(self) -> Forecast | None:
        """Where the series is heading on the target's day; ``None`` with fewer than three figures, or no day ahead."""
        return self.forecast_at(Decimal(1))

    @cached_property
    def reason(self) -> str:
        """The verdict in one Dutch sentence, from its own numbers."""
        from indicators.verdict.reasons import reason_of  # words are only made when somebody reads them

        return reason_of(self)

    def forecast_at(self, pace: Decimal) -> Forecast | None:
        """The forecast at another pace: 1 as fast as so far, 0 stands still."""
        by = self.case.target.by if self.case.target else None
        return None if by is None else forecast_on(by, figures_of(self.case), pace)

    @property
    def only_holds(self) -> bool:
        """Whether nothing has to move: a level or a range is to be kept."""
        return self.goal is not None and self.goal.shape in {Shape.HOLD, Shape.RANGE}

    @property
    def within_margin(self) -> bool:
        """Whether what must be held is missed by no more than the plan's own margin."""
        case, goal, y = self.case, self.goal, self.measurement
        if goal is None or y is None or y.figure is None or case.target is None or self.rule is not Rule.HELD:
            return False
        precision = precision_of(case.decimals if y.decimals is None else y.decimals)
        return is_near(goal, y.figure, case.target.margin, precision)

    @property
    def path(self) -> Path | None:
        """From the baseline through interim targets to the target; ``None`` where the target has no path."""
        case, goal = self.case, self.goal
        if goal is None or goal.shape is not Shape.PATH or goal.bound is None or case.baseline is None:
            return None
        return path_to(case, goal.bound)

    @property
    def needed_per_year(self) -> Decimal | None:
        """How much the figure must change a year from its newest measurement on to be at the bound in time.

        ``None``: it is already there, nothing was measured, no day lies ahead, or no one value is asked.
        """
        case, goal, y = self.case, self.goal, self.measurement
        if goal is None or y is None or y.figure is None or case.target is None or case.target.by is None:
            return None
        if case.target.kind == "grow" or goal.shape is Shape.RANGE or case.today >= case.target.by:
            return None
        miss, days = miss_of(goal, y.figure), (case.target.by - y.on).days
        if self.rule is Rule.MET or miss is None or miss <= 0 or days <= 0:
            return None
        return (miss if goal.up else -miss) * DAYS_A_YEAR / days


def path_to(case: Case, bound: Decimal) -> Path | None:
    """The path of a case; ``None``: no baseline, no day, or nothing between the two."""
    baseline, target = case.baseline, case.target
    if baseline is None or baseline.value is None or target is None or target.by is None:
        return None
    first = baseline.on if case.start is None or case.start < baseline.on else case.start
    return path_of((first, baseline.value), target.interim, (target.by, bound)) if first < target.by else None


def figures_of(case: Case) -> tuple[Step, ...]:
    """Every figure that there is, one a day, oldest first; a measurement goes before the plan's own baseline."""
    found = by_day(case.measurements)
    if case.baseline is not None:
        found.setdefault(case.baseline.on, case.baseline)
    return tuple((day, found[day].figure or Decimal(0)) for day in sorted(found))


def by_day(measurements: Iterable[Measurement]) -> dict[date, Measurement]:
    """The measurements that count, one a day: a final one before a provisional one, then the later in the list."""
    found: dict[date, Measurement] = {}
    for one in measurements:
        if one.figure is not None and (one.on not in found or one.final >= found[one.on].final):
            found[one.on] = one
    return found
