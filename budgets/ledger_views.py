"""The pages on which the controller says which bookings belong to which line, and enters what the ledger lacks."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agenda.models import Agenda
from agenda.selectors import current_agenda
from budgets.exceptions import LedgerRefused
from budgets.ledger_forms import AmountForm, CentreForm, GroundForm, HandForm, RuleForm, rule_initial
from budgets.ledger_pages import ledger_page
from budgets.models import BudgetLine, CostCentre, HandBooking, LedgerRule, LedgerWord
from budgets.services.by_hand import hand_booking_add, hand_booking_correct, hand_booking_withdraw
from budgets.services.mapping import (
    Years,
    cost_centre_save,
    ledger_rule_remove,
    ledger_rule_save,
    version_of_centre,
    version_of_rule,
)
from budgets.services.words import word_remove
from budgets.words import closed_years_altered
from organisation.access import Action, ActorRequest, requires

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Action.KEEP_LEDGER)
def ledger(request: ActorRequest) -> HttpResponse:
    """What belongs nowhere yet, the rules, the cost centres and what came by hand."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return render(request, "budgets/budget_none.html")
    page = ledger_page(agenda, request.actor.on)
    context = {"page": page, "year": agenda.nearest_year(request.actor.on)}
    return render(request, "budgets/ledger_overview.html", context)


