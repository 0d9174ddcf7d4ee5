"""Definitions, series and facts, which outlive a plan; and what a plan says about them."""

from indicators.models.choices import Absence, Desired, MeasureUnit, Population, TargetKind
from indicators.models.confirmation import Confirmation
from indicators.models.definitions import Indicator, Observation, Series
from indicators.models.plan import AgendaIndicator, GroupTarget, PlanFigure, PlanSeries, Target
from indicators.models.staging import ComparedWith, ImportPreview, StagedFact
from indicators.models.survey import ProgrammeCrebo, SeenQuestion, SurveyQuestion, TableMapping

__all__ = [
    "Absence", "AgendaIndicator", "ComparedWith", "Confirmation", "Desired", "GroupTarget", "ImportPreview",
    "Indicator", "MeasureUnit", "Observation", "PlanFigure", "PlanSeries", "Population", "ProgrammeCrebo",
    "SeenQuestion", "Series", "StagedFact", "SurveyQuestion", "TableMapping", "Target", "TargetKind",
]  # fmt: skip
