"""The agenda as one typed document. Its classes are the file's keys, in the file's order.

Reading, writing, differences, storing and consistency findings all work on this one document; the declaration of
a key here is the only place that says what it may hold. Values are ``Decimal``, ``date`` and text; ``None`` means
that the source gives nothing. Pure: no Django.
"""

from planfile.document.agenda import (
    DOCUMENT,
    Ambition,
    Document,
    Head,
    Labels,
    MoneyThresholds,
    Objective,
    Priority,
    Programme,
    Release,
)
from planfile.document.budget import Budget, Cost, Income, Instrument, Part, StatedTotal
from planfile.document.entries import (
    ABSENCES,
    AGENDA_KINDS,
    DESIRED,
    INTENTS,
    METHODS,
    OBLIGATIONS,
    POPULATIONS,
    TARGET_KINDS,
    UNITS,
)
from planfile.document.indicators import AlsoStated, Figure, Group, Indicator, Interim, Rhythm, Series, Target
from planfile.document.measures import Measure, NamedFigure, Partner, Step

__all__ = [
    "ABSENCES",
    "AGENDA_KINDS",
    "DESIRED",
    "DOCUMENT",
    "INTENTS",
    "METHODS",
    "OBLIGATIONS",
    "POPULATIONS",
    "TARGET_KINDS",
    "UNITS",
    "AlsoStated",
    "Ambition",
    "Budget",
    "Cost",
    "Document",
    "Figure",
    "Group",
    "Head",
    "Income",
    "Indicator",
    "Instrument",
    "Interim",
    "Labels",
    "Measure",
    "MoneyThresholds",
    "NamedFigure",
    "Objective",
    "Part",
    "Partner",
    "Priority",
    "Programme",
    "Release",
    "Rhythm",
    "Series",
    "StatedTotal",
    "Step",
    "Target",
]
