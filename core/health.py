"""What a working installation needs. Every floor registers the checks that it knows about.

``core`` registers what stands below every app (Python, database, broker, assets); a higher floor adds its own
in its ``AppConfig.ready``. ``manage.py doctor`` prints them all.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from core import libraries

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``remedy`` is the command that mends it; empty where nothing is wrong."""

    subject: str
    ok: bool
    detail: str
    remedy: str = ""
    required: bool = True


Check = Callable[[], Finding]
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Add a check. It answers with a Finding and raises nothing; they run in the order of registration."""
    if check not in _checks:
        _checks.append(check)
    return check


def findings() -> list[Finding]:
    """Run every registered check."""
    return [check() for check in _checks]


@register
def python() -> Finding:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    remedy = "" if version == "3.11" else "apt-get install python3.11 python3.11-venv; make clean setup"
    return Finding("Python", not remedy, version, remedy)


@register
def database() -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        remedy = "start the server that DATABASE_URL names, or unset it to work on SQLite"
        return Finding("database", False, str(error).strip().splitlines()[0], remedy)
    name = str(connection.settings_dict["NAME"])
    return Finding("database", True, f"{connection.vendor}, {Path(name).name}")


@register
def migrations() -> Finding:
    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return Finding("migrations", False, "no database to look in", "mend the database first")
    if waiting:
        return Finding("migrations", False, f"{waiting} to be applied", "manage.py migrate")
    return Finding("migrations", True, "all applied")


@register
def broker() -> Finding:
    address = urlsplit(settings.CELERY_BROKER_URL)
    if address.scheme == "filesystem":
        folder = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"]))
        writable = os.access(folder, os.W_OK)
        remedy = "" if writable else f"make {folder} writable, or set REDIS_URL"
        return Finding("broker", writable, "files in var/ (development)", remedy)
    place = (address.hostname or "localhost", address.port or 6379)
    try:
        socket.create_connection(place, timeout=3).close()
    except OSError as error:
        detail = f"{place[0]}:{place[1]} does not answer ({error.strerror or 'no address'})"
        return Finding("broker", False, detail, "start the Redis server that REDIS_URL names")
    return Finding("broker", True, f"Redis on {place[0]}:{place[1]}")


@register
def assets() -> Finding:
    vendor = Path(settings.BASE_DIR) / "static" / "vendor"
    if not (vendor / "tabler").is_dir():
        return Finding("assets", False, "static/vendor/ is not built", "make assets")
    if settings.PRODUCTION and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return Finding("assets", False, "built, not collected", "manage.py collectstatic --noinput")
    return Finding("assets", True, "built")


@register
def chromium() -> Finding:
    if found := next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None):
        return Finding("Chromium", True, found, required=False)
    return Finding("Chromium", False, "no charts in documents", "apt-get install chromium", required=False)


@register
def pango() -> Finding:
    if absent := libraries.missing(libraries.PANGO):
        detail = f"no PDF documents without {', '.join(absent)}"
        return Finding("Pango", False, detail, libraries.PANGO_REMEDY, required=False)
    return Finding("Pango", True, "found", required=False)
