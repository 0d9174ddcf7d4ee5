"""The plan, the rounds in which its progress is asked, and the evaluations with partners."""

from agenda.models.evaluations import Agreement, Answer, Council, Evaluation, Participant, Theme
from agenda.models.plan import (
    Agenda,
    Ambition,
    Objective,
    ObjectiveOwner,
    Partner,
    PartnerFields,
    PartnerSide,
    Priority,
    Programme,
    Release,
)
from agenda.models.rounds import Round, RoundEvent, RoundKind

__all__ = [
    "Agenda",
    "Agreement",
    "Ambition",
    "Answer",
    "Council",
    "Evaluation",
    "Objective",
    "ObjectiveOwner",
    "Participant",
    "Partner",
    "PartnerFields",
    "PartnerSide",
    "Priority",
    "Programme",
    "Release",
    "Round",
    "RoundEvent",
    "RoundKind",
    "Theme",
]
