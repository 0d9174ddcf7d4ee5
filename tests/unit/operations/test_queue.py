from __future__ import annotations

import socket

import pytest
from celery import current_app

from operations import queue
from operations.exceptions import UnknownJobError


@pytest.fixture
def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_task_named_refuses_an_unknown_name():
    with pytest.raises(UnknownJobError):
        queue.task_named("no.such.task")


def test_knock_on_a_closed_port_fails(closed_port):
    with pytest.raises(OSError, match="refused"):
        queue.knock(f"redis://127.0.0.1:{closed_port}/0")


def test_knock_on_an_open_port_or_on_a_folder_is_fine():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        queue.knock(f"redis://:secret@127.0.0.1:{listener.getsockname()[1]}/0")
    queue.knock("filesystem://")


def test_publish_without_a_broker_answers_false(monkeypatch, closed_port):
    def knock_in_vain(_):
        real_knock(f"redis://127.0.0.1:{closed_port}/0")

    real_knock = queue.knock
    monkeypatch.setattr(queue, "knock", knock_in_vain)
    current_app.conf.task_always_eager = False
    try:
        assert queue.publish("operations.jobs_sweep") is False
    finally:
        current_app.conf.task_always_eager = True
