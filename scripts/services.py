"""Finds PostgreSQL and Redis for tests: what the environment names, what runs here, or a temporary one.

``postgres(name)`` and ``redis()`` are context managers that give an address, or None where there is no server
and no program to start one.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import redis as redis_client

LOCAL = "127.0.0.1"
NO_REDIS_PERSISTENCE = ["--save", "", "--appendonly", "no"]
# A database of its own for tests, away from what a developer may have running on 0.
REDIS_NUMBER = 13


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])


def postgres_answers(user: str, port: int = 5432) -> bool:
    """Whether a server here lets that user in without a password, with the right to make databases."""
    try:
        connection = psycopg2.connect(host=LOCAL, port=port, user=user, dbname="postgres", connect_timeout=3)
    except psycopg2.OperationalError:
        return False
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
        return bool(row and row[0])


def postgres_programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version; None where PostgreSQL is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return versions[-1] if versions else None


def as_other_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: Debian's package brings a user for it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextlib.contextmanager
def temporary_postgres(programs: Path) -> Iterator[str]:
    """A server of our own in a temporary folder, gone afterwards. Gives ``user@host:port``."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="kwaliteitsagenda-postgres-") as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data = f"{folder}/data"

        def run(*command: str) -> None:
            quiet = {"stdout": subprocess.DEVNULL, "cwd": folder}
            subprocess.run(as_other_user(list(command)), check=True, **quiet)  # type: ignore[call-overload]

        run(
            f"{programs}/initdb", "-D", data, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8", "--no-sync"
        )
        settings = f"-p {port} -k {folder} -c listen_addresses={LOCAL} -c fsync=off -c max_connections=60"
        run(f"{programs}/pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", settings, "start")
        try:
            yield f"postgres@{LOCAL}:{port}"
        finally:
            run(f"{programs}/pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


@contextlib.contextmanager
def postgres(name: str) -> Iterator[str | None]:
    """A DATABASE_URL for a database called ``name`` (which need not exist yet), or None."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres://", "postgresql://")):
        yield given
        return
    for user in dict.fromkeys(("postgres", getpass.getuser())):
        if postgres_answers(user):
            yield f"postgres://{user}@{LOCAL}:5432/{name}"
            return
    if programs := postgres_programs():
        with temporary_postgres(programs) as server:
            yield f"postgres://{server}/{name}"
        return
    yield None


def redis_answers(port: int) -> bool:
    try:
        return bool(redis_client.Redis(host=LOCAL, port=port, socket_connect_timeout=3).ping())
    except redis_client.RedisError:
        return False


@contextlib.contextmanager
def redis() -> Iterator[str | None]:
    """A REDIS_URL, or None."""
    given = os.environ.get("REDIS_URL", "")
    program = shutil.which("redis-server")
    if given:
        yield given
    elif redis_answers(6379):
        yield f"redis://{LOCAL}:6379/{REDIS_NUMBER}"
    elif program:
        port = free_port()
        with tempfile.TemporaryDirectory(prefix="kwaliteitsagenda-redis-") as folder:
            options = ["--port", str(port), "--bind", LOCAL, "--dir", folder, *NO_REDIS_PERSISTENCE]
            server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
            try:
                yield f"redis://{LOCAL}:{port}/{REDIS_NUMBER}"
            finally:
                server.terminate()
                server.wait()
    else:
        yield None
