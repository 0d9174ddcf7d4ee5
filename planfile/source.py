"""YAML text into nodes that know their line. Nothing is interpreted here: a scalar stays text.

Written on the parser's events, so that anchors, tags and duplicate keys are refused before anything is built:
a "billion laughs" file costs no memory. Pure: no Django.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

MAX_MB = 5
MAX_BYTES = MAX_MB * 1024 * 1024
TOO_LARGE = f"groter dan {MAX_MB} MB; een agendabestand is veel kleiner"
MAX_DEPTH = 24
MAX_SECOND_LOOK = 500_000
"""Up to this many characters the slow parser may try what the quick one refuses, such as ``{branch:, topic:}``."""
MAX_NODES = 400_000
NULLS = {"", "~", "null", "Null", "NULL"}
# What YAML does not take as text; a surrogate cannot come out of UTF-8.
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Problem:
    """Something in the file that stops it from being loaded. ``line`` counts from 1."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"regel {self.line}" + (f", {self.key}" if self.key else "")
        return f"{where}: {self.message}"


class SourceError(Exception):
    """The text could not be read as an agenda file; ``problems`` says where and why, in Dutch."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Scalar:
    line: int
    text: str
    is_null: bool = False


@dataclass(frozen=True)
class Sequence:
    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Mapping:
    line: int
    items: dict[str, tuple[int, Node]] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def refuse(line: int, message: str, key: str = "") -> SourceError:
    return SourceError([Problem(line, key, message)])


def parse(content: bytes) -> Node:
    """The file's bytes as nodes. Raises ``SourceError`` with one problem for anything that is no plain YAML."""
    if len(content) > MAX_BYTES:
        raise refuse(1, f"het bestand is {TOO_LARGE}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise refuse(line, "het bestand is geen UTF-8; bewaar het opnieuw als UTF-8") from error
    if bad := _NOT_TEXT.search(text):
        line = text[: bad.start()].count("\n") + 1
        raise refuse(line, f"een teken dat niet in tekst hoort (U+{ord(bad[0]):04X}); haal het weg")
    try:
        return _build(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        if len(text) <= MAX_SECOND_LOOK:
            with contextlib.suppress(yaml.YAMLError):
                return _build(text, yaml.SafeLoader)
        mark = error.problem_mark or error.context_mark
        raise refuse(mark.line + 1 if mark else 1, _in_dutch(error)) from error
    except yaml.YAMLError as error:  # pragma: no cover - the characters were checked above
        raise refuse(1, "geen geldige YAML") from error


def _build(text: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]) -> Node:
    return _Builder(yaml.parse(text, Loader=loader)).document()


_UNCLOSED = "een aanhalingsteken of haakje is niet gesloten"
_WORDS = {
    "found character that cannot start any token": "hier staat een tab, of een teken waar tekst niet mee mag "
    "beginnen; spring in met spaties en zet de tekst tussen aanhalingstekens",
    "mapping values are not allowed": "een dubbele punt waar dat niet kan; zet de tekst tussen aanhalingstekens",
    "did not find expected key": f"het inspringen klopt niet, of {_UNCLOSED}",
    "did not find expected '-' indicator": "het inspringen klopt niet; een onderdeel van een lijst begint met '- '",
    "did not find expected ',' or": f"een komma ontbreekt, of {_UNCLOSED}",
    "could not find expected ':'": "na de sleutel ontbreekt een dubbele punt",
    "found unexpected end of stream": _UNCLOSED,
    "found unexpected document indicator": _UNCLOSED,
    "did not find expected node content": "hier ontbreekt een waarde, of er staat een haakje te veel",
    "block sequence entries are not allowed": "een lijst ('- ') begint op een nieuwe regel",
    "found unknown escape character": "een schuine streep tussen dubbele aanhalingstekens; gebruik enkele",
    "did not find expected <document start>": "het inspringen klopt niet",
    "found a tab character": "hier staat een tab; spring in met spaties",
}


def _in_dutch(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    words = next((words for start, words in _WORDS.items() if problem.startswith(start)), "onleesbaar")
    return f"geen geldige YAML: {words}"


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """Builds nodes from events, one look ahead, with limits on depth and number."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.events = events
        self.count = 0

    def next(self) -> yaml.Event:
        event = next(self.events)
        self.count += 1
        line = _line(event)
        if self.count > MAX_NODES:
            raise refuse(line, "het bestand heeft te veel onderdelen")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse(line, "ankers en verwijzingen (& en *) zijn niet toegestaan; schrijf de waarde uit")
        if getattr(event, "tag", None):
            raise refuse(line, "labels (!) zijn niet toegestaan; schrijf gewone tekst of een getal")
        return event

    def document(self) -> Node:
        node: Node | None = None
        while True:
            event = self.next()
            if isinstance(event, yaml.StreamEndEvent):
                break
            if isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)):
                if isinstance(event, yaml.DocumentStartEvent) and node is not None:
                    raise refuse(_line(event), "een agendabestand is één document; haal '---' weg")
                continue
            node = self.build(event, 1)
        if node is None:
            raise refuse(1, "het bestand is leeg")
        return node

    def build(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event)
        if depth > MAX_DEPTH:
            raise refuse(line, "te diep genest")
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None or event.style == ""
            return Scalar(line, event.value.strip(), is_null=plain and event.value in NULLS)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(line, depth)
        return self.mapping(line, depth)

    def sequence(self, line: int, depth: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.build(event, depth + 1))
        return Sequence(line, items)

    def mapping(self, line: int, depth: int) -> Mapping:
        items: dict[str, tuple[int, Node]] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.build(event, depth + 1)
            if not isinstance(key, Scalar):
                raise refuse(key.line, "een sleutel moet gewone tekst zijn")
            if key.text in items:
                first = items[key.text][0]
                raise refuse(key.line, f"de sleutel staat er twee keer (ook op regel {first})", key.text)
            items[key.text] = (key.line, self.build(self.next(), depth + 1))
        return Mapping(line, items)
