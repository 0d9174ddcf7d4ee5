"""What every unit said about its measures for a day: the words that a report on that day may use.

A report is about a day when it came by the end of it, or when it was given for a round that asks how things stood on
that day or before: a twelve-month round of a year is answered in January. A correction is about what it corrects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from agenda.models import Agenda
from measures.carrying import running, stood
from measures.models import Phase, Progress, StatusReport
from measures.rows import MeasureRow


@dataclass(frozen=True)
class Share:
    """One unit's part in a measure. ``state=None``: it said nothing; then the texts are empty too.

    ``percent``: how far, ``None``: not named. ``demo``: invented.
    """

    measure: int
    unit: int
    unit_code: str
    unit_name: str
    unit_kind: str
    demo: bool
    state: Progress | None = None
    percent: int | None = None
    phase: str = ""
    changed: str = ""
    following: str = ""
    reason: str = ""
    at: datetime | None = None


def end_of(on: date) -> datetime:
    """The last moment of a day in Amsterdam."""
    return timezone.make_aware(datetime.combine(on, time.max))


def shares_on(agenda: Agenda, on: date, known_at: datetime) -> tuple[Share, ...]:
    """Every unit that carries a measure out on a day, with what it said for that day, as known at a moment.

    In the order of the plan and then by unit. Two queries.
    """
    assigned: Iterable[Any] = (
        running(on)
        .filter(measure__agenda=agenda)
        .order_by("measure__objective__order", "measure__order", "unit__name", "unit__code")
        .values_list("pk", "measure_id", "unit_id", "unit__code", "unit__name", "unit__kind", "demo")
    )
    said = _newest(agenda, on, known_at)
    return tuple(Share(*values, *said.get(pk, ())) for pk, *values in assigned)


def _newest(agenda: Agenda, on: date, known_at: datetime) -> dict[int, tuple[Any, ...]]:
    """By assignment the fields of its newest report about the day."""
    rows: Iterable[Any] = (
        StatusReport.objects.filter(assignment__measure__agenda=agenda, at__lte=known_at)
        .order_by("at", "pk")
        .values_list(
            "pk", "assignment_id", "corrects_id", "round__about_on",
            "state", "progress", "phase", "changed", "following", "reason", "at",
        )
    )  # fmt: skip
    last = end_of(on)
    about: set[int] = set()
    found: dict[int, tuple[Any, ...]] = {}
    for pk, assignment, corrects, about_on, state, percent, phase, *texts, at in rows:
        if at <= last or corrects in about or (about_on is not None and about_on <= on):
            about.add(pk)
            label = Phase(phase).label if phase else ""
            found[assignment] = (Progress(state), percent, label, *texts, at)
    return found


def with_said(
    rows: Sequence[MeasureRow], shares: Iterable[Share]
) -> tuple[tuple[MeasureRow, ...], frozenset[int]]:
    """The measures with how each stands, and which of them somebody carries out. No query."""
    states: dict[int, list[tuple[Progress | None, int, datetime | None]]] = defaultdict(list)
    for one in shares:
        states[one.measure].append((one.state, 1, one.at))
    return stood(rows, states), frozenset(states)
