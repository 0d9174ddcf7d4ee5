"""Which assignments a round asks a report of, and how far everybody is. Pure: no queries, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Span:
    """From a first day to a last day, both included; ``None``: open at that end."""

    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or self.last >= day)


def is_asked(
    *,
    applied: bool,
    refers: bool,
    carried_out: Span,
    unit_exists: Span,
    reported: bool,
    about_on: date,
    due_on: date,
    on: date,
) -> bool:
    """Whether a round asks a unit to report on a measure, seen on the day ``on``.

    The plan takes the measure, it does not only point to others, and the unit exists and carries it out on the day
    that the round is about. A unit that closed, or whose assignment ended, before it reported and before the last day
    is asked nothing any more: nobody there can. What was reported stays counted.
    """
    if not applied or refers:
        return False
    days = {about_on} if reported else {about_on, max(about_on, min(on, due_on))}
    return all(carried_out.holds(day) and unit_exists.holds(day) for day in days)


@dataclass(frozen=True)
class Tally:
    """How many reports are asked, and what became of them. ``accepted`` and ``sent_back`` are among ``reported``."""

    asked: int = 0
    reported: int = 0
    accepted: int = 0
    sent_back: int = 0

    @property
    def missing(self) -> int:
        return self.asked - self.reported

    @property
    def to_judge(self) -> int:
        """Reported, and nobody has said anything about it yet."""
        return self.reported - self.accepted - self.sent_back

    @property
    def complete(self) -> bool:
        return self.missing == 0


class Outcome:
    """What became of a report, as a page asks for it: the word in the address and what one reads."""

    OPEN, SENT_BACK, ACCEPTED = "te-beoordelen", "teruggestuurd", "akkoord"


def tally(outcomes: Iterable[str | None]) -> Tally:
    """Count what became of each report that is asked; ``None``: it is not there yet."""
    every = list(outcomes)
    return Tally(
        asked=len(every),
        reported=sum(one is not None for one in every),
        accepted=every.count(Outcome.ACCEPTED),
        sent_back=every.count(Outcome.SENT_BACK),
    )
