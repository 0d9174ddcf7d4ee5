"""The pages on which measures are given to schools, services and teams."""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agenda.selectors import current_agenda
from core.numbers import format_date
from measures.assigning import Sheet, measure_sheet, objective_sheet, read_pairs
from measures.exceptions import AssignmentRefusedError
from measures.services.assignments import Assigned, Pair, assignments_change
from organisation.access import Action, ActorRequest, requires
from organisation.forms import DayField


class FromForm(forms.Form):
    """From which day the boxes hold."""

    valid_from = DayField(
        label="Vanaf",
        help_text="Wat u aanvinkt, geldt vanaf deze dag. Wat u uitvinkt, eindigt de dag ervoor; "
        "wat er gemeld is, blijft leesbaar.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ASSIGN_MEASURES)
def objective(request: ActorRequest, code: str) -> HttpResponse:
    """All measures of an objective, by school and service."""
    agenda = current_agenda(request.actor.on)
    sheet = objective_sheet(agenda, code, request.actor.on) if agenda and "\0" not in code else None
    return _sheet_page(request, sheet, "measures/assign_objective.html", {"agenda": agenda})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ASSIGN_MEASURES)
def measure(request: ActorRequest, code: str) -> HttpResponse:
    """One measure, by school, service and team."""
    agenda = current_agenda(request.actor.on)
    sheet = measure_sheet(agenda, code, request.actor.on) if agenda and "\0" not in code else None
    return _sheet_page(request, sheet, "measures/assign_measure.html", {"agenda": agenda})


def _sheet_page(
    request: ActorRequest, sheet: Sheet | None, template: str, context: dict[str, object]
) -> HttpResponse:
    if sheet is None:
        raise Http404
    form = FromForm(request.POST or None, initial={"valid_from": request.actor.on})
    ticked: Collection[Pair] = sheet.ticked
    reasons: list[str] = []
    if request.method == "POST":
        ticked = read_pairs(request.POST.getlist("kies"), sheet)
        was = read_pairs(request.POST.get("was", "").split(), sheet)
        if form.is_valid():
            day = form.cleaned_data["valid_from"]
            try:
                done = assignments_change(
                    give=ticked - was, take=was - ticked, valid_from=day, by=request.actor
                )
            except AssignmentRefusedError as error:
                reasons = error.reasons
            else:
                messages.success(request, _sentence(done, format_date(day)))
                return redirect(request.path)
    chosen = {f"{measure}:{unit}" for measure, unit in ticked}
    return render(
        request, template, {**context, "sheet": sheet, "form": form, "reasons": reasons, "chosen": chosen}
    )


def _sentence(done: Assigned, day: str) -> str:
    """What was changed, in one sentence."""
    parts = [
        f"{number} keer {word}"
        for number, word in (
            (done.new, "verdeeld"), (done.resumed, "hervat"), (done.ended, "beëindigd"),
            (done.withdrawn, "ongedaan gemaakt"),
        )
        if number
    ]  # fmt: skip
    return f"Opgeslagen, vanaf {day}: {', '.join(parts)}." if parts else "Er is niets veranderd."
