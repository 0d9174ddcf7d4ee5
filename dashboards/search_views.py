"""Searching."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agenda.selectors import current_agenda
from dashboards.search import search
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_AGENDA)
def search_page(request: ActorRequest) -> HttpResponse:
    """What holds the words in the address."""
    agenda = current_agenda(timezone.localdate())
    if agenda is None:
        return render(request, "dashboards/no_agenda.html")
    found = search(agenda, request.GET.get("q", ""), request.actor)
    return render(request, "dashboards/search.html", {"agenda": agenda, "found": found})
