"""The budget pages: beside the ledger, as the plan has it, by legal instrument, line by line, and as a workbook."""

from __future__ import annotations

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from agenda.models import Agenda
from agenda.selectors import current_agenda
from budgets.downloads import XLSX_TYPE, budget_xlsx
from budgets.forecast_forms import OneForecastForm
from budgets.instrument_page import instruments_page
from budgets.line_download import bookings_csv, bookings_xlsx
from budgets.line_page import line_of, line_page
from budgets.overview import overview
from budgets.school_views import own_schools, school_response
from budgets.selectors import budget_page
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_SCHOOL_BUDGET)
def index(request: ActorRequest) -> HttpResponse:
    """Planned, realised and expected: every year together, and the lines of one year. A director: of the own school."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return render(request, "budgets/budget_none.html")
    if not request.actor.may(Action.READ_BUDGET):
        own = own_schools(request.actor)
        return (
            school_response(request, agenda, own[0]) if own else render(request, "budgets/school_none.html")
        )
    page = overview(agenda, request.GET.get("jaar", "").strip(), request.actor.on)
    return render(request, "budgets/budget_overview.html", {"page": page, "agenda": agenda})


@require_safe
@requires(Action.READ_BUDGET)
def plan(request: ActorRequest) -> HttpResponse:
    """The plan itself: income, costs and their sums, for all years or the one asked for."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return render(request, "budgets/budget_none.html")
    page = budget_page(agenda, request.GET.get("jaar", "").strip())
    context = {"page": page, "agenda": agenda, "year": agenda.nearest_year(request.actor.on)}
    return render(request, "budgets/budget_plan.html", context)


@require_safe
@requires(Action.READ_BUDGET)
def instruments(request: ActorRequest) -> HttpResponse:
    """Legal instruments: income by year, their terms and what is left when these are over."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return render(request, "budgets/budget_none.html")
    page = instruments_page(agenda, request.actor.on)
    context = {"page": page, "agenda": agenda, "year": agenda.nearest_year(request.actor.on)}
    return render(request, "budgets/instrument_list.html", context)


@require_safe
@requires(Action.READ_BUDGET)
def line(request: ActorRequest, side: str, code: str) -> HttpResponse:
    """One line: its years, months, bookings and forecasts."""
    agenda = current_agenda(request.actor.on)
    found = line_of(agenda, side, code) if agenda else None
    if agenda is None or found is None:
        raise Http404
    year = _year_of(request, agenda)
    number = request.GET.get("pagina", "1") if request.actor.may(Action.READ_BOOKINGS) else None
    page = line_page(agenda, found, year=year, number=number, on=request.actor.on)
    form = OneForecastForm(current=page.current) if request.actor.may(Action.FORECAST) else None
    return render(request, "budgets/line_detail.html", {"page": page, "agenda": agenda, "form": form})


def _year_of(request: ActorRequest, agenda: Agenda) -> int:
    """The year that was asked for; without one of the agenda the present one."""
    asked = request.GET.get("jaar", "").strip()
    return int(asked) if asked in map(str, agenda.years) else agenda.nearest_year(request.actor.on)


@require_safe
@requires(Action.READ_BOOKINGS)
def bookings(request: ActorRequest, side: str, code: str, kind: str) -> HttpResponseBase:
    """The bookings of a line in one year. ``kind``: csv or xlsx."""
    agenda = current_agenda(request.actor.on)
    found = line_of(agenda, side, code) if agenda else None
    if agenda is None or found is None:
        raise Http404
    year = _year_of(request, agenda)
    response: HttpResponseBase
    if kind == "xlsx":
        response = HttpResponse(bookings_xlsx(agenda, found, year), content_type=XLSX_TYPE)
    else:
        response = StreamingHttpResponse(
            bookings_csv(agenda, found, year), content_type="text/csv; charset=utf-8"
        )
    name = f"boekingen-{slugify(found.code)}-{year}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@requires(Action.READ_BUDGET)
def xlsx(request: ActorRequest) -> HttpResponse:
    """The budget as a workbook whose sums are formulas."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        raise Http404
    response = HttpResponse(budget_xlsx(agenda, request.actor.on), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="begroting-{agenda.slug}.xlsx"'
    return response
