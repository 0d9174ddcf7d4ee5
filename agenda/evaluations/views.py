"""Pages on which evaluations with partners are read and written."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agenda.evaluations.exceptions import (
    EvaluationConflictError,
    EvaluationLockedError,
    EvaluationRefusedError,
)
from agenda.evaluations.forms import (
    AgreementCloseForm,
    AgreementForm,
    EvaluationForm,
    differences,
    initial_of,
)
from agenda.evaluations.rights import evaluates
from agenda.evaluations.selectors import objective_evaluations, open_agreements
from agenda.evaluations.services import agreement_add, agreement_close, evaluation_save
from agenda.models import Agreement, Evaluation, Objective, Partner, Round
from agenda.rounds import open_round
from agenda.selectors import agenda_of_period
from organisation.access import Action, ActorRequest, requires

CLOSED_MEANWHILE = "Een afspraak was intussen al afgerond. Uw uitkomst is daar niet bij gezet."
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Action.READ_AGENDA)
def evaluations(request: ActorRequest, period: str, code: str) -> HttpResponse:
    """All evaluations of an objective, with what is still open of what was agreed."""
    objective = _objective(period, code)
    rows = objective_evaluations(objective.pk, request.actor.on)
    context = {
        "agenda": objective.agenda, "objective": objective, "evaluations": rows, "open": open_agreements(rows),
        "round": open_round(objective.agenda, asks_reports=False),
        "may_evaluate": evaluates(request.actor, objective.pk),
    }  # fmt: skip
    return render(request, "agenda/evaluation_list.html", context)


@form_methods
@requires(Action.EVALUATE)
def evaluation_new(request: ActorRequest, period: str, code: str) -> HttpResponse:
    """A new evaluation; where the open round has one already, on to that one."""
    objective = _own(request, period, code)
    round_ = open_round(objective.agenda, asks_reports=False)
    there = round_ and Evaluation.objects.filter(objective=objective, round=round_).first()
    if request.method != "POST" and there:
        messages.info(request, f"Voor de {round_} is er al een evaluatie. Vul haar hier aan.")
        return redirect("agenda:evaluation", period, code, there.pk)
    return _form(request, objective, None, round_)


@form_methods
@requires(Action.EVALUATE)
def evaluation_edit(request: ActorRequest, period: str, code: str, pk: int) -> HttpResponse:
    """Change an evaluation; one of a closed round cannot change."""
    objective = _own(request, period, code)
    rows = Evaluation.objects.select_related("round", "objective").prefetch_related("participants")
    evaluation = get_object_or_404(rows, pk=pk, objective=objective)
    if request.method != "POST" and evaluation.round and not evaluation.round.is_open:
        messages.warning(request, f"De {evaluation.round} is gesloten. Deze evaluatie verandert niet meer.")
        return _back(objective)
    return _form(request, objective, evaluation, evaluation.round)


@form_methods
@requires(Action.EVALUATE)
def agreement_new(request: ActorRequest, period: str, code: str, pk: int) -> HttpResponse:
    """One more agreement of an evaluation."""
    objective = _own(request, period, code)
    evaluation = get_object_or_404(Evaluation, pk=pk, objective=objective)
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agreement_add(evaluation=evaluation, agreement=form.agreement, by=request.actor)
        except EvaluationRefusedError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, "De afspraak staat erbij.")
            return _back(objective)
    context = {"objective": objective, "evaluation": evaluation, "form": form, "button": "Toevoegen"}
    return render(request, "agenda/agreement_form.html", context)


@form_methods
@requires(Action.EVALUATE)
def agreement_end(request: ActorRequest, period: str, code: str, pk: int) -> HttpResponse:
    """Close an agreement with what came of it."""
    objective = _own(request, period, code)
    rows = Agreement.objects.select_related("evaluation__objective")
    agreement = get_object_or_404(rows, pk=pk, evaluation__objective=objective)
    form = AgreementCloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agreement_close(
                agreement=agreement,
                outcome=form.cleaned_data["outcome"],
                on=request.actor.on,
                by=request.actor,
            )
        except EvaluationRefusedError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "De afspraak is afgerond.")
            return _back(objective)
    elif request.method != "POST" and agreement.closed_on:
        messages.warning(request, "Deze afspraak is al afgerond.")
        return _back(objective)
    context = {
        "objective": objective, "evaluation": agreement.evaluation, "agreement": agreement, "form": form,
        "button": "Afronden",
    }  # fmt: skip
    return render(request, "agenda/agreement_form.html", context)


def _objective(period: str, code: str) -> Objective:
    agenda = agenda_of_period(period)
    if agenda is None:
        raise Http404
    return get_object_or_404(Objective.objects.select_related("agenda"), agenda=agenda, code=code)


def _own(request: ActorRequest, period: str, code: str) -> Objective:
    """The objective, for who evaluates it; 403 for an owner of other objectives."""
    objective = _objective(period, code)
    if not evaluates(request.actor, objective.pk):
        raise PermissionDenied
    return objective


def _back(objective: Objective) -> HttpResponse:
    return redirect("agenda:evaluations", objective.agenda.period, objective.code)


def _form(
    request: ActorRequest, objective: Objective, evaluation: Evaluation | None, round_: Round | None
) -> HttpResponse:
    """The form of an evaluation: empty, as stored, refused with what was typed, or beside what another saved."""
    partners = list(dict.fromkeys(Partner.objects.filter(objective=objective).values_list("name", flat=True)))
    rows = objective_evaluations(objective.pk, request.actor.on)
    earlier = open_agreements(rows, but=evaluation.pk if evaluation else None)
    given: dict[str, Any] = {"partners": partners, "earlier": earlier}
    stored = initial_of(evaluation, partners) if evaluation else {"held_on": request.actor.on}
    initial = {**stored, "round": round_.pk if round_ else None}
    form = EvaluationForm(request.POST or None, initial=initial, **given)
    context: dict[str, Any] = {"agenda": objective.agenda, "objective": objective, "round": round_}
    if request.method == "POST" and form.is_valid():
        try:
            saved = evaluation_save(
                objective=objective, evaluation=evaluation, version=form.cleaned_data["version"],
                fields=form.fields_given, submission=form.cleaned_data["submission"], on=request.actor.on,
                by=request.actor,
            )  # fmt: skip
        except EvaluationConflictError as conflict:
            context |= {"differences": differences(form, conflict.current), "by": conflict.current.by_label}
            evaluation = conflict.current
            form = _again(request, given, version=evaluation.version)
        except EvaluationLockedError as error:
            form = _again(request, given, submission=uuid.uuid4())
            form.add_error(None, error.message)
            context["locked"] = True
        except EvaluationRefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _saved_words(saved, form.cleaned_data["round"]))
            for outcome in form.too_late:
                messages.warning(request, f"{CLOSED_MEANWHILE} U schreef: {outcome}")
            return _back(objective)
    return render(request, "agenda/evaluation_form.html", context | {"form": form, "evaluation": evaluation})


def _again(request: ActorRequest, given: dict[str, Any], **changes: object) -> EvaluationForm:
    """The form with all that was typed, ready to be sent once more."""
    data = request.POST.copy()
    for name, value in changes.items():
        data[name] = str(value)
    form = EvaluationForm(data, **given)
    form.is_valid()
    return form


def _saved_words(saved: Evaluation, began_in: int | None) -> str:
    """What is told after saving; plainly so when the round closed while somebody typed."""
    if saved.round_id is None and began_in is not None:
        round_ = Round.objects.filter(pk=began_in, agenda=saved.objective.agenda_id).first()
        closed = f"De {round_} is intussen gesloten. " if round_ else ""
        return f"{closed}De evaluatie is bewaard, buiten een ronde."
    return f"De evaluatie is bewaard bij de {saved.round}." if saved.round else "De evaluatie is bewaard."
