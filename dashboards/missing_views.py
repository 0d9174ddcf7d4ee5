"""The page of the portfolio holder: what is missing, late or changed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda.selectors import agenda_of_period
from dashboards.missing import missing_page
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.REVIEW_REPORTS)
def missing(request: ActorRequest, period: str) -> HttpResponse:
    """What is missing, what is late, what changed since the reader's last visit, and what moves alone."""
    agenda = agenda_of_period(period)
    if agenda is None:
        raise Http404
    actor = request.actor
    page = missing_page(agenda, actor.on, seen_until=actor.user.previous_login)
    return render(request, "dashboards/agenda_missing.html", {"agenda": agenda, "page": page})
