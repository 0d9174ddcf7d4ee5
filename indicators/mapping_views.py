"""The pages on which the plan of a college's own table is made, with a live look at what it gives."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from imports.models import Batch
from indicators import mapping_pages as pages
from indicators.mapping_forms import LookForm, PlanForm, initial_of
from indicators.models import TableMapping
from indicators.reader_services import MappingRefused, mapping_remove, mapping_save
from indicators.readers.table_plan import TablePlan, plan_of, plan_problems
from organisation.access import Action, ActorRequest, requires

LOOK = "rijen"
"""In the address: give only what the first rows become."""


@dataclass(frozen=True)
class Page:
    """What the page of a plan shows. ``missing``: what must still be chosen before rows can be tried."""

    mapping: TableMapping | None
    look: LookForm
    form: PlanForm
    plan: TablePlan
    batch: Batch | None
    example: pages.Example
    tried: tuple[pages.Tried, ...]
    missing: tuple[str, ...]


@require_safe
@requires(Action.IMPORT_DATA)
def mapping_index(request: ActorRequest) -> HttpResponse:
    """All plans, and the files that one can be made for."""
    context = {"mappings": pages.mapping_list(), "files": pages.example_files()}
    return render(request, "indicators/mapping_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.IMPORT_DATA)
@vary_on_headers("HX-Request")
def mapping_edit(request: ActorRequest, pk: int | None = None) -> HttpResponse:
    """Make or change a plan. ``?bestand`` is the example, ``?rijen`` asks for what its first rows become."""
    mapping = get_object_or_404(TableMapping, pk=pk) if pk is not None else None
    page = _page(request, mapping)
    if request.method == "POST" and "bekijk" not in request.POST and page.form.is_valid():
        try:
            name = page.form.cleaned_data["name"]
            saved = mapping_save(name=name, plan=page.plan, by=request.actor, mapping=mapping)
        except MappingRefused as error:
            for field, message in error.messages.items():
                page.form.add_error(field if field in page.form.fields else None, message)
        else:
            messages.success(request, f"De indeling '{saved.name}' is bewaard.")
            return redirect("indicators:mappings")
    part = LOOK in request.GET and request.method != "POST"
    template = "indicators/_mapping_tried.html" if part else "indicators/mapping_form.html"
    return render(request, template, {"page": page, "form": page.form})


def _page(request: ActorRequest, mapping: TableMapping | None) -> Page:
    stored = plan_of(mapping.plan) if mapping else TablePlan()
    look = _look(request, stored)
    batch = pages.example_batch(look.cleaned_data.get("bestand"))
    sheet, row = look.cleaned_data.get("blad") or "", look.cleaned_data.get("kop") or 1
    example = pages.example_of(batch, sheet=sheet, header_row=row) if batch else pages.Example()
    form = _form(request, mapping, stored, example)
    plan = replace(stored, sheet=sheet, header_row=row)
    if form.is_bound:
        form.full_clean()
        plan = form.plan(sheet=sheet, header_row=row)
    missing = plan_problems(plan)
    tried = pages.tried_on(batch, plan) if batch and not missing and not example.problem else []
    return Page(mapping, look, form, plan, batch, example, tuple(tried), tuple(missing.values()))


def _look(request: ActorRequest, stored: TablePlan) -> LookForm:
    """Which file, sheet and row; what the address does not say is as it was stored."""
    said = {"blad": stored.sheet, "kop": str(stored.header_row)}
    said |= {key: request.GET[key] for key in ("bestand", "blad", "kop") if key in request.GET}
    form = LookForm(said, files=pages.example_files())
    form.full_clean()
    if "bestand" not in request.GET:  # nobody chose yet
        form.errors.pop("bestand", None)
    return form


def _form(
    request: ActorRequest, mapping: TableMapping | None, stored: TablePlan, example: pages.Example
) -> PlanForm:
    """The form with the columns of the example; without one, those that the plan names."""
    said = request.POST if request.method == "POST" else request.GET if LOOK in request.GET else None
    headers = example.headers or tuple(stored.columns.values())
    initial = initial_of(mapping.name if mapping else "", stored)
    return PlanForm(said, initial=initial, headers=headers, indicators=pages.indicator_choices())


@require_POST
@requires(Action.IMPORT_DATA)
def mapping_delete(request: ActorRequest, pk: int) -> HttpResponse:
    """Forget a plan. What was imported with it stays."""
    mapping = get_object_or_404(TableMapping, pk=pk)
    name = mapping.name
    mapping_remove(mapping=mapping, by=request.actor)
    messages.success(
        request, f"De indeling '{name}' is verwijderd. Cijfers die ermee geladen zijn, blijven staan."
    )
    return redirect("indicators:mappings")
