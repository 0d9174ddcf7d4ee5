"""Whether a change of the mapping alters what a closed book year came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agenda.models import Agenda
from budgets.booked import booked
from budgets.models import YearClosing
from budgets.sums import Scope

Outcomes = dict[tuple[int, int], dict[int, int]]
"""Cents by the id of a line, of each closed year: the id of its agenda, and the year."""


def closed_outcomes(agendas: Iterable[Agenda]) -> Outcomes:
    """What the closed years of these agendas came to now. One query, and three more per agenda that has such years."""
    known = {agenda.pk: agenda for agenda in agendas}
    closed = YearClosing.objects.filter(superseded_at__isnull=True, agenda__in=known)
    found: Outcomes = {key: {} for key in closed.order_by().values_list("agenda_id", "year")}
    for pk in {pk for pk, _ in found}:
        until = max(year for other, year in found if other == pk)
        for (line, year), cents in booked(known[pk], scope=Scope(until=until)).actual.items():
            if (pk, year) in found:
                found[pk, year][line] = cents
    return found


def altered_years(before: Outcomes, after: Outcomes) -> tuple[int, ...]:
    """The years that were closed before and after and came to something else, in order.

    A line of a closed year without bookings came to 0: bookings that come to 0 together alter nothing.
    """
    closed = before.keys() & after.keys()
    return tuple(sorted({key[1] for key in closed if _amounts(before[key]) != _amounts(after[key])}))


def _amounts(of_year: Mapping[int, int]) -> dict[int, int]:
    return {line: cents for line, cents in of_year.items() if cents}
