"""Pages on which the controller says what is expected: of one line, and of all lines of a year."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agenda.models import Agenda, Round
from agenda.selectors import current_agenda
from budgets.exceptions import ForecastConflictError, ForecastRefusedError
from budgets.forecast_forms import ManyForecastForm, OneForecastForm
from budgets.forecasts import open_round
from budgets.line_page import line_of
from budgets.models import BudgetLine, Forecast
from budgets.overview import Row, overview
from budgets.services.closing import current_closing
from budgets.services.forecasts import Said, conflict_text, forecast_set, forecasts_set
from organisation.access import Action, ActorRequest, requires

form_methods = require_http_methods(["GET", "HEAD", "POST"])
SAME = "Er is niets veranderd."


@form_methods
@requires(Action.FORECAST)
def forecast(request: ActorRequest, year: int, side: str, code: str) -> HttpResponse:
    """Expect an amount of one line in one year."""
    agenda, line = _asked(request, year, side, code)
    held = Forecast.objects.filter(line=line, year=year, superseded_at__isnull=True).first()
    form = OneForecastForm(request.POST or None, current=held)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            forecast_set(
                said=Said(line, said["amount"], said["note"], said["based_on"]), year=year, by=request.actor
            )
        except ForecastRefusedError as error:
            form.add_error("amount", str(error))
        except ForecastConflictError as error:
            form.add_error("amount", conflict_text(error))
            form.showing(error.current.pk if error.current else None)
        else:
            messages.success(request, f"De prognose voor {line.title} in {year} is opgeslagen.")
            return _to_line(line, side, year)
    closing = current_closing(agenda, year)
    context = {"agenda": agenda, "line": line, "side": side, "year": year, "form": form, "closing": closing}
    return render(request, "budgets/forecast_form.html", context)


def _asked(request: ActorRequest, year: int, side: str, code: str) -> tuple[Agenda, BudgetLine]:
    agenda = current_agenda(request.actor.on)
    line = line_of(agenda, side, code) if agenda else None
    if agenda is None or line is None or year not in agenda.years:
        raise Http404
    return agenda, line


def _to_line(line: BudgetLine, side: str, year: int) -> HttpResponseRedirect:
    return redirect(reverse("budgets:line", args=[side, line.code]) + f"?jaar={year}")


@dataclass(frozen=True)
class Entry:
    """A line in the list, with what may be typed beside it."""

    row: Row
    form: ManyForecastForm


@form_methods
@requires(Action.FORECAST)
def forecasts(request: ActorRequest, year: int) -> HttpResponse:
    """Every line of a year in one list; saved all or nothing."""
    agenda = current_agenda(request.actor.on)
    if agenda is None or year not in agenda.years:
        raise Http404
    asked = open_round(agenda)
    forms = _forms(request, agenda, year, asked)
    wrong = sum(not form.is_valid() for form in forms.values())
    if request.method == "POST" and not wrong:
        changed = _save(request, year, forms)
        if changed is not None:
            messages.success(
                request, f"Opgeslagen: {changed} van de {len(forms)} regels." if changed else SAME
            )
            return redirect("budgets:forecasts", year)
    page = overview(agenda, str(year), request.actor.on)
    by_place = {(line.side, line.code): form for line, form in forms.items()}
    sides = [
        (title, [Entry(row, by_place[row.side, row.code]) for row in rows])
        for title, rows in (("Lasten", page.costs), ("Baten", page.income))
    ]
    wrong = sum(bool(form.errors) for form in forms.values())
    earlier = sum("confirm" in form.fields for form in forms.values())
    context = {
        "agenda": agenda, "page": page, "year": year, "sides": sides, "wrong": wrong, "round": asked,
        "earlier": earlier, "closing": current_closing(agenda, year),
    }  # fmt: skip
    return render(request, "budgets/forecast_list.html", context)


def _forms(
    request: ActorRequest, agenda: Agenda, year: int, asked: Round | None
) -> dict[BudgetLine, ManyForecastForm]:
    """A form for every line; one with a forecast from before the open round can be confirmed."""
    held = Forecast.objects.filter(line__agenda=agenda, year=year, superseded_at__isnull=True)
    current = {one.line_id: one for one in held}
    return {
        line: ManyForecastForm(
            request.POST or None,
            prefix=f"regel-{line.pk}",
            current=current.get(line.pk),
            title=line.title,
            earlier=asked is not None and line.pk in current and current[line.pk].round_id != asked.pk,
        )
        for line in BudgetLine.objects.filter(agenda=agenda)
    }


def _save(request: ActorRequest, year: int, forms: dict[BudgetLine, ManyForecastForm]) -> int | None:
    """How many changed; ``None``: one could not be kept, and its form says why.

    A row that stayed as it was is sent along when it is confirmed, by itself or with all others.
    """
    every = "confirm_all" in request.POST
    said = [
        Said(line, form.cleaned_data["amount"], form.cleaned_data["note"], form.cleaned_data["based_on"])
        for line, form in forms.items()
        if (form.has_changed() or (every and "confirm" in form.fields)) and not form.is_blank
    ]
    by_pk = {line.pk: form for line, form in forms.items()}
    try:
        return forecasts_set(said=said, year=year, by=request.actor)
    except ForecastRefusedError as error:
        by_pk[error.line.pk].add_error("amount", str(error))
    except ForecastConflictError as error:
        form = by_pk[error.line.pk]
        form.add_error("amount", conflict_text(error))
        form.showing(error.current.pk if error.current else None)
    return None
