"""Putting a task in the queue without letting a dead broker break the page that asked for it."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import urlsplit

import structlog
from celery import Task, current_app
from kombu.exceptions import OperationalError

from operations.exceptions import UnknownJobError

KNOCK_SECONDS = 1.0

log = structlog.get_logger(__name__)


def task_named(name: str) -> Task:
    """The Celery task. Raises ``UnknownJobError``."""
    if name not in current_app.tasks:
        # A web process imports no tasks by itself.
        current_app.loader.import_default_modules()
    if name not in current_app.tasks:
        raise UnknownJobError(f"no task is called {name}")
    task: Task = current_app.tasks[name]
    return task


def knock(broker_url: str) -> None:
    """Raises ``OSError`` when nobody listens at a Redis address.

    The Redis client itself would try again for some seven seconds, while somebody waits for a page.
    """
    address = urlsplit(broker_url)
    if address.scheme in {"redis", "rediss"} and address.hostname:
        socket.create_connection((address.hostname, address.port or 6379), KNOCK_SECONDS).close()


def publish(name: str, **arguments: Any) -> bool:
    """Queue a task; False when the broker does not answer. The table is the truth; the beat comes back."""
    task = task_named(name)
    try:
        if not current_app.conf.task_always_eager:
            knock(current_app.conf.broker_url)
        task.apply_async(kwargs=arguments, retry=False)
    except (OperationalError, OSError) as error:
        log.warning("broker does not answer; the beat will pick this up", task=name, error=str(error))
        return False
    return True
