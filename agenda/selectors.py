"""Which agenda a page is about, and its outline: priorities with their objectives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from agenda.models import Agenda, Priority

_PERIOD = re.compile(r"^(\d{4})-(\d{4})$", re.ASCII)


@dataclass(frozen=True)
class ObjectiveOutline:
    """An objective as other pages name it. ``priority``: the code of the priority that it stands under.

    ``owner``: the role or department that the plan names, ``""`` where it names none. ``people``: who fills it now.
    """

    pk: int
    code: str
    title: str
    priority: str
    owner: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class PriorityOutline:
    """A priority with its objectives, in the order of the plan."""

    pk: int
    code: str
    title: str
    objectives: tuple[ObjectiveOutline, ...]


def current_agenda(on: date, *, also: Mapping[str, Any] | None = None) -> Agenda | None:
    """The kwaliteitsagenda that covers the day, else the newest agenda; ``None`` when there is none. One query.

    ``also``: what to find out in the same query, as attributes of the agenda.
    """
    covers = Q(kind=Agenda.Kind.QUALITY, starts__lte=on, ends__gte=on)
    return (
        _agendas(also)
        .order_by(Case(When(covers, then=Value(0)), default=Value(1)), "-starts", "slug")
        .first()
    )


def agenda_of_period(period: str, *, also: Mapping[str, Any] | None = None) -> Agenda | None:
    """The agenda that an address calls ``2024-2027``; a kwaliteitsagenda before other kinds. One query at most.

    ``None`` when no agenda runs over those years, or when the text is no such period. ``also``: see ``current_agenda``.
    """
    match = _PERIOD.fullmatch(period)
    if not match:
        return None
    first, last = int(match[1]), int(match[2])
    if not date.min.year <= first <= last:
        return None
    quality_first = Case(When(kind=Agenda.Kind.QUALITY, then=Value(0)), default=Value(1))
    return _agendas(also).filter(starts__year=first, ends__year=last).order_by(quality_first, "slug").first()


def four_eyes_asked(on: date) -> bool:
    """Whether an agenda that runs on the day, or else the one that pages show then, asks for a second person.

    After its last day an agenda still gets its last figures.
    """
    shown = current_agenda(on)
    if shown is not None and shown.four_eyes:
        return True
    return Agenda.objects.filter(four_eyes=True, starts__lte=on, ends__gte=on).exists()


def agenda_outline(agenda: Agenda) -> tuple[PriorityOutline, ...]:
    """The agenda's priorities and objectives; a priority without objectives is there too. One query."""
    rows: Iterable[Any] = (
        Priority.objects.filter(agenda=agenda)
        .order_by("order", "objectives__order", "objectives__owners__user__name")
        .values_list(
            "pk", "code", "title",
            "objectives__pk", "objectives__code", "objectives__title", "objectives__owner",
            "objectives__owners__user__name",
        )
    )  # fmt: skip
    outline = []
    for (pk, code, title), members in groupby(rows, key=lambda row: row[:3]):
        objectives = [
            ObjectiveOutline(objective, own, name, code, owner, tuple(row[-1] for row in people if row[-1]))
            for (objective, own, name, owner), people in groupby(members, key=lambda row: row[3:7])
            if objective is not None
        ]
        outline.append(PriorityOutline(pk, code, title, tuple(objectives)))
    return tuple(outline)


def outline_objectives(outline: tuple[PriorityOutline, ...]) -> tuple[ObjectiveOutline, ...]:
    """All objectives of an outline, in order."""
    return tuple(objective for priority in outline for objective in priority.objectives)


def _agendas(also: Mapping[str, Any] | None = None) -> QuerySet[Agenda]:
    return Agenda.objects.select_related("college").annotate(**(also or {}))
