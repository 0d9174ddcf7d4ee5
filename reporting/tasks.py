"""Celery tasks of this floor."""

from __future__ import annotations

from celery import shared_task

from reporting.workflow.writing import write_run


@shared_task(name="reporting.write")
def write(job_id: int) -> None:
    """Write the documents of a report. Safe to run twice."""
    write_run(job_id=job_id)
