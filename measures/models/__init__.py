"""Measures, who carries them out, what is reported on them, and what is decided when a light is not green."""

from measures.models.decisions import Decision
from measures.models.plan import (
    Intent,
    Measure,
    MeasureFigure,
    MeasureIndicator,
    MeasurePartner,
    Obligation,
    PlanningStep,
)
from measures.models.reports import (
    Assignment,
    Evidence,
    MilestoneMark,
    Phase,
    Progress,
    ReportDraft,
    ReportReply,
    StatusReport,
    Verdict,
)

__all__ = [
    "Assignment",
    "Decision",
    "Evidence",
    "Intent",
    "Measure",
    "MeasureFigure",
    "MeasureIndicator",
    "MeasurePartner",
    "MilestoneMark",
    "Obligation",
    "Phase",
    "PlanningStep",
    "Progress",
    "ReportDraft",
    "ReportReply",
    "StatusReport",
    "Verdict",
]
