"""The page that looks ahead, with one assumption that a reader may move."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from agenda.selectors import agenda_of_period
from dashboards.outlook import choices, outlook_page, outlook_rows
from dashboards.outlook_form import OutlookForm
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_AGENDA)
@vary_on_headers("HX-Request")
def outlook(request: ActorRequest, period: str) -> HttpResponse:
    """Which targets are met if it goes on like this. Nothing is kept.

    ``?tempo=150&indicator=2a``: half as fast again, for one indicator; ``?alles=1``: every series, not one line for
    each indicator.
    """
    agenda = agenda_of_period(period)
    if agenda is None:
        raise Http404
    rows = outlook_rows(agenda, request.actor.on)
    form = OutlookForm(request.GET, indicators=choices(rows))
    page = outlook_page(agenda, rows, form.assumption, everything=request.GET.get("alles") == "1")
    swapped = bool(request.headers.get("HX-Request")) and not request.headers.get(
        "HX-History-Restore-Request"
    )
    template = "dashboards/_outlook_swapped.html" if swapped else "dashboards/agenda_outlook.html"
    return render(request, template, {"agenda": agenda, "page": page, "form": form, "swapped": swapped})
