"""How each kind of value in the agenda file is read from a node, and written back as plain data.

A kind reports what is wrong to the ``Reading`` and returns ``None``; reading goes on, so that all problems come
out at once. Pure: no Django.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core.periods import parse_month_day, parse_period
from planfile.source import Mapping, Node, Problem, Scalar, Sequence

_NUMBER = re.compile(r"^[+-]?[0-9]+(\.[0-9]+)?$")
_DAY = re.compile(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$")
_SLUG = re.compile(r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$")
_YEAR = re.compile(r"^[0-9]{4}$")
MAX_DIGITS, MAX_DECIMALS = 15, 6


@dataclass
class Reading:
    """What one reading of a file gathers: problems, and on which line each record and key stood."""

    problems: list[Problem] = field(default_factory=list)
    lines: dict[int, dict[str, int]] = field(default_factory=dict)
    kept: list[Any] = field(default_factory=list)

    def problem(self, line: int, key: str, message: str) -> None:
        self.problems.append(Problem(line, key, message))

    def remember(self, record: Any, line: int, keys: dict[str, int]) -> None:
        self.kept.append(record)  # keeps the id from being used again
        self.lines[id(record)] = {"": line, **keys}

    def line_of(self, record: Any, key: str = "") -> int:
        """Line of a record's key, or of the record itself where the key is not written; 1 for a built record."""
        lines = self.lines.get(id(record), {})
        return lines.get(key) or lines.get("", 1)


class Kind:
    """One kind of value. ``read`` returns ``None`` for null and for what it reported as a problem."""

    flow = True
    expected = "een waarde"

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if _is_null(node):
            return None
        if not isinstance(node, Scalar):
            reading.problem(node.line, key, f"hier hoort {self.expected}, geen lijst of groep")
            return None
        try:
            return self.convert(node.text)
        except ValueError as error:
            reading.problem(node.line, key, str(error))
            return None

    def convert(self, text: str) -> Any:
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        return value


class Text(Kind):
    expected = "tekst"

    def __init__(self, limit: int = 4000) -> None:
        self.limit = limit

    def convert(self, text: str) -> str | None:
        if len(text) > self.limit:
            raise ValueError(f"de tekst is langer dan {self.limit} tekens")
        if "\x00" in text:
            raise ValueError("de tekst bevat een teken dat niet in tekst hoort")
        return text or None


class Slug(Text):
    expected = "een code"

    def convert(self, text: str) -> str | None:
        super().convert(text)
        if not _SLUG.match(text):
            raise ValueError(
                f"'{_cut(text)}' mag alleen kleine letters, cijfers, streepjes en punten bevatten"
            )
        return text


class Pattern(Text):
    def __init__(self, pattern: str, meaning: str, limit: int = 60) -> None:
        super().__init__(limit)
        self.pattern, self.expected = re.compile(pattern), meaning

    def convert(self, text: str) -> str | None:
        super().convert(text)
        if not self.pattern.match(text):
            raise ValueError(f"'{_cut(text)}' is geen {self.expected}")
        return text


class Choice(Kind):
    def __init__(self, values: Iterable[str]) -> None:
        self.values = list(values)
        self.expected = "een van: " + ", ".join(self.values)

    def convert(self, text: str) -> str:
        if text not in self.values:
            raise ValueError(f"'{_cut(text)}' is niet bekend; kies {self.expected}")
        return text


class Number(Kind):
    """A decimal number with a point. Written without trailing zeros; ``30.0`` and ``30`` are one value."""

    expected = "een getal"

    def convert(self, text: str) -> Decimal:
        if not _NUMBER.match(text):
            hint = "; gebruik een punt als decimaalteken" if "," in text else ""
            raise ValueError(f"'{_cut(text)}' is geen getal{hint}")
        try:
            value = Decimal(text)
        except InvalidOperation as error:  # pragma: no cover - the pattern excludes it
            raise ValueError(f"'{text}' is geen getal") from error
        decimals = -int(value.normalize().as_tuple().exponent)
        if decimals > MAX_DECIMALS or value.adjusted() >= MAX_DIGITS - MAX_DECIMALS:
            raise ValueError(f"'{_cut(text)}' is te groot of heeft meer dan {MAX_DECIMALS} decimalen")
        return value + 0  # -0 is 0


class Whole(Number):
    expected = "een geheel getal"

    def __init__(self, low: int = 0, high: int = 2_000_000_000) -> None:
        self.low, self.high = low, high

    def convert(self, text: str) -> Any:
        if not re.match(r"^[0-9]{1,10}$", text):
            raise ValueError(f"'{_cut(text)}' is geen geheel getal van 0 of hoger")
        if not self.low <= int(text) <= self.high:
            raise ValueError(f"{text} ligt niet tussen {self.low} en {self.high}")
        return int(text)


