"""``python -m tests.processes.dying``: does on command what the site's processes do, and dies in the middle of it.

Commands come as lines of JSON: ``{"do": "worker", "die_at": 7, ...}``. Each runs in a child that was forked off, so
that nothing is imported twice; ``die_at`` is the number of the statement before which that child kills itself as
``kill -9`` does (0: never), and ``chunk`` that of the moments at which rows are stored, because COPY is no statement
that Django sees. Answers are the child's process id, and later how many statements it had asked for.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from imports.models import Batch  # noqa: E402
from imports.services import batch_check  # noqa: E402
from indicators.imports import staging  # noqa: E402
from kwaliteitsagenda.celery import app  # noqa: E402
from operations.services import jobs_sweep  # noqa: E402
from organisation.access import Actor  # noqa: E402

asked = multiprocessing.Value("i", 0)
app.loader.import_default_modules()


def die_at(number: int) -> None:
    """Count statements from here on, and kill this process before that one."""

    def counted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.value += 1
        if asked.value == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(counted)


def die_at_chunk(number: int) -> None:
    """Kill this process at that moment of storing rows: 1 is before the first chunk, 2 after it, and so on."""
    store, moments = staging.insert_rows, iter(range(1, 1_000_000))

    def counted(*arguments: Any) -> None:
        for act in (lambda: None, lambda: store(*arguments)):
            act()
            if next(moments) == number:
                os.kill(os.getpid(), signal.SIGKILL)

    staging.insert_rows = counted


def worker(order: dict[str, Any]) -> None:
    """A Celery worker on Redis, until it dies."""
    die_at(order["die_at"])
    die_at_chunk(order["chunk"])
    app.Worker(
        pool="solo", concurrency=1, loglevel="WARNING", without_mingle=True, without_gossip=True
    ).start()


def press(order: dict[str, Any]) -> None:
    """A button on the page of an import, pressed by a person."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(pk=order["user"]))
    die_at(order["die_at"])
    client.post(f"/import/{order['batch']}/{order['button']}/")


def check(order: dict[str, Any]) -> None:
    """Have a file checked: the job goes to Redis."""
    by = Actor(get_user_model().objects.get(pk=order["user"]), timezone.localdate())
    batch_check(batch=Batch.objects.get(pk=order["batch"]), by=by)


def sweep(order: dict[str, Any]) -> None:
    """What beat has a worker do every two minutes."""
    jobs_sweep()


DO: dict[str, Callable[[dict[str, Any]], None]] = {
    "worker": worker, "press": press, "check": check, "sweep": sweep,
}  # fmt: skip


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def main() -> None:
    for line in sys.stdin:
        order, asked.value = json.loads(line), 0
        child = os.fork()
        if child == 0:
            os.dup2(2, 1)  # answers go to standard output, and nothing else
            try:
                DO[order["do"]](order)
            finally:
                os._exit(0)
        _answer(child)
        os.waitpid(child, 0)
        _answer(asked.value)


if __name__ == "__main__":
    main()
