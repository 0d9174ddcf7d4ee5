"""Who carries a measure out and what they last said: for the page of a measure, and for that of a school or team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from agenda.models import Agenda
from measures.carrying import progress, running, with_current
from measures.models import Assignment, Phase, Progress
from measures.rows import MeasureRow
from measures.standing import Carrying, MeasureStanding, carrying, measure_standing, speakers
from measures.units import CollegeUnits
from organisation.access import Actor


@dataclass(frozen=True)
class UnitShare:
    """What one unit says about its part of a measure.

    ``state=None``: it has not reported; then the other fields of the report are empty. ``until``: the last day that it
    carried the measure out, ``None`` while it does. ``evidence``: how many pieces count.
    """

    assignment: int
    unit: int
    unit_code: str
    unit_name: str
    code: str
    title: str
    state: Progress | None
    percent: int | None
    phase: str
    changed: str
    following: str
    reason: str
    unchanged: bool
    by: str
    at: datetime | None
    evidence: int
    until: date | None = None

    @property
    def standing(self) -> MeasureStanding:
        return measure_standing([self.state], self.at)

    @property
    def phase_label(self) -> str:
        return Phase(self.phase).label if self.phase else ""

    @property
    def says_something(self) -> bool:
        return bool(self.changed or self.following or self.reason)


_FIELDS = (
    "pk", "unit_id", "unit__code", "unit__name", "measure__code", "measure__title", "current__state",
    "current__progress", "current__phase", "current__changed", "current__following", "current__reason",
    "current__unchanged", "current__by_label", "current__at", "number", "valid_until", "unit__closed_on",
)  # fmt: skip


def shares(found: QuerySet[Assignment], on: date) -> list[UnitShare]:
    """Assignments with what was last reported on each, in the order of the plan and then by unit. One query."""
    rows: Iterable[Any] = (
        with_current(found)
        .annotate(number=Count("evidence", filter=Q(evidence__withdrawn_at__isnull=True), distinct=True))
        .order_by("measure__objective__order", "measure__order", "unit__name")
        .values_list(*_FIELDS)
    )
    return [_share(values, on) for values in rows]


def _share(values: Sequence[Any], on: date) -> UnitShare:
    pk, unit, unit_code, unit_name, code, title, state, percent, *texts, evidence, until, closed = values
    phase, changed, following, reason, unchanged, by, at = texts
    last = min((day for day in (until, closed) if day is not None), default=None)
    return UnitShare(
        pk, unit, unit_code, unit_name, code, title, progress(state), percent, phase or "", changed or "",
        following or "", reason or "", bool(unchanged), by or "", at, evidence,
        last if last is not None and last < on else None,
    )  # fmt: skip


# The page of a measure ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class SchoolShare:
    """A school's or service's part in a measure. ``units``: what the reader may read of its units, itself included.

    ``readable``: whether that is anything; otherwise only the school's state shows.
    """

    pk: int
    code: str
    name: str
    standing: MeasureStanding
    units: tuple[UnitShare, ...]

    @property
    def readable(self) -> bool:
        return bool(self.units)


@dataclass(frozen=True)
class MeasureCarriers:
    """Who carries a measure out. ``ended``: who did before, as far as the reader may read it.

    ``words``: how often each state was reported, because one late unit of many makes the whole late.
    """

    standing: MeasureStanding
    words: Carrying
    schools: tuple[SchoolShare, ...]
    ended: tuple[UnitShare, ...]


def measure_carriers(
    row: MeasureRow, rows: Sequence[MeasureRow], units: CollegeUnits, actor: Actor
) -> MeasureCarriers:
    """Who carries a measure out, by school. One query. ``rows``: all measures of the agenda.

    For a measure with parts, or one that points to others, these are the units of what speaks for it.
    """
    spoken = speakers(rows)[row.pk] or (row.pk,)
    readable = units.readable(actor)
    found = [
        one
        for one in shares(Assignment.objects.filter(measure__in=spoken, valid_from__lte=units.on), units.on)
        if one.unit in units.by_pk
    ]
    now = [one for one in found if _counts(one, units)]
    by_school: dict[int, list[UnitShare]] = defaultdict(list)
    for one in now:
        by_school[units.top(one.unit)].append(one)
    schools = sorted((units.by_pk[pk] for pk in by_school), key=lambda one: (one.kind != "school", one.name))
    return MeasureCarriers(
        standing=_standing(now),
        words=carrying(one.standing for one in now),
        schools=tuple(
            SchoolShare(
                school.pk,
                school.code,
                school.name,
                _standing(by_school[school.pk]),
                tuple(one for one in by_school[school.pk] if one.unit in readable),
            )
            for school in schools
        ),
        ended=tuple(one for one in found if one.until and one.unit in readable),
    )


def _counts(one: UnitShare, units: CollegeUnits) -> bool:
    return one.until is None and units.by_pk[one.unit].exists(units.on)


def _standing(found: Iterable[UnitShare]) -> MeasureStanding:
    every = list(found)
    last = max((one.at for one in every if one.at), default=None)
    return measure_standing((one.state for one in every), last)


# The page of a school or team -------------------------------------------------------------------------------
@dataclass(frozen=True)
class UnitMeasures:
    """The measures that a unit and what lies below it carry out. ``carrying``: its own and theirs, each once."""

    own: tuple[UnitShare, ...]
    below: tuple[UnitShare, ...]

    @property
    def carrying(self) -> Carrying:
        return carrying(one.standing for one in (*self.own, *self.below))


def unit_measures(agenda: Agenda, unit: int, below: Iterable[int], on: date) -> UnitMeasures:
    """What a unit, and the units ``below`` it, carry out on a day. One query."""
    found = shares(running(on).filter(measure__agenda=agenda, unit__in={unit, *below}), on)
    return UnitMeasures(
        own=tuple(one for one in found if one.unit == unit),
        below=tuple(one for one in found if one.unit != unit),
    )
