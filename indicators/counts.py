"""How many indicators stand how: counts per status, never an average. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.rows import IndicatorRow
from indicators.verdict.judgement import WORST_FIRST, Judgement, Status

ATTENTION = (Status.OFF_TRACK, Status.MISSING, Status.TARGET_OVERDUE, Status.AT_RISK)
"""What somebody has to act on, the most urgent first."""
ON_COURSE = frozenset((Status.ON_TRACK, Status.AT_TARGET, Status.ACHIEVED))


@dataclass(frozen=True)
class StatusCount:
    """``holding``: how many of them only have to hold a level."""

    status: Status
    count: int
    holding: int


@dataclass(frozen=True)
class Standing:
    """Indicators by status, the worst first; statuses that nobody has are left out."""

    counts: tuple[StatusCount, ...]

    def of(self, *statuses: Status) -> int:
        return sum(row.count for row in self.counts if row.status in statuses)

    @property
    def with_target(self) -> int:
        """How many have a target that holds."""
        without = {Status.NO_TARGET, Status.TARGET_OVERDUE}
        return sum(row.count for row in self.counts if row.status not in without)

    @property
    def overdue(self) -> int:
        """Of how many the target had to be there."""
        return self.of(Status.TARGET_OVERDUE)

    @property
    def on_course(self) -> int:
        return self.of(*ON_COURSE)

    @property
    def behind(self) -> int:
        return self.of(Status.OFF_TRACK)

    @property
    def holding(self) -> int:
        return sum(row.holding for row in self.counts)


def standing(judgements: Iterable[Judgement]) -> Standing:
    """Counts of verdicts."""
    found = list(judgements)
    counts = []
    for status in WORST_FIRST:
        alike = [one for one in found if one.status is status]
        if alike:
            counts.append(StatusCount(status, len(alike), sum(one.only_holds for one in alike)))
    return Standing(tuple(counts))


def standing_of(rows: Iterable[IndicatorRow]) -> Standing:
    """Counts of indicators, each by its one mark."""
    return standing(row.mark.part.judgement for row in rows if row.mark is not None)


def worst_first(rows: Iterable[IndicatorRow]) -> list[IndicatorRow]:
    """Indicators in the order of their marks; within a status those of the ministry first, then the least far."""
    return sorted((row for row in rows if row.mark is not None), key=_urgency)


def attention(rows: Iterable[IndicatorRow], most: int) -> Sequence[IndicatorRow]:
    """The indicators that ask for action, at most so many."""
    return [row for row in worst_first(rows) if row.mark and row.mark.status in ATTENTION][:most]


def _urgency(row: IndicatorRow) -> tuple[int, bool, float]:
    if row.mark is None:
        return len(WORST_FIRST), True, 0.0
    fraction = row.mark.part.judgement.fraction
    return WORST_FIRST.index(row.mark.status), not row.mandatory, float(fraction or 0)
