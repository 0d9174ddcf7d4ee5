"""When the figures that must show a target are measured, and when they come. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agenda.calendar import Calendar, Publication
from core.periods import Period, PeriodKind, described_day, parse_period
from indicators.rhythm import Rhythm, deciding_day, deciding_period, last_measurement_year


@dataclass(frozen=True)
class Arrival:
    """When figures come. ``estimated``: the calendar does not name them; only the year is worth anything then."""

    source: str
    on: date
    final: bool
    estimated: bool


def about_of(row: Publication) -> Period:
    """What a publication is about. Raises ``ValueError`` where the calendar's period is none."""
    return parse_period(row.period)


def measured_by(by: str, rhythm: Rhythm, kind: PeriodKind) -> Period | None:
    """The last measurement that can show a target for ``by``; ``None``: none is known to fall by then.

    Raises ``ValueError`` where ``by`` is no period.
    """
    period = deciding_period(by, rhythm, kind)
    year = period.end.year
    return period if last_measurement_year(rhythm, year) == year else None


def next_measurement(after: date, rhythm: Rhythm, kind: PeriodKind) -> date | None:
    """The day of the first measurement after a day; ``None``: none is known to come."""
    last = max(after.year, rhythm.first or 0) + (rhythm.every or 0)
    for year in range(after.year, last + 1):
        if last_measurement_year(rhythm, year) == year:
            day = deciding_day(str(year), rhythm, kind)
            if day > after:
                return day
    return None


def day_before(day: date) -> date:
    return day - timedelta(days=1)


def arrival(period: Period, sources: Sequence[str], calendar: Calendar) -> Arrival | None:
    """When the first figures over a period come, provisional ones included; of more sources when the last is there.

    A period after the last in the calendar is reckoned to take as long as that one. ``None``: the calendar has
    nothing to go by.
    """
    found = [_of_source(period, source, calendar) for source in sources]
    known = [one for one in found if one is not None]
    return max(known, key=lambda one: one.on) if known else None


def _of_source(period: Period, source: str, calendar: Calendar) -> Arrival | None:
    rows = [(about_of(row), row) for row in calendar if row.source == source]
    rows = [(about, row) for about, row in rows if about.kind is period.kind]
    same = [row for about, row in rows if about == period]
    if same:
        first = min(same, key=lambda row: row.expected_on)
        return Arrival(source, first.expected_on, first.final, estimated=False)
    newest = max((about for about, _ in rows), default=None)
    if newest is None or newest > period:
        return None
    first = min((row for about, row in rows if about == newest), key=lambda row: row.expected_on)
    later = first.expected_on.year + period.end.year - newest.end.year
    # The 28th exists in every month; the day itself is never shown.
    on = date(later, first.expected_on.month, min(first.expected_on.day, 28))
    return Arrival(source, on, first.final, estimated=True)


def last_published(
    kind: PeriodKind,
    sources: Sequence[str],
    calendar: Calendar,
    *,
    rhythm: Rhythm,
    after: date,
    ends: date,
) -> Period | None:
    """The newest period that describes a day after ``after`` and whose figures are there by ``ends``."""
    periods = [
        about_of(row)
        for row in calendar
        if row.source in sources
        and about_of(row).kind is kind
        and row.expected_on <= ends
        and described_day(about_of(row), rhythm.measured_on) > after
    ]
    return max(periods, default=None)
