"""The page on which reports of a round are accepted or sent back with a question."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from measures.exceptions import ReplyRefusedError
from measures.models import StatusReport, Verdict
from measures.reviewing import report_row, review_page
from measures.round_views import found_round
from measures.services.replies import reply_add, reports_accept
from organisation.access import Action, ActorRequest, requires

VERDICTS = {Verdict.ACCEPTED.value, Verdict.SENT_BACK.value}


@dataclass(frozen=True)
class Refused:
    """What was refused about one report, and what was typed; 0: about several."""

    pk: int
    message: str
    text: str = ""


@require_safe
@requires(Action.REVIEW_REPORTS)
def reports(request: ActorRequest, year: int, kind: str) -> HttpResponse:
    """The reports of a round, with what was said about them."""
    return _list(request, year, kind)


@require_POST
@requires(Action.REVIEW_REPORTS)
def accept(request: ActorRequest, year: int, kind: str) -> HttpResponse:
    """Accept the chosen reports, or all that the page shows."""
    row = found_round(request, year, kind)
    chosen = request.POST.getlist("zichtbaar" if "alles" in request.POST else "melding")
    pks = [int(pk) for pk in chosen if pk.isascii() and pk.isdecimal() and len(pk) < 19]
    found = StatusReport.objects.filter(round=row.round, pk__in=pks)
    if not pks:
        return _list(request, year, kind, Refused(0, "Kies eerst een of meer meldingen."))
    try:
        done = reports_accept(reports=list(found), by=request.actor)
    except ReplyRefusedError as error:
        if error.forbidden:
            raise PermissionDenied from error
        return _list(request, year, kind, Refused(0, str(error)))
    said = f"{done.accepted} {'melding is' if done.accepted == 1 else 'meldingen zijn'} akkoord."
    if done.passed_by:
        said += f" {done.passed_by} niet: die waren al akkoord, of er is een nieuwere."
    messages.success(request, said)
    return _list(request, year, kind) if request.headers.get("HX-Request") else _back(request, year, kind)


@require_POST
@requires(Action.REVIEW_REPORTS)
def reply(request: ActorRequest, year: int, kind: str, pk: int) -> HttpResponse:
    """Accept one report, or send it back. With htmx only its own part of the page comes back."""
    row = found_round(request, year, kind)
    report = get_object_or_404(StatusReport, pk=pk, round=row.round)
    verdict, text = request.POST.get("oordeel", ""), request.POST.get("tekst", "")
    if verdict not in VERDICTS:
        raise Http404
    message = ""
    try:
        reply_add(report=report, verdict=Verdict(verdict), text=text, by=request.actor)
    except ReplyRefusedError as error:
        if error.forbidden:
            raise PermissionDenied from error
        message = str(error)
    # A newer report may stand in its place by now: then that one is shown, with why nothing was done.
    one = report_row(row.round, report.assignment_id, actor=request.actor)
    if one is None:
        raise Http404
    refused = Refused(one.pk, message, text) if message else None
    if request.headers.get("HX-Request"):
        context = {"one": one, "refused": refused, "row": row, "query": _query(request), "fresh": True}
        return render(request, "measures/_review_row.html", context)
    if refused:
        return _list(request, year, kind, refused)
    word = "akkoord" if verdict == Verdict.ACCEPTED else "teruggestuurd met uw vraag"
    messages.success(request, f"De melding is {word}.")
    return _back(request, year, kind)


def _list(request: ActorRequest, year: int, kind: str, refused: Refused | None = None) -> HttpResponse:
    row = found_round(request, year, kind)
    if not row.round.asks_reports:
        raise Http404
    page = review_page(row.round, request.GET.dict(), actor=request.actor)
    swapped = bool(request.headers.get("HX-Request")) and not request.headers.get(
        "HX-History-Restore-Request"
    )
    template = "measures/_review_list.html" if swapped else "measures/review.html"
    context = {"row": row, "page": page, "refused": refused, "query": _query(request), "swapped": swapped}
    return render(request, template, context)


def _query(request: ActorRequest) -> str:
    """The filters of the address, to keep them."""
    return f"?{request.GET.urlencode()}" if request.GET else ""


def _back(request: ActorRequest, year: int, kind: str) -> HttpResponse:
    return redirect(reverse("measures:round_reports", args=[year, kind]) + _query(request))