class Money(Number):
    expected = "een bedrag in euro's, zonder punten: 1650000"

    def convert(self, text: str) -> Decimal:
        if not re.match(r"^-?[0-9]{1,11}(\.[0-9]{1,2})?$", text):
            raise ValueError(
                f"'{_cut(text)}' is geen bedrag; schrijf hele euro's zonder punten, zoals 1650000"
            )
        return Decimal(text) + 0


class Bool(Kind):
    expected = "true of false"

    def convert(self, text: str) -> bool:
        if text.lower() not in {"true", "false"}:
            raise ValueError(f"'{_cut(text)}' is niet true of false")
        return text.lower() == "true"


class Day(Kind):
    """A day. A bare year means its last day."""

    expected = "een datum, zoals 2024-02-12"

    def convert(self, text: str) -> date:
        if _YEAR.match(text):
            text = f"{text}-12-31"
        match = _DAY.match(text)
        try:
            if match and 1990 <= int(match[1]) <= 2099:
                return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
        raise ValueError(f"'{_cut(text)}' is geen datum; schrijf jaar-maand-dag, zoals 2024-02-12")


class MonthDay(Kind):
    expected = "een dag, zoals 02-15"

    def convert(self, text: str) -> str:
        if not text.isascii():
            raise ValueError(f"'{_cut(text)}' is geen dag; schrijf maand-dag, bijvoorbeeld 02-15")
        parse_month_day(_cut(text))
        return text


class PeriodText(Kind):
    """A period in its canonical text. With ``years_as_number`` a plain year is written as a number (``by: 2027``)."""

    expected = "een periode"

    def __init__(self, *, years_as_number: bool = False) -> None:
        self.years_as_number = years_as_number

    def convert(self, text: str) -> str:
        if not text.isascii():
            raise ValueError(f"'{_cut(text)}' is geen periode")
        return parse_period(_cut(text)).key

    def write(self, value: str) -> Any:
        return int(value) if self.years_as_number and _YEAR.match(value) else value


class ListOf(Kind):
    def __init__(self, kind: Kind, *, flow: bool | None = None) -> None:
        self.kind = kind
        self.flow = not isinstance(kind, Record) if flow is None else flow

    def read(self, node: Node, key: str, reading: Reading) -> tuple[Any, ...]:
        if _is_null(node):
            return ()
        if not isinstance(node, Sequence):
            reading.problem(node.line, key, "hier hoort een lijst")
            return ()
        for item in node.items:
            if _is_null(item):
                reading.problem(item.line, key, "een leeg onderdeel in de lijst; vul het in of haal het weg")
        values = [self.kind.read(item, key, reading) for item in node.items if not _is_null(item)]
        return tuple(value for value in values if value is not None)

    def write(self, value: Any) -> Any:
        return [self.kind.write(item) for item in value]


class MapOf(Kind):
    """A mapping with keys of one kind and values of another, in the file's order."""

    def __init__(self, key: Kind, value: Kind) -> None:
        self.key, self.value = key, value

    def read(self, node: Node, key: str, reading: Reading) -> dict[Any, Any]:
        if _is_null(node):
            return {}
        if not isinstance(node, Mapping):
            reading.problem(node.line, key, "hier hoort een groep van sleutels en waarden")
            return {}
        found = {}
        for name, (line, item) in node.items.items():
            if not name or _is_null(item):
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
        if _is_null(node):
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
            if not _is_null(item):
                value = fields[name].metadata["kind"].read(item, name, reading)
                if value is not None:
                    values[fields[name].name] = value
        required = {name: spec.name for name, spec in fields.items() if spec.metadata["required"]}
        for name, attribute in required.items():
            if attribute not in values and (name not in node.items or _is_null(node.items[name][1])):
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


def _is_null(node: Node) -> bool:
    """Written as null, or without a visible character: the key then has its default."""
    return isinstance(node, Scalar) and (node.is_null or not node.text)


def _cut(text: str) -> str:
    """A value as it is shown in a message: not a thousand digits."""
    return text if len(text) <= 60 else text[:60] + "…"


def _default(spec: dataclasses.Field[Any]) -> Any:
    if spec.default is not dataclasses.MISSING:
        return spec.default
    return spec.default_factory() if spec.default_factory is not dataclasses.MISSING else dataclasses.MISSING
