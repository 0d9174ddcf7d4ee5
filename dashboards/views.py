"""Pages that combine the floors below: start page, the agenda at a glance, an objective, schools and teams."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agenda.models import Agenda
from agenda.selectors import agenda_of_period, current_agenda
from dashboards.selectors import glance, objective_page
from dashboards.start import start_url
from dashboards.units import unit_nodes, unit_page
from indicators.news import with_stamp
from measures.report_page import left_behind
from organisation.access import Action, ActorRequest, requires
from organisation.models import UnitKind


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Everyone starts on a page of their own."""
    if not request.actor.assignments:
        # Unsent text stays one's own, whatever became of the role.
        context = {"left_behind": left_behind(request.actor)}
        return render(request, "dashboards/no_role.html", context)
    agenda = current_agenda(timezone.localdate())
    url = start_url(request.actor, agenda)
    return redirect(url) if url else render(request, "dashboards/no_agenda.html")


def _agenda(period: str | None = None) -> Agenda:
    stamp = with_stamp()
    agenda = (
        agenda_of_period(period, also=stamp) if period else current_agenda(timezone.localdate(), also=stamp)
    )
    if agenda is None:
        raise Http404
    return agenda


@require_safe
@requires(Action.READ_AGENDA)
def agenda(request: ActorRequest) -> HttpResponse:
    """The menu's way to the agenda of now, whatever page somebody starts on."""
    agenda = current_agenda(timezone.localdate())
    return redirect("dashboards:glance", agenda.period) if agenda else redirect("dashboards:home")


@require_safe
@requires(Action.READ_AGENDA)
def agenda_glance(request: ActorRequest, period: str) -> HttpResponse:
    agenda = _agenda(period)
    page = glance(agenda, timezone.localdate())
    return render(request, "dashboards/agenda_glance.html", {"agenda": agenda, "page": page})


@require_safe
@requires(Action.READ_AGENDA)
def objective_detail(request: ActorRequest, period: str, code: str) -> HttpResponse:
    agenda = _agenda(period)
    page = objective_page(agenda, code, request.actor, parts="onderdelen" in request.GET)
    if page is None:
        raise Http404
    return render(request, "dashboards/objective_detail.html", {"agenda": agenda, "page": page})


@require_safe
@requires(Action.READ_UNITS)
def unit_index(request: ActorRequest) -> HttpResponse:
    """The schools and teams that this person may open."""
    agenda = current_agenda(timezone.localdate())
    nodes = unit_nodes(agenda, request.actor.visible_units, timezone.localdate()) if agenda else []
    return render(request, "dashboards/unit_index.html", {"agenda": agenda, "nodes": nodes})


@require_safe
@requires(Action.READ_UNITS)
def unit_detail(request: ActorRequest, code: str) -> HttpResponse:
    """One school or team; 404 for one that this person may not know of."""
    visible = request.actor.visible_units.values()
    unit = next((unit for unit in visible if unit.code == code and unit.kind != UnitKind.COLLEGE), None)
    if unit is None:
        raise Http404
    agenda = _agenda()
    page = unit_page(agenda, unit, timezone.localdate())
    context = {"agenda": agenda, "page": page, "visible": set(request.actor.visible_units)}
    return render(request, "dashboards/unit_detail.html", context)
