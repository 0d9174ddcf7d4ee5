"""The site's addresses, and one page with nothing on it but the frame."""

from __future__ import annotations

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from organisation.access import Action, ActorRequest, requires

_EMPTY = engines["django"].from_string("{% extends 'base.html' %}{% block title %}Leeg{% endblock %}")


@requires(Action.READ_AGENDA)
def empty(request: ActorRequest) -> HttpResponse:
    """What a signed-in page costs before it says anything."""
    return HttpResponse(_EMPTY.render({}, request))


urlpatterns = [
    path("benchmark/leeg/", empty, name="benchmark_empty"),
    path("", include("kwaliteitsagenda.urls")),
]

handler404 = "core.errors.not_found"
handler403 = "core.errors.forbidden"
handler500 = "core.errors.server_error"
