"""Writing the documents of a report, which a worker does. All of them come at once, or none: never half a set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import structlog
from django.db import transaction
from django.utils import timezone

from core.moment import one_moment
from operations.models import Job
from operations.services import file_store, job_fail, job_finish, job_progress, job_take
from organisation.access import Actor, By, CommandActor
from reporting.canonical import read
from reporting.exceptions import ReportRefusedError
from reporting.files import FORMATS, Failed, content_of
from reporting.kinds import ReportKind
from reporting.models import Report, ReportFile, ReportSnapshot
from reporting.outline import outline
from reporting.services import snapshot_keep
from reporting.snapshot import make
from reporting.template.selectors import bytes_for, template_in_use, told_of
from reporting.workflow.services import TASK, there, with_stamp

log = structlog.get_logger(__name__)

GONE = "Dit verslag wordt niet meer zo gemaakt."
FAULT = (
    "Er ging iets mis bij het maken. Probeer het opnieuw; lukt dat niet, vraag dan de beheerder: in het logboek van "
    "de server staat meer."
)


class SupersededError(Exception):
    """Another run took this job over; what this one made is thrown away."""


def write_run(*, job_id: int) -> None:
    """Do the work of a job. Nothing happens when another worker has it, or the report went on without it."""
    job = job_take(job_id=job_id)
    if job is None:
        return
    row = Report.objects.select_related("agenda__college", "snapshot", "unit").filter(job=job).first()
    if row is None:
        job_fail(job=job, message=GONE)
        return
    try:
        snapshot = _fresh(row, job) if job.arguments["fresh"] else row.snapshot
        if snapshot is None:
            raise ReportRefusedError(GONE)
        _keep(row, snapshot, job, *_documents(snapshot, job))
    except SupersededError:
        log.warning("report was taken over", job=job.pk, report=row.pk)
    except ReportRefusedError as error:
        job_fail(job=job, message=str(error))
    except Exception:
        # Whoever waits must get an answer; what went wrong stands in the log.
        log.exception("report cannot be written", report=row.pk)
        job_fail(job=job, message=FAULT)


def _by(job: Job) -> By:
    """Who asked for it; else the task itself."""
    return Actor(job.created_by, timezone.localdate()) if job.created_by else CommandActor(TASK)


def _fresh(row: Report, job: Job) -> ReportSnapshot:
    """The facts of now, with the stamp of this report."""
    _beat(job, 0, "De gegevens worden verzameld.")
    now = timezone.now()
    with one_moment():
        facts = make(
            row.agenda,
            row.year,
            ReportKind(row.kind),
            row.unit,
            about=row.about,
            template=told_of(template_in_use()),
            known_at=now,
        )
    content = with_stamp(facts, row)
    return snapshot_keep(content=content, agenda=row.agenda, unit=row.unit, known_at=now, by=_by(job))


def _documents(snapshot: ReportSnapshot, job: Job) -> tuple[dict[str, bytes], list[str]]:
    """The bytes by format, and what could not be made on this machine."""
    facts = read(snapshot.bytes)
    document = replace(outline(facts), template=bytes_for(facts))
    made: dict[str, bytes] = {}
    missing: list[str] = []
    for place, name in _steps(job):
        _beat(job, place, f"Het document wordt gemaakt: {name.upper()}.")
        content = content_of(document, snapshot.bytes, name)
        if isinstance(content, Failed):
            missing.append(f"{name.upper()} is niet gemaakt: {content.reason}")
        else:
            made[name] = content
    return made, missing


def _steps(job: Job) -> Iterator[tuple[int, str]]:
    yield from enumerate(FORMATS, start=1)


def _beat(job: Job, done: int, message: str) -> None:
    if not job_progress(job=job, done=done, total=len(FORMATS) + 1, message=message):
        raise SupersededError


@transaction.atomic
def _keep(
    row: Report, snapshot: ReportSnapshot, job: Job, made: dict[str, bytes], missing: list[str]
) -> None:
    """Offer the documents instead of those that were there, if the report still waits for this very job.

    Of what was signed off, a document that is there stays.
    """
    locked = Report.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.job_id != job.pk or not job_finish(job=job, message=" ".join(missing)[:500]):
        raise SupersededError
    locked.snapshot = snapshot
    locked.save(update_fields=["snapshot"])
    stays = there(locked) if locked.state == Report.State.SIGNED else set()
    locked.files.exclude(format__in=stays).delete()
    by = _by(job)
    for name in made.keys() - stays:
        file = file_store(name=f"{file_stem(locked)}.{name}", content=made[name], by=by)
        ReportFile.objects.create(report=locked, format=name, file=file)


def file_stem(report: Report) -> str:
    """The name of its files without the dot: ``verantwoording-2025-versie-1``, ``school-2026-04-30-zorg-versie-1``."""
    of = f"-{report.unit.code}" if report.unit else ""
    return f"{report.kind}-{report.about.stem}{of}-versie-{report.number}"
