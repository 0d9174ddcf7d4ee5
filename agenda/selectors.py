"""Which agenda a page is about, and its outline: priorities with their objectives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Case, Q, QuerySet, Value, When

from agenda.models import Agenda, Priority

_PERIOD = re.compile(r"^(\d{4})-(\d{4})$", re.ASCII)


@dataclass(frozen=True)
class ObjectiveOutline:
    """An objective as other pages name it. ``priority``: the code of the priority that it stands under.

    ``owner``: the role or department that the plan names, ``""`` where it names none.
    """

    pk: int
    code: str
    title: str
    priority: str
    owner: str = ""


@dataclass(frozen=True)
class PriorityOutline:
    """A priority with its objectives, in the order of the plan."""

    pk: int
    code: str
    title: str
    objectives: tuple[ObjectiveOutline, ...]


def current_agenda(on: date) -> Agenda | None:
    """The kwaliteitsagenda that covers the day, else the newest agenda; ``None`` when there is none. One query."""
    covers = Q(kind=Agenda.Kind.QUALITY, starts__lte=on, ends__gte=on)
    return _agendas().order_by(Case(When(covers, then=Value(0)), default=Value(1)), "-starts", "slug").first()


def agenda_of_period(period: str) -> Agenda | None:
    """The agenda that an address calls ``2024-2027``; a kwaliteitsagenda before other kinds. One query at most.

    ``None`` when no agenda runs over those years, or when the text is no such period.
    """
    match = _PERIOD.match(period)
    if not match:
        return None
    first, last = int(match[1]), int(match[2])
    if not date.min.year <= first <= last:
        return None
    quality_first = Case(When(kind=Agenda.Kind.QUALITY, then=Value(0)), default=Value(1))
    return _agendas().filter(starts__year=first, ends__year=last).order_by(quality_first, "slug").first()


def agenda_outline(agenda: Agenda) -> tuple[PriorityOutline, ...]:
    """The agenda's priorities and objectives; a priority without objectives is there too. One query."""
    rows = (
        Priority.objects.filter(agenda=agenda)
        .order_by("order", "objectives__order")
        .values_list(
            "pk",
            "code",
            "title",
            "objectives__pk",
            "objectives__code",
            "objectives__title",
            "objectives__owner",
        )
    )
    outline = []
    for (pk, code, title), members in groupby(rows, key=lambda row: row[:3]):
        objectives = tuple(
            ObjectiveOutline(row[3], row[4], row[5], code, row[6]) for row in members if row[3]
        )
        outline.append(PriorityOutline(pk, code, title, objectives))
    return tuple(outline)


def outline_objectives(outline: tuple[PriorityOutline, ...]) -> tuple[ObjectiveOutline, ...]:
    """All objectives of an outline, in order."""
    return tuple(objective for priority in outline for objective in priority.objectives)


def _agendas() -> QuerySet[Agenda]:
    return Agenda.objects.select_related("college")
