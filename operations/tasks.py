"""Celery tasks of this floor; the beat runs them (see ``kwaliteitsagenda/schedule.py``)."""

from __future__ import annotations

from celery import shared_task

from operations import services


@shared_task(name="operations.outbox_send")
def outbox_send() -> None:
    """Send the mails that are waiting."""
    services.outbox_send()


@shared_task(name="operations.jobs_sweep")
def jobs_sweep() -> None:
    """Put back jobs whose worker died."""
    services.jobs_sweep()
