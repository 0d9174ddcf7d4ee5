"""What differs between two documents, item by item. Pure: no Django."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from budgets.words import term_label
from core.numbers import format_date, format_number
from indicators.breakdowns import breakdown_key
from planfile.document import Document, Instrument, Release, Series
from planfile.kinds import Choice, Whole
from planfile.labels import NOUNS, breakdown_name, item_name, label, value_label

ADDED, REMOVED, CHANGED, MOVED = "nieuw", "verwijderd", "gewijzigd", "verplaatst"
PLURALS = {
    "opleiding": "opleidingen",
    "prioriteit": "prioriteiten",
    "doelstelling": "doelstellingen",
    "indicator": "indicatoren",
    "reeks": "reeksen",
    "maatregel": "maatregelen",
    "juridisch instrument": "juridische instrumenten",
}


@dataclass(frozen=True)
class Change:
    """One difference.

    ``path`` names where it is, from outside in, in Dutch; its first ``depth`` parts name the item, the others
    the key in it. ``old`` and ``new`` are text, ``""`` where there is none: for a new or removed item its title,
    for a moved one where it stood and where it stands.
    """

    kind: str
    path: tuple[str, ...]
    old: str = ""
    new: str = ""
    depth: int = 0

    @property
    def item(self) -> tuple[str, ...]:
        return self.path[: self.depth]

    @property
    def key(self) -> str:
        """The key in the item, in words; ``""`` when the whole item is new, gone or moved."""
        return " › ".join(self.path[self.depth :])

    def __str__(self) -> str:
        where = " › ".join(self.path)
        if self.kind in {CHANGED, MOVED} and (self.old or self.new):
            return f"{self.kind}: {where}: {self.old or '(leeg)'} → {self.new or '(leeg)'}"
        text = self.new or self.old
        return f"{self.kind}: {where}" + (f": {text}" if text else "")


def difference(old: Document | None, new: Document) -> list[Change]:
    """Every difference, in the order of the new file. Against nothing, the agenda and its main items count as new."""
    if old is None:
        head = Change(ADDED, ("agenda",), new=new.agenda.slug, depth=1)
        return [head, *(_added(priority, ()) for priority in new.priorities)]
    return _Difference(old, new).changes()


class _Difference:
    """Compares two documents; items that stand elsewhere count as moved, not as removed and new."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self.before = dict(_placed(old))
        self.after = dict(_placed(new))

    def changes(self) -> list[Change]:
        return self.records(self.old, self.new, (), 0)

    def records(self, old: Any, new: Any, path: tuple[str, ...], depth: int) -> list[Change]:
        changes: list[Change] = []
        for spec in dataclasses.fields(new):
            before, after = getattr(old, spec.name), getattr(new, spec.name)
            if before == after:
                continue
            here = (*path, label(spec.name))
            if dataclasses.is_dataclass(before) and dataclasses.is_dataclass(after):
                changes += self.records(before, after, here, 1 if not path else depth)
            elif isinstance(after, tuple) and _identified(before, after):
                changes += self.lists(before, after, path if path != ("begroting",) else ())
            elif isinstance(after, tuple) and any(map(dataclasses.is_dataclass, (*before, *after))):
                changes += self.rows(before, after, here, depth or 1)
            else:
                changes.append(
                    Change(CHANGED, here, show(before, spec), show(after, spec), depth or len(path) or 1)
                )
        return changes

    def lists(self, before: tuple[Any, ...], after: tuple[Any, ...], path: tuple[str, ...]) -> list[Change]:
        old = {identity(item): item for item in before}
        new = {identity(item): item for item in after}
        changes = []
        for name, item in new.items():
            here = (*path, item_name(item))
            if name in old:
                if old[name] != item:
                    changes += self.records(old[name], item, here, len(here))
            elif origin := self.before.get(_place(item)):
                was, stood = origin
                changes.append(Change(MOVED, here, stood or "(los)", " › ".join(path), len(here)))
                changes += self.records(was, item, here, len(here))
            else:
                changes.append(_added(item, path))
        for name, item in old.items():
            if name not in new and _place(item) not in self.after:
                gone = (*path, item_name(item))
                changes.append(Change(REMOVED, gone, old=title_of(item), depth=len(gone)))
        if [name for name in old if name in new] != [name for name in new if name in old]:
            noun = NOUNS[type((*after, *before)[0])]
            changes.append(
                Change(MOVED, (*path, f"volgorde van {PLURALS.get(noun, noun)}"), depth=len(path) + 1)
            )
        return changes

    def rows(
        self, before: tuple[Any, ...], after: tuple[Any, ...], path: tuple[str, ...], depth: int
    ) -> list[Change]:
        """Lists whose rows have no code: aligned on equal rows, so that one row more shows as one change."""
        changes = []
        opcodes = SequenceMatcher(
            None, [*map(repr, before)], [*map(repr, after)], autojunk=False
        ).get_opcodes()
        for _, start, stop, new_start, new_stop in (code for code in opcodes if code[0] != "equal"):
            for step in range(max(stop - start, new_stop - new_start)):
                old, new = start + step, new_start + step
                if old >= stop:
                    here = (*path[:-1], f"{path[-1]} {new + 1}")
                    changes.append(Change(ADDED, here, new=show(after[new]), depth=depth))
                elif new >= new_stop:
                    here = (*path[:-1], f"{path[-1]} {old + 1}")
                    changes.append(Change(REMOVED, here, old=show(before[old]), depth=depth))
                else:
                    here = (*path[:-1], f"{path[-1]} {new + 1}")
                    changes += self.records(before[old], after[new], here, depth)
        return changes


