"""Single items of a document: finding them, changing, adding and removing them. Pure: no Django.

An item is named by its kind and its ``Ref``: what identifies it among its kind. A change gives a new document;
the old one stays as it is.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indicators.breakdowns import breakdown_key
from planfile import document as doc
from planfile.difference import title_of
from planfile.labels import breakdown_name, item_name, series_name
from planfile.reading import Reading
from planfile.schema import check_rules, read_document
from planfile.writer import write_document

Ref = tuple[str, ...]
Path = tuple[tuple[str, int], ...]
"""Steps into a document: (field, place in its list); the place is -1 for a field that is no list."""


@dataclass(frozen=True)
class ItemKind:
    """A kind of item that has a form of its own. ``parents``: the kinds of item that it may stand under.

    ``apart``: lists of it that hold items with forms of their own.
    """

    slug: str
    cls: type
    singular: str
    plural: str
    help: str
    parents: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    single: bool = False


_ALL = (
    ItemKind("agenda", doc.Head, "agenda", "Agenda", "Naam, looptijd en grenzen voor beoordelen.", single=True),
    ItemKind("prioriteit", doc.Priority, "prioriteit", "Prioriteiten", "Het hoogste niveau van het plan.",
             ("agenda",), ("indicators", "objectives")),
    ItemKind("doelstelling", doc.Objective, "doelstelling", "Doelstellingen", "Met eigenaar, ambities en partners.",
             ("prioriteit",), ("measures", "indicators")),
    ItemKind("indicator", doc.Indicator, "indicator", "Indicatoren", "Wat er wordt gemeten, door wie en hoe vaak.",
             ("doelstelling", "prioriteit"), ("series",)),
    ItemKind("reeks", doc.Series, "reeks", "Reeksen", "Een uitsplitsing met 0-meting, doelen en eerdere metingen.",
             ("indicator",)),
    ItemKind("maatregel", doc.Measure, "maatregel", "Maatregelen", "Wat er wordt gedaan, wanneer en door wie.",
             ("doelstelling",)),
    ItemKind("instrument", doc.Instrument, "juridisch instrument", "Juridische instrumenten",
             "Looptijd, en wat er met een overschot mag.", ("agenda",)),
    ItemKind("baten", doc.Income, "batenregel", "Baten", "Inkomsten per jaar.", ("agenda",)),
    ItemKind("lasten", doc.Cost, "lastenregel", "Lasten", "Kosten per jaar.", ("agenda",)),
    ItemKind("totaal", doc.StatedTotal, "genoemd totaal", "Genoemde totalen", "Totalen zoals het plan ze noemt.",
             ("agenda",)),
    ItemKind("meetkalender", doc.Release, "regel van de meetkalender", "Meetkalender",
             "Op welke dag de cijfers van een bron er moeten zijn.", ("agenda",)),
    ItemKind("opleiding", doc.Programme, "opleiding", "Opleidingen", "Opleidingen die de agenda apart volgt.",
             ("agenda",)),
)  # fmt: skip
ITEM_KINDS: dict[str, ItemKind] = {kind.slug: kind for kind in _ALL}
_BY_CLASS = {kind.cls: kind for kind in _ALL}
# In which list of its parent an item stands; the path from the document for parents that are the agenda itself.
_LISTS: dict[type, tuple[str, ...]] = {
    doc.Priority: ("priorities",),
    doc.Objective: ("objectives",),
    doc.Indicator: ("indicators",),
    doc.Series: ("series",),
    doc.Measure: ("measures",),
    doc.Instrument: ("budget", "instruments"),
    doc.Income: ("budget", "income"),
    doc.Cost: ("budget", "costs"),
    doc.StatedTotal: ("budget", "stated_totals"),
    doc.Release: ("calendar",),
    doc.Programme: ("programmes",),
}


@dataclass(frozen=True)
class Item:
    """An item in a document. ``parent``: kind and ref of what it stands under."""

    kind: ItemKind
    ref: Ref
    record: Any
    path: Path
    parent: tuple[str, Ref]

    @property
    def name(self) -> str:
        """How the item is called: ``1.2``, ``reeks niveau 2 BOL``."""
        record = self.record
        if isinstance(record, doc.Series):
            return f"{self.ref[0]}, {series_name(record.part, record.breakdown)}"
        if isinstance(record, doc.Release):
            return item_name(record).removeprefix("meetkalender ")
        if isinstance(record, doc.StatedTotal):
            return record.scope
        if isinstance(record, doc.Instrument):
            return record.name
        return "" if isinstance(record, doc.Head) else str(record.code)

    @property
    def title(self) -> str:
        return self.record.where if isinstance(self.record, doc.StatedTotal) else title_of(self.record)


def ref_of(record: Any, parent: Ref) -> Ref:
    """What identifies a record among its kind in one document."""
    if isinstance(record, doc.Head):
        return ()
    if isinstance(record, doc.Series):
        return (*parent, record.part or "", breakdown_key(record.breakdown))
    if isinstance(record, doc.Release):
        return (record.source, record.period, "definitief" if record.final else "voorlopig")
    if isinstance(record, doc.StatedTotal):
        return (record.scope, record.where)
    if isinstance(record, doc.Instrument):
        return (record.name,)
    return (record.code,)


def items(document: doc.Document) -> Iterator[Item]:
    """Every item of the document, in the file's order."""
    head = ITEM_KINDS["agenda"]
    yield Item(head, (), document.agenda, (("agenda", -1),), ("agenda", ()))
    yield from _below(document, (), ("agenda", ()))


