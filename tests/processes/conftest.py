"""Real processes on PostgreSQL and a Redis of their own: what happens when one of them falls away."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from operations.jobs import SILENT_AFTER
from operations.models import Job
from organisation.access import CommandActor
from organisation.models import Unit, User
from organisation.roles import Role
from planfile.services import agenda_load
from tests import factories
from tests.example import AGENDA_FILE

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
LOCAL = "127.0.0.1"
SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.services)
            item.add_marker(pytest.mark.django_db(transaction=True))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])


def until(met: Callable[[], object], what: str, seconds: float = SECONDS) -> None:
    """Wait until it is so; fails with ``what`` after so many seconds."""
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


class Broker:
    """A Redis server that can be stopped and started again on the same port."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.url = f"redis://{LOCAL}:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("needs redis-server: apt-get install redis-server")
        options = [
            "--port",
            str(self.port),
            "--bind",
            LOCAL,
            "--dir",
            str(self.folder),
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        until(self.answers, "Redis answers")

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((LOCAL, self.port)) == 0

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    server = Broker(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def env(broker: Broker, tmp_path: Path, settings) -> dict[str, str]:
    """What a process of ours needs to work on the test's database, queue and files."""
    place = connection.settings_dict
    user = place["USER"] + (f":{place['PASSWORD']}" if place["PASSWORD"] else "")
    address = f"postgres://{user}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"
    bare = {key: value for key, value in os.environ.items() if key not in {"CELERY_EAGER", "DJANGO_ENV"}}
    return {
        **bare, "DATABASE_URL": address, "REDIS_URL": broker.url, "MEDIA_ROOT": settings.MEDIA_ROOT,
        "DJANGO_SETTINGS_MODULE": "kwaliteitsagenda.settings", "VAR_DIR": str(tmp_path),
        "CONN_MAX_AGE": "0", "PYTHONUNBUFFERED": "1", "WEB_WORKERS": "1",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
    }  # fmt: skip


@contextlib.contextmanager
def process(command: list[str], env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is gone afterwards; what it says goes to a file."""
    with log.open("wb") as out:
        running = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)
        try:
            yield running
        finally:
            running.kill()
            running.wait()


@pytest.fixture
def steward(transactional_db: None) -> User:
    """The data steward of a college with the real agenda."""
    agenda_load(content=AGENDA_FILE.read_bytes(), name=AGENDA_FILE.name, by=CommandActor("load_agenda"))
    return factories.make_holder(Role.DATA_STEWARD, Unit.objects.get(kind="college"), "Databeheer")


def make_silent(job_id: int) -> None:
    """Let a job seem silent for as long as the sweeper waits."""
    before = timezone.now() - SILENT_AFTER - timedelta(minutes=1)
    Job.objects.filter(pk=job_id).update(created_at=before)
    Job.objects.filter(pk=job_id, beat_at__isnull=False).update(beat_at=before)
