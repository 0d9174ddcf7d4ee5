"""The page on which the controller closes a book year, and opens it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agenda.models import Agenda
from agenda.selectors import current_agenda
from budgets.closing_page import closing_page
from budgets.exceptions import LedgerRefused
from budgets.ledger_forms import CloseForm, ReopenForm
from budgets.services.closing import current_closing, year_close, year_reopen
from organisation.access import Action, ActorRequest, requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_LEDGER)
def year(request: ActorRequest, year: int) -> HttpResponse:
    """Close a book year, or reopen one that is closed with the reason."""
    agenda = current_agenda(request.actor.on)
    if agenda is None or year not in agenda.years:
        raise Http404
    closing = current_closing(agenda, year)
    here = str(closing.pk) if closing else ""
    if request.method == "POST" and request.POST.get("seen", "") != here:
        # Another tab, or another person: what was meant there must not be done here the other way round.
        stands = f"{year} is intussen afgesloten" if closing else f"{year} is intussen weer open"
        messages.error(request, f"{stands}. Er is niets veranderd; bekijk het jaar opnieuw.")
        return redirect("budgets:year", year)
    form = (ReopenForm if closing else CloseForm)(request.POST or None, initial={"seen": here})
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, agenda, year, form)
        except LedgerRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect("budgets:year", year)
    page = closing_page(agenda, year, request.actor.on)
    return render(request, "budgets/ledger_year.html", {"page": page, "agenda": agenda, "form": form})


def _decide(request: ActorRequest, agenda: Agenda, year: int, form: CloseForm | ReopenForm) -> None:
    if isinstance(form, ReopenForm):
        closing = current_closing(agenda, year)
        if closing is None:
            raise Http404
        year_reopen(closing=closing, reason=form.cleaned_data["reason"], by=request.actor)
        messages.success(request, f"{year} is weer open. Prognoses tellen weer.")
        return
    year_close(
        agenda=agenda, year=year, note=form.cleaned_data["note"], on=request.actor.on, by=request.actor
    )
    messages.success(request, f"{year} is afgesloten. Wat is geboekt, is nu de uitkomst.")
