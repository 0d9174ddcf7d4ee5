"""Pages of money per school: all of them, one of them, and how a line is divided over them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from agenda.models import Agenda
from agenda.selectors import current_agenda
from budgets.downloads import XLSX_TYPE
from budgets.exceptions import SharesConflictError, SharesRefusedError
from budgets.line_page import line_of
from budgets.models import BudgetLine, SchoolSplit
from budgets.school_download import school_xlsx
from budgets.school_forms import SharesForm
from budgets.school_pages import said_of, school_page, schools_page
from budgets.school_sheet import exists, schools_of
from budgets.services.school_shares import school_shares_set, shares_of
from organisation.access import Action, Actor, ActorRequest, requires
from organisation.models import Unit, UnitKind

form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@requires(Action.READ_BUDGET)
def schools(request: ActorRequest) -> HttpResponse:
    """What every school has of the lines in one year, and what stays central."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return render(request, "budgets/budget_none.html")
    page = schools_page(agenda, request.GET.get("jaar", "").strip(), request.actor.on)
    return render(request, "budgets/school_list.html", {"page": page, "agenda": agenda})


@require_safe
@requires(Action.READ_SCHOOL_BUDGET)
def school(request: ActorRequest, code: str) -> HttpResponse:
    """The share of one school; 404 for one that this person may not know of."""
    agenda = _agenda_or_404(request)
    return school_response(request, agenda, _school_or_404(request.actor, agenda, code))


@require_safe
@requires(Action.READ_SCHOOL_BUDGET)
def xlsx(request: ActorRequest, code: str) -> HttpResponse:
    """The share of one school as a workbook whose sums are formulas."""
    agenda = _agenda_or_404(request)
    unit = _school_or_404(request.actor, agenda, code)
    response = HttpResponse(school_xlsx(agenda, unit, request.actor.on), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="begroting-{agenda.slug}-{unit.code}.xlsx"'
    return response


@form_methods
@requires(Action.KEEP_LEDGER)
def shares(request: ActorRequest, side: str, code: str) -> HttpResponse:
    """Divide a line over schools."""
    agenda = _agenda_or_404(request)
    line = line_of(agenda, side, code)
    if line is None:
        raise Http404
    current = SchoolSplit.objects.filter(line=line, superseded_at__isnull=True).first()
    held = shares_of(current)
    offered = [unit for unit in schools_of(agenda) if exists(unit, request.actor.on) or unit.pk in held]
    form = SharesForm(request.POST or None, schools=offered, current=current)
    if request.method == "POST" and form.is_valid() and (made := _set(request, form, line)):
        changed = current is None or made.pk != current.pk
        messages.success(
            request, f"De verdeling van {line.title} is bewaard." if changed else "Er is niets veranderd."
        )
        return redirect(reverse("budgets:line", args=[side, line.code]) + "#scholen")
    context = {"agenda": agenda, "line": line, "side": side, "form": form, "current": current}
    return render(request, "budgets/school_shares.html", context)


def own_schools(actor: Actor) -> list[Unit]:
    """The schools whose share somebody may see who may not read the whole budget, by name."""
    units = actor.units_for(Action.READ_SCHOOL_BUDGET).values()
    return sorted((unit for unit in units if unit.kind == UnitKind.SCHOOL), key=lambda unit: unit.name)


def school_response(request: ActorRequest, agenda: Agenda, unit: Unit) -> HttpResponse:
    """The page of one school."""
    page = school_page(agenda, unit, request.GET.get("jaar", "").strip(), request.actor.on)
    whole = request.actor.may(Action.READ_BUDGET)
    others = [] if whole else own_schools(request.actor)
    context = {"page": page, "agenda": agenda, "own": not whole, "others": others}
    return render(request, "budgets/school_detail.html", context)


def _school_or_404(actor: Actor, agenda: Agenda, code: str) -> Unit:
    known = schools_of(agenda) if actor.may(Action.READ_BUDGET) else own_schools(actor)
    unit = next((unit for unit in known if unit.code == code), None)
    if unit is None:
        raise Http404
    return unit


def _agenda_or_404(request: ActorRequest) -> Agenda:
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        raise Http404
    return agenda


def _set(request: ActorRequest, form: SharesForm, line: BudgetLine) -> SchoolSplit | None:
    """The division as it was kept; ``None``: it could not be, and the form says why."""
    said = form.cleaned_data
    try:
        return school_shares_set(
            line=line, shares=form.shares, ground=said["ground"], based_on=said["based_on"], by=request.actor
        )
    except SharesRefusedError as error:
        name = f"percent_{error.unit}" if error.unit else error.field
        form.add_error(name if name in form.fields else None, str(error))
    except SharesConflictError as error:
        form.add_error(None, conflict_text(error, {unit.pk: unit for unit in form.schools}))
        form.showing(error.current.pk)
    return None


def conflict_text(error: SharesConflictError, schools: dict[int, Unit]) -> str:
    """Who wrote what meanwhile, so that somebody can choose."""
    said = (
        ", ".join(f"{name} {part}" for name, part in said_of(shares_of(error.current), schools))
        or "niet verdelen"
    )
    return (
        f"{error} {error.current.by_label} koos: {said}. "
        "Sla opnieuw op als uw verdeling moet gelden, of ga terug zonder op te slaan."
    )
