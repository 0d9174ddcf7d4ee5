"""Several short lists in one query, for a page that shows a little of many things."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Expression, F, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

Fields = Mapping[str, str | Expression | Subquery]
"""The name of each value, and the field or expression that it comes from."""


def rows_together(lists: Mapping[str, tuple[QuerySet[Any], Fields]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every list, by the list's name. One query; none without lists.

    A row comes as JSON: texts, whole numbers and ``None`` are themselves, a day is text (``day``). Decimals,
    booleans and moments are not for this: a database may change them on the way. Rows come in no order.
    """
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in lists}
    parts = [
        queryset.order_by().values_list(Value(name), JSONObject(**{key: _source(one) for key, one in fields.items()}))
        for name, (queryset, fields) in lists.items()
    ]  # fmt: skip
    if parts:
        for name, row in parts[0].union(*parts[1:], all=True):
            found[name].append(row)
    return found


def day(text: str | None) -> date | None:
    """A day out of such a row; of a moment the first ten characters must be its day. ``None`` stays ``None``."""
    return None if text is None else date.fromisoformat(text[:10])


def _source(one: str | Expression | Subquery) -> Any:
    return F(one) if isinstance(one, str) else one
