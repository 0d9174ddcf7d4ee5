"""What nearly every page needs of an agenda beside its outline, in one query."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BooleanField, DateField, Value

from agenda.calendar import Calendar, Publication
from agenda.models import Agenda


@dataclass(frozen=True)
class Reference:
    """``programmes``: titles by code. ``calendar``: when each source's figures come."""

    programmes: dict[str, str]
    calendar: Calendar


def agenda_reference(agenda: Agenda) -> Reference:
    """The agenda's programmes and its survey calendar. One query: two lists of the same width."""
    day = Value(None, output_field=DateField())
    releases = agenda.releases.order_by().values_list(
        Value("release"), "source", "period", "period_end", "expected_on", "final"
    )
    programmes = agenda.programmes.order_by().values_list(
        Value("programme"), "code", "title", day, day, Value(True, output_field=BooleanField())
    )
    rows = list(releases.union(programmes, all=True))
    calendar = [Publication(*row[1:]) for row in rows if row[0] == "release"]
    return Reference(
        programmes={row[1]: row[2] for row in rows if row[0] == "programme"},
        calendar=tuple(sorted(calendar, key=lambda row: (row.expected_on, row.period_end, row.source))),
    )
