"""What every page's frame needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from organisation.access import Action, Actor
from organisation.models import User


def site(request: HttpRequest) -> dict[str, Any]:
    """The actor, what they may do (for the menu), and whether the page shows example data."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"actor": None, "may": {}, "has_demo_data": User.objects.filter(demo=True).exists()}
    return {
        "actor": actor,
        "may": {action.value: actor.may(action) for action in Action},
        "has_demo_data": actor.sees_demo_data,
    }
