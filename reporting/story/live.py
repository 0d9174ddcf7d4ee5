"""The facts of this moment for who is writing: the part of a snapshot that a story may refer to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from agenda.models import Agenda
from agenda.selectors import PriorityOutline, agenda_outline, outline_objectives
from indicators.counts import standing_of
from measures.standing import Carrying, MeasureStanding
from reporting.canonical import Json
from reporting.gathering import actions, figures
from reporting.gathering.money import Budget
from reporting.kinds import ReportKind
from reporting.snapshot import asked_for
from reporting.story.facts import facts_of
from reporting.story.references import Facts


@dataclass(frozen=True)
class Live:
    """``gathered``: with the keys of a snapshot that ``facts_of`` asks for."""

    gathered: Json
    facts: Facts


def facts_now(agenda: Agenda, year: int, outline: tuple[PriorityOutline, ...] | None = None) -> Live:
    """What the yearly report would say if it were made now. Some sixteen queries, however large the agenda is."""
    asked = asked_for(agenda, year, ReportKind.ACCOUNT, known_at=timezone.now())
    outline = agenda_outline(agenda) if outline is None else outline
    rows = figures.rows_now(asked)
    measures = actions.Measures(asked)
    carried = measures.by_objective()
    gathered = {
        "indicators": figures.indicators(asked, rows, rows),
        "objectives": [
            {
                "code": one.code,
                "title": one.title,
                "carrying": actions.carried(carried.get(one.code, Carrying({}))),
                "standing": figures.standing(standing_of(row for row in rows if row.objective == one.code)),
            }
            for one in outline_objectives(outline)
        ],
        "measures": [
            {
                "code": row.code,
                "title": row.title,
                "objective": row.objective,
                "applied": row.applied,
                "standing": actions.standing(row.standing or MeasureStanding()),
            }
            for row in measures.rows
        ],
        "money": Budget(asked).sums(outline),
    }
    return Live(gathered, facts_of(gathered))
