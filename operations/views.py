"""The log of who did what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from operations import selectors
from operations.downloads import audit_csv
from operations.services import outbox_drop, outbox_retry
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_AUDIT)
def audit(request: ActorRequest) -> HttpResponse:
    asked = selectors.read_audit_filter(request.GET.dict())
    people = request.actor.may(Action.MANAGE_PEOPLE)
    log = selectors.audit_page(asked, page=request.GET.get("pagina", "1"), people=people)
    return render(request, "operations/audit_list.html", {"log": log, "mail": selectors.mail_trouble()})


@require_safe
@requires(Action.READ_AUDIT)
def audit_file(request: ActorRequest) -> StreamingHttpResponse:
    """The same rows as a file, all pages of them."""
    asked = selectors.read_audit_filter(request.GET.dict())
    lines = audit_csv(selectors.audit_rows(asked, people=request.actor.may(Action.MANAGE_PEOPLE)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"logboek-{timezone.localdate().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@requires(Action.SEND_MAILS_AGAIN)
def mails_again(request: ActorRequest) -> HttpResponse:
    """Have the ticked mails sent again that were given up or left halfway, or throw them away."""
    asked = request.POST.getlist("mail")
    ids = {int(text) for text in asked if text.isascii() and text.isdecimal() and len(text) < 18}
    if "weg" in request.POST:
        count = outbox_drop(ids=ids, by=request.actor)
        done = f"{count} {'mail' if count == 1 else 'mails'} weggegooid."
    else:
        count = len(outbox_retry(ids=ids, by=request.actor))
        done = f"{count} {'mail gaat' if count == 1 else 'mails gaan'} opnieuw uit."
    if count:
        messages.success(request, done)
    else:
        messages.info(request, "Er is niets veranderd. Vink eerst mails aan.")
    return redirect("operations:events")
