"""What units said about their measures from a moment on: how every measure stood then, and who was silent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q

from agenda.models import Agenda, Round
from measures.models import Assignment, Progress
from measures.reporting_rules import Span, is_asked
from measures.rows import MeasureRow
from measures.standing import MeasureStanding, measure_standing, speakers


class Said(NamedTuple):
    """A report: from ``at`` on it was the unit's word, until ``until``; ``None``: it still is."""

    state: Progress
    at: datetime
    until: datetime | None
    round: int | None

    def held(self, moment: datetime) -> bool:
        return self.at <= moment and (self.until is None or self.until > moment)


@dataclass(frozen=True)
class Carried:
    """One assignment with what was said about it, as far as it was asked for."""

    measure: int
    unit: int
    carried_out: Span
    unit_exists: Span
    said: tuple[Said, ...]

    def reported_in(self, round: Round) -> bool:
        return any(one.round == round.pk for one in self.said)

    def is_asked_in(self, round: Round, row: MeasureRow, on: date) -> bool:
        return is_asked(
            applied=row.applied, refers=bool(row.see), carried_out=self.carried_out,
            unit_exists=self.unit_exists, reported=self.reported_in(round), about_on=round.about_on,
            due_on=round.due_on, on=on,
        )  # fmt: skip


def reports_since(agenda: Agenda, since: datetime | None, rounds: Collection[Round]) -> tuple[Carried, ...]:
    """Every assignment of the agenda, with its reports that held at ``since`` or later and those in ``rounds``.

    ``since`` ``None``: only those that hold now. One query.
    """
    wanted = Q(reports__superseded_at__isnull=True) | Q(reports__round__in=[row.pk for row in rounds])
    if since is not None:
        wanted |= Q(reports__superseded_at__gt=since)
    rows: Iterable[Any] = (
        Assignment.objects.filter(measure__agenda=agenda)
        .annotate(said=FilteredRelation("reports", condition=wanted))
        .order_by("pk")
        .values_list(
            "pk", "measure_id", "unit_id", "valid_from", "valid_until", "unit__opened_on",
            "unit__closed_on", "said__state", "said__at", "said__superseded_at", "said__round_id",
        )
    )  # fmt: skip
    found: dict[tuple[Any, ...], list[Said]] = defaultdict(list)
    for row in rows:
        said = found[row[:7]]
        if row[7] is not None:
            said.append(Said(Progress(row[7]), *row[8:]))
    return tuple(
        Carried(measure, unit, Span(first, last), Span(opened, closed), tuple(said))
        for (_, measure, unit, first, last, opened, closed), said in found.items()
    )


def standings_at(
    carried: Iterable[Carried], rows: Sequence[MeasureRow], moment: datetime, on: date
) -> dict[int, MeasureStanding]:
    """How every measure stood at a moment, out of what was said by then; ``on``: the day of that moment. No query.

    ``rows``: all measures of the agenda.
    """
    states: dict[int, list[Progress | None]] = defaultdict(list)
    for one in carried:
        if one.carried_out.holds(on) and one.unit_exists.holds(on):
            states[one.measure].append(next((said.state for said in one.said if said.held(moment)), None))
    return {
        pk: measure_standing(state for speaker in spoken for state in states.get(speaker, ()))
        for pk, spoken in speakers(rows).items()
    }
