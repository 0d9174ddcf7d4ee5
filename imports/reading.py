"""What a reader is: a function from the bytes of a file to rows and problems. Knows no indicator and no Django.

A reader yields everything it finds, all problems at once, so that somebody can mend a file in one go. What it
cannot read at all it refuses with a ``ReaderError``; a file about persons with ``PersonalData``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, BinaryIO


class ReaderError(Exception):
    """The whole file cannot be read. The message is Dutch, for the user: what, where, and what to do."""


class PersonalData(ReaderError):  # noqa: N818 - says what was found, not what went wrong
    """The file is about single persons: it is refused and its bytes are deleted at once."""


class Severity(StrEnum):
    """How much a problem weighs. An error blocks the whole file; a question does so until it is answered."""

    ERROR = "error"
    QUESTION = "question"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as a file names it; the handler finds it.

    ``kind``: ``college`` (``code`` is the BRIN: the own college, or a benchmark unit for every other BRIN),
    ``group`` (a comparison group or region, ``code`` like ``roc``), ``national`` (``code`` is ``nl``), ``own``
    (the own college), or ``unit`` (``code`` is the name as the source spells it).
    """

    kind: str
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing read. ``place`` says where: ``blad VSV, cel K37``, ``rij 12`` or ``bestand``."""

    place: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can say. ``kind``: ``unit``, ``scale``, ``mark``, ``year``, or another of the reader.

    ``choices`` holds (value, label). The answer comes back in ``Options.answers[kind][key]``.

    Kind ``unit``: ``key`` is the name as the source spells it and ``choices`` is empty; the pipeline offers the
    units. The answer is a unit's code, or ``SKIP``. It is also kept as a ``UnitAlias`` with ``Reader.source`` as
    its source, so that the next file does not ask again.
    """

    kind: str
    key: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the user must know, at a place in the file. ``question`` only with severity ``QUESTION``."""

    place: str
    severity: Severity
    message: str
    question: Question | None = None


@dataclass(frozen=True)
class Options:
    """What a reader may know beside the bytes.

    ``name``: of the file. ``brin``: of the own college, empty when it has none. ``edition`` and ``period``: as the
    user gave them, empty when not. ``answers``: kind -> key -> the chosen value. ``settings``: of this upload,
    for readers that have any. ``respondents``: headings of files with one person a row -> what to upload such a file
    as; of a reader that keeps its files, which must refuse them.
    """

    name: str = ""
    edition: str = ""
    period: str = ""
    brin: str = ""
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    respondents: Mapping[frozenset[str], str] = field(default_factory=dict)


SKIP = "-"
"""The answer to a question of kind ``unit`` that says: leave the rows of this name out."""

Item = Row | Problem
Read = Callable[[BinaryIO, Options], Iterator[Item]]
"""``file`` is a seekable binary file."""
