"""The survey calendar as rules use it: when a source's next figures come. Pure: no Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from core.periods import PeriodKind, described_day, parse_period


class Publication(NamedTuple):
    """A source's figures over a period, and the day on which they must be there."""

    source: str
    period: str
    period_end: date
    expected_on: date
    final: bool


Calendar = tuple[Publication, ...]
"""Every publication of an agenda's calendar, the earliest expected first."""


def next_publication(
    calendar: Iterable[Publication],
    sources: Collection[str],
    *,
    kind: PeriodKind,
    after: date | None,
    start: date | None = None,
    measured_on: str | None = None,
) -> Publication | None:
    """The first figures of one of the sources that describe a day after ``after`` and not before ``start``.

    ``kind``: over what periods the figures run; a source may have some over school years and some over calendar
    years. Provisional figures count: they too are figures. ``after`` ``None``: any. ``measured_on``: the survey's
    own day. ``None``: the calendar knows of none.
    """
    found = None
    for row in calendar:
        period = parse_period(row.period)
        if row.source not in sources or period.kind is not kind:
            continue
        day = described_day(period, measured_on)
        if (after is not None and day <= after) or (start is not None and day < start):
            continue
        if found is None or (row.period_end, row.expected_on) < (found.period_end, found.expected_on):
            found = row
    return found
