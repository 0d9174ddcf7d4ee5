"""The page that says which figures can not carry a verdict, and what to do about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agenda.selectors import current_agenda
from indicators.fitness.selectors import fitness_page
from organisation.access import Action, requires


@require_safe
@requires(Action.READ_AGENDA)
def indicator_fitness(request: HttpRequest) -> HttpResponse:
    """The indicators with a problem, by their place in the agenda. ``?soort=`` shows one kind of problem."""
    today = timezone.localdate()
    agenda = current_agenda(today)
    page = fitness_page(agenda, today=today, kind=request.GET.get("soort", "")) if agenda else None
    return render(request, "indicators/indicator_fitness.html", {"agenda": agenda, "page": page})
