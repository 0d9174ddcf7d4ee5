"""Reading a file to the end: what would change, and every problem. A worker does this; it may run twice.

Nothing half is left: what the handler stages it replaces in one transaction, and the counts, the problems and the
state are written together, only while the job is still ours. A worker that dies leaves its job silent; the sweeper
puts that back, and the next run begins anew.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from core.numbers import format_number
from core.texts import storable
from imports.checks import TEXT_KINDS, extension_of
from imports.exceptions import ImportRefused, NotNow, Superseded
from imports.models import Batch, BatchProblem
from imports.reading import Options, PersonalData, Problem, ReaderError, Severity
from imports.registry import Planned, respondents_elsewhere
from imports.services._store import State, bytes_forget, locked, reader_of, words_for
from operations.models import Job
from operations.services import (
    audit_record,
    job_fail,
    job_finish,
    job_progress,
    job_start,
    job_take,
)
from organisation.access import Actor, By, CommandActor
from organisation.models import Unit, UnitKind

log = structlog.get_logger(__name__)

TASK = "imports.check"
MOST_PROBLEMS = 5000
BEAT_SECONDS = 1.0
WHOLE_FILE = "bestand"
DROPPED = "Dit bestand wordt niet meer gecontroleerd."
NO_BYTES = "Het bestand zelf is er niet meer. Upload het opnieuw."
COUNTS = ("rows", "new", "changed", "equal", "refused")
_WEIGHT = {Severity.QUESTION: 0, Severity.ERROR: 1, Severity.WARNING: 2, Severity.NOTE: 3}


@transaction.atomic
def batch_check(*, batch: Batch, by: By, queued: bool = True) -> Batch:
    """Have a file checked, after its upload or again. ``queued=False``: the caller runs ``check_run`` itself.

    Raises ``NotNow`` when it is being checked already or has been decided upon.
    """
    batch = locked(batch, *State)
    if not can_be_checked(batch):
        raise NotNow(words_for(batch))
    batch.job = job_start(kind=TASK, arguments={"batch": batch.pk}, by=by, queued=queued)
    batch.state = State.CHECKING
    batch.save(update_fields=["job", "state"])
    return batch


def can_be_checked(batch: Batch) -> bool:
    """Whether a check may begin; also while one is said to run that was given up."""
    if batch.state == State.CHECKING:
        return batch.job is None or batch.job.state == Job.State.FAILED
    return batch.state in {State.UPLOADED, State.CHECKED, State.QUESTIONS, State.BLOCKED}


def check_run(*, job_id: int) -> None:
    """Do the work of a job. Nothing happens when another worker has it, or when the file was decided upon meanwhile."""
    job = job_take(job_id=job_id)
    if job is None:
        return
    batch = Batch.objects.select_related("file").filter(job=job, state=State.CHECKING).first()
    if batch is None:
        job_fail(job=job, message=DROPPED)
        return
    try:
        planned, personal = _read(batch, job)
        _record(batch, job, planned, personal=personal)
    except Superseded:
        log.warning("check was taken over", job=job.pk, batch=batch.pk)


def _read(batch: Batch, job: Job) -> tuple[Planned, bool]:
    """What the handler plans, and whether the file is about persons. Whatever goes wrong becomes a problem."""
    try:
        return _planned(batch, job), False
    except (Superseded, OperationalError, InterfaceError):
        # Without its database a worker can say nothing: the sweeper tries again.
        raise
    except PersonalData as error:
        return _refused(str(error)), True
    except (ReaderError, ImportRefused) as error:
        return _refused(str(error)), False
    except Exception as error:
        # Any file may come in; whoever waits must get an answer.
        log.exception("file cannot be read", batch=batch.pk, reader=batch.reader)
        kind = type(error).__name__
        return _refused(
            f"Dit bestand kan niet worden gelezen ({kind}). Open het, sla het opnieuw op en probeer het nog eens. "
            "Lukt dat niet, vraag dan de beheerder: in het logboek van de server staat meer."
        ), False


def _refused(message: str) -> Planned:
    return Planned(0, 0, 0, 0, 0, (Problem(WHOLE_FILE, Severity.ERROR, message),))


def _planned(batch: Batch, job: Job) -> Planned:
    reader = reader_of(batch)
    if batch.file is None or not batch.has_bytes:
        raise ImportRefused(NO_BYTES)
    try:
        source = batch.file.content.open("rb").file
    except OSError as error:
        raise ImportRefused(NO_BYTES) from error
    with source:
        options = Options(
            name=batch.file_name, edition=batch.edition, period=batch.period, brin=own_brin(),
            answers=batch.answers, settings=batch.settings, respondents=respondents_elsewhere(batch.reader),
        )  # fmt: skip
        return reader.handler.plan(batch, reader.read(source, options), Beat(job, source, batch))


def own_brin() -> str:
    """The BRIN of the site's own college; empty when there is none, or no one college that has it."""
    brins = Unit.objects.filter(kind=UnitKind.COLLEGE).exclude(brin="").values_list("brin", flat=True)[:2]
    return brins[0] if len(brins) == 1 else ""


