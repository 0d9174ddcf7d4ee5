"""The page on which a unit reports about one measure, and what was said about it before."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from measures.exceptions import ReplyRefusedError, ReportConflictError, ReportRefusedError
from measures.mine import mine
from measures.models import ReportDraft, ReportReply, StatusReport, Verdict
from measures.report_fields import ReportFields, differences
from measures.report_forms import ReportForm, chosen_between, empty_form, refilled
from measures.report_page import ReportPage, history, report_page
from measures.reporting_rights import was_theirs
from measures.services.drafts import draft_drop, draft_save
from measures.services.replies import reply_add
from measures.services.reports import report_correct, report_submit
from organisation.access import Action, ActorRequest, requires

MISSED = "Terwijl u typte kwam uw vorige melding terug met een vraag:"


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def report(request: ActorRequest, pk: int) -> HttpResponse:
    """The last report of one measure and the form for the next.

    For whoever may know of it, also without the role: somebody who moved while typing reads why, with the own text.
    """
    page = _page(request, pk)
    if request.method == "POST":
        return _receive(request, page)
    if page.refused:
        return _refused(request, page)
    if page.last is not None and request.GET.get("gemeld") == str(page.last.pk):
        return _saved(request, page, page.last)
    drafted = page.drafted
    if page.overtaken and page.last and drafted and differences(drafted, ReportFields.of(page.last)):
        return _conflict(request, page, empty_form(page), drafted)
    corrects = "verbeter" in request.GET and page.last is not None and page.draft is None
    return _show(request, page, form=empty_form(page, corrects=corrects))


@require_POST
def draft(request: ActorRequest, pk: int) -> HttpResponse:
    """Keep what was typed so far, or throw it away. Nobody else reads it."""
    page = _page(request, pk)
    if "weg" in request.POST:
        if draft_drop(assignment=page.assignment, by=request.actor):
            messages.success(request, "De niet verstuurde tekst is weggegooid.")
        return redirect(_after_dropping(request, page))
    if page.refused and not was_theirs(request.actor, page.assignment):
        return _refused(request, page)
    form = ReportForm(request.POST)
    form.is_valid()
    try:
        kept = _keep(request, page, form)
    except ReportRefusedError as error:
        return render(request, "measures/_draft.html", {"refused": error.message})
    return render(request, "measures/_draft.html", {"draft": kept})


@require_safe
@requires(Action.READ_AGENDA)
def report_history(request: ActorRequest, pk: int) -> HttpResponse:
    """Who said what when about one measure of one unit."""
    found = history(pk, request.actor, request.GET.get("pagina", "1"))
    if found is None:
        raise Http404
    return render(request, "measures/report_history.html", {"history": found})


def _after_dropping(request: ActorRequest, page: ReportPage) -> str:
    """Where somebody goes who threw the own text away: never to a page that is not for them."""
    if not page.refused:
        return reverse("measures:report", args=[page.assignment.pk])
    return reverse("measures:mine" if request.actor.may(Action.REPORT_PROGRESS) else "dashboards:home")


def _page(request: ActorRequest, pk: int) -> ReportPage:
    page = report_page(pk, request.actor)
    if page is None:
        raise Http404
    return page


def _receive(request: ActorRequest, page: ReportPage) -> HttpResponse:
    """Store a report that was sent; what cannot be stored comes back with everything that was typed."""
    form = ReportForm(request.POST)
    valid = form.is_valid()
    if page.refused:
        # Between opening the form and sending it something closed or somebody moved: what was typed stays theirs.
        theirs = was_theirs(request.actor, page.assignment)
        return _refused(request, page, _kept_or_none(request, page, form) if theirs else None)
    if not valid:
        return _show(request, page, form=form)
    fields = chosen_between(form, page, request.POST)
    if request.POST.get("doe") == "antwoord":
        return _answer_only(request, page, form)
    try:
        made = _store(request, page, form, fields)
    except ReportRefusedError as error:
        form = refilled(request.POST, fields)
        form.refuse(error)
        return _show(request, page, form=form)
    except ReportConflictError as conflict:
        return _met(request, page, form, fields.tidied(), conflict.current)
    unplaced = _answer(request, page, form)
    # The question came while somebody typed: their form had no room for an answer yet.
    missed = page.question if "answer" not in request.POST else None
    return _after(request, page, made, unplaced, asked_for=form.cleaned_data["round"], missed=missed)


def _store(request: ActorRequest, page: ReportPage, form: ReportForm, fields: ReportFields) -> StatusReport:
    given: dict[str, Any] = {
        "fields": fields, "submission": form.number, "on": request.actor.on, "by": request.actor,
    }  # fmt: skip
    based_on = form.cleaned_data["based_on"]
    if form.cleaned_data["corrects"] and based_on:
        seen = page.assignment.reports.filter(pk=based_on).first()
        if seen is not None:
            return report_correct(report=seen, **given)
    return report_submit(assignment=page.assignment, based_on=based_on, **given)


def _answer(request: ActorRequest, page: ReportPage, form: ReportForm) -> str:
    """Place the answer to the reviewer's question, once; returns why it could not be placed."""
    text = form.cleaned_data["answer"]
    if not text or page.last is None:
        return ""
    if any(reply.text == text and reply.by_id == request.actor.user.pk for reply in page.replies):
        return ""
    try:
        reply_add(report=page.last, verdict=Verdict.ANSWER, text=text, by=request.actor)
    except ReplyRefusedError as error:
        return str(error)
    return ""


