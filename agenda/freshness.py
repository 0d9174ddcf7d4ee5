"""How fresh the figures of each source are: what is there, and what the survey calendar promises. Pure: no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from agenda.calendar import Calendar, Publication
from core.periods import parse_period


@dataclass(frozen=True)
class Newest:
    """The newest figures of a source that are there."""

    period: str
    final: bool


@dataclass(frozen=True)
class Freshness:
    """How fresh a source is. ``newest`` ``""``: nothing is there yet.

    ``overdue``: the publications that should have been there and are not, the earliest first. ``coming``: the next one
    that is planned; ``None``: none is.
    """

    source: str
    newest: str
    final: bool
    overdue: tuple[Publication, ...]
    coming: Publication | None

    @property
    def late(self) -> Publication | None:
        """The first publication that should have been there and is not."""
        return self.overdue[0] if self.overdue else None


def sources_freshness(calendar: Calendar, there: Mapping[str, Newest], on: date) -> list[Freshness]:
    """Every source of the calendar on a day. ``there``: the newest figures that are known, by source.

    A publication is there when figures over its period or a later one are; a final one when they are final.
    """
    found = []
    for source in sorted({row.source for row in calendar}):
        newest = there.get(source)
        missing = [row for row in calendar if row.source == source and not _is_there(row, newest)]
        overdue = tuple(row for row in missing if row.expected_on < on)
        coming = next((row for row in missing if row.expected_on >= on), None)
        found.append(
            Freshness(
                source, newest.period if newest else "", newest.final if newest else True, overdue, coming
            )
        )
    return found


def _is_there(row: Publication, newest: Newest | None) -> bool:
    if newest is None:
        return False
    end = parse_period(newest.period).end
    return end > row.period_end or (end == row.period_end and (newest.final or not row.final))