class Beat:
    """``beat(rows read)``: tells how far we are, at most once a second. Raises ``Superseded``.

    Inside a transaction it always writes: its row then stays locked, so that the work stays ours until the commit.
    """

    def __init__(self, job: Job, source: BinaryIO, batch: Batch) -> None:
        self.job, self.source = job, source
        # How much of a text was read says how far we are; a workbook is read from all sides.
        self.total = batch.size if extension_of(batch.file_name) in TEXT_KINDS else None
        self.last = float("-inf")

    def __call__(self, rows: int) -> None:
        now = time.monotonic()
        if not connection.in_atomic_block and now - self.last < BEAT_SECONDS:
            return
        self.last = now
        done = min(self._read(), self.total) if self.total is not None else rows
        if not job_progress(job=self.job, done=done, total=self.total, message=_rows_read(rows)):
            raise Superseded

    def _read(self) -> int:
        return 0 if self.source.closed else self.source.tell()


@transaction.atomic
def _record(batch: Batch, job: Job, planned: Planned, *, personal: bool) -> None:
    """Write the outcome, all of it or nothing. Raises ``Superseded`` when the job is no longer ours."""
    if not job_progress(job=job, done=planned.rows if job.total is None else job.total):
        raise Superseded
    # A file that was rejected while we read it stays rejected.
    found = Batch.objects.select_for_update().filter(pk=batch.pk, job=job, state=State.CHECKING).first()
    if found is None:
        job_fail(job=job, message=DROPPED)
        return
    reader, by = found.known_reader, _by(job)
    counts = {name: getattr(planned, name) for name in COUNTS}
    for name, value in counts.items():
        setattr(found, name, value)
    found.state, found.checked_at, found.basis = _state(planned.problems), timezone.now(), planned.basis
    found.edition = planned.edition or found.edition
    found.problems_left_out = _store_problems(found, planned.problems)
    if reader is not None:
        found.reader_version = reader.version
    found.save()
    audit_record(
        by=by, verb="batch_check", obj=found, details={"state": found.get_state_display(), **_said(counts)}
    )
    job_finish(job=job, message=_rows_read(planned.rows))
    passing = reader is not None and not reader.keeps_file and found.state != State.QUESTIONS
    if found.file is not None and (personal or passing):
        # Last of all: bytes do not come back when something after this fails.
        bytes_forget(batch=found, by=by)


def _rows_read(rows: int) -> str:
    return "1 rij gelezen" if rows == 1 else f"{format_number(rows)} rijen gelezen"


def _said(counts: dict[str, int]) -> dict[str, int]:
    """The counts under the names of the log, where ``new`` means something else."""
    return {"added" if name == "new" else name: value for name, value in counts.items()}


def _state(problems: Iterable[Problem]) -> Batch.State:
    found = {_severity(problem) for problem in problems}
    if Severity.ERROR in found:
        return State.BLOCKED
    return State.QUESTIONS if Severity.QUESTION in found else State.CHECKED


def _severity(problem: Problem) -> Severity:
    """A question that asks nothing cannot be answered: it is an error."""
    return (
        Severity.ERROR if problem.severity == Severity.QUESTION and not problem.question else problem.severity
    )


def _store_problems(batch: Batch, problems: Iterable[Problem]) -> int:
    """Keep the problems, the weightiest first, each question once; returns how many were left out."""
    asked: set[tuple[str, str]] = set()
    kept: list[Problem] = []
    for problem in sorted(problems, key=lambda one: _WEIGHT[_severity(one)]):
        if problem.question is not None:
            mark = (problem.question.kind, problem.question.key)
            if mark in asked:
                continue
            asked.add(mark)
        kept.append(problem)
    batch.problems.all().delete()
    rows = [_problem_row(batch, problem, order) for order, problem in enumerate(kept[:MOST_PROBLEMS])]
    BatchProblem.objects.bulk_create(rows, batch_size=500)
    return len(kept) - len(rows)


def _problem_row(batch: Batch, problem: Problem, order: int) -> BatchProblem:
    question: dict[str, Any] = {}
    if problem.question is not None and problem.severity == Severity.QUESTION:
        question = {
            "question_kind": problem.question.kind,
            "question_key": storable(problem.question.key),
            "question_text": storable(problem.question.text),
            "question_choices": [[value, storable(label)] for value, label in problem.question.choices],
        }
    return BatchProblem(
        batch=batch, place=storable(problem.place)[:200], severity=_severity(problem).value, order=order,
        message=storable(problem.message)[:4000], **question,
    )  # fmt: skip


def _by(job: Job) -> By:
    """Who asked for the check."""
    today: date = timezone.localdate()
    return Actor(job.created_by, today) if job.created_by else CommandActor("import_file")
