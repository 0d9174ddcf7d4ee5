"""Pages on which figures are entered, corrected and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agenda.models import Agenda
from indicators.byhand import (
    UNIT,
    Whose,
    figure_of,
    figure_units,
    figures_page,
    is_entered,
    series_of,
    unit_points,
)
from indicators.corrections import (
    observation_correct,
    observation_enter,
    observation_take_back,
    observation_withdraw,
)
from indicators.exceptions import FigureRefusedError
from indicators.forms import CorrectForm, EnterForm, TakeBackForm, WithdrawForm
from indicators.models import Observation
from indicators.selectors import IndicatorRow
from indicators.views import agenda_or_404, indicator_or_404
from organisation.access import Action, ActorRequest, requires
from organisation.models import Unit

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@requires(Action.ENTER_FIGURES)
def figures(request: ActorRequest, code: str) -> HttpResponse:
    """A unit's figures of an indicator; and a form for a new one where no file brings them."""
    agenda, indicator = _asked(code)
    if request.method == "POST" and not is_entered(indicator):
        raise Http404
    whose = figure_units(agenda, timezone.localdate())
    subject = _unit_or_404(whose, request.GET.get(UNIT, ""))
    names = tuple((row.pk, row.label) for row in indicator.series)
    form = EnterForm(request.POST or None, series=names, people=indicator.counts_people)

    def save() -> None:
        series = series_of(indicator, form.cleaned_data["series"])
        said = {"period": form.cleaned_data["period"], "ground": form.cleaned_data["ground"]}
        observation_enter(series=series, subject=subject, entry=form.entry, by=request.actor, **said)

    if _saved(request, form, save, "Het cijfer is opgeslagen."):
        return _back(agenda, code, subject)
    page = figures_page(agenda, indicator, subject, whose)
    context = {"agenda": agenda, "indicator": indicator, "form": form, "page": page, "subject": subject}
    return render(request, "indicators/figure_list.html", context)


@form_methods
@requires(Action.ENTER_FIGURES)
def figure_correct(request: ActorRequest, code: str, pk: int) -> HttpResponse:
    """Give one figure another value. What may not be shown does not stand in the form."""
    agenda, indicator = _asked(code)
    figure = _figure_or_404(agenda, indicator, pk)
    if figure.superseded_at is not None:
        return _gone(request, agenda, code, figure.subject)
    provisional = {"provisional": not figure.final}
    form = CorrectForm(request.POST or None, initial=provisional, people=indicator.counts_people)

    def save() -> None:
        ground = form.cleaned_data["ground"]
        observation_correct(observation=figure, entry=form.entry, ground=ground, by=request.actor)

    if _saved(request, form, save, "Het cijfer is verbeterd."):
        return _back(agenda, code, figure.subject)
    return _form_page(request, agenda, indicator, figure, form, "Cijfer verbeteren", "Opslaan")


@form_methods
@requires(Action.ENTER_FIGURES)
def figure_withdraw(request: ActorRequest, code: str, pk: int) -> HttpResponse:
    """Say that one figure is not available."""
    words = ("Cijfer intrekken", "Intrekken", "Het cijfer is ingetrokken.")
    return _with_ground(request, code, pk, WithdrawForm, observation_withdraw, words)


@form_methods
@requires(Action.ENTER_FIGURES)
def figure_take_back(request: ActorRequest, code: str, pk: int) -> HttpResponse:
    """Let what stood before a change by hand hold again."""
    words = (
        "Wijziging terugnemen",
        "Neem terug",
        "De wijziging is teruggenomen. Wat er eerst stond, geldt weer.",
    )
    return _with_ground(request, code, pk, TakeBackForm, observation_take_back, words)


def _with_ground(
    request: ActorRequest,
    code: str,
    pk: int,
    asks: type[Form],
    act: Callable[..., object],
    words: tuple[str, str, str],
) -> HttpResponse:
    """A page that only asks why. ``words``: its title, its button, and what is said when it is done."""
    agenda, indicator = _asked(code)
    figure = _figure_or_404(agenda, indicator, pk)
    if figure.superseded_at is not None:
        return _gone(request, agenda, code, figure.subject)
    form, (title, button, done) = asks(request.POST or None), words

    def save() -> None:
        act(observation=figure, ground=form.cleaned_data["ground"], by=request.actor)

    if _saved(request, form, save, done):
        return _back(agenda, code, figure.subject)
    return _form_page(request, agenda, indicator, figure, form, title, button)


def _asked(code: str) -> tuple[Agenda, IndicatorRow]:
    agenda = agenda_or_404()
    return agenda, indicator_or_404(agenda, code)


def _figure_or_404(agenda: Agenda, indicator: IndicatorRow, pk: int) -> Observation:
    figure = figure_of(agenda, indicator, pk)
    if figure is None:
        raise Http404
    return figure


def _unit_or_404(whose: Whose, code: str) -> Unit:
    """The unit that the address names; without a name the first, which is the college."""
    found = next((unit for unit in whose.units if not code or unit.code == code), None)
    if found is None:
        raise Http404
    return found


def _back(agenda: Agenda, code: str, subject: Unit) -> HttpResponse:
    return redirect(_list_address(agenda, code, subject))


def _list_address(agenda: Agenda, code: str, subject: Unit) -> str:
    address = reverse("indicators:figures", args=[code])
    return address if subject.pk == agenda.college_id else f"{address}?{urlencode({UNIT: subject.code})}"


def _gone(request: ActorRequest, agenda: Agenda, code: str, subject: Unit) -> HttpResponse:
    messages.warning(request, "Dit cijfer is intussen veranderd. Hieronder staat wat er nu geldt.")
    return _back(agenda, code, subject)


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
    request: ActorRequest,
    agenda: Agenda,
    indicator: IndicatorRow,
    figure: Observation,
    form: Form,
    title: str,
    button: str,
) -> HttpResponse:
    series = next(row for row in indicator.series if row.pk == figure.series_id)
    tree = figure_units(agenda, timezone.localdate()).tree
    points = unit_points(agenda, indicator, figure.subject, tree)[series.pk]
    context = {
        "indicator": indicator, "series": series, "form": form, "page_title": title, "button": button,
        "point": next(point for point in points if point.period == figure.period),
        "subject": figure.subject, "back": _list_address(agenda, indicator.code, figure.subject),
    }  # fmt: skip
    return render(request, "indicators/figure_form.html", context)
