"""In what state a measure is according to the plan itself, and how its periods read. Pure: no Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from core.numbers import MONTHS
from core.periods import Period, PeriodKind, parse_period

WITHOUT_PERIOD = "zonder periode"


class State(StrEnum):
    """What the plan does with a measure. Exactly one holds; how far it has come is no part of it."""

    TAKEN = "ingezet"
    NOT_TAKEN = "niet_ingezet"
    WITHOUT_PLANNING = "zonder_planning"
    REFERS = "verwijst_door"

    @property
    def label(self) -> str:
        """The word on the page."""
        return self.value.replace("_", " ")

    @property
    def meaning(self) -> str:
        """One sentence for the legend."""
        return _MEANINGS[self]


_MEANINGS = {
    State.TAKEN: "Het plan zet deze maatregel in en noemt wanneer.",
    State.NOT_TAKEN: "Het plan zet deze maatregel niet in en legt uit waarom.",
    State.WITHOUT_PLANNING: "Het plan zet deze maatregel in, maar noemt geen moment.",
    State.REFERS: "Een andere maatregel of doelstelling voert deze uit.",
}


def state_of(*, applied: bool, refers: bool, planned: bool) -> State:
    """The first that holds: not taken, carried out elsewhere, without planning, taken.

    ``planned``: the measure itself or one of its parts has a planning step.
    """
    if not applied:
        return State.NOT_TAKEN
    if refers:
        return State.REFERS
    return State.TAKEN if planned else State.WITHOUT_PLANNING


def period_label(text: str) -> str:
    """A period in words: ``2024-05`` is ``mei 2024``, ``2024-H1`` is ``eerste helft 2024``; empty is without one.

    A text that is no period comes back as it is: what the plan says is never hidden.
    """
    period = _read(text)
    if period is None:
        return text or WITHOUT_PERIOD
    if period.kind is PeriodKind.MONTH:
        return f"{MONTHS[period.start.month - 1]} {period.start.year}"
    if period.kind is PeriodKind.HALF_YEAR:
        return f"{'eerste' if period.start.month == 1 else 'tweede'} helft {period.start.year}"
    return period.key


def planned_years(periods: Iterable[str]) -> tuple[str, ...]:
    """The years in which something is planned, each once and in order: ``("2023/2024", "2025")``.

    A month or half year counts for its calendar year; a school year stays one. Empty texts are left out.
    """
    found: dict[str, tuple[date, date]] = {}
    for text in periods:
        if not text:
            continue
        period = _read(text)
        if period is None:
            found[text] = (date.max, date.max)
        elif period.kind is PeriodKind.SCHOOL_YEAR:
            found[period.key] = (period.end, period.start)
        else:
            year = period.start.year
            found[str(year)] = (date(year, 12, 31), date(year, 1, 1))
    return tuple(sorted(found, key=lambda key: (found[key], key)))


def _read(text: str) -> Period | None:
    try:
        return parse_period(text)
    except ValueError:
        return None
