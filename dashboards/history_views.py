"""The history of a measure and of an objective."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agenda.models import Agenda, Objective
from agenda.selectors import agenda_of_period, current_agenda
from dashboards.history import Happening, measure_history, objective_history
from measures.models import Measure
from organisation.access import Action, ActorRequest, requires

PER_PAGE = 50


def _page(request: ActorRequest, found: list[Happening], context: dict[str, Any]) -> HttpResponse:
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina", "1"))
    return render(request, "dashboards/history.html", {**context, "page": page})


def _known(agenda: Agenda | None, code: str) -> Agenda:
    if agenda is None or "\0" in code:
        raise Http404
    return agenda


@require_safe
@requires(Action.READ_AGENDA)
def of_measure(request: ActorRequest, code: str) -> HttpResponse:
    """Who said what about a measure."""
    agenda = _known(current_agenda(timezone.localdate()), code)
    measure = get_object_or_404(Measure, agenda=agenda, code=code)
    found = measure_history(agenda, measure.code, request.actor)
    subject = {"code": measure.code, "title": measure.title, "url": reverse("measures:measure", args=[code])}
    return _page(request, found, {"agenda": agenda, "subject": subject, "one_measure": True})


@require_safe
@requires(Action.READ_AGENDA)
def of_objective(request: ActorRequest, period: str, code: str) -> HttpResponse:
    """Who said what about an objective and its measures."""
    agenda = _known(agenda_of_period(period), code)
    objective = get_object_or_404(Objective, agenda=agenda, code=code)
    objective.agenda = agenda
    found = objective_history(objective, request.actor)
    url = reverse("dashboards:objective", args=[period, code])
    subject = {"code": objective.code, "title": objective.title, "url": url}
    return _page(request, found, {"agenda": agenda, "subject": subject, "one_measure": False})
