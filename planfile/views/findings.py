"""What does not fit together in the agenda, or is still missing."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from agenda.selectors import current_agenda
from organisation.access import Action, ActorRequest, requires
from planfile.findings import findings_page


@requires(Action.READ_FINDINGS)
@require_GET
def findings(request: ActorRequest) -> HttpResponse:
    """The findings by kind, for all or for one kind or objective."""
    agenda = current_agenda(timezone.localdate())
    if agenda is None:
        return render(request, "planfile/findings_none.html")
    page = findings_page(
        agenda, kind=request.GET.get("soort", ""), objective=request.GET.get("doelstelling", "")
    )
    return render(request, "planfile/findings_list.html", {"agenda": agenda, "page": page})
