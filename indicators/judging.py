"""From what the plan and the calendar say to what ``progress.judge`` asks. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from agenda.calendar import Calendar, next_publication
from core.periods import PeriodKind, described_day, parse_period
from indicators.rhythm import Rhythm, deciding_day, deciding_period
from indicators.verdict.judgement import Target
from indicators.wording import Aim

_Asked = tuple[tuple[str, ...], PeriodKind, date | None, str | None]


@dataclass(frozen=True)
class Frame:
    """What all verdicts on a page share.

    ``today``: the day on which is judged. ``start`` and ``end``: of the agenda. ``min_n``: a sample on fewer is not
    judged. ``calendar``: when each source's figures come.
    """

    today: date
    start: date
    end: date
    min_n: int = 0
    calendar: Calendar = ()
    _due: dict[_Asked, date | None] = field(default_factory=dict, repr=False, compare=False)

    def next_due(
        self, sources: Sequence[str], kind: PeriodKind, after: date | None, measured_on: str | None
    ) -> date | None:
        """The day by which figures later than ``after`` must be there; ``None``: the calendar knows of none.

        Hundreds of series ask the same, so answers are remembered as long as this frame.
        """
        asked = (tuple(sources), kind, after, measured_on)
        if asked not in self._due:
            coming = next_publication(
                self.calendar, sources, kind=kind, after=after, start=self.start, measured_on=measured_on
            )
            self._due[asked] = coming.expected_on if coming else None
        return self._due[asked]


def target_of(aim: Aim, rhythm: Rhythm, kind: PeriodKind, frame: Frame, source: str = "") -> Target:
    """A target of the plan with its days; ``source``: whose measurement decides it.

    A target without a year that has to move counts until the end of the agenda; what only holds has no last day
    unless the plan names one.
    """
    by = aim.by or ("" if aim.kind in {"at_least", "at_most", "range", "grow"} else str(frame.end.year))
    dated = bool(by) and aim.kind not in {"monitor", "to_be_set"}
    return Target(
        kind=aim.kind,
        value=aim.value,
        by=deciding_day(by, rhythm, kind) if dated else None,
        percent=aim.percent,
        points=aim.points,
        low=aim.low,
        high=aim.high,
        strict=aim.strict,
        margin=aim.margin,
        due=aim.due,
        interim=tuple(
            (described_day(parse_period(period), rhythm.measured_on), value) for period, value in aim.interim
        ),
        settled_with=f"{source} {deciding_period(by, rhythm, kind).key}" if dated and source else "",
    )


def interim_of(stored: Sequence[dict[str, str]]) -> tuple[tuple[str, Decimal], ...]:
    """Interim targets as they are stored: a period and a value in text."""
    return tuple((item["period"], Decimal(item["value"])) for item in stored)
