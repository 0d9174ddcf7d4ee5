"""Single items of the agenda in forms: find, change, add, remove. Nothing is stored before the differences are seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

import agenda.models as plan
from agenda.selectors import current_agenda
from organisation.access import Action, ActorRequest, requires
from planfile.changenotes import ChangeNoteForm
from planfile.document import Document
from planfile.edit import ITEM_KINDS, Item, ItemKind, Ref, find, search
from planfile.exceptions import LoadRefusedError
from planfile.history import by_item
from planfile.itemform import ItemForm, removal
from planfile.selectors import current_document
from planfile.services import CHANGED_MEANWHILE, Plan, agenda_store, base_of, plan_load
from planfile.views.agenda_file import counted
from planfile.views.common import agenda_or_404

SHOWN = 60
CONFLICT = (
    "De agenda is intussen door iemand anders gewijzigd. Wat u typte staat er nog. "
    "Controleer de verschillen opnieuw en sla dan op."
)


def item_url(name: str, agenda: plan.Agenda, kind: str, ref: Ref) -> str:
    return (
        reverse(f"planfile:{name}", args=[agenda.slug, kind])
        + "?"
        + urlencode([("item", part) for part in ref])
    )


def _kind(slug: str) -> ItemKind:
    if slug not in ITEM_KINDS:
        raise Http404
    return ITEM_KINDS[slug]


def _item(document: Document, kind: ItemKind, request: ActorRequest) -> Item:
    item = find(document, kind.slug, tuple(request.GET.getlist("item")))
    if item is None:
        raise Http404
    return item


@requires(Action.EDIT_AGENDA)
@require_GET
def start(request: ActorRequest) -> HttpResponse:
    """To the agenda that runs now."""
    agenda = current_agenda(timezone.localdate())
    return redirect("planfile:items", slug=agenda.slug) if agenda else redirect("planfile:upload")


@requires(Action.EDIT_AGENDA)
@require_GET
def items(request: ActorRequest, slug: str) -> HttpResponse:
    """Everything that can be changed, by kind, with a search over all."""
    agenda = agenda_or_404(slug)
    document = current_document(agenda)
    chosen = request.GET.get("soort", "")
    chosen = chosen if chosen in ITEM_KINDS else ""
    words = request.GET.get("zoek", "")[:120]
    found = search(document, chosen, words)
    groups = []
    for kind in ITEM_KINDS.values():
        of_kind = [item for item in found if item.kind is kind]
        if of_kind or (not words and chosen in ("", kind.slug)):
            shown = of_kind if chosen or words else of_kind[:SHOWN]
            rows = [(item, item_url("item", agenda, kind.slug, item.ref)) for item in shown]
            groups.append(
                {"kind": kind, "rows": rows, "count": len(of_kind), "rest": len(of_kind) - len(shown)}
            )
    context = {
        "agenda": agenda,
        "groups": groups,
        "kinds": ITEM_KINDS.values(),
        "chosen": chosen,
        "words": words,
    }
    return render(request, "planfile/item_list.html", context)


@requires(Action.EDIT_AGENDA)
@require_http_methods(["GET", "POST"])
def item(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """One item in a form."""
    agenda, of_kind = agenda_or_404(slug), _kind(kind)
    document = current_document(agenda)
    found = _item(document, of_kind, request)
    form = ItemForm(document, of_kind, found, data=request.POST if request.method == "POST" else None)
    extra = {
        "item": found,
        "remove_url": "" if of_kind.single else item_url("item_remove", agenda, kind, found.ref),
        "children": [
            (ITEM_KINDS[child], _add_url(agenda, child, found)) for child in _CHILDREN.get(kind, ())
        ],
    }
    return _answer(request, agenda, document, of_kind, form, extra)


_CHILDREN = {
    "prioriteit": ("doelstelling", "indicator"),
    "doelstelling": ("indicator", "maatregel"),
    "indicator": ("reeks",),
}


def _add_url(agenda: plan.Agenda, child: str, parent: Item) -> str:
    under = "|".join((parent.kind.slug, *parent.ref))
    return reverse("planfile:item_add", args=[agenda.slug, child]) + "?" + urlencode({"onder": under})


@requires(Action.EDIT_AGENDA)
@require_http_methods(["GET", "POST"])
def item_add(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """A new item of a kind."""
    agenda, of_kind = agenda_or_404(slug), _kind(kind)
    if of_kind.single:
        raise Http404
    document = current_document(agenda)
    data = request.POST if request.method == "POST" else None
    form = ItemForm(document, of_kind, None, data=data, parent=request.GET.get("onder", ""))
    return _answer(request, agenda, document, of_kind, form, {})


def _answer(
    request: ActorRequest,
    agenda: plan.Agenda,
    document: Document,
    kind: ItemKind,
    form: ItemForm,
    extra: dict[str, Any],
) -> HttpResponse:
    """Show the form; or what saving would change; or save what was seen."""
    base = base_of(document)
    note = ChangeNoteForm(on=request.actor.on)
    context: dict[str, Any] = {
        "agenda": agenda, "kind": kind, "form": form, "base": base, "note": note, **extra,
    }  # fmt: skip
    if request.method == "POST" and (changed := form.changed_document()) is not None:
        retire = request.POST.get("retire") == "on"
        planned = plan_load(changed, retire=retire)
        context.update(planned=planned, groups=by_item(planned.changes), seen=base_of(changed))
        form.errors += planned.refusals
        if request.POST.get("base") != base:
            form.errors.insert(0, CONFLICT)
        elif not planned.changes:
            messages.info(request, "Er is niets veranderd.")
            return redirect("planfile:items", slug=agenda.slug)
        elif request.POST.get("gezien") == context["seen"] and not form.errors:
            context["note"] = note = ChangeNoteForm(request.POST, on=request.actor.on)
            if note.is_valid() and _save(request, planned, note, form.errors.extend, retire=retire):
                return redirect(item_url("item", agenda, kind.slug, form.ref()))
    elif request.method == "POST" and request.POST.get("base") != base:
        form.errors.insert(0, CONFLICT)
    context["errors"] = form.messages() if request.method == "POST" else []
    return render(request, "planfile/item_form.html", context)


def _save(
    request: ActorRequest,
    planned: Plan,
    note: ChangeNoteForm,
    refuse: Callable[[list[str]], None],
    *,
    retire: bool = False,
) -> bool:
    """Store what was shown, over exactly what it was compared with; a refusal goes to ``refuse``."""
    try:
        agenda_store(
            document=planned.document,
            name="formulier",
            by=request.actor,
            retire=retire,
            base=planned.base,
            note=note.note(),
        )
    except LoadRefusedError as error:
        refuse(error.reasons)
        return False
    messages.success(request, f"Opgeslagen: {counted(planned)}.")
    return True


@requires(Action.EDIT_AGENDA)
@require_http_methods(["GET", "POST"])
def item_remove(request: ActorRequest, slug: str, kind: str) -> HttpResponse:
    """What would go with an item; posting takes it away."""
    agenda, of_kind = agenda_or_404(slug), _kind(kind)
    document = current_document(agenda)
    found = _item(document, of_kind, request)
    if of_kind.single:
        raise Http404
    without, reasons = removal(document, found)
    planned = plan_load(without) if without else None
    retire = request.POST.get("retire") == "on"
    note = ChangeNoteForm(request.POST if request.method == "POST" else None, on=request.actor.on)
    if request.method == "POST" and planned:
        if request.POST.get("base") != planned.base:
            reasons.append(CHANGED_MEANWHILE)
        elif note.is_valid() and _save(request, planned, note, reasons.extend, retire=retire):
            return redirect("planfile:items", slug=agenda.slug)
    context = {
        "agenda": agenda, "kind": of_kind, "item": found, "planned": planned, "reasons": reasons, "note": note,
        "groups": by_item(planned.changes) if planned else [],
        "back": item_url("item", agenda, kind, found.ref),
    }  # fmt: skip
    return render(request, "planfile/item_remove.html", context)
