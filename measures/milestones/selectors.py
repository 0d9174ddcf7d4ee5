"""Milestones as pages need them. Every function says how many queries it makes; none depends on the size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from agenda.models import Agenda
from core.together import Fields, day, rows_together
from measures.milestones.rules import Milestone, MilestoneState, Reached
from measures.models import MilestoneMark, PlanningStep, Progress
from measures.rows import MeasureRow
from measures.standing import MeasureStanding

_MARK = MilestoneMark.objects.filter(
    measure=OuterRef("measure"), period=OuterRef("period"), step=OuterRef("step"), text=OuterRef("text")
)
STEP_FIELDS: Fields = {
    "pk": "pk", "measure": "measure_id", "period": "period", "step": "step", "text": "text", "order": "order",
    "reached_on": Subquery(_MARK.values("reached_on")[:1]), "by": Subquery(_MARK.values("by_label")[:1]),
    "note": Subquery(_MARK.values("note")[:1]),
}  # fmt: skip
"""What ``rows_together`` must ask for ``milestones_of``."""

Milestones = Mapping[int, tuple[Milestone, ...]]
"""By measure, in the order of the plan."""

_ENDED = {
    Progress.DONE: "maatregel afgerond",
    Progress.STOPPED: "maatregel gestopt",
    Progress.NOT_APPLICABLE: "geldt voor geen enkel team",
}


@dataclass(frozen=True)
class LateMilestone:
    """A step that is late. ``days``: how many days past its last day, at least 1."""

    code: str
    title: str
    objective: str
    milestone: Milestone
    days: int


def step_list(agenda: Agenda, *, objective: int | None = None) -> tuple[QuerySet[Any], Fields]:
    """The steps of an agenda or one objective, for ``rows_together``."""
    steps = PlanningStep.objects.filter(measure__agenda=agenda)
    return (steps if objective is None else steps.filter(measure__objective=objective)), STEP_FIELDS


def milestones_of(
    steps: Iterable[dict[str, Any]], ended: Mapping[int, str]
) -> dict[int, tuple[Milestone, ...]]:
    """Rows with ``STEP_FIELDS`` as milestones; the same words twice in a measure are one. No query.

    ``ended``: see ``ended_measures``.
    """
    found: dict[int, dict[str, Milestone]] = defaultdict(dict)
    for row in sorted(steps, key=lambda row: (row["order"], row["pk"])):
        reached_on = day(row["reached_on"])
        reached = None if reached_on is None else Reached(reached_on, row["by"] or "", row["note"] or "")
        step = Milestone(
            row["measure"], row["period"], row["step"], row["text"], reached, ended.get(row["measure"], "")
        )
        found[row["measure"]].setdefault(step.key, step)
    return {measure: tuple(some.values()) for measure, some in found.items()}


def ended_measures(rows: Sequence[MeasureRow], standings: Mapping[int, MeasureStanding]) -> dict[int, str]:
    """Measures whose steps nobody waits for any more, and why; by id. No query.

    The plan does not take the measure, or all its units report that it is finished, stopped or not for them. What
    holds for a measure holds for its parts. ``rows``: with every whole that a part belongs to.
    """
    by_pk = {row.pk: row for row in rows}
    found: dict[int, str] = {}
    for row in rows:
        step: MeasureRow | None = row
        seen: set[int] = set()
        while step is not None and step.pk not in seen and row.pk not in found:
            seen.add(step.pk)
            if why := _why(step, standings.get(step.pk)):
                found[row.pk] = why
            step = by_pk.get(step.parent) if step.parent else None
    return found


def standings_of(rows: Iterable[MeasureRow]) -> dict[int, MeasureStanding]:
    """How each measure stands, of rows that were asked with their standing."""
    return {row.pk: row.standing for row in rows if row.standing is not None}


def agenda_milestones(agenda: Agenda, rows: Sequence[MeasureRow]) -> dict[int, tuple[Milestone, ...]]:
    """The milestones of all measures. One query. ``rows``: all measures, with their standing."""
    steps = rows_together({"steps": step_list(agenda)})["steps"]
    return milestones_of(steps, ended_measures(rows, standings_of(rows)))


def measure_milestones(
    row: MeasureRow, rows: Sequence[MeasureRow], standings: Mapping[int, MeasureStanding]
) -> tuple[Milestone, ...]:
    """The milestones of one measure. One query. ``rows``: all measures of the agenda."""
    steps = PlanningStep.objects.filter(measure=row.pk)
    found = rows_together({"steps": (steps, STEP_FIELDS)})["steps"]
    return milestones_of(found, ended_measures(rows, standings)).get(row.pk, ())


def late_among(rows: Iterable[MeasureRow], milestones: Milestones, on: date) -> tuple[LateMilestone, ...]:
    """The steps that are late, the one that waits longest first. No query."""
    late = [
        LateMilestone(row.code, row.title, row.objective, step, step.days_late(on))
        for row in rows
        for step in milestones.get(row.pk, ())
        if step.state(on) is MilestoneState.LATE
    ]
    return tuple(sorted(late, key=lambda one: (-one.days, one.code)))


def _why(row: MeasureRow, standing: MeasureStanding | None) -> str:
    if not row.applied:
        return "maatregel niet ingezet"
    return _ENDED.get(standing.state, "") if standing and standing.state else ""
