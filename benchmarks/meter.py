"""Counts queries and the time spent in the database, fetching included."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

_TRANSACTIONS = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


class Meter:
    """What one request or one run of SQL cost the database."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def timed(self, call: Any, *args: Any) -> Any:
        before = perf_counter()
        try:
            return call(*args)
        finally:
            self.seconds += perf_counter() - before


class _MeteredCursor(CursorWrapper):
    """A cursor that tells its meter; rows are timed too, because SQLite works while they are fetched."""

    def __init__(self, cursor: Any, db: Any, meter: Meter) -> None:
        super().__init__(cursor, db)
        self._meter = meter

    def execute(self, sql: str, params: Any = None) -> Any:
        if not sql.lstrip().upper().startswith(_TRANSACTIONS):
            self._meter.queries += 1
        return self._meter.timed(super().execute, sql, params)

    def executemany(self, sql: str, param_list: Any) -> Any:
        self._meter.queries += 1
        return self._meter.timed(super().executemany, sql, param_list)

    def fetchone(self) -> Any:
        return self._meter.timed(self.cursor.fetchone)

    def fetchmany(self, *args: Any) -> Any:
        return self._meter.timed(self.cursor.fetchmany, *args)

    def fetchall(self) -> Any:
        return self._meter.timed(self.cursor.fetchall)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())


@contextmanager
def metered() -> Iterator[Meter]:
    """Meter everything that the default connection does inside."""
    meter = Meter()
    made = connection.make_cursor
    connection.make_cursor = lambda cursor: _MeteredCursor(cursor, connection, meter)  # type: ignore[method-assign]
    try:
        yield meter
    finally:
        connection.make_cursor = made  # type: ignore[method-assign]
