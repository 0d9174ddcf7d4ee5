"""What people did with the plan that a new one would take away: what they reported, decided, evaluated, were given.

What somebody wrote never goes: a plan without the thing that it is about is a conflict. Who carries a measure out, and
which step was reached, may go when somebody says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q

import agenda.models as plan
import indicators.models as figures
import measures.models as actions
from planfile import document as doc
from planfile.document import Document


def kept_conflicts(agenda: plan.Agenda, document: Document) -> tuple[str, ...]:
    """One sentence for each thing that the document drops while somebody wrote about it."""
    return (
        *_written_measures(agenda, document),
        *_discussed_objectives(agenda, document),
        *_decided_indicators(agenda, document),
    )


def kept_losses(agenda: plan.Agenda, document: Document) -> tuple[str, ...]:
    """One sentence for each measure whose carriers or reached steps would go, or would no longer be asked about."""
    items = {measure.code: measure for _, measure in document.measures()}
    stored = (
        actions.Measure.objects.filter(agenda=agenda)
        .annotate(units=_number("assignments"), steps=_number("milestone_marks"))
        .filter(Q(units__gt=0) | Q(steps__gt=0))
    )
    return tuple(filter(None, (_loss(row, items.get(row.code)) for row in stored)))


def _loss(row: Any, item: doc.Measure | None) -> str:
    if item is None:
        what = _and(
            _times(row.units, "eenheid voert haar uit", "eenheden voeren haar uit"),
            _times(row.steps, "stap is bereikt", "stappen zijn bereikt"),
        )
        return f"Maatregel {row} gaat uit de agenda; wat er stond, vervalt: {what}."
    stops = row.applied and not row.see and (not item.applied or bool(item.see))
    if stops and row.units:
        why = "verwijst voortaan door" if item.applied else "wordt niet meer ingezet"
        who = _times(row.units, "eenheid die haar uitvoert, meldt", "eenheden die haar uitvoeren, melden")
        return f"Maatregel {row} {why}; {who} er niet meer over."
    return ""


def _written_measures(agenda: plan.Agenda, document: Document) -> Iterable[str]:
    rows = (
        actions.Measure.objects.filter(agenda=agenda)
        .exclude(code__in=[measure.code for _, measure in document.measures()])
        .annotate(
            reports=Count("assignments__reports", distinct=True),
            pieces=Count("assignments__evidence", distinct=True),
        )
        .filter(Q(reports__gt=0) | Q(pieces__gt=0))
    )
    for row in rows:
        what = _and(
            _times(row.reports, "melding", "meldingen"), _times(row.pieces, "bewijsstuk", "bewijsstukken")
        )
        yield (
            f"Over maatregel {row} is al geschreven ({what}); zij kan niet uit de agenda en haar code blijft. "
            "Wordt zij niet meer ingezet, zet dat er dan bij, met een uitleg."
        )


def _discussed_objectives(agenda: plan.Agenda, document: Document) -> Iterable[str]:
    rows = (
        plan.Objective.objects.filter(agenda=agenda)
        .exclude(code__in=[item.code for _, item in document.objectives()])
        .annotate(talks=_number("evaluations"), decided=_number("decisions"))
        .filter(Q(talks__gt=0) | Q(decided__gt=0))
    )
    for row in rows:
        what = _and(_times(row.talks, "evaluatie", "evaluaties"), _times(row.decided, "besluit", "besluiten"))
        yield f"Over doelstelling {row} is al geschreven ({what}); zij kan niet uit de agenda en haar code blijft."


def _decided_indicators(agenda: plan.Agenda, document: Document) -> Iterable[str]:
    rows = (
        figures.AgendaIndicator.objects.filter(agenda=agenda)
        .exclude(indicator__key__in=[item.key for _, _, item in document.indicators()])
        .annotate(decided=_number("decisions"))
        .filter(decided__gt=0)
    )
    for row in rows:
        yield (
            f"Over indicator {row} is al {_times(row.decided, 'besluit', 'besluiten')} vastgelegd; "
            "zij kan niet uit de agenda en haar key blijft."
        )


def _number(relation: str) -> Count:
    return Count(relation, distinct=True)


def _times(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""


def _and(*parts: str) -> str:
    return " en ".join(filter(None, parts))
