"""Celery tasks of this floor."""

from __future__ import annotations

from celery import shared_task

from imports import services


@shared_task(name="imports.check")
def check(job_id: int) -> None:
    """Read a file to its end and store what would change. Safe to run twice."""
    services.check_run(job_id=job_id)


@shared_task(name="imports.folder")
def folder() -> None:
    """Take what is new in the folder that is watched, and tell the data steward. Safe to run twice."""
    services.folder_take()
    services.folder_tell()


@shared_task(name="imports.retention")
def retention() -> None:
    """Throw away what is past its time. Safe to run twice."""
    services.retention_run()
