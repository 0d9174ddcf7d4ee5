"""When a planned step is due, and how it stands on a day. Pure: no Django, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.periods import Period, parse_period
from measures.states import period_label


class MilestoneState(StrEnum):
    """How a step stands. Exactly one holds."""

    LATE = "te_laat"
    NOW = "nu"
    COMING = "komt"
    REACHED = "bereikt"
    ENDED = "vervallen"
    UNDATED = "zonder_moment"

    @property
    def label(self) -> str:
        """The word on the page."""
        return _WORDS[self]


_WORDS = {
    MilestoneState.LATE: "te laat",
    MilestoneState.NOW: "nu",
    MilestoneState.COMING: "komt nog",
    MilestoneState.REACHED: "bereikt",
    MilestoneState.ENDED: "hoeft niet meer",
    MilestoneState.UNDATED: "zonder moment",
}


@dataclass(frozen=True)
class Reached:
    """That somebody marked a step as reached: on which day, who said so, and a note."""

    on: date
    by: str
    note: str = ""


@dataclass(frozen=True)
class Milestone:
    """A planned step of a measure. ``period``, ``step`` and ``text`` as in the plan, each possibly empty.

    ``ended``: why nobody waits for it any more (the measure is finished, stopped or not taken), else ``""``.
    """

    measure: int
    period: str
    step: str
    text: str
    reached: Reached | None = None
    ended: str = ""

    @property
    def key(self) -> str:
        """What a mark knows the step by: its words. A plan that words it otherwise asks again."""
        return milestone_key(self.period, self.step, self.text)

    @property
    def span(self) -> Period | None:
        """From when until when; ``None``: the plan names no period that can be read."""
        try:
            return parse_period(self.period)
        except ValueError:
            return None

    @property
    def due_on(self) -> date | None:
        """The last day of its period; ``None`` without one."""
        return self.span.end if self.span else None

    @property
    def label(self) -> str:
        """Its period in words."""
        return period_label(self.period)

    @property
    def title(self) -> str:
        """The step in a word or a sentence, whichever the plan has."""
        return self.step or self.text or "stap"

    def state(self, on: date) -> MilestoneState:
        """How it stands on a day.

        Reached when somebody marked it, and not before the day that it was reached on. A step of a measure that all
        its units report as finished or stopped is not waited for. Otherwise it is late from the day after its period.
        """
        if self.reached is not None and self.reached.on <= on:
            return MilestoneState.REACHED
        if self.ended:
            return MilestoneState.ENDED
        span = self.span
        if span is None:
            return MilestoneState.UNDATED
        if span.end < on:
            return MilestoneState.LATE
        return MilestoneState.NOW if span.start <= on else MilestoneState.COMING

    def days_late(self, on: date) -> int:
        """Days past its last day; 0 when it is not late."""
        if self.due_on is None or self.state(on) is not MilestoneState.LATE:
            return 0
        return (on - self.due_on).days

    @property
    def reached_late(self) -> bool:
        """Whether it was reached after its period."""
        return self.reached is not None and self.due_on is not None and self.reached.on > self.due_on


@dataclass(frozen=True)
class Placed:
    """A milestone as it stands on a day, for a page. ``days``: how many days late; 0 when it is not."""

    milestone: Milestone
    state: MilestoneState
    days: int


def placed(milestone: Milestone, on: date) -> Placed:
    """The milestone as it stands on a day."""
    return Placed(milestone, milestone.state(on), milestone.days_late(on))


@dataclass(frozen=True)
class PlannedPeriod:
    """What is planned in one period. ``label``: its name in words."""

    label: str
    steps: tuple[Placed, ...]


def by_period(milestones: Iterable[Milestone], on: date) -> tuple[PlannedPeriod, ...]:
    """Milestones gathered by period, the earliest first; those without one that can be read come last."""
    gathered: dict[str, list[Placed]] = {}
    for one in sorted(milestones, key=_place):
        gathered.setdefault(one.period, []).append(placed(one, on))
    return tuple(PlannedPeriod(period_label(period), tuple(steps)) for period, steps in gathered.items())


def _place(milestone: Milestone) -> tuple[bool, date, date, bool]:
    span = milestone.span
    if span is None:
        return True, date.max, date.max, not milestone.period
    return False, span.start, span.end, False


def milestone_key(period: str, step: str, text: str) -> str:
    """A hash of the words, 64 characters. The separator stands in no text of a plan."""
    return hashlib.sha256("\x1f".join((period, step, text)).encode()).hexdigest()
