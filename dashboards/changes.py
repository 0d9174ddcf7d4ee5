"""What changed since a moment: how indicators and measures stood then, and how they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from agenda.models import Agenda
from agenda.reference import Reference
from indicators.rows import IndicatorRow
from indicators.selectors import Gathered, frame_of
from indicators.verdict.judgement import Status
from measures.report_history import Carried, standings_at
from measures.rows import MeasureRow
from measures.standing import MeasureStanding, counted


@dataclass(frozen=True)
class StatusFlip:
    """An indicator that stood otherwise. ``None``: it had no status."""

    code: str
    title: str
    before: Status | None
    after: Status | None


@dataclass(frozen=True)
class StateFlip:
    """A measure that stood otherwise."""

    code: str
    title: str
    before: MeasureStanding
    after: MeasureStanding


@dataclass(frozen=True)
class Changes:
    """What changed since a moment. Whether that is better, the words say."""

    since: datetime
    indicators: tuple[StatusFlip, ...]
    measures: tuple[StateFlip, ...]

    @property
    def none(self) -> bool:
        return not self.indicators and not self.measures


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
                StateFlip(row.code, row.title, states[row.pk], self.now[row.pk])
                for row in self.plan
                if row.pk in pieces and states[row.pk].state != self.now[row.pk].state
            ),
        )


def _flips(before: list[IndicatorRow], after: list[IndicatorRow]) -> Iterable[StatusFlip]:
    for old, new in zip(before, after, strict=True):
        was = old.mark.status if old.mark else None
        now = new.mark.status if new.mark else None
        if was is not now:
            yield StatusFlip(new.code, new.title, was, now)
