"""What is decided, evaluated and agreed, for the agenda at a glance and for an objective. One query each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agenda.about import (
    ObjectiveAmbition,
    ObjectivePartner,
    about_lists,
    ambitions_of,
    partners_of,
)
from agenda.evaluations.rights import evaluates_with
from agenda.evaluations.selectors import (
    AgreementRow,
    EvaluationRow,
    ThemeRow,
    evaluation_lists,
    evaluations_of,
    open_agreements,
    theme_list,
    themes_of,
)
from agenda.models import Agenda, ObjectiveOwner
from core.together import rows_together
from measures.decisions.selectors import FIELDS, Decisions, decisions_of, open_decisions
from measures.milestones.selectors import (
    LateMilestone,
    ended_measures,
    late_among,
    milestones_of,
    step_list,
)
from measures.models import Decision
from measures.rows import MeasureRow
from measures.standing import MeasureStanding
from organisation.access import Actor


@dataclass(frozen=True)
class GlanceSteering:
    """``themes``: those of the newest year that has any."""

    decisions: Decisions
    themes: tuple[ThemeRow, ...]


@dataclass(frozen=True)
class ObjectiveSteering:
    """``agreements``: open ones of all evaluations. ``late``: steps of its measures. ``themes``: those about it.

    ``may_evaluate``: whether this reader writes the evaluations.
    """

    ambitions: tuple[ObjectiveAmbition, ...]
    partners: tuple[ObjectivePartner, ...]
    decisions: Decisions
    evaluations: tuple[EvaluationRow, ...]
    agreements: tuple[AgreementRow, ...]
    themes: tuple[ThemeRow, ...]
    late: tuple[LateMilestone, ...]
    may_evaluate: bool

    @property
    def newest(self) -> EvaluationRow | None:
        return self.evaluations[0] if self.evaluations else None

    @property
    def earlier(self) -> tuple[EvaluationRow, ...]:
        return self.evaluations[1:]


def glance_steering(agenda: Agenda, on: date) -> GlanceSteering:
    """The open decisions of the agenda, and what the councils find most important."""
    found = rows_together({"decisions": (open_decisions(agenda), FIELDS), **theme_list(agenda)})
    themes = themes_of(found["themes"])
    newest = max((row.year for row in themes if row.year <= on.year), default=None)
    return GlanceSteering(
        decisions_of(found["decisions"], on), tuple(row for row in themes if row.year == newest)
    )


def objective_steering(
    agenda: Agenda,
    objective: int,
    code: str,
    rows: Sequence[MeasureRow],
    standings: Mapping[int, MeasureStanding],
    actor: Actor,
) -> ObjectiveSteering:
    """Everything short that hangs on one objective. ``rows``: its measures, with how they stand where known."""
    found = rows_together(
        {
            **about_lists(objective),
            **evaluation_lists(objective),
            **theme_list(agenda),
            "decisions": (Decision.objects.filter(agenda=agenda, objective=objective), FIELDS),
            "steps": step_list(agenda, objective=objective),
            "owners": (ObjectiveOwner.objects.filter(objective=objective), {"user": "user_id"}),
        }
    )
    on = actor.on
    evaluations = evaluations_of(found, on)
    milestones = milestones_of(found["steps"], ended_measures(rows, standings))
    return ObjectiveSteering(
        ambitions=ambitions_of(found["ambitions"]),
        partners=partners_of(found["partners"]),
        decisions=decisions_of(found["decisions"], on),
        evaluations=evaluations,
        agreements=open_agreements(evaluations),
        themes=tuple(row for row in themes_of(found["themes"]) if row.objective == code),
        late=late_among(rows, milestones, on),
        may_evaluate=evaluates_with(actor, {row["user"] for row in found["owners"]}),
    )
