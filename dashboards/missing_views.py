"""The page of the portfolio holder: what is missing, late or changed; and what changed, for everybody."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agenda.models import Round
from agenda.rounds import round_slug
from agenda.selectors import agenda_of_period
from dashboards.missing import missing_page
from dashboards.since_round import since_round
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
    lack = page.report_round
    context = {"agenda": agenda, "page": page, "reports_url": _reports_url(lack.round if lack else None)}
    return render(request, "dashboards/agenda_missing.html", context)


@require_safe
@requires(Action.READ_AGENDA)
def changed(request: ActorRequest, period: str) -> HttpResponse:
    """What changed since the last round. ``?deel=kaarten``: what the agenda at a glance adds to its cards."""
    agenda = agenda_of_period(period)
    if agenda is None:
        raise Http404
    cards = request.GET.get("deel") == "kaarten"
    page = since_round(agenda, request.actor.on, cards=cards)
    context = {"agenda": agenda, "page": page, "reports_url": _reports_url(None)}
    template = "dashboards/_changed_cards.html" if cards else "dashboards/agenda_changed.html"
    return render(request, template, context)


def _reports_url(row: Round | None) -> str:
    """Where reports and answers are read: those of the open round, else the rounds."""
    if row is None:
        return reverse("measures:rounds")
    return reverse("measures:round_reports", args=[row.year, round_slug(row)])
