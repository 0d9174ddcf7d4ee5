"""Jobs: from waiting to done, and back from the dead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import current_app
from django.utils import timezone

from operations import services
from operations.exceptions import UnknownJobError
from operations.jobs import MAX_JOB_TRIES, SILENT_AFTER
from operations.models import Job

KIND = "tests.job"


@pytest.fixture
def runs(db):
    """A task that takes its job and does nothing more; gives the ids with which it was called."""
    calls: list[int] = []

    def body(job_id: int) -> None:
        calls.append(job_id)

    task = current_app.task(name=KIND)(body)
    yield calls
    current_app.tasks.unregister(task.name)


@pytest.fixture
def job(runs, by):
    return services.job_start(kind=KIND, arguments={"file": 1}, by=by)


def silent(job, **changes):
    long_ago = timezone.now() - SILENT_AFTER - timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(created_at=long_ago, **{"beat_at": long_ago, **changes})


def test_job_start_queues_the_task_after_the_commit(runs, by, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = services.job_start(kind=KIND, arguments={}, by=by)
        assert runs == []
    assert runs == [job.pk]
    assert (job.state, job.created_by) == (Job.State.WAITING, by.user)


def test_job_start_of_an_unknown_task_is_refused(by):
    with pytest.raises(UnknownJobError):
        services.job_start(kind="no.such.task", arguments={}, by=by)
    assert not Job.objects.exists()


def test_job_take_gives_a_job_to_one_worker_only(job):
    taken = services.job_take(job_id=job.pk)
    assert (taken.state, taken.tries) == (Job.State.RUNNING, 1)
    assert services.job_take(job_id=job.pk) is None
    assert services.job_take(job_id=999_999) is None


def test_job_progress_and_finish(job):
    job = services.job_take(job_id=job.pk)
    assert services.job_progress(job=job, done=1, total=4, message="1 van 4")
    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (1, 4, "1 van 4")
    assert services.job_progress(job=job, done=2)
    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (2, 4, "1 van 4")
    assert services.job_finish(job=job, message="Klaar")
    assert (job.state, job.done, job.message) == (Job.State.DONE, 4, "Klaar")
    assert job.finished_at
    assert services.job_take(job_id=job.pk) is None


def test_job_fail_says_why(job):
    job = services.job_take(job_id=job.pk)
    assert services.job_fail(job=job, message="Het bestand is leeg.")
    assert (job.state, job.message) == (Job.State.FAILED, "Het bestand is leeg.")


def test_jobs_sweep_leaves_a_living_job_alone(job):
    services.job_take(job_id=job.pk)
    assert services.jobs_sweep() == 0


def test_jobs_sweep_puts_a_dead_job_back(job, runs, django_capture_on_commit_callbacks):
    dead = services.job_take(job_id=job.pk)
    silent(job)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.jobs_sweep() == 1
    assert runs == [job.pk]
    alive = services.job_take(job_id=job.pk)
    assert alive.tries == 2
    assert not services.job_progress(job=dead, done=1)
    assert not services.job_finish(job=dead)
    assert services.job_finish(job=alive)


def test_jobs_sweep_queues_a_waiting_job_that_the_broker_lost(job, runs, django_capture_on_commit_callbacks):
    silent(job, beat_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.jobs_sweep() == 1
        assert services.jobs_sweep() == 0
    assert runs == [job.pk]


def test_jobs_sweep_gives_up_after_a_few_tries(job):
    silent(job, state=Job.State.RUNNING, tries=MAX_JOB_TRIES)
    assert services.jobs_sweep() == 0
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "opnieuw" in job.message
    assert job.finished_at


def test_job_start_that_is_not_queued_waits_for_its_caller_and_then_for_the_sweeper(
    runs, by, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = services.job_start(kind=KIND, arguments={}, by=by, queued=False)
    assert (runs, job.state) == ([], Job.State.WAITING)
    silent(job, beat_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        services.jobs_sweep()
    assert runs == [job.pk]
