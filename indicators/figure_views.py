"""Pages on which figures are entered, corrected and withdrawn."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agenda.models import Agenda
from indicators.byhand import figure_of, figures_page, is_entered, series_of
from indicators.corrections import observation_correct, observation_enter, observation_withdraw
from indicators.exceptions import FigureRefusedError
from indicators.forms import CorrectForm, EnterForm, WithdrawForm
from indicators.models import Observation
from indicators.selectors import IndicatorRow
from indicators.views import agenda_or_404, indicator_or_404
from organisation.access import Action, ActorRequest, requires

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@requires(Action.ENTER_FIGURES)
def figures(request: ActorRequest, code: str) -> HttpResponse:
    """The college's figures of an indicator; and a form for a new one where no file brings them."""
    agenda, indicator = _asked(code)
    if request.method == "POST" and not is_entered(indicator):
        raise Http404
    names = tuple((row.pk, row.label) for row in indicator.series)
    form = EnterForm(request.POST or None, series=names)

    def save() -> None:
        series = series_of(indicator, form.cleaned_data["series"])
        said = {"period": form.cleaned_data["period"], "ground": form.cleaned_data["ground"]}
        observation_enter(series=series, subject=agenda.college, entry=form.entry, by=request.actor, **said)

    if _saved(request, form, save, "Het cijfer is opgeslagen."):
        return redirect("indicators:figures", code)
    page = figures_page(agenda, indicator)
    context = {"agenda": agenda, "indicator": indicator, "form": form, "page": page}
    return render(request, "indicators/figure_list.html", context)


@form_methods
@requires(Action.ENTER_FIGURES)
def figure_correct(request: ActorRequest, code: str, pk: int) -> HttpResponse:
    """Give one figure another value. What may not be shown does not stand in the form."""
    agenda, indicator = _asked(code)
    figure = _figure_or_404(agenda, indicator, pk)
    if figure.superseded_at is not None:
        return _gone(request, code)
    form = CorrectForm(request.POST or None, initial={"provisional": not figure.final})

    def save() -> None:
        ground = form.cleaned_data["ground"]
        observation_correct(observation=figure, entry=form.entry, ground=ground, by=request.actor)

    if _saved(request, form, save, "Het cijfer is verbeterd."):
        return redirect("indicators:figures", code)
    return _form_page(request, indicator, figure, form, "Cijfer verbeteren", "Opslaan")


@form_methods
@requires(Action.ENTER_FIGURES)
def figure_withdraw(request: ActorRequest, code: str, pk: int) -> HttpResponse:
    """Take one figure back."""
    agenda, indicator = _asked(code)
    figure = _figure_or_404(agenda, indicator, pk)
    if figure.superseded_at is not None:
        return _gone(request, code)
    form = WithdrawForm(request.POST or None)

    def save() -> None:
        observation_withdraw(observation=figure, ground=form.cleaned_data["ground"], by=request.actor)

    if _saved(request, form, save, "Het cijfer is ingetrokken."):
        return redirect("indicators:figures", code)
    return _form_page(request, indicator, figure, form, "Cijfer intrekken", "Intrekken")


def _asked(code: str) -> tuple[Agenda, IndicatorRow]:
    agenda = agenda_or_404()
    return agenda, indicator_or_404(agenda, code)


def _figure_or_404(agenda: Agenda, indicator: IndicatorRow, pk: int) -> Observation:
    figure = figure_of(agenda, indicator, pk)
    if figure is None:
        raise Http404
    return figure


def _gone(request: ActorRequest, code: str) -> HttpResponse:
    messages.warning(request, "Dit cijfer is intussen veranderd. Hieronder staat wat er nu geldt.")
    return redirect("indicators:figures", code)


def _saved(request: ActorRequest, form: Form, save: Callable[[], None], done: str) -> bool:
    """Whether a posted form was saved; a refusal of the service stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save()
    except FigureRefusedError as error:
        form.add_error(error.field or None, error.message)
        return False
    messages.success(request, done)
    return True


def _form_page(
    request: ActorRequest, indicator: IndicatorRow, figure: Observation, form: Form, title: str, button: str
) -> HttpResponse:
    series = next(row for row in indicator.series if row.pk == figure.series_id)
    point = next(point for point in series.points if point.period == figure.period)
    context = {
        "indicator": indicator, "series": series, "point": point, "form": form, "page_title": title, "button": button,
    }  # fmt: skip
    return render(request, "indicators/figure_form.html", context)
