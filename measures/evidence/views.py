"""The pages of evidence: what shows that a unit did something, adding it, opening it, taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from measures.evidence.content import ALLOWED, KINDS, MIB
from measures.evidence.exceptions import EvidenceRefusedError
from measures.evidence.selectors import evidence_page, readable_assignment, readable_evidence
from measures.evidence.services import LONGEST_TITLE, evidence_add_file, evidence_add_link, evidence_withdraw
from measures.models import Assignment, Evidence
from organisation.access import Action, ActorRequest, requires

NO_SCRIPTS = "default-src 'none'; sandbox"
"""Should a browser ever show a file of ours as a page: nothing in it may run, load or send."""


class TitleForm(forms.Form):
    title = forms.CharField(
        label="Omschrijving", max_length=LONGEST_TITLE, required=False, help_text="Wat laat dit zien?"
    )


class FileForm(TitleForm):
    """A file as evidence."""

    prefix = "bestand"
    file = forms.FileField(
        label="Bestand",
        allow_empty_file=True,
        error_messages={"required": "Kies een bestand.", "max_length": "De naam van dit bestand is te lang."},
    )
    field_order = ("file", "title")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{ending}" for ending in KINDS)
        limit = f"{settings.EVIDENCE_MAX_BYTES / MIB:.0f}"
        self.fields["file"].help_text = f"Ten hoogste {limit} MB: {ALLOWED}."


class LinkForm(TitleForm):
    """A link as evidence. What an address is, the service decides."""

    prefix = "link"
    url = forms.CharField(
        label="Adres", widget=forms.URLInput, error_messages={"required": "Vul een adres in."}
    )
    field_order = ("url", "title")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Waarom trekt u dit in?", widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf op waarom u dit intrekt."},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.READ_AGENDA)
def evidence(request: ActorRequest, pk: int) -> HttpResponse:
    """What a unit shows for a measure; whoever reports for it adds a file or a link."""
    assignment = readable_assignment(pk, request.actor)
    if assignment is None:
        raise Http404
    as_file, as_link = FileForm(), LinkForm()
    page = evidence_page(assignment, request.actor)
    if request.method == "POST" and not page.theirs:
        raise PermissionDenied
    if request.method == "POST" and not page.refused:
        form: FileForm | LinkForm
        if "link" in request.POST:
            form = as_link = LinkForm(request.POST)
        else:
            form = as_file = FileForm(request.POST, request.FILES)
        if form.is_valid() and _added(request, assignment, form):
            return redirect("measures:evidence", pk)
    context = {"page": page, "file_form": as_file, "link_form": as_link}
    return render(request, "measures/evidence.html", context)


def _added(request: ActorRequest, assignment: Assignment, form: FileForm | LinkForm) -> bool:
    """Whether it was kept; otherwise the form says why not."""
    data, on, by = form.cleaned_data, request.actor.on, request.actor
    title = data["title"]
    try:
        if isinstance(form, FileForm):
            given = data["file"]
            kept = evidence_add_file(
                assignment=assignment, title=title, name=given.name, content=given, on=on, by=by
            )
        else:
            kept = evidence_add_link(assignment=assignment, title=title, url=data["url"], on=on, by=by)
    except EvidenceRefusedError as error:
        form.add_error("file" if isinstance(form, FileForm) else "url", str(error))
        return False
    messages.success(request, f"Toegevoegd: {kept.title}.")
    return True


@require_safe
@requires(Action.READ_AGENDA)
def evidence_file(request: ActorRequest, pk: int) -> HttpResponseBase:
    """The bytes, to keep and never to show: 404 for who may not know of it, for a link, and once it is withdrawn."""
    row = readable_evidence(pk, request.actor)
    if row is None or row.withdrawn_at is not None or row.file is None or not row.file.content:
        raise Http404
    try:
        source = row.file.content.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(source, as_attachment=True, filename=row.name, content_type=row.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NO_SCRIPTS
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.REPORT_PROGRESS)
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a piece back, with a reason."""
    row = readable_evidence(pk, request.actor)
    if row is None:
        raise Http404
    if not evidence_page(row.assignment, request.actor).theirs:
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _withdrawn(request, row, form):
        return redirect("measures:evidence", row.assignment_id)
    return render(request, "measures/evidence_withdraw.html", {"row": row, "form": form})


def _withdrawn(request: ActorRequest, row: Evidence, form: ReasonForm) -> bool:
    try:
        evidence_withdraw(evidence=row, reason=form.cleaned_data["reason"], by=request.actor)
    except EvidenceRefusedError as error:
        form.add_error("reason", str(error))
        return False
    messages.success(request, f"Ingetrokken: {row.title}.")
    return True
