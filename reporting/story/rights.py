"""Who writes which story, and when nobody does."""

from __future__ import annotations

from agenda.models import Agenda
from agenda.owners import in_charge_of
from organisation.access import Action, Actor
from organisation.roles import Role
from reporting.kinds import ReportKind
from reporting.models import Report, Story

PROPOSED = (
    "De verantwoording over {year} ligt ter vaststelling. Haal haar terug als er nog iets moet veranderen."
)
SIGNED = (
    "De verantwoording over {year} is vastgesteld; het verhaal verandert niet meer. Begin een nieuwe versie van het "
    "verslag als er iets niet klopt."
)


def writes(actor: Actor, scope: str, objective_id: int | None) -> bool:
    """The portfolio holder writes every story, an objective owner (or a deputy) that of the own objective.

    ``objective_id``: ``None`` for a priority, or an objective that the plan no longer has. At most one query.
    """
    if not actor.may(Action.WRITE_STORIES):
        return False
    if Role.PORTFOLIO_HOLDER in actor.roles:
        return True
    return scope == Story.Scope.OBJECTIVE and objective_id is not None and objective_id in in_charge_of(actor)


def locked(agenda: Agenda, year: int) -> str:
    """Why nobody can write about a year now; ``""``: they can. One query."""
    newest = (
        Report.objects.filter(agenda=agenda, year=year, kind=ReportKind.ACCOUNT.value)
        .order_by("-number")
        .values_list("state", flat=True)
        .first()
    )
    words = {Report.State.PROPOSED: PROPOSED, Report.State.SIGNED: SIGNED}
    return words[Report.State(newest)].format(year=year) if newest in words else ""
