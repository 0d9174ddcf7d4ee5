"""Puts on each request who is asking."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from organisation.access import Actor
from organisation.models import User


class ActorMiddleware:
    """``request.actor``: the signed-in person today, or ``None``. Roles cost no query until asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.actor = Actor(user, timezone.localdate()) if isinstance(user, User) else None  # type: ignore[attr-defined]
        return self.get_response(request)