def _below(record: Any, path: Path, parent: tuple[str, Ref]) -> Iterator[Item]:
    for spec in dataclasses.fields(record):
        value = getattr(record, spec.name)
        if isinstance(value, doc.Budget):
            yield from _below(value, (*path, (spec.name, -1)), parent)
        elif isinstance(value, tuple):
            for place, one in enumerate(value):
                if kind := _BY_CLASS.get(type(one)):
                    here = (*path, (spec.name, place))
                    ref = ref_of(one, parent[1])
                    yield Item(kind, ref, one, here, parent)
                    yield from _below(one, here, (kind.slug, ref))


def find(document: doc.Document, kind: str, ref: Ref) -> Item | None:
    """The item with that name; ``None`` when there is none."""
    return next((item for item in items(document) if item.kind.slug == kind and item.ref == ref), None)


def search(document: doc.Document, kind: str, words: str) -> list[Item]:
    """Items of one kind (``""``: of any) whose name or title holds every word."""
    wanted = words.casefold().split()
    return [
        item
        for item in items(document)
        if (not kind or item.kind.slug == kind)
        and all(word in f"{item.name} {item.title} {_breakdown(item)}".casefold() for word in wanted)
    ]


def _breakdown(item: Item) -> str:
    return breakdown_name(item.record.breakdown) if isinstance(item.record, doc.Series) else ""


def replace(document: doc.Document, item: Item, record: Any) -> doc.Document:
    """The document with another record at the item's place."""
    return _put(document, item.path, record)


def remove(document: doc.Document, item: Item) -> doc.Document:
    """The document without the item and all below it."""
    return _put(document, item.path, None)


def add(document: doc.Document, parent: Item, record: Any) -> doc.Document:
    """The document with a new record at the end of its list under ``parent``."""
    *way, name = _LISTS[type(record)]
    path = () if parent.kind.slug == "agenda" else parent.path
    path = (*path, *((step, -1) for step in way))
    owner = _at(document, path)
    return _put(document, path, dataclasses.replace(owner, **{name: (*getattr(owner, name), record)}))


def _at(record: Any, path: Path) -> Any:
    for name, place in path:
        value = getattr(record, name)
        record = value if place < 0 else value[place]
    return record


def _put(record: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    (name, place), *rest = path
    value = getattr(record, name)
    if place < 0:
        return dataclasses.replace(record, **{name: _put(value, tuple(rest), new)})
    changed = _put(value[place], tuple(rest), new)
    middle = () if changed is None else (changed,)
    return dataclasses.replace(record, **{name: (*value[:place], *middle, *value[place + 1 :])})


@dataclass(frozen=True)
class Fault:
    """A rule that the document breaks, and the very record that breaks it."""

    record: Any
    key: str
    message: str


_OTHER_LINE = re.compile(r" \(ook op regel \d+\)$")


class _Faults(Reading):
    """Gathers problems by record instead of by line."""

    def __init__(self) -> None:
        super().__init__()
        self.numbered: list[Any] = []

    def problem(self, line: int, key: str, message: str) -> None:
        super().problem(line, key, _OTHER_LINE.sub("", message))

    def line_of(self, record: Any, key: str = "") -> int:
        self.numbered.append(record)
        return len(self.numbered)


def faults(document: doc.Document) -> list[Fault]:
    """Every rule between parts that the document breaks; [] for a sound one."""
    reading = _Faults()
    check_rules(document, reading)
    return [
        Fault(reading.numbered[problem.line - 1], problem.key, problem.message)
        for problem in reading.problems
    ]


def canonical(document: doc.Document) -> doc.Document:
    """The document as its own file reads. Raises ``SourceError`` when that file would be refused."""
    return read_document(write_document(document).encode())
