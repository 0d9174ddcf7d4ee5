"""Celery tasks of this floor."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from indicators import overdue


@shared_task(name="indicators.overdue_tell")
def overdue_tell() -> None:
    """Tell the data steward which figures are late. Safe to run twice."""
    overdue.overdue_tell(on=timezone.localdate())
