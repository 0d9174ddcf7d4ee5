"""How fresh each source of the agenda is, by the college's own figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from agenda.calendar import Calendar
from agenda.freshness import Freshness, Newest, sources_freshness
from agenda.models import Agenda
from agenda.reference import agenda_reference
from agenda.selectors import current_agenda
from imports.registry import Section
from indicators.rows import IndicatorRow
from indicators.selectors import indicator_rows


def agenda_freshness(agenda: Agenda, on: date) -> tuple[Freshness, ...]:
    """Every source of the agenda's calendar on a day."""
    reference = agenda_reference(agenda)
    rows = indicator_rows(agenda, subject=agenda.college, on=on, reference=reference)
    return rows_freshness(reference.calendar, rows, on)


def rows_freshness(calendar: Calendar, rows: Sequence[IndicatorRow], on: date) -> tuple[Freshness, ...]:
    """The same from rows that a page has already."""
    return tuple(sources_freshness(calendar, newest_figures(rows), on))


def next_release(rows: Iterable[Freshness], sources: Collection[str]) -> str:
    """Which figures of these sources come first, as ``JOB 2026``; ``""``: none are planned."""
    coming = [one.coming for one in rows if one.coming is not None and one.source in sources]
    first = min(coming, key=lambda one: one.expected_on, default=None)
    return f"{first.source} {first.period}" if first else ""


def newest_figures(rows: Sequence[IndicatorRow]) -> dict[str, Newest]:
    """The newest figures of each source, published plan figures aside: final as soon as one series has them final."""
    found: dict[str, tuple[date, bool, str]] = {}
    for series in (series for row in rows for series in row.series if series.newest):
        point = series.newest
        if point is None or point.value is None:
            continue
        for source in series.sources[:1]:
            found[source] = max(
                found.get(source, (point.day, False, point.period)), (point.day, point.final, point.period)
            )
    return {source: Newest(period, final) for source, (_, final, period) in found.items()}


def freshness_section(on: date) -> Section | None:
    """The same table as on the agenda's page, for whoever loads the files; ``None`` without an agenda."""
    agenda = current_agenda(on)
    if agenda is None:
        return None
    rows = agenda_freshness(agenda, on)
    return Section("Hoe vers zijn de cijfers", "indicators/_freshness.html", {"rows": rows})
