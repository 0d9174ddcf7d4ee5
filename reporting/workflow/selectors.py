"""What the pages about reports need."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from agenda.models import Agenda, Round
from measures.units import college_units
from operations.models import Job
from organisation.access import Action, Actor
from organisation.models import Unit, UnitKind
from organisation.querysets import UnitQuerySet
from reporting.canonical import Json, read
from reporting.files import FORMATS
from reporting.kinds import ReportKind
from reporting.models import Report
from reporting.workflow.completeness import Chapter, completeness
from reporting.workflow.services import behind_of, is_busy, same_report

State = Report.State
FORMAT_WORDS = {
    "html": "Webpagina (HTML)",
    "docx": "Word (DOCX)",
    "pdf": "PDF",
    "xlsx": "Excel (XLSX)",
    "json": "Momentopname (JSON)",
}


@dataclass(frozen=True)
class ReportYear:
    """A year of the agenda with its reports. ``account``: the newest version of the yearly one, or ``None``.

    ``holding``: the version that was signed off and still holds while the newest one is being made, or ``None``.
    """

    year: int
    account: Report | None
    others: tuple[Report, ...]
    holding: Report | None = None

    @property
    def may_start(self) -> bool:
        """Whether the yearly report can be begun."""
        return self.account is None


@dataclass(frozen=True)
class Offered:
    """A document that can be opened. ``words``: what it is; ``size``: bytes; ``sha256``: of those bytes."""

    format: str
    words: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Writing:
    """How the writing of documents goes. ``percent``: ``None`` where it cannot be said. ``failed``: it stopped."""

    message: str
    percent: int | None
    failed: bool


@dataclass(frozen=True)
class ReportPage:
    """One version of a report. ``known_at``: of the facts in it, ``None``: nothing was made yet.

    ``note``: what was said about formats that could not be made. ``chapters``: those that lack something; ``None``: of
    this one it is not asked, or not now. ``behind``: the codes of stories that were kept after this was made.
    """

    report: Report
    known_at: datetime | None
    demo: bool
    documents: tuple[Offered, ...]
    writing: Writing | None
    note: str
    chapters: tuple[Chapter, ...] | None
    versions: tuple[Report, ...]
    behind: tuple[str, ...] = ()

    @property
    def tells_stories(self) -> bool:
        """Whether people write for it, and it can still change."""
        return bool(ReportKind(self.report.kind).story_scopes) and self.report.state == State.CONCEPT

    @property
    def is_whole(self) -> bool:
        """Whether it has every document."""
        return len(self.documents) == len(FORMATS)

    @property
    def missing(self) -> int:
        return sum(len(one.missing) for one in self.chapters or ())

    @property
    def is_newest(self) -> bool:
        return self.versions[0].pk == self.report.pk

    @property
    def busy(self) -> bool:
        """Whether its documents are being made."""
        return self.writing is not None and not self.writing.failed

    @property
    def is_ready(self) -> bool:
        """Whether it can go a step further: there are documents, and nothing newer is being made."""
        return bool(self.documents) and not self.busy


def reports_for(actor: Actor) -> QuerySet[Report]:
    """The reports that somebody may read: what is signed off, and for who work on them the others too."""
    found = Report.objects.select_related("agenda__college", "unit")
    return found if actor.may(Action.READ_CONCEPTS) else found.filter(state=State.SIGNED)


def report_years(agenda: Agenda, actor: Actor) -> list[ReportYear]:
    """The years of an agenda, the newest first, as they stand. One query."""
    found: dict[int, list[Report]] = defaultdict(list)
    for row in (
        reports_for(actor).filter(agenda=agenda).order_by("kind", "unit__name", "-about_on", "-number")
    ):
        found[row.year].append(row)
    years = []
    for year in reversed(agenda.years):
        accounts = [row for row in found[year] if row.kind == ReportKind.ACCOUNT.value]
        others = [row for row in found[year] if row.kind != ReportKind.ACCOUNT.value]
        holding = next((row for row in accounts[1:] if row.state == State.SIGNED), None)
        corrected = accounts and accounts[0].state != State.SIGNED
        years.append(
            ReportYear(year, accounts[0] if accounts else None, tuple(others), holding if corrected else None)
        )
    return years


def units_to_report_on(agenda: Agenda, on: date) -> UnitQuerySet:
    """The schools, services and teams of the college on a day, by name."""
    known = college_units(agenda.college, on).by_pk
    found = Unit.objects.filter(pk__in=known).exclude(kind__in=[UnitKind.COLLEGE, UnitKind.BENCHMARK])
    return found.order_by("kind", "name")


def rounds_to_report_on(agenda: Agenda) -> QuerySet[Round]:
    """The rounds that asked for reports, the newest first."""
    return Round.objects.filter(agenda=agenda, asks_reports=True).order_by("-year", "-about_on")


def report_page(pk: int, actor: Actor) -> ReportPage | None:
    """All of one report's page; ``None``: there is no such report for this reader. Three queries."""
    row = reports_for(actor).select_related("snapshot", "job").filter(pk=pk).first()
    if row is None:
        return None
    files = {one.format: one.file for one in row.files.select_related("file")}
    alike = same_report(
        agenda=row.agenda, kind=row.kind, year=row.year, unit=row.unit, on=row.about_on, round=row.round
    )
    versions = reports_for(actor).filter(pk__in=alike)
    snapshot = _to_look_into(row)
    finished = row.job is not None and row.job.state == Job.State.DONE
    return ReportPage(
        report=row,
        known_at=row.snapshot.known_at if row.snapshot else None,
        demo=bool(row.snapshot and row.snapshot.demo),
        documents=tuple(
            Offered(name, FORMAT_WORDS[name], files[name].size, files[name].sha256)
            for name in FORMATS
            if name in files
        ),
        writing=_writing(row),
        note=row.job.message if finished and row.job else "",
        chapters=None if snapshot is None else completeness(snapshot),
        versions=tuple(versions.order_by("-number")),
        behind=() if snapshot is None else behind_of(row, snapshot),
    )


def _to_look_into(row: Report) -> Json | None:
    """The snapshot of a report that can still change."""
    # Reading a snapshot takes a while, and the page asks for itself every two seconds while it is being written.
    if row.snapshot is None or row.state == State.SIGNED or is_busy(row):
        return None
    return read(row.snapshot.bytes)


def _writing(row: Report) -> Writing | None:
    job = row.job
    if job is None or job.state == Job.State.DONE:
        return None
    if not is_busy(row):
        return Writing(job.message, None, failed=True)
    percent = job.done * 100 // job.total if job.total else None
    return Writing(job.message or "De documenten worden zo gemaakt.", percent, failed=False)
