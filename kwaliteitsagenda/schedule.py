"""What beat asks of the worker, and when (docs/running.md). Times are Amsterdam's. Each is safe to run twice."""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    "send the mails that are waiting": {"task": "operations.outbox_send", "schedule": 60.0},
    "put back jobs whose worker died": {"task": "operations.jobs_sweep", "schedule": 120.0},
    # Every hour of the working day, so that a beat that was away makes up for it; each mail goes once.
    "remind people of open rounds": {
        "task": "measures.reminders_send",
        "schedule": crontab(minute=5, hour="7-18"),
    },
    "take new files from the import folder": {"task": "imports.folder", "schedule": 300.0},
    "throw away uploads past their time": {"task": "imports.retention", "schedule": crontab("20", "3")},
    "tell which figures are late": {"task": "indicators.overdue_tell", "schedule": crontab("30", "7")},
}
