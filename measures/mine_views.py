"""The list of what somebody reports on, and saying of one or several measures that nothing changed."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from agenda.selectors import current_agenda
from measures.exceptions import ReportAskedError, ReportConflictError, ReportRefusedError
from measures.mine import Mine, mine
from measures.mine_filter import read_filter
from measures.report_page import left_behind
from measures.services.reports import report_unchanged, reports_unchanged_many
from organisation.access import Action, ActorRequest, requires


@require_safe
@requires(Action.REPORT_PROGRESS)
def mine_list(request: ActorRequest) -> HttpResponse:
    """Everything that this person reports on, what is due first."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return render(request, "measures/mine_none.html")
    found = mine(agenda, request.actor)
    context = {
        "mine": found, "asked": read_filter(request.GET, found), "agenda": agenda, "submission": uuid4(),
        "left_behind": left_behind(request.actor, [row.assignment.pk for row in found.rows]),
    }  # fmt: skip
    return render(request, "measures/mine_list.html", context)


@require_POST
@requires(Action.REPORT_PROGRESS)
def unchanged(request: ActorRequest, pk: int) -> HttpResponse:
    """One tap: nothing changed since the last report. With htmx the row comes back, and the counts with it."""
    before = _mine(request)
    row = before.row(pk)
    if row is None:
        raise Http404
    problem = SafeString()
    try:
        report_unchanged(
            assignment=row.assignment, based_on=_number(request.POST.get("based_on", "")),
            submission=_uuid(request.POST.get("submission", "")), on=request.actor.on, by=request.actor,
        )  # fmt: skip
    except (ReportRefusedError, ReportConflictError) as error:
        problem = _what_now(pk, error)
    if not request.headers.get("HX-Request"):
        code = row.assignment.measure.code
        if problem:
            messages.warning(request, format_html("{} niet gemeld. {}", code, problem))
        else:
            messages.success(request, f"{code} gemeld: niets veranderd.")
        return redirect(_back(request))
    after = mine(before.agenda, request.actor)
    context = {
        "mine": after, "row": after.row(pk), "whole": after.unit_of(pk), "problem": problem, "tapped": True,
        "swapped": True, "asked": read_filter(QueryDict(request.POST.get("terug", "")[:200]), after),
    }  # fmt: skip
    return render(request, "measures/_mine_tapped.html", context)


@require_POST
@requires(Action.REPORT_PROGRESS)
def unchanged_many(request: ActorRequest) -> HttpResponse:
    """Nothing changed with any of the ticked measures."""
    found = _mine(request)
    chosen = [_token(token) for token in request.POST.getlist("kies")]
    done = reports_unchanged_many(
        chosen=[(pk, seen) for pk, seen in chosen if found.row(pk)],
        submission=_uuid(request.POST.get("submission", "")), on=request.actor.on, by=request.actor,
    )  # fmt: skip
    count = len(done.reported)
    if count:
        word = "maatregel" if count == 1 else "maatregelen"
        messages.success(request, f"{count} {word} gemeld: niets veranderd.")
    for pk, error in done.refused:
        row = found.row(pk)
        code = row.assignment.measure.code if row else pk
        messages.warning(request, format_html("{} niet gemeld. {}", code, _what_now(pk, error)))
    if not count and not done.refused:
        messages.info(request, "U had niets aangevinkt. Vink aan waar niets veranderde.")
    return redirect(_back(request))


def _what_now(pk: int, error: ReportRefusedError | ReportConflictError) -> SafeString:
    """Why it was not reported, with the way to where one sees it and answers."""
    way = "Naar de vraag" if isinstance(error, ReportAskedError) else "Open de maatregel en kijk wat er staat"
    address = reverse("measures:report", args=[pk])
    return format_html('{} <a class="linked" href="{}">{}</a>.', str(error), address, way)


def _mine(request: ActorRequest) -> Mine:
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        raise Http404
    return mine(agenda, request.actor)


def _back(request: ActorRequest) -> str:
    """The list as it was filtered."""
    query = request.POST.get("terug", "")[:200]
    return reverse("measures:mine") + (f"?{query}" if query else "")


def _token(token: str) -> tuple[int, int | None]:
    """``<assignment>-<report>`` of a ticked row; what is spoilt names nothing."""
    pk, _, seen = token.partition("-")
    return _number(pk) or 0, _number(seen)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def _uuid(text: str) -> UUID:
    """The form's own number; one that is spoilt gets a new one."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
