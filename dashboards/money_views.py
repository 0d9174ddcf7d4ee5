"""Money beside movement, as a page and as the parts of it that other pages fetch."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda.selectors import agenda_of_period
from dashboards.money import beside_page
from organisation.access import Action, ActorRequest, requires

CARDS = "kaarten"


@require_safe
@requires(Action.READ_BUDGET)
def money(request: ActorRequest, period: str) -> HttpResponse:
    """Every objective in one row. ``?deel=``: only the sentence of one, or what the cards of the agenda say.

    ``?punten=ja``: with euros for each percentage point, which nobody sees unasked.
    """
    agenda = agenda_of_period(period)
    if agenda is None:
        raise Http404
    points = request.GET.get("punten") == "ja"
    page = beside_page(agenda, request.GET.get("jaar", "").strip(), request.actor.on, points=points)
    context = {"agenda": agenda, "page": page, "points": points}
    part = request.GET.get("deel", "")
    if part == CARDS:
        return render(request, "dashboards/_money_cards.html", context)
    if part:
        row = next((one for one in page.rows if one.objective.code == part), None)
        if row is None:
            raise Http404
        return render(request, "dashboards/_money_sentence.html", {**context, "row": row})
    return render(request, "dashboards/money.html", context)
