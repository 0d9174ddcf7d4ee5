"""Celery tasks of this floor."""

from __future__ import annotations

from celery import shared_task

from imports import services


@shared_task(name="imports.check")
def check(job_id: int) -> None:
    """Read a file to its end and store what would change. Safe to run twice."""
    services.check_run(job_id=job_id)
