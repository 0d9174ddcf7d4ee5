"""On which page each role starts."""

from __future__ import annotations

from django.urls import reverse

from agenda.models import Agenda, ObjectiveOwner
from organisation.access import Actor
from organisation.roles import Role


def start_url(actor: Actor, agenda: Agenda | None) -> str | None:
    """The address of the start page; ``None`` while there is no agenda to show and the role has no other page."""
    first = actor.assignments[0]
    role = Role(first.role)
    if role is Role.ADMIN:
        return reverse("organisation:people")
    if role is Role.DATA_STEWARD:
        return reverse("imports:index")
    if agenda is None:
        return None
    if role is Role.TEAM_MANAGER:
        return reverse("measures:mine")
    if role is Role.SCHOOL_DIRECTOR:
        return reverse("dashboards:unit", args=[first.unit.code])
    if role is Role.CONTROLLER:
        return reverse("budgets:index")
    if role is Role.OBJECTIVE_OWNER:
        own = (
            ObjectiveOwner.objects.filter(user=actor.user, objective__agenda=agenda)
            .select_related("objective")
            .first()
        )
        if own is not None:
            return reverse("dashboards:objective", args=[agenda.period, own.objective.code])
    return reverse("dashboards:glance", args=[agenda.period])
