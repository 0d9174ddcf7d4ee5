"""The agenda file in the page: download, upload, look at the differences, confirm."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

import agenda.models as plan
from operations.models import StoredFile
from operations.services import file_store
from organisation.access import Action, ActorRequest, requires
from planfile.changenotes import ChangeNoteForm
from planfile.exceptions import LoadRefusedError
from planfile.forms import UploadForm
from planfile.history import by_item
from planfile.schema import read_document
from planfile.selectors import agenda_document
from planfile.services import NO_NOTE, Plan, agenda_load, plan_load
from planfile.source import Problem, SourceError
from planfile.views.common import agenda_or_404
from planfile.writer import write_document

SALT = "planfile.upload"
MAX_AGE = 24 * 3600
SHOWN_PROBLEMS = 200


@dataclass(frozen=True)
class ShownProblem:
    """A problem beside the text of its line; ``text`` is "" when there is none to show."""

    problem: Problem
    text: str


def shown_problems(content: bytes, problems: list[Problem]) -> list[ShownProblem]:
    lines = content.decode("utf-8", "replace").split("\n")
    found = []
    for problem in problems[:SHOWN_PROBLEMS]:
        text = lines[problem.line - 1] if problem.line <= len(lines) else ""
        found.append(
            ShownProblem(problem, "".join(sign for sign in text if sign.isprintable()).strip()[:160])
        )
    return found


@requires(Action.EDIT_AGENDA)
@require_http_methods(["GET", "POST"])
def upload(request: ActorRequest) -> HttpResponse:
    """The agendas that there are, and the form to upload a file. A sound file goes on to its differences."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    context = {"form": form, "agendas": plan.Agenda.objects.select_related("college")}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            read_document(content)
        except SourceError as error:
            context.update(
                problems=shown_problems(content, error.problems),
                count=len(error.problems),
                file_name=file.name,
            )
            return render(request, "planfile/agenda_upload.html", context)
        stored = file_store(name=file.name, content=content, by=request.actor)
        token = signing.dumps(
            {"file": stored.pk, "name": file.name[-120:], "by": request.actor.user.pk}, salt=SALT
        )
        return redirect("planfile:confirm", token=token)
    return render(request, "planfile/agenda_upload.html", context)


def _uploaded(request: ActorRequest, token: str) -> tuple[bytes, str]:
    """The bytes and name that a token stands for; only for the person who uploaded them."""
    try:
        claim = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature as error:
        raise Http404 from error
    file = StoredFile.objects.filter(pk=claim["file"]).first()
    if claim["by"] != request.actor.user.pk or file is None:
        raise Http404
    try:
        with file.content.open("rb") as source:
            return source.read(), claim["name"]
    except OSError as error:
        raise Http404 from error


@requires(Action.EDIT_AGENDA)
@require_http_methods(["GET", "POST"])
def confirm(request: ActorRequest, token: str) -> HttpResponse:
    """The differences of an uploaded file; posting loads exactly that file over exactly what was compared."""
    content, name = _uploaded(request, token)
    retire = request.POST.get("retire") == "on"
    reasons: list[str] = []
    planned = plan_load(read_document(content))
    # An agenda that is not there yet needs no reason to be loaded.
    asked = bool(planned.base)
    note = ChangeNoteForm(request.POST if request.method == "POST" else None, on=request.actor.on)
    if request.method == "POST" and (not asked or note.is_valid()):
        try:
            done = agenda_load(
                content=content,
                name=name,
                by=request.actor,
                retire=retire,
                base=request.POST.get("base", "-"),
                note=note.note() if asked else NO_NOTE,
            )
        except LoadRefusedError as error:
            reasons = error.reasons
        else:
            messages.success(request, f"De agenda is geladen uit {name}: {counted(done)}.")
            return redirect("planfile:upload")
    context = {
        "planned": planned, "groups": by_item(planned.changes), "name": name, "reasons": reasons, "retire": retire,
        "note": note if asked else None,
    }  # fmt: skip
    return render(request, "planfile/agenda_confirm.html", context)


def counted(planned: Plan) -> str:
    count = len(planned.changes)
    return "1 verschil" if count == 1 else f"{count} verschillen"


@requires(Action.EDIT_AGENDA)
@require_GET
def download(request: ActorRequest, slug: str) -> HttpResponse:
    """The agenda file as it is now."""
    agenda = agenda_or_404(slug)
    text = write_document(agenda_document(agenda))
    response = HttpResponse(text.encode(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{agenda.slug}.yaml"'
    return response
