"""The page of the college's own templates: upload, look at an example, choose, withdraw."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisation.access import Action, ActorRequest, requires
from reporting.exceptions import TemplateRefusedError
from reporting.files import Failed, content_of
from reporting.models import ReportTemplate
from reporting.template import services
from reporting.template.check import LARGEST
from reporting.template.example import example_document
from reporting.template.fields import FIELDS
from reporting.template.forms import TemplateForm
from reporting.template.selectors import template_in_use, templates_with_use

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_TEMPLATES)
def templates(request: ActorRequest) -> HttpResponse:
    """Every template with its history, and a form to add one."""
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            services.template_add(name=upload.name, content=upload.read(LARGEST + 1), by=request.actor)
        except TemplateRefusedError as error:
            for problem in error.problems:
                form.add_error("file", problem)
        else:
            messages.success(
                request, "Het sjabloon is bewaard. Bekijk het voorbeeld en neem het dan in gebruik."
            )
            return redirect("reporting:templates")
    page = {"form": form, "rows": templates_with_use(), "in_use": template_in_use(), "fields": FIELDS}
    return render(request, "reporting/template_list.html", page)


@require_POST
@requires(Action.KEEP_TEMPLATES)
def choose(request: ActorRequest, pk: int) -> HttpResponse:
    """Make new reports in this template."""
    services.template_choose(template=_template(pk), by=request.actor)
    messages.success(
        request, "Nieuwe Word-bestanden worden in dit sjabloon gemaakt. Wat er al is, verandert niet."
    )
    return redirect("reporting:templates")


@require_POST
@requires(Action.KEEP_TEMPLATES)
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Make new reports in the site's own layout again."""
    services.template_withdraw(template=_template(pk), by=request.actor)
    messages.success(
        request, "Nieuwe Word-bestanden krijgen weer de gewone opmaak. Wat er al is, verandert niet."
    )
    return redirect("reporting:templates")


@require_safe
@requires(Action.KEEP_TEMPLATES)
def template_file(request: ActorRequest, pk: int) -> HttpResponse:
    """The template itself, as it was uploaded."""
    row = _template(pk)
    return _download(_content(row), row.name)


@require_safe
@requires(Action.KEEP_TEMPLATES)
def template_example(request: ActorRequest, pk: int) -> HttpResponse:
    """An invented report of a page or two in this template."""
    row = _template(pk)
    document = replace(example_document(row.added_at, row.file.sha256), template=_content(row))
    made = content_of(document, b"", "docx")
    if isinstance(made, Failed):
        raise Http404(made.reason)
    return _download(made, f"voorbeeld-{row.pk}.docx")


def _template(pk: int) -> ReportTemplate:
    return get_object_or_404(ReportTemplate.objects.select_related("file"), pk=pk)


def _content(row: ReportTemplate) -> bytes:
    try:
        with row.file.content.open("rb") as source:
            content: bytes = source.read()
    except OSError as error:
        raise Http404 from error
    return content


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "-" for sign in name)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response
