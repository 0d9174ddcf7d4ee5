"""Celery tasks of this floor; the beat runs them (see ``kwaliteitsagenda/schedule.py``)."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from measures.services.reminders import reminders_send


@shared_task(name="measures.reminders_send")
def reminders_of_today() -> None:
    """Remind people of what open rounds still ask of them."""
    reminders_send(on=timezone.localdate())
