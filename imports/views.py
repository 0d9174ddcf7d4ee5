"""The pages of the import: the list with the form to upload, one file, and the buttons on its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from imports import selectors, services
from imports.exceptions import FileRefused, ImportRefused
from imports.forms import AnswerForm, NoteForm, UploadForm
from imports.models import Batch
from imports.registry import Section, front_sections, readers_for
from imports.watching import folder_view
from organisation.access import Action, ActorRequest, requires

State = Batch.State
WITH_PREVIEW = {State.CHECKED, State.QUESTIONS, State.APPLIED, State.UNDONE}


@dataclass(frozen=True)
class Part:
    """A part of the page that the handler made."""

    title: str
    html: SafeString


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.OPEN_IMPORT)
def index(request: ActorRequest) -> HttpResponse:
    """All files, and the form to upload one. A file that is taken in goes on to its own page."""
    own = readers_for(request.actor)
    said = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*said, readers=own.values())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.batch_upload(
                reader=data["reader"], file=data["file"], name=data["file"].name, edition=data["edition"],
                period=data["period"], by=request.actor,
            )  # fmt: skip
        except FileRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("imports:batch", made.pk)
    context = {
        "form": form,
        "readers": own.values(),
        "list": selectors.batch_list(page=request.GET.get("pagina", "1"), by=request.actor),
        "folder": folder_view() if request.actor.may(Action.IMPORT_DATA) else None,
        "parts": _front(request),
    }
    return render(request, "imports/batch_list.html", context)


def _front(request: ActorRequest) -> list[Part]:
    """What other floors tell whoever looks after every file."""
    if not request.actor.may(Action.IMPORT_DATA):
        return []
    sections = [section for make in front_sections if (section := make(request.actor.on)) is not None]
    return [_part(request, section) for section in sections]


def _part(request: ActorRequest, section: Section) -> Part:
    return Part(section.title, render_to_string(section.template, dict(section.context), request))


@require_safe
@requires(Action.OPEN_IMPORT)
@vary_on_headers("HX-Request")
def batch(request: ActorRequest, pk: int) -> HttpResponse:
    """One file: how its check goes, what is asked, what would change, and what can be done."""
    context = _context(request, pk)
    swapped = bool(request.headers.get("HX-Request")) and not request.headers.get(
        "HX-History-Restore-Request"
    )
    return render(request, "imports/_batch.html" if swapped else "imports/batch_detail.html", context)


def _context(request: ActorRequest, pk: int, answers: AnswerForm | None = None) -> dict[str, Any]:
    page = selectors.batch_page(pk, by=request.actor)
    if page is None:
        raise Http404
    if answers is None and page.questions:
        answers = AnswerForm(list(page.questions))
    return {"page": page, "parts": _parts(request, page.batch), "answers": answers, "note": NoteForm()}


def _batch_or_404(request: ActorRequest, pk: int) -> Batch:
    """A file that this person may bring in; another one does not exist for them."""
    return get_object_or_404(selectors.batches_for(request.actor).select_related("file"), pk=pk)


def _parts(request: ActorRequest, batch: Batch) -> list[Part]:
    reader = batch.known_reader
    if reader is None or batch.state not in WITH_PREVIEW:
        return []
    return [_part(request, one) for one in reader.handler.sections(batch)]


@require_safe
@requires(Action.OPEN_IMPORT)
def file(request: ActorRequest, pk: int) -> FileResponse:
    """The bytes as they were uploaded, as a download."""
    batch = _batch_or_404(request, pk)
    reader = batch.known_reader
    if batch.file is None or not batch.has_bytes or reader is None or not reader.keeps_file:
        raise Http404
    try:
        source = batch.file.content.open("rb")
    except OSError as error:
        raise Http404 from error
    return FileResponse(
        source, as_attachment=True, filename=batch.file_name, content_type="application/octet-stream"
    )


@require_POST
@requires(Action.OPEN_IMPORT)
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Store answers and check again; a wrong one comes back in the form."""
    batch = _batch_or_404(request, pk)
    form = AnswerForm(list(batch.problems.filter(severity="question")), request.POST)
    if not form.is_valid():
        return render(request, "imports/batch_detail.html", _context(request, pk, form))
    return _act(
        request, pk, lambda: services.batch_answer(batch=batch, answers=form.answers(), by=request.actor), ""
    )


@require_POST
@requires(Action.OPEN_IMPORT)
def approve(request: ActorRequest, pk: int) -> HttpResponse:
    batch = _batch_or_404(request, pk)
    done = f"{batch.file_name} is toegepast. De cijfers staan nu op de pagina's."
    return _act(request, pk, lambda: services.batch_approve(batch=batch, by=request.actor), done)


@require_POST
@requires(Action.OPEN_IMPORT)
def reject(request: ActorRequest, pk: int) -> HttpResponse:
    batch, note = _batch_or_404(request, pk), _note(request)
    done = f"{batch.file_name} is afgewezen. Er is niets veranderd."
    return _act(request, pk, lambda: services.batch_reject(batch=batch, by=request.actor, note=note), done)


@require_POST
@requires(Action.OPEN_IMPORT)
def undo(request: ActorRequest, pk: int) -> HttpResponse:
    batch, note = _batch_or_404(request, pk), _note(request)
    done = f"{batch.file_name} is ongedaan gemaakt. De cijfers van ervoor gelden weer."
    return _act(request, pk, lambda: services.batch_undo(batch=batch, by=request.actor, note=note), done)


@require_POST
@requires(Action.OPEN_IMPORT)
def recheck(request: ActorRequest, pk: int) -> HttpResponse:
    batch, anew = _batch_or_404(request, pk), request.POST.get("vergeet") == "on"
    return _act(
        request, pk, lambda: services.batch_recheck(batch=batch, by=request.actor, forget_answers=anew), ""
    )


def _note(request: ActorRequest) -> str:
    form = NoteForm(request.POST)
    return form.cleaned_data["note"] if form.is_valid() else request.POST.get("note", "")[:1000]


def _act(request: ActorRequest, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    """Do it, and say on the file's page what happened or why not."""
    try:
        act()
    except ImportRefused as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
    return redirect("imports:batch", pk)
