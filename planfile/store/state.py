"""What one storing has brought in step so far: the rows that later parts refer to, by their code."""

from __future__ import annotations

from dataclasses import dataclass, field

import agenda.models as plan
import indicators.models as figures
from planfile.document import Document


@dataclass
class State:
    agenda: plan.Agenda
    document: Document
    priorities: dict[str, plan.Priority] = field(default_factory=dict)
    objectives: dict[str, plan.Objective] = field(default_factory=dict)
    uses: dict[str, figures.AgendaIndicator] = field(default_factory=dict)
