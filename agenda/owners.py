"""Whose objectives are whose, when somebody acts: their own, and those of whom they stand in for."""

from __future__ import annotations

from agenda.models import ObjectiveOwner
from organisation.access import Actor
from organisation.roles import Role


def in_charge_of(actor: Actor) -> frozenset[int]:
    """Ids of the objectives that somebody is responsible for, as objective owner or as deputy of one. One query.

    Empty, without a query, for who does not act as an objective owner.
    """
    holders = {row.user_id for row in actor.assignments if row.role == Role.OBJECTIVE_OWNER}
    if not holders:
        return frozenset()
    return frozenset(
        ObjectiveOwner.objects.filter(user__in=holders).order_by().values_list("objective_id", flat=True)
    )
