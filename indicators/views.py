"""Pages of the indicators: all of them, and one with its chart and the table behind it."""

from __future__ import annotations

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agenda.models import Agenda
from agenda.selectors import current_agenda
from indicators.pages import chart_page, table_rows
from indicators.selectors import IndicatorRow, indicator_rows
from organisation.access import Action, requires


def _agenda() -> Agenda:
    agenda = current_agenda(timezone.localdate())
    if agenda is None:
        raise Http404
    return agenda


def _indicator(agenda: Agenda, code: str) -> IndicatorRow:
    rows = indicator_rows(agenda, subject=agenda.college, code=code)
    if not rows:
        raise Http404
    return rows[0]


@require_safe
@requires(Action.READ_AGENDA)
def indicator_index(request: HttpRequest) -> HttpResponse:
    """Every indicator with its headline: baseline, newest value, target, distance."""
    agenda = current_agenda(timezone.localdate())
    rows = indicator_rows(agenda, subject=agenda.college) if agenda else []
    only = request.GET.get("soort", "")
    chosen = [
        row for row in rows if only not in {"verplicht", "eigen"} or row.mandatory == (only == "verplicht")
    ]
    return render(
        request,
        "indicators/indicator_index.html",
        {"agenda": agenda, "rows": chosen, "total": len(rows), "only": only},
    )


@require_safe
@requires(Action.READ_AGENDA)
def indicator_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator. ``?reeks=N`` puts the N-th series in the large chart; anything else shows the headline."""
    agenda = _agenda()
    row = _indicator(agenda, code)
    page = chart_page(agenda, row, request.GET.get("reeks", ""))
    return render(
        request, "indicators/indicator_detail.html", {"agenda": agenda, "indicator": row, "page": page}
    )


@require_safe
@requires(Action.READ_AGENDA)
def indicator_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The table behind the charts, as a file that a Dutch spreadsheet opens as it is."""
    agenda = _agenda()
    row = _indicator(agenda, code)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="indicator-{row.code}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        ["indicator", "reeks", "periode", "waarde", "n", "soort", "herkomst", "plaats", "opmerking"]
    )
    for line in table_rows(row):
        writer.writerow([row.code, *line.texts])
    return response
