"""How each kind of value in the agenda file is read from a node, and written back as plain data.

A kind reports what is wrong to the ``Reading`` and returns ``None``; reading goes on, so that all problems come
out at once. Pure: no Django.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from planfile.reading import Reading
from planfile.scalars import (
    Bool,
    Bounded,
    Choice,
    Day,
    Kind,
    Money,
    MonthDay,
    Number,
    Pattern,
    PeriodText,
    Slug,
    Text,
    Whole,
    is_null,
)
from planfile.source import Mapping, Node, Scalar, Sequence

__all__ = [
    "Bool",
    "Bounded",
    "Choice",
    "Day",
    "Kind",
    "ListOf",
    "MapOf",
    "Money",
    "MonthDay",
    "Number",
    "Pattern",
    "PeriodText",
    "Record",
    "Slug",
    "Text",
    "Whole",
]


class ListOf(Kind):
    def __init__(self, kind: Kind, *, flow: bool | None = None) -> None:
        self.kind = kind
        self.flow = not isinstance(kind, Record) if flow is None else flow

    def read(self, node: Node, key: str, reading: Reading) -> tuple[Any, ...]:
        if is_null(node):
            return ()
        if not isinstance(node, Sequence):
            reading.problem(node.line, key, "hier hoort een lijst")
            return ()
        for item in node.items:
            if is_null(item):
                reading.problem(item.line, key, "een leeg onderdeel in de lijst; vul het in of haal het weg")
        values = [self.kind.read(item, key, reading) for item in node.items if not is_null(item)]
        return tuple(value for value in values if value is not None)

    def write(self, value: Any) -> Any:
        return [self.kind.write(item) for item in value]


class MapOf(Kind):
    """A mapping with keys of one kind and values of another, in the file's order."""

    def __init__(self, key: Kind, value: Kind) -> None:
        self.key, self.value = key, value

    def read(self, node: Node, key: str, reading: Reading) -> dict[Any, Any]:
        if is_null(node):
            return {}
        if not isinstance(node, Mapping):
            reading.problem(node.line, key, "hier hoort een groep van sleutels en waarden")
            return {}
        found = {}
        for name, (line, item) in node.items.items():
            if not name or is_null(item):
                reading.problem(
                    line,
                    f"{key}.{name}".rstrip("."),
                    "hier ontbreekt een waarde; vul die in of haal de regel weg",
                )
                continue
            read_key = self.key.read(Scalar(line, name), key, reading)
            read_value = self.value.read(item, f"{key}.{name}", reading)
            if read_key in found:
                reading.problem(line, key, f"'{name}' staat er twee keer")
            elif read_key is not None and read_value is not None:
                found[read_key] = read_value
        return found

    def write(self, value: Any) -> Any:
        return {self.key.write(name): self.value.write(item) for name, item in value.items()}


class Record(Kind):
    """A group of named keys, described by a dataclass whose fields were made with ``document.entry``."""

    def __init__(self, cls: type, *, flow: bool = False) -> None:
        self.cls, self.flow = cls, flow

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if is_null(node):
            return None
        if not isinstance(node, Mapping):
            reading.problem(node.line, key, "hier hoort een groep van sleutels en waarden")
            return None
        fields = {item.metadata.get("name", item.name): item for item in dataclasses.fields(self.cls)}
        values: dict[str, Any] = {}
        for name, (line, item) in node.items.items():
            if name not in fields:
                reading.problem(line, name, f"onbekende sleutel; bekend zijn: {', '.join(fields)}")
                continue
            if not is_null(item):
                value = fields[name].metadata["kind"].read(item, name, reading)
                if value is not None:
                    values[fields[name].name] = value
        required = {name: spec.name for name, spec in fields.items() if spec.metadata["required"]}
        for name, attribute in required.items():
            if attribute not in values and (name not in node.items or is_null(node.items[name][1])):
                reading.problem(node.line, name, "deze sleutel is verplicht en ontbreekt")
        if not set(required.values()) <= set(values):
            return None
        record = self.cls(**values)
        reading.remember(record, node.line, {name: line for name, (line, _) in node.items.items()})
        return record

    def write(self, value: Any) -> Any:
        written = {}
        for spec in dataclasses.fields(value):
            item = getattr(value, spec.name)
            if item == _default(spec) and not spec.metadata["always"]:
                continue
            name = spec.metadata.get("name", spec.name)
            written[name] = None if item is None else spec.metadata["kind"].write(item)
        return written


def _default(spec: dataclasses.Field[Any]) -> Any:
    if spec.default is not dataclasses.MISSING:
        return spec.default
    return spec.default_factory() if spec.default_factory is not dataclasses.MISSING else dataclasses.MISSING
