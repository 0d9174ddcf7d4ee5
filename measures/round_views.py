"""The pages about rounds: the list, how far one is, and opening, moving, closing and reopening it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agenda.evaluation_state import evaluation_state
from agenda.exceptions import RoundRefusedError
from agenda.models import Round, RoundKind
from agenda.round_services import round_close, round_move, round_open, round_reopen
from agenda.rounds import RoundRow, round_at, round_rows, round_slug
from agenda.selectors import current_agenda
from core.numbers import format_date
from measures.reporting_state import reporting_state
from measures.round_forms import ReasonForm, RoundOpenForm
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.REVIEW_REPORTS)
def rounds(request: ActorRequest) -> HttpResponse:
    """All rounds of the agenda of now."""
    agenda = current_agenda(request.actor.on)
    rows = round_rows(agenda) if agenda else []
    return render(request, "measures/round_list.html", {"agenda": agenda, "rows": rows})


def found_round(request: ActorRequest, year: int, kind: str) -> RoundRow:
    """The round at an address, or 404."""
    agenda = current_agenda(request.actor.on)
    row = round_at(agenda, year, kind) if agenda else None
    if row is None:
        raise Http404
    return row


@require_safe
@requires(Action.REVIEW_REPORTS)
def round_detail(request: ActorRequest, year: int, kind: str) -> HttpResponse:
    """How far a round is: who has reported, or which evaluations are there."""
    row = found_round(request, year, kind)
    return render(request, "measures/round_detail.html", {"row": row, **_state(row.round, request)})


def _state(round: Round, request: ActorRequest) -> dict[str, Any]:
    on = request.actor.on
    if round.asks_reports:
        return {"state": reporting_state(round, on), "days_left": round.days_left(on)}
    objectives = evaluation_state(round, on)
    held = sum(one.held for one in objectives)
    return {"objectives": objectives, "held": held, "days_left": round.days_left(on)}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.MANAGE_ROUNDS)
def open_(request: ActorRequest) -> HttpResponse:
    """Open a round."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return redirect("measures:rounds")
    form = RoundOpenForm(request.POST or None, agenda=agenda, on=request.actor.on)

    def act(data: dict[str, Any]) -> Round:
        values = {**data, "kind": RoundKind(data["kind"])}
        return round_open(agenda=agenda, on=request.actor.on, by=request.actor, **values)

    return _form_page(request, form, act, "is open. Wie iets moet doen, krijgt daar vanzelf mail over.", {
        "title": "Ronde openen", "button": "Open de ronde",
        "lead": "Teams, scholen en diensten melden hoe het met hun maatregelen staat, of u evalueert met partners.",
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.MANAGE_ROUNDS)
def move(request: ActorRequest, year: int, kind: str) -> HttpResponse:
    """Give an open round another last day."""
    row = found_round(request, year, kind)
    form = ReasonForm(request.POST or None, initial={"due_on": row.round.due_on})

    def act(data: dict[str, Any]) -> Round:
        return round_move(round=row.round, on=request.actor.on, by=request.actor, **data)

    return _form_page(request, form, act, "heeft een nieuwe laatste dag.", {
        "title": f"Laatste dag van de {row.round} verzetten", "button": "Verzet de laatste dag", "row": row,
        "lead": f"Nu is dat {format_date(row.round.due_on)}. Rond de nieuwe dag gaan er weer mails uit.",
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.MANAGE_ROUNDS)
def reopen(request: ActorRequest, year: int, kind: str) -> HttpResponse:
    """Unlock a closed round."""
    row = found_round(request, year, kind)
    form = ReasonForm(request.POST or None)

    def act(data: dict[str, Any]) -> Round:
        return round_reopen(round=row.round, on=request.actor.on, by=request.actor, **data)

    return _form_page(request, form, act, "is weer open.", {
        "title": f"{row.round} heropenen", "button": "Heropen de ronde", "row": row,
        "lead": "Wie nog niet meldde, kan dat weer doen. Wat er gemeld is, blijft staan.",
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.MANAGE_ROUNDS)
def close(request: ActorRequest, year: int, kind: str) -> HttpResponse:
    """Close and lock a round; the page says first who is not there yet."""
    row = found_round(request, year, kind)
    if request.method == "POST":
        try:
            round_close(round=row.round, by=request.actor)
        except RoundRefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request, f"De {row.round} is gesloten. Wat nu nog gemeld wordt, telt er niet meer voor."
            )
        return redirect("measures:round", row.round.year, row.slug)
    return render(request, "measures/round_close.html", {"row": row, **_state(row.round, request)})


def _form_page(
    request: ActorRequest, form: forms.Form, act: Callable[[dict[str, Any]], Round], done: str, context: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    """Show a form, or do it and go to the round. A refusal comes back in the form."""
    if request.method == "POST" and form.is_valid():
        try:
            row = act(form.cleaned_data)
        except RoundRefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, f"De {row} {done}")
            return redirect("measures:round", row.year, round_slug(row))
    return render(request, "measures/round_form.html", {**context, "form": form})
