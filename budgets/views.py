"""The budget page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda.selectors import current_agenda
from budgets.selectors import budget_page
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_BUDGET)
def index(request: ActorRequest) -> HttpResponse:
    """Income, costs and their sums, for all years or the one asked for."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return render(request, "budgets/budget_none.html")
    page = budget_page(agenda, request.GET.get("jaar", "").strip())
    return render(request, "budgets/budget_overview.html", {"page": page, "agenda": agenda})
