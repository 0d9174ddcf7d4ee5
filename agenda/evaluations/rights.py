"""Who evaluates an objective with its partners, and says which of its milestones are reached."""

from __future__ import annotations

from collections.abc import Collection

from agenda.owners import in_charge_of
from organisation.access import Action, Actor
from organisation.roles import Role


def evaluates(actor: Actor, objective_id: int) -> bool:
    """The portfolio holder for any objective, an objective owner (or a deputy of one) for their own.

    At most one query, and none for who is neither.
    """
    if not actor.may(Action.EVALUATE):
        return False
    return Role.PORTFOLIO_HOLDER in actor.roles or objective_id in in_charge_of(actor)


def evaluates_with(actor: Actor, owners: Collection[int]) -> bool:
    """The same without a query, for an objective that these users are responsible for."""
    if Role.PORTFOLIO_HOLDER in actor.roles:
        return actor.may(Action.EVALUATE)
    acts_for = {row.user_id for row in actor.assignments if row.role == Role.OBJECTIVE_OWNER}
    return bool(acts_for.intersection(owners))
