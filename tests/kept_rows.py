"""The content of a database, kept in memory and put back: loading the example takes seconds, this a moment."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

# Made by the migrations, and so in every test database already.
OWN_TO_THE_DATABASE = {"django_migrations", "django_content_type", "auth_permission"}


@dataclass
class Kept:
    """All rows by table, as the database itself writes them, and the stored files by their path."""

    tables: dict[str, object] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def keep() -> Kept:
    """What is in the database and in the folder of stored files now."""
    folder = Path(settings.MEDIA_ROOT)
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return Kept({table: _read(table) for table in _tables()}, files)


@transaction.atomic
def put_back(kept: Kept) -> None:
    """Into an empty database; its rules are checked at the end of the transaction, as for any other rows."""
    for table, rows in kept.tables.items():
        _write(table, rows)
    if connection.vendor == "postgresql":
        _continue_numbers()
    for name, content in kept.files.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _tables() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(names) - OWN_TO_THE_DATABASE)


def _read(table: str) -> object:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            into = io.BytesIO()
            cursor.cursor.copy_expert(f'COPY "{table}" TO STDOUT', into)
            return into.getvalue()
        return cursor.execute(f'SELECT * FROM "{table}"').fetchall()


def _write(table: str, rows: object) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.BytesIO(rows))
        else:
            # Past Django's cursor: it reads the values as they were given to it.
            marks = ", ".join("?" * len(rows[0]))
            connection.connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def _continue_numbers() -> None:
    models = connection.introspection.installed_models(_tables())
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
