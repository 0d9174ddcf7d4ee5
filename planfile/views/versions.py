"""How the agenda changed, and how it was."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

import agenda.models as plan
from agenda.selectors import agenda_of_period
from organisation.access import Action, ActorRequest, requires
from planfile.changenotes import ConsentForm
from planfile.history import agenda_versions, version_page
from planfile.models import AgendaVersion
from planfile.versions import version_consent


def _agenda(period: str) -> plan.Agenda:
    agenda = agenda_of_period(period)
    if agenda is None:
        raise Http404
    return agenda


@require_safe
@requires(Action.READ_AGENDA)
def versions(request: ActorRequest, period: str) -> HttpResponse:
    """Every change of the agenda, the newest first."""
    agenda = _agenda(period)
    rows = agenda_versions(agenda, with_money=request.actor.may(Action.READ_BUDGET))
    return render(request, "planfile/version_list.html", {"agenda": agenda, "rows": rows})


@require_safe
@requires(Action.READ_AGENDA)
def version(request: ActorRequest, period: str, number: int) -> HttpResponse:
    """The agenda as it was in one version."""
    agenda = _agenda(period)
    page = version_page(agenda, number, with_money=request.actor.may(Action.READ_BUDGET))
    if page is None:
        raise Http404
    return render(request, "planfile/version_detail.html", {"agenda": agenda, "page": page})


@require_safe
@requires(Action.READ_BUDGET)
def version_file(request: ActorRequest, period: str, number: int) -> HttpResponse:
    """The agenda file of one version, byte for byte. It holds the budget as well."""
    agenda = _agenda(period)
    found = get_object_or_404(AgendaVersion.objects.select_related("file"), agenda=agenda, number=number)
    try:
        with found.file.content.open("rb") as source:
            content = source.read()
    except OSError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{agenda.slug}-versie-{number}.yaml"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.EDIT_AGENDA)
def consent(request: ActorRequest, period: str, number: int) -> HttpResponse:
    """Say on which day the councils agreed with a change."""
    agenda = _agenda(period)
    found = get_object_or_404(AgendaVersion, agenda=agenda, number=number)
    names = ("works_council_on", "student_council_on")
    initial = {name: getattr(found, name) for name in names}
    form = ConsentForm(request.POST or None, on=request.actor.on, initial=initial)
    if request.method == "POST" and form.is_valid():
        version_consent(version=found, by=request.actor, **{name: form.cleaned_data[name] for name in names})
        messages.success(request, "Opgeslagen wanneer de raden instemden.")
        return redirect("planfile:versions", period)
    return render(
        request, "planfile/version_consent.html", {"agenda": agenda, "version": found, "form": form}
    )
