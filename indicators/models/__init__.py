"""Definitions, series and facts, which outlive a plan; and what a plan says about them."""

from indicators.models.choices import Absence, Desired, MeasureUnit, Population, TargetKind
from indicators.models.definitions import Indicator, Observation, Series
from indicators.models.plan import AgendaIndicator, GroupTarget, PlanFigure, PlanSeries, Target

__all__ = [
    "Absence", "AgendaIndicator", "Desired", "GroupTarget", "Indicator", "MeasureUnit", "Observation", "PlanFigure",
    "PlanSeries", "Population", "Series", "Target", "TargetKind",
]  # fmt: skip
