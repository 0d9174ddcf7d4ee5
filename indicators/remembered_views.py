"""The page on which a data steward sees which answers files no longer ask, and takes them back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from indicators.models import ProgrammeCrebo
from indicators.remembered_pages import remembered
from indicators.remembering import crebo_remove
from organisation.access import Action, ActorRequest, requires
from organisation.models import UnitAlias
from organisation.services import alias_remove

_GONE = "Dit was al vergeten."


@require_safe
@requires(Action.IMPORT_DATA)
def remembered_index(request: ActorRequest) -> HttpResponse:
    """Spellings and crebos, each with where it was answered."""
    return render(request, "indicators/remembered.html", {"page": remembered()})


@require_POST
@requires(Action.IMPORT_DATA)
def spelling_forget(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask about a unit's name again. Figures that were read with it stay."""
    alias = UnitAlias.objects.filter(pk=pk).first()
    if alias is None:
        messages.warning(request, _GONE)
    else:
        alias_remove(alias=alias, by=request.actor)
        messages.success(request, f"'{alias.name}' is vergeten. Het volgende bestand vraagt het opnieuw.")
    return redirect("indicators:remembered")


@require_POST
@requires(Action.IMPORT_DATA)
def crebo_forget(request: ActorRequest, pk: int) -> HttpResponse:
    """Ask about a crebo again."""
    row = ProgrammeCrebo.objects.filter(pk=pk).first()
    if row is None:
        messages.warning(request, _GONE)
    else:
        crebo_remove(row=row, by=request.actor)
        messages.success(request, f"Crebo {row.crebo} is vergeten. Het volgende bestand vraagt het opnieuw.")
    return redirect("indicators:remembered")
