"""What changed since a moment: how indicators and measures stood then and now, and what was said in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from agenda.models import Agenda
from agenda.reference import Reference
from dashboards.said import Line, Said, said_since
from indicators.rows import IndicatorRow
from indicators.selectors import Gathered, frame_of
from indicators.verdict.judgement import Status
from measures.report_history import Carried, standings_at
from measures.rows import MeasureRow
from measures.standing import MeasureStanding, counted

GRADED = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.AT_TARGET, Status.ACHIEVED)
"""The statuses of which one is better than the other, the worst first."""


@dataclass(frozen=True)
class StatusFlip:
    """An indicator that stood otherwise. ``None``: it had no status."""

    code: str
    title: str
    before: Status | None
    after: Status | None
    objective: str

    @property
    def better(self) -> bool | None:
        """``None``: one of both says neither good nor bad."""
        if self.before not in GRADED or self.after not in GRADED:
            return None
        return GRADED.index(self.after) > GRADED.index(self.before)


@dataclass(frozen=True)
class StateFlip:
    """A measure that stood otherwise."""

    code: str
    title: str
    before: MeasureStanding
    after: MeasureStanding
    objective: str


@dataclass(frozen=True)
class Changes:
    """What changed since a moment. Whether that is better, the words say."""

    since: datetime
    indicators: tuple[StatusFlip, ...]
    measures: tuple[StateFlip, ...]
    said: Said

    @property
    def none(self) -> bool:
        return not self.indicators and not self.measures and self.said.nothing

    @property
    def better(self) -> int:
        return sum(flip.better is True for flip in self.indicators)

    @property
    def worse(self) -> int:
        return sum(flip.better is False for flip in self.indicators)

    def of(self, objective: str) -> Changes:
        """Those of one objective; what was said is not told apart."""
        return Changes(
            self.since,
            tuple(flip for flip in self.indicators if flip.objective == objective),
            tuple(flip for flip in self.measures if flip.objective == objective),
            Said(),
        )


@dataclass(frozen=True)
class History:
    """What is needed to say how everything stood at an earlier moment, without a query."""

    agenda: Agenda
    reference: Reference
    gathered: Gathered
    indicators: list[IndicatorRow]
    plan: Sequence[MeasureRow]
    carried: Sequence[Carried]
    now: Mapping[int, MeasureStanding]
    lines: Sequence[Line] = ()

    def since(self, moment: datetime) -> Changes:
        """Verdicts as they were that day, on the figures known then; the plan is always the present one."""
        then = timezone.localdate(moment)
        frame = frame_of(self.agenda, self.reference, then)
        dated = replace(self.gathered, found=replace(self.gathered.found, frame=frame))
        before = dated.rows(self.gathered.versions, self.gathered.scope, moment)
        states = standings_at(self.carried, self.plan, moment, then)
        pieces = set(counted(self.plan, {one.measure: True for one in self.carried}))
        return Changes(
            moment,
            tuple(_flips(before, self.indicators)),
            tuple(
                StateFlip(row.code, row.title, states[row.pk], self.now[row.pk], row.objective)
                for row in self.plan
                if row.pk in pieces and states[row.pk].state != self.now[row.pk].state
            ),
            said_since(self.lines, moment),
        )


def _flips(before: list[IndicatorRow], after: list[IndicatorRow]) -> Iterable[StatusFlip]:
    for old, new in zip(before, after, strict=True):
        was = old.mark.status if old.mark else None
        now = new.mark.status if new.mark else None
        if was is not now:
            yield StatusFlip(new.code, new.title, was, now, new.objective)
