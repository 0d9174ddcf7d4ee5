"""The log of who did what."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from operations import selectors
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.READ_AUDIT)
def audit(request: ActorRequest) -> HttpResponse:
    log = selectors.audit_page(kind=request.GET.get("soort", ""), page=request.GET.get("pagina", "1"))
    return render(request, "operations/audit_list.html", {"log": log, "mail": selectors.mail_trouble()})