def _answer_only(request: ActorRequest, page: ReportPage, form: ReportForm) -> HttpResponse:
    if not form.cleaned_data["answer"]:
        form.add_error("answer", "Schrijf eerst een antwoord.")
        return _show(request, page, form=form)
    if refused := _answer(request, page, form):
        form.add_error("answer", refused)
        return _show(request, page, form=form)
    page = _page(request, page.assignment.pk)
    return _show(request, page, form=empty_form(page), answered=True)


def _after(
    request: ActorRequest,
    page: ReportPage,
    made: StatusReport,
    unplaced: str,
    *,
    asked_for: int | None,
    missed: ReportReply | None = None,
) -> HttpResponse:
    """Say that it is kept, and for which round; with htmx in place, else on the page by its own address."""
    late = asked_for is not None and made.round_id != asked_for
    if request.headers.get("HX-Request"):
        page = _page(request, page.assignment.pk)
        return _saved(request, page, made, late=late, unplaced=unplaced, missed=missed)
    if unplaced:
        messages.warning(request, f"Uw antwoord is niet geplaatst. {unplaced}")
    if missed:
        messages.warning(request, f"{MISSED} {missed.text[:500]}")
    query = {"gemeld": made.pk} | ({"laat": 1} if late else {})
    return redirect(f"{reverse('measures:report', args=[page.assignment.pk])}?{urlencode(query)}")


def _saved(
    request: ActorRequest,
    page: ReportPage,
    made: StatusReport,
    *,
    late: bool = False,
    unplaced: str = "",
    missed: ReportReply | None = None,
) -> HttpResponse:
    found = mine(page.assignment.measure.agenda, request.actor)
    context: dict[str, Any] = {
        "saved": made, "late": late or "laat" in request.GET, "unplaced": unplaced, "mine": found,
        "next": found.after(page.assignment.pk), "missed": missed, "missed_title": MISSED,
    }  # fmt: skip
    return _show(request, page, part="measures/_report_saved.html", **context)


def _met(
    request: ActorRequest, page: ReportPage, form: ReportForm, own: ReportFields, theirs: StatusReport | None
) -> HttpResponse:
    """Somebody else was first. When both say the same there is nothing to choose."""
    if theirs is not None and not differences(own, ReportFields.of(theirs)):
        draft_drop(assignment=page.assignment, by=request.actor)
        return _after(request, page, theirs, _answer(request, page, form), asked_for=None)
    _kept_or_none(request, page, form)
    return _conflict(request, _page(request, page.assignment.pk), form, own)


def _conflict(request: ActorRequest, page: ReportPage, form: ReportForm, own: ReportFields) -> HttpResponse:
    """Both versions, field by field, for the writer to choose."""
    if page.last is None:
        return _show(request, page, form=form)
    context: dict[str, Any] = {
        "own": own, "differences": differences(own, ReportFields.of(page.last)), "form": form,
        "number": form["submission"].value(),
    }  # fmt: skip
    return _show(request, page, part="measures/_report_conflict.html", **context)


def _show(
    request: ActorRequest,
    page: ReportPage,
    part: str = "measures/_report_form.html",
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    """The page with this part in it, or the part alone where htmx asks for it."""
    context |= {"page": page, "part": part, "agenda": page.assignment.measure.agenda}
    swapped = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    return render(request, part if swapped else "measures/report_page.html", context, status=status)


def _refused(request: ActorRequest, page: ReportPage, kept: ReportDraft | None = None) -> HttpResponse:
    """Why this person cannot report here, with what they had typed."""
    return _show(
        request,
        page,
        part="measures/_report_refused.html",
        status=HTTPStatus.FORBIDDEN,
        draft=kept or page.draft,
    )


def _keep(request: ActorRequest, page: ReportPage, form: ReportForm) -> ReportDraft | None:
    data = form.cleaned_data
    return draft_save(
        assignment=page.assignment, fields=form.typed, based_on=data.get("based_on"), by=request.actor,
        submission=data.get("submission"),
    )  # fmt: skip


def _kept_or_none(request: ActorRequest, page: ReportPage, form: ReportForm) -> ReportDraft | None:
    try:
        return _keep(request, page, form)
    except ReportRefusedError:
        return None
