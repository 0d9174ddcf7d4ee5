"""The beheerder's pages of units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.numbers import format_date
from organisation import selectors, services
from organisation.access import PARENT_KINDS, Action, ActorRequest, requires
from organisation.forms import AliasForm, DayField, UnitAddForm, UnitChangeForm, UnitCloseForm, UnitMoveForm
from organisation.models import Unit, UnitAlias, UnitKind
from organisation.views._page import do_and_return, form_page, found

form_methods = require_http_methods(["GET", "HEAD", "POST"])


class TreeForm(forms.Form):
    op = DayField(label="Zoals op", required=False)


def _url(code: str) -> str:
    return reverse("organisation:unit", args=[code])


@require_safe
@requires(Action.MANAGE_UNITS)
def units(request: ActorRequest) -> HttpResponse:
    """The tree as on a day; a day that is no day says so and shows today."""
    today = request.actor.on
    form = TreeForm(request.GET if request.GET.get("op") else None, initial={"op": today})
    chosen: date | None = form.cleaned_data["op"] if form.is_bound and form.is_valid() else None
    on = chosen or today
    context = {"form": form, "on": on, "is_today": on == today, "nodes": selectors.unit_tree(on)}
    return render(request, "organisation/unit_list.html", context)


@require_safe
@requires(Action.MANAGE_UNITS)
def unit(request: ActorRequest, code: str) -> HttpResponse:
    unit = found(selectors.unit_detail(code, on=request.actor.on))
    return render(request, "organisation/unit_detail.html", {"unit": unit})


@form_methods
@requires(Action.MANAGE_UNITS)
def unit_add(request: ActorRequest) -> HttpResponse:
    made: list[Unit] = []

    def save(data: dict[str, Any]) -> str:
        made.append(services.unit_add(**{**data, "kind": UnitKind(data["kind"])}, by=request.actor))
        return f"{made[0].name} is toegevoegd."

    context = {
        "page_title": "Eenheid toevoegen",
        "button": "Toevoegen",
        "back_url": reverse("organisation:units"),
        "back_label": "Eenheden",
    }
    form = UnitAddForm(request.POST or None)
    return form_page(request, form, save=save, done=lambda: _url(made[0].code), context=context)


def _unit_form(
    request: ActorRequest,
    unit: Unit,
    form: forms.Form,
    save: Callable[[dict[str, Any]], str],
    **context: Any,
) -> HttpResponse:
    """A form page that belongs to a unit and goes back to that unit's page."""
    shared = {"back_url": _url(unit.code), "back_label": unit.name, "under_units": True}
    return form_page(request, form, save=save, done=lambda: _url(unit.code), context={**shared, **context})


@form_methods
@requires(Action.MANAGE_UNITS)
def unit_change(request: ActorRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit, code=code)

    def save(data: dict[str, Any]) -> str:
        return f"{services.unit_change(unit=unit, by=request.actor, **data).name} is gewijzigd."

    form = UnitChangeForm(request.POST or None, initial={"name": unit.name, "brin": unit.brin})
    return _unit_form(request, unit, form, save, page_title="Eenheid wijzigen", button="Opslaan")


@form_methods
@requires(Action.MANAGE_UNITS)
def unit_move(request: ActorRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit, code=code)
    form = UnitMoveForm(request.POST or None)
    fitting = form.fields["parent"].queryset.filter(kind__in=PARENT_KINDS[unit.kind])  # type: ignore[attr-defined]
    form.fields["parent"].queryset = fitting.exclude(pk=unit.pk)  # type: ignore[attr-defined]

    def save(data: dict[str, Any]) -> str:
        services.unit_move(unit=unit, by=request.actor, **data)
        return f"{unit.name} valt vanaf {format_date(data['on'])} onder {data['parent'].name}."

    lead = "Cijfers blijven waar ze zijn: een groep telt met wie er toen onder viel."
    return _unit_form(
        request, unit, form, save, page_title="Eenheid verplaatsen", lead=lead, button="Verplaatsen"
    )


@form_methods
@requires(Action.MANAGE_UNITS)
def unit_close(request: ActorRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit, code=code)
    form = UnitCloseForm(request.POST or None)
    same_kind = form.fields["successor"].queryset.filter(kind=unit.kind)  # type: ignore[attr-defined]
    form.fields["successor"].queryset = same_kind.exclude(pk=unit.pk)  # type: ignore[attr-defined]

    def save(data: dict[str, Any]) -> str:
        services.unit_close(unit=unit, by=request.actor, **data)
        return f"{unit.name} sluit; de laatste dag is {format_date(data['last_day'])}."

    return _unit_form(
        request,
        unit,
        form,
        save,
        page_title="Eenheid sluiten",
        lead="Rollen bij deze eenheid eindigen op de laatste dag. Cijfers en stukken blijven bewaard.",
        button="Sluiten",
    )


@form_methods
@requires(Action.MANAGE_UNITS)
def alias_add(request: ActorRequest, code: str) -> HttpResponse:
    unit = get_object_or_404(Unit, code=code)

    def save(data: dict[str, Any]) -> str:
        return f"'{services.alias_add(unit=unit, by=request.actor, **data).name}' hoort nu bij {unit.name}."

    return _unit_form(
        request,
        unit,
        AliasForm(request.POST or None),
        save,
        page_title="Schrijfwijze vastleggen",
        lead="Zo herkent de import deze eenheid in een bestand dat de naam anders schrijft.",
        button="Vastleggen",
    )


@require_POST
@requires(Action.MANAGE_UNITS)
def alias_remove(request: ActorRequest, code: str, alias_id: int) -> HttpResponse:
    alias = get_object_or_404(UnitAlias, pk=alias_id, unit__code=code)

    def act() -> str:
        services.alias_remove(alias=alias, by=request.actor)
        return f"'{alias.name}' is vergeten."

    return do_and_return(request, act, _url(code))
