"""How far a round of evaluations is: of which objectives the evaluation is there, and who is to hold the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from agenda.models import Evaluation, Objective, Round
from organisation.access import Action
from organisation.holders import Holder, holders
from organisation.roles import Role


@dataclass(frozen=True)
class ObjectiveState:
    """An objective in a round of evaluations.

    ``people``: who evaluates it; ``stepping_in``: nobody is responsible for it, so they are the portfolio holders.
    """

    pk: int
    code: str
    title: str
    held: bool
    people: tuple[Holder, ...]
    stepping_in: bool


def evaluation_state(round: Round, on: date) -> tuple[ObjectiveState, ...]:
    """Every objective of the agenda, in the order of the plan. Three queries."""
    held = Evaluation.objects.filter(objective=OuterRef("pk"), round=round)
    rows: Iterable[Any] = (
        Objective.objects.filter(agenda=round.agenda_id)
        .annotate(held=Exists(held))
        .order_by("priority__order", "order")
        .values_list("pk", "code", "title", "held", "owners__user")
    )
    owners: dict[tuple[int, str, str, bool], set[int]] = defaultdict(set)
    for pk, code, title, is_held, owner in rows:
        owners[pk, code, title, is_held].add(owner)
    everybody = holders(Action.EVALUATE, on)
    fallback = tuple(one for one in everybody if one.role == Role.PORTFOLIO_HOLDER)
    found = []
    for (pk, code, title, is_held), users in owners.items():
        own = tuple(one for one in everybody if one.held_by in users)
        found.append(ObjectiveState(pk, code, title, is_held, own or fallback, not own))
    return tuple(found)
