"""The pages about measures."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda.selectors import current_agenda
from measures.selectors import measure_list, measure_page
from measures.states import State
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_AGENDA)
def index(request: ActorRequest) -> HttpResponse:
    """All measures by objective, filtered as the address says."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return render(request, "measures/measure_none.html")
    found = measure_list(agenda, request.GET.dict())
    return render(
        request, "measures/measure_list.html", {"list": found, "agenda": agenda, "states": list(State)}
    )


@require_safe
@requires(Action.READ_AGENDA)
def measure(request: ActorRequest, code: str) -> HttpResponse:
    """One measure."""
    agenda = current_agenda(request.actor.on)
    page = measure_page(agenda, code) if agenda and "\0" not in code else None
    if page is None:
        raise Http404
    return render(request, "measures/measure_detail.html", {"page": page, "agenda": agenda})
