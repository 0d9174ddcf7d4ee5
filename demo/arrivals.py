"""Which figures would have come in by a day: the survey calendar where the agenda has one, else a usual delay.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.periods import Period, PeriodKind, described_day, parse_period
from indicators.rhythm import Rhythm

# Days from the day that a figure describes until it is there, where the calendar does not say.
_DELAY = {"JOB": 120, "MTO": 60, "DUO": 213, "MBO Raad": 213, "CBS": 867, "NPO": 180, "St. IMP": 60}
_OWN_DELAY = 75
_PROVISIONAL_FIRST = frozenset({"DUO", "MBO Raad", "CBS"})

Release = tuple[str, str]
"""A source and a period."""


@dataclass(frozen=True)
class Arrival:
    """A period whose figure is there; ``day`` is the day that it describes, ``came`` the one on which it came in."""

    period: Period
    day: date
    final: bool
    came: date


def arrivals(
    rhythm: Rhythm,
    *,
    sources: Sequence[str],
    school_years: bool,
    after: date,
    on: date,
    calendar: Mapping[Release, date],
) -> list[Arrival]:
    """Periods after the day ``after`` whose figures have come in on the day ``on``, oldest first.

    The newest figure of a register of others is provisional. Empty where the source has ended or the rhythm is
    not known.
    """
    if rhythm.ended or not rhythm.every or not rhythm.first:
        return []
    found = []
    for year in range(rhythm.first, on.year + 1, rhythm.every):
        period = parse_period(f"{year - 1}/{year}" if school_years else str(year))
        day = described_day(period, rhythm.measured_on)
        came = _expected(sources, period, day, calendar)
        if after < day <= on and came <= on:
            found.append(Arrival(period, day, True, came))
    if found and _PROVISIONAL_FIRST & set(sources):
        found[-1] = replace(found[-1], final=False)
    return found


def _expected(sources: Sequence[str], period: Period, day: date, calendar: Mapping[Release, date]) -> date:
    dates = [calendar[source, period.key] for source in sources if (source, period.key) in calendar]
    return max(dates) if dates else day + timedelta(days=_delay(sources))


def _delay(sources: Sequence[str]) -> int:
    return max((_DELAY.get(source, _OWN_DELAY) for source in sources), default=_OWN_DELAY)


def is_school_year(period: str) -> bool:
    """Whether figures come per school year, judging by one period of theirs."""
    return parse_period(period).kind is PeriodKind.SCHOOL_YEAR
