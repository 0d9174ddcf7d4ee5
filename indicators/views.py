"""Pages of the indicators: all of them, and one with its chart and the table behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from agenda.models import Agenda
from agenda.selectors import current_agenda
from indicators.additions import additions_of
from indicators.comparison import PARAMETER as BESIDE
from indicators.counts import standing_of
from indicators.downloads import XLSX_TYPE, figures_csv, figures_xlsx
from indicators.fitness.selectors import indicator_problems
from indicators.known_on import PARAMETER, KnownOn, known_on
from indicators.news import with_stamp
from indicators.pages import chart_page
from indicators.selectors import IndicatorRow, indicator_rows
from indicators.verdict.judgement import WORST_FIRST
from organisation.access import Action, ActorRequest, requires


def agenda_or_404(*, also: Mapping[str, Any] | None = None) -> Agenda:
    """The agenda that runs now; without one there is no page. ``also``: see ``current_agenda``."""
    agenda = current_agenda(timezone.localdate(), also=also)
    if agenda is None:
        raise Http404
    return agenda


def indicator_or_404(agenda: Agenda, code: str, known_at: datetime | None = None) -> IndicatorRow:
    """The agenda's indicator of this code with the college's figures."""
    rows = indicator_rows(agenda, subject=agenda.college, code=code, known_at=known_at)
    if not rows:
        raise Http404
    return rows[0]


@require_safe
@requires(Action.READ_AGENDA)
def indicator_index(request: HttpRequest) -> HttpResponse:
    """Every indicator with its headline and status. ``?soort=`` verplicht or eigen, ``?status=`` one status."""
    agenda = current_agenda(timezone.localdate())
    rows = indicator_rows(agenda, subject=agenda.college) if agenda else []
    asked = request.GET.get("soort", "")
    only = asked if asked in {"verplicht", "eigen"} else ""
    status = request.GET.get("status", "")
    kept = [row for row in rows if not only or row.mandatory == (only == "verplicht")]
    if status in WORST_FIRST:
        chosen = [row for row in kept if row.mark and row.mark.status == status]
    else:
        chosen, status = kept, ""
    context = {
        "agenda": agenda, "rows": chosen, "total": len(rows), "only": only, "status": status,
        "standing": standing_of(kept),
    }  # fmt: skip
    return render(request, "indicators/indicator_index.html", context)


@require_safe
@requires(Action.READ_AGENDA)
def indicator_detail(request: ActorRequest, code: str) -> HttpResponse:
    """One indicator. ``?reeks=N`` puts the N-th series in the large chart; anything else shows the headline.

    ``?bekend_op=2025-05-01``: with the figures as known at the end of that day. ``?naast=CODE``: beside one other unit.
    """
    agenda, known = agenda_or_404(also=with_stamp()), known_on(request)
    row = indicator_or_404(agenda, code, known.moment)
    context = {
        "agenda": agenda,
        "indicator": row,
        "page": chart_page(
            agenda, row, request.GET.get("reeks", ""), known.moment, request.GET.get(BESIDE, "")[:40]
        ),
        "may_enter": request.actor.may(Action.ENTER_FIGURES),
        "problems": indicator_problems(agenda, [row])[row.code],
        "known": known,
        "additions": additions_of(agenda, row, request.actor),
    }
    return render(request, "indicators/indicator_detail.html", context)


@require_safe
@requires(Action.READ_AGENDA)
def indicator_csv(request: HttpRequest, code: str) -> HttpResponse:
    """The table behind the charts, as a file that a Dutch spreadsheet opens as it is."""
    known = known_on(request)
    row = indicator_or_404(agenda_or_404(), code, known.moment)
    if known.is_wrong:
        return _explained(request, row)
    return _file(figures_csv(row), "text/csv; charset=utf-8", row, known, "csv")


@require_safe
@requires(Action.READ_AGENDA)
def indicator_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """The same table as a workbook."""
    known = known_on(request)
    row = indicator_or_404(agenda_or_404(), code, known.moment)
    if known.is_wrong:
        return _explained(request, row)
    return _file(figures_xlsx(row, known=known.day or known.today), XLSX_TYPE, row, known, "xlsx")


def _explained(request: HttpRequest, row: IndicatorRow) -> HttpResponse:
    """To the indicator's page, which says what is wrong with the day that was asked for."""
    address = reverse("indicators:indicator", args=[row.code])
    return HttpResponseRedirect(f"{address}?{urlencode({PARAMETER: request.GET[PARAMETER][:40]})}")


def _file(content: str | bytes, kind: str, row: IndicatorRow, known: KnownOn, ending: str) -> HttpResponse:
    day = f"-bekend-op-{known.day.isoformat()}" if known.day else ""
    name = f"indicator-{row.code}{day}.{ending}"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
