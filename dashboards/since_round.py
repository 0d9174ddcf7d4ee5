"""What changed since the last round, for everybody who reads the agenda: as a page, and for the cards of the glance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from agenda.models import Agenda, Round
from agenda.reference import agenda_reference
from agenda.rounds import agenda_rounds
from agenda.selectors import ObjectiveOutline, agenda_outline, outline_objectives
from dashboards.changes import Changes, History
from dashboards.said import lines_since
from dashboards.selectors import on_card
from indicators.comparison import benchmark_words
from indicators.rows import IndicatorRow
from indicators.selectors import gather
from measures.report_history import reports_since, standings_at
from measures.rows import measure_rows


@dataclass(frozen=True)
class SinceRound:
    """``round``: the reporting round that was closed last; ``None``, with ``changes``: none was yet.

    ``beside``: how indicators stand to the benchmark, for who asks; an indicator without one is not there.
    """

    round: Round | None
    changes: Changes | None
    objectives: tuple[ObjectiveOutline, ...]
    beside: tuple[tuple[IndicatorRow, str], ...] = ()

    @property
    def cards(self) -> list[tuple[ObjectiveOutline, Changes]]:
        """Every objective with what changed of it; nothing before a first round."""
        if self.changes is None:
            return []
        return [(one, self.changes.of(one.code)) for one in self.objectives]


def newest_closed(rounds: Iterable[Round]) -> Round | None:
    """The reporting round that was closed last; ``None``: none was."""
    closed = [(row.closed_at, row.pk, row) for row in rounds if row.asks_reports and row.closed_at]
    return max(closed)[2] if closed else None


def since_round(agenda: Agenda, on: date, *, cards: bool) -> SinceRound:
    """What changed since the last round was closed. Ten queries.

    ``cards``: what the glance adds to its cards, with the benchmark; else what a page tells, with what was said.
    """
    objectives = tuple(outline_objectives(agenda_outline(agenda)))
    reference = agenda_reference(agenda)
    gathered = gather(agenda, agenda.college, on, reference=reference)
    indicators = gathered.rows(gathered.versions, gathered.scope)
    beside = tuple(benchmark_words(agenda, filter(on_card, indicators))) if cards else ()
    closed = newest_closed(agenda_rounds(agenda))
    if closed is None or closed.closed_at is None:
        return SinceRound(None, None, objectives, beside)
    plan = measure_rows(agenda)
    carried = reports_since(agenda, closed.closed_at, ())
    now = standings_at(carried, plan, timezone.now(), on)
    lines = () if cards else lines_since(agenda, closed.closed_at)
    history = History(agenda, reference, gathered, indicators, plan, carried, now, lines)
    return SinceRound(closed, history.since(closed.closed_at), objectives, beside)
