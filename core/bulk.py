"""Many rows at once. The ORM makes an object of every row, which costs more than everything else of an import."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connection, transaction
from django.db.models import Model, QuerySet

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
Value = str | int | bool | Decimal | date | None
Part = tuple[Value, ...]


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Part]]) -> None:
    """Store rows of plain values, in the order of ``names`` (fields of the model); every other field is left empty.

    A row comes in parts, one after another; all but the last are shared with other rows and written out once. No
    field's own checks run: the values must fit. Constraints of the database hold as always.
    """
    # One transaction: SQLite would write every row of its own to disk.
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            text = io.StringIO("".join(map(_line, rows)))
            cursor.copy_expert(f"COPY {_into(model, names)} FROM STDIN", text)
        else:
            places = ", ".join(["%s"] * len(names))
            # Names of our own models only; the values are parameters.
            statement = f"INSERT INTO {_into(model, names)} VALUES ({places})"  # noqa: S608
            cursor.executemany(statement, [tuple(map(_bound, chain(*row))) for row in rows])


def insert_selected(model: type[Model], names: Sequence[str], source: QuerySet[Any]) -> int:
    """Store what a query finds: ``source`` gives tuples in the order of ``names``. Returns how many rows that were.

    They are stored in the order that the query itself asks for; the model's own costs a sort and is left out.
    """
    ordered = source if source.query.order_by else source.order_by()
    select, parameters = ordered.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {_into(model, names)} {select}", parameters)
        return int(cursor.rowcount)


def tell_planner(model: type[Model]) -> None:
    """Have PostgreSQL count a table anew after many rows came in.

    It would do so by itself a minute later. Until then it plans for a table as it was before, and asking for what a
    large file replaced reads a whole series for every figure.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _into(model: type[Model], names: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    columns = [quote(str(model._meta.get_field(name).column)) for name in names]  # type: ignore[union-attr]
    return f"{quote(model._meta.db_table)} ({', '.join(columns)})"


def _bound(value: Value) -> Value:
    """A value as SQLite takes it."""
    return str(value) if isinstance(value, Decimal | date) else value


def _line(row: Sequence[Part]) -> str:
    *shared, own = row
    text = "\t".join([v if type(v) is str else str(v) if type(v) is int else _copied(v) for v in own])
    # One look at the cells together: hardly any has a sign that must be written otherwise.
    if "\\" in text or "\n" in text or "\r" in text or text.count("\t") >= len(own):
        text = "\t".join(map(_copied, own))
    return "\t".join([*map(_shared, shared), text]) + "\n"


@lru_cache(maxsize=8192)
def _shared(part: Part) -> str:
    return "\t".join(map(_copied, part))


def _copied(value: Value) -> str:
    """A value in PostgreSQL's text form."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        # As a number, which PostgreSQL takes too: True and 1 are equal, and so are kept as one text.
        return str(int(value))
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)
