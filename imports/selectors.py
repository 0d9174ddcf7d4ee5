"""What the pages of the import show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from imports.models import Batch, BatchProblem
from imports.registry import four_eyes, readers, readers_for
from imports.services._store import who
from imports.services.check import can_be_checked
from operations.models import Job
from organisation.access import Action, Actor

BATCHES_PER_PAGE = 30
SHOWN_PROBLEMS = 200
State = Batch.State

TONES = {
    State.UPLOADED: "waiting",
    State.CHECKING: "waiting",
    State.CHECKED: "todo",
    State.QUESTIONS: "todo",
    State.BLOCKED: "wrong",
    State.APPLIED: "done",
    State.UNDONE: "closed",
    State.REJECTED: "closed",
}
"""How a state looks beside its word."""


@dataclass(frozen=True)
class BatchRow:
    """A line in the list. ``new`` and ``changed`` are ``None`` before the first check is done."""

    pk: int
    file_name: str
    source: str
    edition: str
    state: str
    tone: str
    uploaded_at: datetime
    uploaded_by: str
    new: int | None
    changed: int | None


@dataclass(frozen=True)
class BatchList:
    rows: tuple[BatchRow, ...]
    page: Page[Batch]
    waiting: int
    """How many files wait for a person: an answer or an approval."""


@dataclass(frozen=True)
class Step:
    """Something that happened to a file."""

    what: str
    who: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class ProblemGroup:
    """Problems of one weight. ``more``: how many are not in ``rows``."""

    title: str
    severity: str
    rows: tuple[BatchProblem, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True)
class Earlier:
    """The same bytes at another moment."""

    pk: int
    file_name: str
    at: datetime
    who: str
    state: str


@dataclass(frozen=True)
class Progress:
    """How a check goes. ``percent`` is ``None`` where it cannot be said. ``stuck``: nobody works on it any more."""

    message: str
    percent: int | None
    stuck: bool
    waiting: bool


@dataclass(frozen=True)
class BatchPage:
    """All of one file's page but the parts that the handler makes."""

    batch: Batch
    title: str
    source: str
    state: str
    tone: str
    steps: tuple[Step, ...]
    questions: tuple[BatchProblem, ...]
    groups: tuple[ProblemGroup, ...]
    earlier: tuple[Earlier, ...]
    progress: Progress | None
    can_recheck: bool
    four_eyes: bool
    """Whether somebody else than this reader of the page must approve."""
    in_folder: str
    """Where in the watched folder this file still lies; empty: nowhere."""

    @property
    def changes(self) -> int:
        return self.batch.new + self.batch.changed

    @property
    def was_checked(self) -> bool:
        return self.batch.checked_at is not None and self.progress is None

    @property
    def shows_changes(self) -> bool:
        """Whether the counts mean something: not where an error stopped the reading, or no row could be read yet."""
        if not self.was_checked or self.batch.state == State.BLOCKED:
            return False
        return self.batch.state != State.QUESTIONS or self.batch.rows > 0

    @property
    def can_reject(self) -> bool:
        return self.batch.state not in {State.APPLIED, State.UNDONE, State.REJECTED}

    @property
    def can_undo(self) -> bool:
        return self.batch.state == State.APPLIED and self.batch.origin_id is not None


def batches_for(by: Actor) -> QuerySet[Batch]:
    """The files that a person may see: all of them, or those of the readers that are theirs."""
    if by.may(Action.IMPORT_DATA):
        return Batch.objects.all()
    return Batch.objects.filter(reader__in=list(readers_for(by)))


def batch_list(*, page: str, by: Actor) -> BatchList:
    """The files that a person may see, the newest first. An impossible page: the nearest."""
    files = batches_for(by)
    shown = Paginator(files, BATCHES_PER_PAGE).get_page(page)
    waiting = files.filter(state__in=[State.CHECKED, State.QUESTIONS]).count()
    return BatchList(tuple(_row(batch) for batch in shown), shown, waiting)


def _row(batch: Batch) -> BatchRow:
    state = State(batch.state)
    counted = batch.checked_at is not None and state not in {State.CHECKING, State.BLOCKED}
    return BatchRow(
        pk=batch.pk,
        file_name=batch.file_name,
        source=_title(batch),
        edition=batch.edition or batch.period,
        state=state.label,
        tone=TONES[state],
        uploaded_at=batch.uploaded_at,
        uploaded_by=who(batch.uploaded_label),
        new=batch.new if counted else None,
        changed=batch.changed if counted else None,
    )


def _title(batch: Batch) -> str:
    reader = readers().get(batch.reader)
    return reader.title if reader else batch.reader


def batch_page(pk: int, *, by: Actor) -> BatchPage | None:
    """One file as a person sees it; ``None`` when there is none that they may see."""
    batch = batches_for(by).select_related("file", "job").filter(pk=pk).first()
    if batch is None:
        return None
    state = State(batch.state)
    decided = state in {State.APPLIED, State.UNDONE, State.REJECTED}
    problems = [] if state in {State.CHECKING, State.UPLOADED} else list(batch.problems.all())
    reader = readers().get(batch.reader)
    return BatchPage(
        batch=batch,
        title=_title(batch),
        source=reader.source if reader else "",
        state=state.label,
        tone=TONES[state],
        steps=_steps(batch),
        questions=tuple(row for row in problems if row.severity == "question" and not decided),
        groups=_groups(problems),
        earlier=_earlier(batch, by),
        progress=_progress(batch),
        can_recheck=can_be_checked(batch) and batch.has_bytes and reader is not None,
        four_eyes=state == State.CHECKED and batch.uploaded_by_id == by.user.pk and four_eyes(by.on),
        in_folder=batch.watched.values_list("path", flat=True).first() or "",
    )


def _groups(problems: list[BatchProblem]) -> tuple[ProblemGroup, ...]:
    titles = {"error": "Fouten", "warning": "Let op", "note": "Opmerkingen"}
    groups = []
    for severity, title in titles.items():
        rows = [row for row in problems if row.severity == severity]
        if rows:
            groups.append(ProblemGroup(title, severity, tuple(rows[:SHOWN_PROBLEMS]), len(rows)))
    return tuple(groups)


def _steps(batch: Batch) -> tuple[Step, ...]:
    steps = [Step("Geüpload", who(batch.uploaded_label), batch.uploaded_at)]
    if batch.checked_at:
        steps.append(Step("Gecontroleerd", "", batch.checked_at))
    if batch.approved_at:
        steps.append(Step("Toegepast", who(batch.approved_label), batch.approved_at))
    if batch.undone_at:
        steps.append(Step("Ongedaan gemaakt", who(batch.undone_label), batch.undone_at, batch.note))
    if batch.rejected_at:
        steps.append(Step("Afgewezen", who(batch.rejected_label), batch.rejected_at, batch.note))
    return tuple(steps)


def _earlier(batch: Batch, by: Actor) -> tuple[Earlier, ...]:
    same = batches_for(by).filter(sha256=batch.sha256, pk__lt=batch.pk).order_by("-pk")[:5]
    return tuple(
        Earlier(one.pk, one.file_name, one.uploaded_at, who(one.uploaded_label), State(one.state).label)
        for one in same
    )


def _progress(batch: Batch) -> Progress | None:
    if batch.state != State.CHECKING:
        return None
    job = batch.job
    if job is None or job.state == Job.State.FAILED:
        return Progress(job.message if job else "", None, stuck=True, waiting=False)
    percent = None
    if job.total and job.state == Job.State.RUNNING:
        percent = min(job.done * 100 // job.total, 100)
    return Progress(job.message, percent, stuck=False, waiting=job.state == Job.State.WAITING)
