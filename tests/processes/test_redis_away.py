"""Redis stops while somebody uploads: the page answers, the file waits, and it is checked when Redis is back."""

from __future__ import annotations

import shlex
import socket
import warnings
from contextlib import ExitStack
from pathlib import Path

import pytest
from celery.exceptions import AlwaysEagerIgnored
from django.contrib.auth.hashers import Argon2PasswordHasher

from imports.models import Batch
from kwaliteitsagenda.celery import app
from operations.models import Job
from organisation.models import User
from scripts.run_processes import procfile
from scripts.visitor import Visitor, words
from tests.built.files import DUO_2018
from tests.factories import PASSWORD
from tests.processes.conftest import LOCAL, Broker, free_port, make_silent, process, until


@pytest.fixture
def site(env: dict[str, str], tmp_path: Path, steward):
    """Web and worker as the Procfile starts them; gives the address."""
    port = free_port()
    with ExitStack() as running:
        for name in ("web", "worker"):
            command = shlex.split(procfile()[name])
            one = process(command, {**env, "PORT": str(port)}, tmp_path / f"{name}.log")
            running.enter_context(one)
        until(lambda: _answers(port), "the site answers")
        yield f"http://{LOCAL}:{port}"


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOCAL, port)) == 0


def beat(broker: Broker, task: str) -> None:
    """Queue a task as beat does, in the Redis of this test."""
    with app.connection_for_write(broker.url) as connection, warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", AlwaysEagerIgnored
        )  # this process runs tasks at once; the worker does not
        app.send_task(task, connection=connection)


def test_file_uploaded_without_redis_waits_and_is_checked_when_it_is_back(site, broker, steward):
    User.objects.filter(pk=steward.pk).update(password=Argon2PasswordHasher().encode(PASSWORD, "zout" * 4))
    visitor = Visitor(site)
    visitor.sign_in(steward.email, PASSWORD)
    broker.stop()
    path, page = visitor.post("/import/", {"reader": "duo_indicators", "edition": "2018"}, DUO_2018)
    assert "staat in de wachtrij" in words(page)
    job = Batch.objects.get().job
    assert job.state == Job.State.WAITING
    broker.start()
    make_silent(job.pk)
    beat(broker, "operations.jobs_sweep")
    page = visitor.wait_for(path, lambda page: "Keur goed en pas toe" in page)
    job.refresh_from_db()
    assert (job.state, job.tries) == (Job.State.DONE, 1)
