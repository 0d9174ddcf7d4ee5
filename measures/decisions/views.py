"""Pages on which decisions are read, recorded, moved and closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from agenda.models import Agenda, Objective
from agenda.selectors import agenda_of_period
from indicators.models import AgendaIndicator
from indicators.selectors import indicator_rows
from measures.decisions.exceptions import DecisionRefusedError
from measures.decisions.forms import CloseForm, MoveForm, RecordForm
from measures.decisions.selectors import agenda_decisions
from measures.decisions.services import DECIDABLE, decision_close, decision_move, decision_record, light_of
from measures.models import Decision
from organisation.access import Action, ActorRequest, requires

form_methods = require_http_methods(["GET", "HEAD", "POST"])
ALREADY_CLOSED = "Dit besluit is al afgerond."


@require_safe
@requires(Action.READ_AGENDA)
def decisions(request: ActorRequest, period: str) -> HttpResponse:
    """Every decision of the agenda: the open ones, and what came of the others."""
    agenda = _agenda(period)
    found = agenda_decisions(agenda, request.actor.on)
    return render(request, "measures/decision_list.html", {"agenda": agenda, "decisions": found})


@form_methods
@requires(Action.DECIDE)
def decision_new(request: ActorRequest, period: str) -> HttpResponse:
    """Record a decision about ``?indicator=`` or, as a whole, about ``?doelstelling=``."""
    agenda = _agenda(period)
    objective, indicator = _about(agenda, request)
    form = RecordForm(request.POST or None)

    def save() -> None:
        decision_record(
            agenda=agenda, objective=objective, indicator=indicator, fields=form.fields_given,
            submission=form.cleaned_data["submission"], on=request.actor.on, by=request.actor,
        )  # fmt: skip

    if _saved(request, form, save, "Het besluit is vastgelegd."):
        return redirect(_place(agenda, indicator, objective))
    status, reason = None, ""
    if indicator is not None:
        rows = indicator_rows(agenda, subject=agenda.college, on=request.actor.on, code=indicator.code)
        status, reason = light_of(rows[0].mark if rows else None)
    context = {
        "agenda": agenda, "objective": objective, "indicator": indicator, "form": form, "status": status,
        "reason": reason, "decidable": indicator is None or status in DECIDABLE,
        "back": _place(agenda, indicator, objective),
    }  # fmt: skip
    return render(request, "measures/decision_form.html", context)


@form_methods
@requires(Action.DECIDE)
def decision_end(request: ActorRequest, period: str, pk: int) -> HttpResponse:
    """Close a decision with what came of it."""
    agenda, decision = _asked(period, pk)
    form = CloseForm(request.POST or None)

    def save() -> None:
        decision_close(decision=decision, outcome=form.cleaned_data["outcome"], by=request.actor)

    return _changed(
        request, agenda, decision, form, save, "Besluit afronden", "Afronden", "Het besluit is afgerond."
    )


@form_methods
@requires(Action.DECIDE)
def decision_postpone(request: ActorRequest, period: str, pk: int) -> HttpResponse:
    """Give a decision another last day."""
    agenda, decision = _asked(period, pk)
    form = MoveForm(request.POST or None, initial={"due_on": decision.due_on, "seen": decision.due_on})

    def save() -> None:
        decision_move(decision=decision, on=request.actor.on, by=request.actor, **form.cleaned_data)

    return _changed(request, agenda, decision, form, save, "Dag verzetten", "Verzetten", "De dag is verzet.")


def _agenda(period: str) -> Agenda:
    agenda = agenda_of_period(period)
    if agenda is None:
        raise Http404
    return agenda


def _about(agenda: Agenda, request: ActorRequest) -> tuple[Objective | None, AgendaIndicator | None]:
    """What the address asks to decide about; 404 when the agenda has no such indicator or objective."""
    if code := request.GET.get("indicator", "").replace("\0", ""):
        rows = AgendaIndicator.objects.filter(agenda=agenda).select_related("objective")
        indicator = get_object_or_404(rows, code=code)
        return indicator.objective, indicator
    code = request.GET.get("doelstelling", "").replace("\0", "")
    return get_object_or_404(Objective, agenda=agenda, code=code), None


def _asked(period: str, pk: int) -> tuple[Agenda, Decision]:
    agenda = _agenda(period)
    rows = Decision.objects.select_related("objective", "agenda_indicator")
    return agenda, get_object_or_404(rows, agenda=agenda, pk=pk)


def _changed(
    request: ActorRequest, agenda: Agenda, decision: Decision, form: Form, save: Callable[[], None],
    title: str, button: str, done: str,
) -> HttpResponse:  # fmt: skip
    """A form about one open decision. One that is closed is told, and what was typed stays in the form."""
    back = _place(agenda, decision.agenda_indicator, decision.objective)
    if request.method != "POST" and decision.closed_at is not None:
        messages.warning(request, ALREADY_CLOSED)
        return redirect(back)
    if _saved(request, form, save, done):
        return redirect(back)
    context: dict[str, Any] = {
        "agenda": agenda, "decision": decision, "form": form, "page_title": title, "button": button, "back": back,
    }  # fmt: skip
    return render(request, "measures/decision_change.html", context)


def _saved(request: ActorRequest, form: Form, save: Callable[[], None], done: str) -> bool:
    """Whether a posted form was saved; a refusal of the service stands in the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        save()
    except DecisionRefusedError as error:
        form.add_error(error.field or None, error.message)
        return False
    messages.success(request, done)
    return True


def _place(agenda: Agenda, indicator: AgendaIndicator | None, objective: Objective | None) -> str:
    """Where the decision stands: the page of its indicator, or of its objective."""
    if indicator is not None:
        return reverse("indicators:indicator", args=[indicator.code])
    code = objective.code if objective else ""
    return reverse("dashboards:objective", args=[agenda.period, code])
