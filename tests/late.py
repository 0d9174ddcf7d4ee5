"""The late steps of the whole agenda, put together as its pages do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agenda.models import Agenda
from measures.carrying import with_standings
from measures.milestones.selectors import LateMilestone, agenda_milestones, late_among
from measures.rows import MeasureRow, measure_rows


def late_milestones(
    agenda: Agenda, on: date, rows: Sequence[MeasureRow] | None = None
) -> tuple[LateMilestone, ...]:
    """The step that waits longest first. ``rows``: all measures with their standing; read when not given."""
    if rows is None:
        rows, _ = with_standings(agenda, measure_rows(agenda), on)
    return late_among(rows, agenda_milestones(agenda, rows), on)
