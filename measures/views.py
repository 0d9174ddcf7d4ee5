"""The pages about measures."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agenda.evaluations.rights import evaluates
from agenda.selectors import current_agenda
from measures.carriers import measure_carriers
from measures.milestones.rules import by_period
from measures.milestones.selectors import measure_milestones
from measures.selectors import measure_list, measure_page
from measures.states import State
from measures.units import college_units
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_AGENDA)
def index(request: ActorRequest) -> HttpResponse:
    """All measures by objective, filtered as the address says."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return render(request, "measures/measure_none.html")
    found = measure_list(agenda, request.GET.dict(), request.actor.on)
    return render(
        request, "measures/measure_list.html", {"list": found, "agenda": agenda, "states": list(State)}
    )


@require_safe
@requires(Action.READ_AGENDA)
def measure(request: ActorRequest, code: str) -> HttpResponse:
    """One measure."""
    agenda = current_agenda(request.actor.on)
    page = measure_page(agenda, code) if agenda and "\0" not in code else None
    if agenda is None or page is None:
        raise Http404
    units = college_units(agenda.college, request.actor.on)
    carriers = measure_carriers(page.row, page.every, units, request.actor)
    steps = measure_milestones(page.row, page.every, {page.row.pk: carriers.standing})
    context = {
        "page": page, "agenda": agenda, "carriers": carriers, "planning": by_period(steps, request.actor.on),
        "may_mark": bool(steps) and evaluates(request.actor, page.objective.pk),
    }  # fmt: skip
    return render(request, "measures/measure_detail.html", context)
