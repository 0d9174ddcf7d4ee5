"""How fresh the figures of each source are, by the survey calendar. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agenda.calendar import Calendar


@dataclass(frozen=True)
class Freshness:
    """How fresh a source is by the calendar. ``next_on`` ``None``: no further figures are planned."""

    source: str
    newest: str
    final: bool
    next_on: date | None
    next_period: str


def sources_freshness(calendar: Calendar, on: date) -> list[Freshness]:
    """Per source of the survey calendar: the newest expected figures up to a day, and when the next come."""
    found: dict[str, list[tuple[date, str, bool]]] = {}
    for row in calendar:
        found.setdefault(row.source, []).append((row.expected_on, row.period, row.final))
    result = []
    for source, rows in sorted(found.items()):
        past = [item for item in rows if item[0] <= on]
        coming = [item for item in rows if item[0] > on]
        result.append(
            Freshness(
                source=source,
                newest=past[-1][1] if past else "",
                final=past[-1][2] if past else True,
                next_on=coming[0][0] if coming else None,
                next_period=coming[0][1] if coming else "",
            )
        )
    return result
