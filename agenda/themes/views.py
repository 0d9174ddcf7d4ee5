"""What the councils find most important, by year; and the form in which the portfolio holder writes it down."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agenda.models import Agenda, Council, Objective, Theme
from agenda.selectors import agenda_of_period
from agenda.themes.forms import ThemesForm
from agenda.themes.services import ThemeFields, ThemesRefusedError, themes_save
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_AGENDA)
def themes(request: ActorRequest, period: str) -> HttpResponse:
    """The themes of both councils in every year of the agenda, the newest first."""
    agenda = _agenda(period)
    found = list(Theme.objects.filter(agenda=agenda).select_related("objective"))
    years = [
        (year, [(council, [row for row in found if (row.year, row.council) == (year, council)]) for council in Council])
        for year in reversed(agenda.years)
    ]  # fmt: skip
    return render(request, "agenda/theme_list.html", {"agenda": agenda, "years": years})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RECORD_THEMES)
def themes_edit(request: ActorRequest, period: str, year: int, council: str) -> HttpResponse:
    """The themes of one council in one year."""
    agenda = _agenda(period)
    if council not in Council.values or year not in agenda.years:
        raise Http404
    stored = Theme.objects.filter(agenda=agenda, year=year, council=council).select_related("objective")
    form = ThemesForm(
        request.POST or None,
        objectives=Objective.objects.filter(agenda=agenda),
        themes=[ThemeFields(row.text, row.objective) for row in stored],
    )
    if request.method == "POST" and form.is_valid():
        try:
            themes_save(
                agenda=agenda, year=year, council=Council(council), themes=form.themes, seen=form.themes_seen,
                by=request.actor,
            )  # fmt: skip
        except ThemesRefusedError as error:
            form.add_error(None, str(error))
            # What was told just now is what they see; sending it once more means that they chose.
            data = request.POST.copy()
            data["seen"] = str(form.fields["seen"].initial)
            form.data = data
        else:
            messages.success(request, "De thema's zijn bewaard.")
            return redirect("agenda:themes", period)
    context = {"agenda": agenda, "year": year, "council": Council(council), "form": form}
    return render(request, "agenda/theme_form.html", context)


def _agenda(period: str) -> Agenda:
    agenda = agenda_of_period(period)
    if agenda is None:
        raise Http404
    return agenda