def _placed(document: Document) -> Iterator[tuple[tuple[str, ...], tuple[Any, str]]]:
    """Every item that may stand elsewhere in another version, with the name of what it stands under."""
    for priority in document.priorities:
        for objective in priority.objectives:
            yield _place(objective), (objective, item_name(priority))
    for priority, owner, indicator in document.indicators():
        yield _place(indicator), (indicator, item_name(owner or priority))
    for objective, measure in document.measures():
        yield _place(measure), (measure, item_name(objective))


def _place(item: Any) -> tuple[str, ...]:
    return (type(item).__name__, *identity(item))


def _identified(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    return all(type(item) in NOUNS for item in (*before, *after))


def _added(item: Any, path: tuple[str, ...]) -> Change:
    here = (*path, item_name(item))
    return Change(ADDED, here, new=title_of(item), depth=len(here))


def identity(item: Any) -> tuple[str, ...]:
    """What makes an item the same item in two files."""
    if isinstance(item, Series):
        return (item.part or "", breakdown_key(item.breakdown))
    if isinstance(item, Release):
        return (item.source, item.period, str(item.final))
    return (item.name,) if isinstance(item, Instrument) else (item.code,)


def title_of(item: Any) -> str:
    """An item's title; for a series its baseline and its target, where it has them."""
    if isinstance(item, Series):
        baseline = item.baseline.value if item.baseline else None
        return ", ".join(
            text
            for text in (
                f"0-meting {format_number(baseline)}" if baseline is not None else "",
                f"doel: {show(item.targets[-1])}" if item.targets else "",
            )
            if text
        )
    if isinstance(item, Release):
        return f"verwacht op {format_date(item.expected)}"
    if isinstance(item, Instrument):
        return term_label(item.starts, item.ends)
    return str(item.title)


def show(value: Any, spec: dataclasses.Field[Any] | None = None) -> str:
    """A value as a person reads it; ``None`` and empty are ``""``. ``spec`` is the field that holds it."""
    kind = spec.metadata.get("kind") if spec else None
    if (
        value is None
        or value == ()
        or (value == {} and (not spec or spec.name not in {"breakdown", "headline"}))
    ):
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, int) and isinstance(kind, Whole):
        return str(value)
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, str):
        return value_label(value) if isinstance(kind, Choice) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _show_record(value)
    if isinstance(value, dict):
        if spec and spec.name in {"breakdown", "headline", "members"}:
            return breakdown_name(value)
        return ", ".join(f"{name}: {show(item)}" for name, item in value.items())
    if isinstance(value, tuple):
        return ", ".join(show(item) for item in value)
    return str(value)


def _show_record(record: Any) -> str:
    """``bereiken, waarde 87, uiterlijk 2027``: a closed-list value or a text needs no label, a number does."""
    parts = []
    for spec in dataclasses.fields(record):
        value = getattr(record, spec.name)
        if value == spec.default or not (shown := show(value, spec)):
            continue
        bare = spec.name in {"kind", "text", "name", "side", "step"}
        parts.append(shown if bare else f"{label(spec.name)} {shown}")
    return ", ".join(parts)
