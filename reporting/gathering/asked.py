"""For what a snapshot is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from agenda.models import Agenda
from agenda.reference import Reference
from indicators.facts import Source
from organisation.models import Unit
from reporting.gathering.sources import Sources
from reporting.kinds import ReportKind


@dataclass(frozen=True)
class Asked:
    """A report about a year. ``on``: the day on which is judged, and up to which facts count.

    ``round``: what the round is called that it is about, ``""``: none.
    ``before``: the day that statuses are compared with. ``known_at``: aware; what was recorded later is not known.
    ``unit``: only for a report of one school, service or team. ``plan``: the agenda file. ``sources``: gathers
    where the figures come from.
    """

    agenda: Agenda
    year: int
    kind: ReportKind
    unit: Unit | None
    on: date
    round: str
    before: date
    known_at: datetime
    reference: Reference
    plan: Source
    sources: Sources = field(default_factory=Sources)