@form_methods
@requires(Action.KEEP_LEDGER)
def rule(request: ActorRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a rule. ``?kostenplaats`` and ``?rekening`` fill in a new one."""
    agenda = _agenda_or_404(request)
    row = get_object_or_404(LedgerRule, pk=pk, agenda=agenda) if pk is not None else None
    if row is not None:
        initial = rule_initial(row, version_of_rule(row))
    else:
        asked = request.GET
        initial = {
            "cost_centre": asked.get("kostenplaats", "")[:40],
            "account_from": asked.get("rekening", "")[:20],
        }
    form = RuleForm(request.POST or None, initial=initial, agenda=agenda)

    def save() -> Years:
        _, altered = ledger_rule_save(
            agenda=agenda, takes=form.takes, shares=form.shares, note=form.cleaned_data["note"], rule=row,
            version=form.cleaned_data["version"], by=request.actor,
        )  # fmt: skip
        return altered

    if _saved(request, form, save, "De toewijzingsregel is bewaard. De bedragen staan nu bij de begroting."):
        return redirect("budgets:ledger")
    return render(request, "budgets/ledger_rule.html", {"form": form, "rule": row})


@require_POST
@requires(Action.KEEP_LEDGER)
def rule_remove(request: ActorRequest, pk: int) -> HttpResponse:
    """Forget a rule. Its bookings stay."""
    row = get_object_or_404(LedgerRule, pk=pk, agenda=_agenda_or_404(request))
    try:
        altered = ledger_rule_remove(rule=row, version=request.POST.get("version", ""), by=request.actor)
    except LedgerRefused as error:
        messages.error(request, error.message)
    else:
        _tell(request, "De toewijzingsregel is verwijderd. De boekingen zelf blijven staan.", altered)
    return redirect("budgets:ledger")


@require_POST
@requires(Action.KEEP_LEDGER)
def word_forget(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask the next file again what a kind of booking means."""
    row = LedgerWord.objects.filter(pk=pk).first()
    if row is None:
        messages.warning(request, "Deze soort was al vergeten.")
    else:
        word_remove(row=row, by=request.actor)
        messages.success(request, f"'{row.word}' is vergeten. Het volgende bestand vraagt het opnieuw.")
    return redirect("budgets:ledger")


@form_methods
@requires(Action.KEEP_LEDGER)
def cost_centre(request: ActorRequest, pk: int | None = None) -> HttpResponse:
    """Keep a cost centre: whose it is, and what it went on as."""
    row = get_object_or_404(CostCentre, pk=pk) if pk is not None else None
    initial: dict[str, object] = {"code": request.GET.get("kostenplaats", "")[:40]}
    if row is not None:
        initial = {
            "code": row.code, "name": row.name, "unit": row.unit_id, "successor": row.successor_id,
            "version": version_of_centre(row),
        }  # fmt: skip
    form = CentreForm(request.POST or None, initial=initial, itself=row)

    def save() -> Years:
        _, altered = cost_centre_save(**form.cleaned_data, centre=row, by=request.actor)
        return altered

    if _saved(request, form, save, "De kostenplaats is bewaard."):
        return redirect("budgets:ledger")
    title = f"Kostenplaats {row.code}" if row else "Kostenplaats vastleggen"
    lead = "Zo horen boekingen van een vervallen kostenplaats bij de opvolger, en ziet een school het eigen deel."
    return _form_page(request, form, title, lead, "Bewaar")


# By hand ------------------------------------------------------------------------------------------------
@form_methods
@requires(Action.KEEP_LEDGER)
def hand_add(request: ActorRequest) -> HttpResponse:
    """Enter what the ledger does not have. ``?regel`` (the id of a line) and ``?jaar`` fill it in."""
    agenda = _agenda_or_404(request)
    initial = {"line": request.GET.get("regel", ""), "year": request.GET.get("jaar", "")}
    form = HandForm(request.POST or None, initial=initial, agenda=agenda)

    def save() -> None:
        data = form.cleaned_data
        line = BudgetLine.objects.select_related("agenda").filter(agenda=agenda, pk=data["line"]).first()
        if line is None:
            raise LedgerRefused("Deze begrotingsregel bestaat niet meer. Kies opnieuw.", field="line")
        hand_booking_add(
            line=line, year=data["year"], said=form.said, ground=data["ground"], by=request.actor
        )

    if _saved(request, form, save, "Het bedrag is bewaard en telt mee."):
        return redirect("budgets:ledger")
    lead = "Voor wat niet in het grootboek staat. Het telt mee bij de realisatie, met wie het invoerde en waarom."
    return _form_page(request, form, "Met de hand boeken", lead, "Bewaar")


@form_methods
@requires(Action.KEEP_LEDGER)
def hand_correct(request: ActorRequest, pk: int) -> HttpResponse:
    """Another amount or description, as a new version."""
    row = _hand_or_404(request, pk)
    initial = {"amount": row.amount, "description": row.description}
    form = AmountForm(request.POST or None, initial=initial)

    def save() -> None:
        hand_booking_correct(
            booking=row, said=form.said, ground=form.cleaned_data["ground"], by=request.actor
        )

    if _saved(request, form, save, "Het bedrag is verbeterd."):
        return redirect("budgets:ledger")
    return _form_page(request, form, "Boeking verbeteren", f"{row.line}, {row.year}", "Bewaar")


@form_methods
@requires(Action.KEEP_LEDGER)
def hand_withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a booking back."""
    row = _hand_or_404(request, pk)
    form = GroundForm(request.POST or None)

    def save() -> None:
        hand_booking_withdraw(booking=row, ground=form.cleaned_data["ground"], by=request.actor)

    if _saved(request, form, save, "De boeking is ingetrokken en telt niet meer mee."):
        return redirect("budgets:ledger")
    lead = f"{row.line}, {row.year}: {row.description}"
    return _form_page(request, form, "Boeking intrekken", lead, "Trek in")


def _agenda_or_404(request: ActorRequest) -> Agenda:
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        raise Http404
    return agenda


def _hand_or_404(request: ActorRequest, pk: int) -> HandBooking:
    """A booking by hand of the agenda; one that was superseded is still found, and its service refuses it."""
    rows = HandBooking.objects.select_related("line").filter(line__agenda=_agenda_or_404(request))
    return get_object_or_404(rows, pk=pk)


def _saved(request: ActorRequest, form: Form, save: Callable[[], Years | None], done: str) -> bool:
    """Whether a posted form was saved; a refusal of the service stands in the form.

    ``save`` returns the closed book years whose outcome it altered, if it can alter any.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        altered = save()
    except LedgerRefused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    _tell(request, done, altered or ())
    return True


def _tell(request: ActorRequest, done: str, altered: Years) -> None:
    messages.success(request, done)
    if altered:
        messages.warning(request, closed_years_altered(altered))


def _form_page(request: ActorRequest, form: Form, title: str, lead: str, button: str) -> HttpResponse:
    context = {"form": form, "page_title": title, "lead": lead, "button": button}
    return render(request, "budgets/ledger_form.html", context)
