from __future__ import annotations

from celery import current_app
from django.conf import settings
from django.core import mail

from operations import services, tasks


def test_every_task_of_the_beat_exists():
    current_app.loader.import_default_modules()
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert names <= set(current_app.tasks)
    assert {"operations.outbox_send", "operations.jobs_sweep"} <= names


def test_outbox_send_sends_what_waits(db):
    services.mail_queue(key="k", to="jan@example.nl", subject="s", body="b")
    tasks.outbox_send.delay()
    assert len(mail.outbox) == 1


def test_jobs_sweep_runs_without_jobs(db):
    assert tasks.jobs_sweep.delay().successful()
