"""The pages of reports: the years, one report with its steps, and its documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from agenda.selectors import current_agenda
from organisation.access import Action, ActorRequest, requires
from reporting.about import About
from reporting.comparing.differences import Differences
from reporting.comparing.selectors import since_made
from reporting.exceptions import ReportRefusedError
from reporting.kinds import ReportKind
from reporting.models import Report, ReportFile
from reporting.selectors import about_of
from reporting.workflow import services
from reporting.workflow.forms import ProposeForm, ReasonForm, SignForm, StartForm
from reporting.workflow.selectors import (
    ReportPage,
    report_page,
    report_years,
    reports_for,
    rounds_to_report_on,
    units_to_report_on,
)
from reporting.workflow.steps import Step, steps_for
from reporting.workflow.writing import file_stem

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
}
OF_A_DOCUMENT = {
    "default-src": [NONE], "script-src": [NONE], "connect-src": [NONE], "form-action": [NONE], "font-src": [NONE],
    "frame-ancestors": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
}  # fmt: skip
"""What a document may do that is shown as a page: look like itself, and nothing else."""


@require_safe
@requires(Action.READ_REPORTS)
def index(request: ActorRequest) -> HttpResponse:
    """Every year of the agenda with its reports."""
    agenda = current_agenda(request.actor.on)
    years = report_years(agenda, request.actor) if agenda else []
    return render(request, "reporting/report_list.html", {"agenda": agenda, "years": years})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WRITE_REPORTS)
def start(request: ActorRequest) -> HttpResponse:
    """Begin a report."""
    agenda = current_agenda(request.actor.on)
    if agenda is None:
        return redirect("reporting:index")
    asked = {"kind": request.GET.get("soort"), "year": request.GET.get("jaar", str(request.actor.on.year))}
    units = units_to_report_on(agenda, request.actor.on)
    form = StartForm(
        request.POST or None, agenda=agenda, units=units, rounds=rounds_to_report_on(agenda), initial=asked
    )

    def act(data: dict[str, Any]) -> Report:
        made = services.report_start(
            agenda=agenda,
            year=data["year"],
            kind=ReportKind(data["kind"]),
            unit=data["unit"],
            about=about_of(data["about"]) if data["about"] else About(data["on"]) if data["on"] else None,
            by=request.actor,
        )
        return services.report_write(report=made, by=request.actor)

    return _form_page(request, form, act, "Het verslag is begonnen.", {
        "title": "Verslag beginnen", "button": "Maak het concept",
        "lead": "Het concept wordt gemaakt uit de gegevens van nu. U kunt het later zo vaak opnieuw maken als u wilt.",
    })  # fmt: skip


@require_safe
@requires(Action.READ_REPORTS)
@vary_on_headers("HX-Request")
def report(request: ActorRequest, year: int, pk: int) -> HttpResponse:
    """One version of a report: how far it is, its documents and what is missing."""
    page = _page(request, year, pk)
    swapped = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    template = "reporting/_report.html" if swapped else "reporting/report_detail.html"
    return render(request, template, {"page": page, "steps": steps_for(page, request.actor)})


@require_POST
@requires(Action.WRITE_REPORTS)
def write(request: ActorRequest, year: int, pk: int) -> HttpResponse:
    """Make the concept anew from the facts of now; of another report only its documents."""
    row = _page(request, year, pk).report
    step = services.report_write if row.state == Report.State.CONCEPT else services.report_rewrite
    return _step(request, row, lambda: step(report=row, by=request.actor), "De documenten komen er opnieuw.")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WRITE_REPORTS)
def propose(request: ActorRequest, year: int, pk: int) -> HttpResponse:
    """Put the report before the board. What is still missing stands there first; going on without it is a choice."""
    page = _page(request, year, pk)
    if back := _not_now(request, page, Step.PROPOSE):
        return back
    form = ProposeForm(request.POST if request.method == "POST" else None, missing=page.missing)

    def act(data: dict[str, Any]) -> Report:
        return services.report_propose(report=page.report, by=request.actor)

    done = "Het verslag ligt nu ter vaststelling bij het college van bestuur."
    return _form_page(request, form, act, done, {
        "since": _since(request, page), "title": "Ter vaststelling voorleggen", "button": "Leg voor", "page": page,
        "lead": "Het college van bestuur leest het verslag zoals het nu is. U kunt het daarna niet meer veranderen, "
        "tenzij het bestuur het terugstuurt.",
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.RETURN_REPORTS)
def send_back(request: ActorRequest, year: int, pk: int) -> HttpResponse:
    """Send a proposal back, with what must change."""
    page = _page(request, year, pk)
    form = ReasonForm(request.POST or None)

    def act(data: dict[str, Any]) -> Report:
        return services.report_return(report=page.report, reason=data["reason"], by=request.actor)

    return _form_page(request, form, act, "Het verslag is weer een concept.", {
        "title": "Terug naar concept", "button": "Stuur terug", "page": page,
        "lead": "Schrijf op wat er nog moet veranderen. De makers lezen dat bij het verslag.",
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.SIGN_REPORTS)
def sign(request: ActorRequest, year: int, pk: int) -> HttpResponse:
    """Sign the report off, in the name of the board."""
    page = _page(request, year, pk)
    if back := _not_now(request, page, Step.SIGN):
        return back
    seen = page.report.snapshot.sha256 if page.report.snapshot else ""
    form = SignForm(request.POST or None, initial={"seen": seen})

    def act(data: dict[str, Any]) -> Report:
        return services.report_sign(report=page.report, seen=data["seen"], by=request.actor)

    done = "Het verslag is vastgesteld. De documenten krijgen uw naam."
    return _form_page(request, form, act, done, {
        "since": _since(request, page), "title": "Vaststellen", "button": "Stel vast", "page": page,
        "lead": "Na vaststelling verandert er niets meer aan dit verslag. Klopt er later iets niet, dan komt er een "
        "nieuwe versie die zegt wat er anders is.",
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.WRITE_REPORTS)
def correct(request: ActorRequest, year: int, pk: int) -> HttpResponse:
    """Begin a next version of a report that was signed off."""
    page = _page(request, year, pk)
    row = page.report
    form = ReasonForm(request.POST or None)

    def act(data: dict[str, Any]) -> Report:
        made = services.report_start(
            agenda=row.agenda, year=row.year, kind=ReportKind(row.kind), unit=row.unit, about=row.about,
            reason=data["reason"], by=request.actor,
        )  # fmt: skip
        return services.report_write(report=made, by=request.actor)

    return _form_page(request, form, act, "De nieuwe versie is begonnen.", {
        "title": "Nieuwe versie", "button": "Begin de nieuwe versie", "page": page,
        "lead": "Schrijf op wat er in deze versie niet klopt. Dat staat voor in het nieuwe verslag.",
    })  # fmt: skip


@require_safe
@requires(Action.READ_REPORTS)
@csp_replace(OF_A_DOCUMENT)  # type: ignore[arg-type]
def preview(request: ActorRequest, year: int, pk: int) -> HttpResponse:
    """The report as a page to read: the very HTML document. It has its own styles in it, and may do nothing else."""
    _, content = _bytes(request, year, pk, "html")
    return HttpResponse(content, content_type=CONTENT_TYPES["html"])


@require_safe
@requires(Action.READ_REPORTS)
def document(request: ActorRequest, year: int, pk: int, name: str) -> HttpResponse:
    """One document of the report, to keep."""
    if name not in CONTENT_TYPES:
        raise Http404
    row, content = _bytes(request, year, pk, name)
    response = HttpResponse(content, content_type=CONTENT_TYPES[name])
    response["Content-Disposition"] = f'attachment; filename="{file_stem(row)}.{name}"'
    return response


def _page(request: ActorRequest, year: int, pk: int) -> ReportPage:
    page = report_page(pk, request.actor)
    if page is None or page.report.year != year:
        raise Http404
    return page


def _bytes(request: ActorRequest, year: int, pk: int, name: str) -> tuple[Report, bytes]:
    """A report that this reader may open, and one of its documents."""
    row = reports_for(request.actor).filter(pk=pk, year=year).first()
    found = ReportFile.objects.select_related("file").filter(report=row, format=name).first()
    if row is None or found is None:
        raise Http404
    try:
        with found.file.content.open("rb") as source:
            content: bytes = source.read()
    except OSError as error:
        raise Http404 from error
    return row, content


def _since(request: ActorRequest, page: ReportPage) -> Differences | None:
    """What became different since the report was made; it takes a whole snapshot, so only who looks is told.

    ``None`` too where the report could not be made today, such as that of a school that is no more.
    """
    if request.method == "POST":
        return None
    try:
        return since_made(page.report)
    except ReportRefusedError:
        return None


def _not_now(request: ActorRequest, page: ReportPage, step: Step) -> HttpResponse | None:
    """Who comes to a step that cannot be taken goes back to the report, where it stands how far it is.

    ``None``: it can, or it is tried: then the service says why not.
    """
    if request.method == "POST" or step in steps_for(page, request.actor):
        return None
    done = {Step.PROPOSE: "voorgelegd", Step.SIGN: "vastgesteld"}[step]
    messages.error(request, f"Dit verslag kan nu niet worden {done}.")
    return redirect("reporting:report", page.report.year, page.report.pk)


def _step(request: ActorRequest, row: Report, act: Callable[[], Report], done: str) -> HttpResponse:
    """Take a step and go back to the report, with what happened."""
    try:
        act()
    except ReportRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("reporting:report", row.year, row.pk)


def _form_page(
    request: ActorRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], Report],
    done: str,
    words: dict[str, Any],
) -> HttpResponse:
    """A page with one form; what is refused stands above the form as it was."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act(form.cleaned_data)
        except ReportRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("reporting:report", made.year, made.pk)
    return render(request, "reporting/report_form.html", {"form": form, **words})
