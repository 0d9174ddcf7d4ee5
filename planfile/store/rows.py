"""Brings the rows of one model in step with what is wanted: one select, then at most one insert, update and delete.

Rows keep their identity, so that what later hangs on them (reports, decisions) stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
Wanted = dict[Any, dict[str, Any]]
"""Field values by what identifies a row; foreign keys by their id, so that comparing asks no query."""


class Rows(Generic[M]):
    """The rows of one model that belong to the agenda, by what identifies them."""

    def __init__(self, model: type[M], rows: Iterable[M], identity: Callable[[M], Any]) -> None:
        self.model = model
        self.by_key: dict[Any, M] = {identity(row): row for row in rows}

    def bring_in_step(self, wanted: Wanted) -> dict[Any, M]:
        """Insert what is new and update what differs; returns every wanted row by its key."""
        new: dict[Any, M] = {}
        changed: list[M] = []
        fields: set[str] = set()
        for key, values in wanted.items():
            row = self.by_key.get(key)
            if row is None:
                new[key] = self.model(**values)
                continue
            differing = [name for name, value in values.items() if getattr(row, name) != value]
            if differing:
                for name in differing:
                    setattr(row, name, values[name])
                fields.update(differing)
                changed.append(row)
        manager = self.model._default_manager
        manager.bulk_create(new.values(), batch_size=500)
        if changed:
            manager.bulk_update(changed, sorted(fields), batch_size=200)
        return {key: self.by_key.get(key) or new[key] for key in wanted}

    def delete_others(self, wanted: Iterable[Any]) -> None:
        """Delete the rows that are no longer wanted."""
        keep = set(wanted)
        gone = [row.pk for key, row in self.by_key.items() if key not in keep]
        if gone:
            self.model._default_manager.filter(pk__in=gone).delete()
            self.by_key = {key: row for key, row in self.by_key.items() if key in keep}


def replace_rows(
    model: type[M], stored: Iterable[M], identity: Callable[[M], Any], wanted: Wanted
) -> dict[Any, M]:
    """Delete, insert and update until the stored rows are the wanted ones; returns them by key."""
    rows = Rows(model, stored, identity)
    rows.delete_others(wanted)
    return rows.bring_in_step(wanted)


def replace_numbered(model: type[M], owner: str, stored: Iterable[M], wanted: Wanted) -> None:
    """The same for rows without a code of their own, known by (owner, place in its list)."""
    replace_rows(model, stored, lambda row: (getattr(row, owner), row.order), wanted)  # type: ignore[attr-defined]
