"""Background work that can be left and come back to. The row is the truth; the broker only carries its id.

A task's body begins with ``job_take``: it answers ``None`` when another worker has the job already, so that a
task that is delivered twice runs once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from operations import queue
from operations.models import Job
from organisation.access import By

log = structlog.get_logger(__name__)

MAX_JOB_TRIES = 3
SILENT_AFTER = timedelta(minutes=10)
"""A running job without a sign of life, or a waiting one that nobody took, is put back after this."""


@transaction.atomic
def job_start(*, kind: str, arguments: dict[str, Any], by: By, queued: bool = True) -> Job:
    """Make a job and queue the task named ``kind`` with ``job_id`` after the commit.

    ``arguments`` holds ids, never data. ``queued=False``: the caller runs it at once in its own process; the sweeper
    queues it after all when that process dies. Raises ``UnknownJobError``.
    """
    queue.task_named(kind)
    job = Job.objects.create(kind=kind, arguments=arguments, created_by=by.user)
    if queued:
        transaction.on_commit(lambda: queue.publish(kind, job_id=job.pk))
    return job


@transaction.atomic
def job_take(*, job_id: int) -> Job | None:
    """Make a waiting job ours. ``None``: there is nothing to do, it runs already or is finished."""
    job = Job.objects.select_for_update().filter(pk=job_id, state=Job.State.WAITING).first()
    if job is None:
        return None
    job.state, job.tries, job.beat_at = Job.State.RUNNING, job.tries + 1, timezone.now()
    job.done, job.message = 0, ""
    job.save(update_fields=["state", "tries", "beat_at", "done", "message"])
    return job


def job_progress(*, job: Job, done: int, total: int | None = None, message: str | None = None) -> bool:
    """Tell how far a job is. ``total=None`` and ``message=None`` keep what was said before.

    False when the job is no longer ours: the sweeper took it for dead, and the worker must stop.
    """
    changes: dict[str, Any] = {"done": done, "beat_at": timezone.now()}
    if total is not None:
        changes["total"] = total
    if message is not None:
        changes["message"] = message[:500]
    return bool(_ours(job).update(**changes))


def job_finish(*, job: Job, message: str = "") -> bool:
    """Say that the work is done; ``message`` is Dutch, for who waits. False: the job is no longer ours."""
    return _end(job, Job.State.DONE, message, done=Coalesce(F("total"), F("done")))


def job_fail(*, job: Job, message: str) -> bool:
    """Say that the work failed, in Dutch and with what to do. False when the job is no longer ours."""
    return _end(job, Job.State.FAILED, message)


def _ours(job: Job) -> Any:
    # Every take counts one try more, so the number of tries tells our run from a later one.
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, tries=job.tries)


def _end(job: Job, state: Job.State, message: str, **changes: Any) -> bool:
    now = timezone.now()
    changed = _ours(job).update(state=state, message=message[:500], finished_at=now, beat_at=now, **changes)
    job.refresh_from_db()
    return bool(changed)


def jobs_sweep() -> int:
    """Put back jobs whose worker died or whose task the broker lost; returns how many were put back.

    After ``MAX_JOB_TRIES`` runs a job fails with a message. Safe to run twice at the same time.
    """
    silent = Q(beat_at__lt=timezone.now() - SILENT_AFTER) | Q(
        beat_at__isnull=True, created_at__lt=timezone.now() - SILENT_AFTER
    )
    unfinished = Job.objects.filter(silent, state__in=[Job.State.WAITING, Job.State.RUNNING])
    return sum(_put_back(pk, silent) for pk in list(unfinished.values_list("pk", flat=True)))


@transaction.atomic
def _put_back(pk: int, silent: Q) -> bool:
    unfinished = Job.objects.filter(silent, state__in=[Job.State.WAITING, Job.State.RUNNING])
    job = unfinished.select_for_update(skip_locked=True).filter(pk=pk).first()
    if job is None:
        return False
    job.beat_at = timezone.now()
    if job.tries >= MAX_JOB_TRIES:
        job.state, job.finished_at = Job.State.FAILED, job.beat_at
        job.message = "Dit werk is een paar keer afgebroken. Probeer het opnieuw of vraag de beheerder."
        job.save(update_fields=["state", "finished_at", "message", "beat_at"])
        log.error("job given up", job=job.pk, kind=job.kind, tries=job.tries)
        return False
    job.state = Job.State.WAITING
    job.save(update_fields=["state", "beat_at"])
    log.warning("job put back", job=job.pk, kind=job.kind, tries=job.tries)
    kind, job_id = job.kind, job.pk
    transaction.on_commit(lambda: queue.publish(kind, job_id=job_id))
    return True
