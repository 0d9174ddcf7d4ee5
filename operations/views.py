"""The log of who did what."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from operations import selectors
from operations.downloads import audit_csv
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_AUDIT)
def audit(request: ActorRequest) -> HttpResponse:
    asked = selectors.read_audit_filter(request.GET.dict())
    log = selectors.audit_page(asked, page=request.GET.get("pagina", "1"))
    return render(request, "operations/audit_list.html", {"log": log, "mail": selectors.mail_trouble()})


@require_safe
@requires(Action.READ_AUDIT)
def audit_file(request: ActorRequest) -> StreamingHttpResponse:
    """The same rows as a file, all pages of them."""
    asked = selectors.read_audit_filter(request.GET.dict())
    lines = audit_csv(selectors.audit_rows(asked))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"logboek-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
