"""The page that lays a report beside an earlier one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organisation.access import Action, ActorRequest, requires
from reporting.comparing.selectors import comparison


@require_safe
@requires(Action.READ_REPORTS)
def compare(request: ActorRequest, year: int, pk: int) -> HttpResponse:
    """What differs between a report and an earlier one. ``?met=``: the other, by its number on the page's list."""
    asked = request.GET.get("met", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404
    found = comparison(pk, request.actor, int(asked) if asked else None)
    if found is None or found.report.year != year:
        raise Http404
    return render(request, "reporting/report_compare.html", {"comparison": found, "report": found.report})
