"""The measures of a snapshot: what the plan says of each, how it stands and what its units said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agenda.models import PartnerSide
from measures.carrying import carrying_by_objective
from measures.milestones.rules import Milestone
from measures.milestones.selectors import agenda_milestones
from measures.models import MeasureFigure, MeasureIndicator, MeasurePartner, MilestoneMark
from measures.rows import MeasureRow, measure_rows
from measures.said import Share, shares_on, with_said
from measures.standing import (
    NOT_REPORTED,
    SHORT_WORDS,
    Carrying,
    MeasureStanding,
    counted,
    speakers,
)
from measures.states import period_label
from reporting.canonical import Json, day, number
from reporting.gathering.asked import Asked

SIDES = dict(PartnerSide.choices)


class Measures:
    """The measures of the agenda with how they stand on the day. Three queries; ``only``: of these units alone."""

    def __init__(self, asked: Asked, only: Collection[int] | None = None) -> None:
        self.asked, self.only = asked, only
        plan = measure_rows(asked.agenda)
        said = shares_on(asked.agenda, asked.on, asked.known_at)
        self.shares = [one for one in said if only is None or one.unit in only]
        self.rows, self.assigned = with_said(plan, self.shares)
        self.counted = frozenset(counted(self.rows, dict.fromkeys(self.assigned)))

    def by_objective(self) -> dict[str, Carrying]:
        """How many measures stand in each state, by the code of the objective; of units only those they were given."""
        rows = self.rows if self.only is None else [row for row in self.rows if row.pk in self.assigned]
        return carrying_by_objective(rows, self.assigned)

    def before(self) -> dict[int, MeasureStanding]:
        """How each measure stood on the day that is compared with. Three queries."""
        earlier = shares_on(self.asked.agenda, self.asked.before, self.asked.known_at)
        units = {one.unit for one in self.shares}
        rows, _ = with_said(self.rows, [one for one in earlier if one.unit in units])
        return {row.pk: row.standing or MeasureStanding() for row in rows}


def measures(found: Measures) -> list[Json]:
    """Every measure of the plan, each followed by its parts. Six queries beside those of ``Measures``."""
    asked = found.asked
    of_agenda = {"measure__agenda": asked.agenda}
    codes = {row.pk: row.code for row in found.rows}
    by_measure: dict[int, list[Share]] = defaultdict(list)
    for one in found.shares:
        by_measure[one.measure].append(one)
    links = _listed(MeasureIndicator.objects.filter(**of_agenda), "agenda_indicator__code")
    named = _listed(MeasureFigure.objects.filter(**of_agenda), "text", "value", "period")
    partners = _listed(MeasurePartner.objects.filter(**of_agenda), "name", "side", "role")
    steps = _milestones(asked, found.rows)
    earlier = found.before()
    spoken = speakers(found.rows)
    return [
        {
            "code": row.code,
            "title": row.title,
            "heading": row.heading,
            "objective": row.objective,
            "parent": codes.get(row.parent) if row.parent else None,
            "depth": row.depth,
            "obligation": row.obligation,
            "obligation_label": row.obligation_label,
            "intent": row.intent_label,
            "lead": row.lead,
            "applied": row.applied,
            "explanation": row.explanation,
            "see": list(row.see),
            "years": list(row.years),
            "plan_state": row.state.label,
            "counted": row.pk in found.counted,
            "standing": standing(row.standing or MeasureStanding()),
            "before": standing(earlier[row.pk]),
            "spoken_by": [codes[pk] for pk in spoken[row.pk] if pk != row.pk],
            "shares": [share(one) for one in _by_name(by_measure[row.pk])],
            "steps": [_step(asked, one) for one in steps.get(row.pk, ())],
            "indicators": [code for (code,) in links[row.pk]],
            "figures": [
                {"text": text, "value": number(value), "period": period_label(period) if period else ""}
                for text, value, period in named[row.pk]
            ],
            "partners": [
                {"name": name, "side": SIDES.get(side, ""), "role": role}
                for name, side, role in partners[row.pk]
            ],
        }
        for row in found.rows
    ]


def standing(found: MeasureStanding) -> Json:
    """How a measure stands. ``units``: how many carry it out; ``reported``: how many of them said something."""
    return {"key": found.key, "label": found.word, "units": found.units, "reported": found.reported}


def carried(found: Carrying) -> Json:
    """Measures by their state, each piece of work once."""
    return {
        "total": found.total,
        "states": [{"key": one.key, "label": one.label, "count": one.value} for one in found.shares],
    }


def share(one: Share) -> Json:
    """What one unit said. Who said it stays behind: a report names no people."""
    key = one.state.value if one.state else NOT_REPORTED
    return {
        "unit": one.unit_code,
        "unit_name": one.unit_name,
        "unit_kind": one.unit_kind,
        "state": key,
        "state_label": SHORT_WORDS[key],
        "percent": one.percent,
        "phase": one.phase,
        "changed": one.changed,
        "following": one.following,
        "reason": one.reason,
        "demo": one.demo,
    }


def _by_name(shares: Iterable[Share]) -> list[Share]:
    """In an order that no database's idea of the alphabet changes."""
    return sorted(shares, key=lambda one: (one.unit_kind != "school", one.unit_name, one.unit_code))


def _milestones(asked: Asked, rows: Sequence[MeasureRow]) -> Mapping[int, tuple[Milestone, ...]]:
    """Planned steps; one that was marked after the moment of the snapshot was not known to be reached. Two queries."""
    later = set(
        MilestoneMark.objects.filter(measure__agenda=asked.agenda, at__gt=asked.known_at).values_list(
            "measure_id", "key"
        )
    )
    found = agenda_milestones(asked.agenda, rows)
    return {
        measure: tuple(
            replace(step, reached=None) if (measure, step.key) in later else step for step in steps
        )
        for measure, steps in found.items()
    }


def _step(asked: Asked, step: Milestone) -> Json:
    state = step.state(asked.on)
    reached = step.reached if step.reached is not None and step.reached.on <= asked.on else None
    return {
        "period": step.period,
        "period_label": step.label,
        "step": step.step,
        "text": step.text,
        "state": state.value,
        "state_label": state.label,
        "days_late": step.days_late(asked.on),
        "reached_on": day(reached.on) if reached else None,
        "note": reached.note if reached else "",
    }


def _listed(rows: Any, *fields: str) -> dict[int, list[tuple[Any, ...]]]:
    """Some fields of rows by their measure, in the order of the plan."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for measure, *values in rows.order_by("order", "pk").values_list("measure_id", *fields):
        found[measure].append(tuple(values))
    return found
