"""Reading many tables as they are at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read inside belongs together: what somebody stores meanwhile is seen whole or not at all.

    By itself PostgreSQL lets every query see what was stored just before it. Within a transaction that is running
    already nothing changes: it is too late to ask for more. Nothing may be written inside.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
