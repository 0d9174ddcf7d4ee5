"""A database of the benchmark's own, made and thrown away; the developer's is never touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def own_database(size: str) -> Iterator[None]:
    """An empty migrated database while inside, on the engine that DATABASE_URL names."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        name = f"benchmark_{size.lower()}_{os.getpid()}"
        if connection.vendor == "sqlite":
            name = str(Path(folder) / f"{name}.sqlite3")
        original = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(original, verbosity=0)


def analyse() -> None:
    """Let the database learn what was loaded, as its own upkeep would have done long before."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        return f"{connection.vendor} {cursor.fetchone()[0]}"
