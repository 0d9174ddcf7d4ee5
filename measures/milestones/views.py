"""The timeline of an objective, and the pages on which a step is marked as reached."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agenda.evaluations.rights import evaluates
from agenda.models import Agenda
from agenda.selectors import agenda_of_period, agenda_outline, current_agenda, outline_objectives
from measures.carrying import with_standings
from measures.milestones.forms import ReachForm, UndoForm
from measures.milestones.rules import milestone_key
from measures.milestones.selectors import agenda_milestones, late_among
from measures.milestones.services import MilestoneRefusedError, milestone_reach, milestone_undo
from measures.milestones.timeline import MeasureLine, timeline_of
from measures.models import MilestoneMark, PlanningStep
from measures.rows import measure_rows
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_AGENDA)
def timeline(request: ActorRequest, period: str, code: str) -> HttpResponse:
    """The planning of an objective's measures over the years."""
    agenda = agenda_of_period(period)
    every = outline_objectives(agenda_outline(agenda)) if agenda else ()
    objective = next((one for one in every if one.code == code), None)
    if agenda is None or objective is None:
        raise Http404
    on = request.actor.on
    rows, _ = with_standings(agenda, measure_rows(agenda), on)
    milestones = agenda_milestones(agenda, rows)
    own = [row for row in rows if row.objective == code]
    drawn = timeline_of(
        [MeasureLine(row.pk, row.code, row.title, row.depth) for row in own], milestones, agenda.years, on
    )
    context = {
        "agenda": agenda, "objective": objective, "timeline": drawn, "late": late_among(own, milestones, on),
        "without": [row for row in own if row.pk not in milestones],
    }  # fmt: skip
    return render(request, "measures/timeline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.EVALUATE)
def milestone(request: ActorRequest, code: str, key: str) -> HttpResponse:
    """Mark a step of a measure as reached."""
    agenda, step = _step(request, code, key)
    mark = MilestoneMark.objects.filter(measure=step.measure, key=key).first()
    form = ReachForm(request.POST or None, initial={"reached_on": request.actor.on})
    if request.method == "POST" and form.is_valid():
        try:
            milestone_reach(step=step, on=request.actor.on, by=request.actor, **form.cleaned_data)
        except MilestoneRefusedError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, "De stap staat als bereikt.")
            return redirect("measures:measure", code)
    context = {"agenda": agenda, "step": step, "mark": mark, "form": form, "key": key}
    return render(request, "measures/milestone_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.EVALUATE)
def milestone_reopen(request: ActorRequest, code: str, key: str) -> HttpResponse:
    """Take back that a step was reached."""
    agenda, step = _step(request, code, key)
    mark = MilestoneMark.objects.filter(measure=step.measure, key=key).first()
    if mark is None and request.method != "POST":
        messages.warning(request, "Deze stap staat niet als bereikt.")
        return redirect("measures:measure", code)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            milestone_undo(measure=step.measure, key=key, by=request.actor, **form.cleaned_data)
        except MilestoneRefusedError as error:
            form.add_error(error.field or None, error.message)
        else:
            messages.success(request, "De stap staat niet meer als bereikt.")
            return redirect("measures:measure", code)
    context = {"agenda": agenda, "step": step, "mark": mark, "form": form, "undo": True}
    return render(request, "measures/milestone_form.html", context)


def _step(request: ActorRequest, code: str, key: str) -> tuple[Agenda, PlanningStep]:
    """The step that a key stands for; 404 when the plan has none, 403 for who is not responsible for its objective."""
    agenda = current_agenda(request.actor.on)
    steps = PlanningStep.objects.filter(measure__agenda=agenda, measure__code=code).select_related(
        "measure__objective"
    )
    step = next((one for one in steps if milestone_key(one.period, one.step, one.text) == key), None)
    if agenda is None or step is None:
        raise Http404
    if not evaluates(request.actor, step.measure.objective_id):
        raise PermissionDenied
    return agenda, step
