"""The decisions about an indicator, on its page."""

from __future__ import annotations

from dataclasses import dataclass

from agenda.models import Agenda
from indicators.additions import Addition
from indicators.rows import IndicatorRow
from measures.decisions.selectors import Decisions, agenda_decisions
from measures.decisions.services import DECIDABLE
from organisation.access import Action, Actor


@dataclass(frozen=True)
class IndicatorDecisions:
    """``may_add``: whether this reader may decide, and the light is amber or red now."""

    decisions: Decisions
    may_add: bool


def indicator_decisions(agenda: Agenda, indicator: IndicatorRow, actor: Actor) -> Addition | None:
    """The decisions about an indicator; ``None`` without any and with nothing to decide. One query."""
    decisions = agenda_decisions(agenda, actor.on, indicator=indicator.code)
    red = indicator.mark is not None and indicator.mark.status in DECIDABLE
    may_add = red and actor.may(Action.DECIDE)
    if not decisions.open and not decisions.closed and not may_add:
        return None
    return Addition("measures/_indicator_decisions.html", IndicatorDecisions(decisions, may_add))
