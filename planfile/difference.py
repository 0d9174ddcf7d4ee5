"""What differs between two documents, item by item. Pure: no Django."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.numbers import format_date, format_number
from indicators.breakdowns import breakdown_key
from planfile.document import (
    Cost,
    Document,
    Income,
    Indicator,
    Measure,
    Objective,
    Priority,
    Programme,
    Release,
    Series,
)

ADDED, REMOVED, CHANGED, MOVED = "nieuw", "verwijderd", "gewijzigd", "verplaatst"

NOUNS: dict[type, str] = {
    Programme: "programma",
    Release: "meetkalender",
    Priority: "prioriteit",
    Objective: "doelstelling",
    Indicator: "indicator",
    Series: "reeks",
    Measure: "maatregel",
    Income: "baten",
    Cost: "lasten",
}


@dataclass(frozen=True)
class Change:
    """One difference. ``path`` names the item from outside in; ``old`` and ``new`` are text, ``""`` where there is none."""

    kind: str
    path: tuple[str, ...]
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        where = " › ".join(self.path)
        if self.kind == CHANGED:
            return f"{self.kind}: {where}: {self.old or '(leeg)'} → {self.new or '(leeg)'}"
        return f"{self.kind}: {where}"


def difference(old: Document | None, new: Document) -> list[Change]:
    """Every difference, in the order of the new file. Against nothing, the top-level items count as new."""
    if old is None:
        return [Change(ADDED, (f"agenda {new.agenda.slug}",)), *_new_items(new)]
    return _records(old, new, ())


def _new_items(document: Document) -> list[Change]:
    return [Change(ADDED, (_name(priority),)) for priority in document.priorities]


def _records(old: Any, new: Any, path: tuple[str, ...]) -> list[Change]:
    changes: list[Change] = []
    for spec in dataclasses.fields(new):
        before, after = getattr(old, spec.name), getattr(new, spec.name)
        if before == after:
            continue
        here = (*path, spec.metadata.get("name", spec.name))
        if dataclasses.is_dataclass(before) and dataclasses.is_dataclass(after):
            changes += _records(before, after, here)
        elif isinstance(after, tuple) and _identified(before, after):
            changes += _lists(before, after, path)
        elif isinstance(after, tuple) and any(map(dataclasses.is_dataclass, (*before, *after))):
            changes += _rows(before, after, here)
        else:
            changes.append(Change(CHANGED, here, show(before), show(after)))
    return changes


def _identified(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    return all(type(item) in NOUNS for item in (*before, *after))


def _lists(before: tuple[Any, ...], after: tuple[Any, ...], path: tuple[str, ...]) -> list[Change]:
    old = {identity(item): item for item in before}
    new = {identity(item): item for item in after}
    changes = []
    for name, item in new.items():
        if name not in old:
            changes.append(Change(ADDED, (*path, _name(item))))
        elif old[name] != item:
            changes += _records(old[name], item, (*path, _name(item)))
    changes += [Change(REMOVED, (*path, _name(item))) for name, item in old.items() if name not in new]
    if [name for name in old if name in new] != [name for name in new if name in old]:
        changes.append(Change(MOVED, (*path, NOUNS[type(after[0])] + ": volgorde")))
    return changes


def _rows(before: tuple[Any, ...], after: tuple[Any, ...], path: tuple[str, ...]) -> list[Change]:
    """Lists whose rows have no code: compared by place, so that a changed row shows as one change."""
    changes = []
    for number in range(max(len(before), len(after))):
        here = (*path, str(number + 1))
        if number >= len(before):
            changes.append(Change(ADDED, (*here, show(after[number]))))
        elif number >= len(after):
            changes.append(Change(REMOVED, (*here, show(before[number]))))
        elif before[number] != after[number]:
            changes += _records(before[number], after[number], here)
    return changes


def identity(item: Any) -> tuple[str, ...]:
    """What makes an item the same item in two files."""
    if isinstance(item, Series):
        return (item.part or "", breakdown_key(item.breakdown))
    if isinstance(item, Release):
        return (item.source, item.period, str(item.final))
    return (item.code,)


def _name(item: Any) -> str:
    if isinstance(item, Series):
        words = [item.part or "", " ".join(f"{name} {value}" for name, value in item.breakdown.items())]
        return f"reeks {' '.join(word for word in words if word) or 'geheel'}"
    return f"{NOUNS[type(item)]} {' '.join(identity(item)[:2])}"


def show(value: Any) -> str:
    """A value as a person reads it; ``None`` and empty are ``""``."""
    if value is None or value == () or value == {}:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, date):
        return format_date(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        shown = ((spec.name, getattr(value, spec.name)) for spec in dataclasses.fields(value) if getattr(value, spec.name) != spec.default)
        return ", ".join(f"{name} {show(item)}" for name, item in shown if show(item))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {show(item)}" for name, item in value.items())
    if isinstance(value, tuple):
        return ", ".join(show(item) for item in value)
    return str(value)
