"""From which round and day the forecasts are that hold now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from agenda.models import Agenda, Round
from budgets.models import Forecast
from core.numbers import format_date

OUTSIDE = "buiten een ronde"


@dataclass(frozen=True)
class Made:
    """When a forecast was made or confirmed. ``round``: in which one, ``""``: outside a round."""

    round: str
    at: datetime

    def __str__(self) -> str:
        return f"{self.round or OUTSIDE}, {format_date(timezone.localtime(self.at).date())}"


def made_of(one: Forecast) -> Made:
    """Of a forecast with its round at hand."""
    return Made(str(one.round) if one.round else "", one.at)


def forecasts_made(agenda: Agenda, year: int) -> dict[int, Made]:
    """By line, of the forecasts of a year that hold. One query."""
    rows = Forecast.objects.filter(line__agenda=agenda, year=year, superseded_at__isnull=True)
    return {one.line_id: made_of(one) for one in rows.select_related("round")}


def rounds_of(made: Mapping[int, Made]) -> tuple[tuple[str, int], ...]:
    """The rounds that forecasts are from with how many each, the newest first."""
    newest: dict[str, datetime] = {}
    counts = Counter(one.round or OUTSIDE for one in made.values())
    for one in made.values():
        name = one.round or OUTSIDE
        newest[name] = max(newest.get(name, one.at), one.at)
    return tuple((name, counts[name]) for name in sorted(newest, key=lambda name: newest[name], reverse=True))


def not_of_the_newest(made: Mapping[int, Made]) -> dict[int, Made]:
    """The forecasts that are from another round than the newest one: what a reader must be told line by line."""
    newest = next((name for name, _ in rounds_of(made)), "")
    return {line: one for line, one in made.items() if (one.round or OUTSIDE) != newest}


def open_round(agenda: Agenda) -> Round | None:
    """The round that forecasts made now belong to; ``None``: none is open. One query."""
    return Round.objects.filter(agenda=agenda, asks_reports=True, closed_at__isnull=True).first()
