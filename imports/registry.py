"""Which readers there are. Each floor registers its own in ``AppConfig.ready``; this floor knows none by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from imports.reading import Item, Problem, Read
from organisation.access import Action

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from imports.models import Batch, Origin
    from organisation.access import Actor, By


@dataclass(frozen=True)
class Planned:
    """What would happen to a file's rows. ``rows`` are all that were read.

    ``basis`` is a digest of what was compared with; ``Handler.apply`` raises ``Outdated`` when it no longer holds.
    ``edition``: what an edition that nobody named is called; ``""``: nothing tells.
    """

    rows: int
    new: int
    changed: int
    equal: int
    refused: int
    problems: tuple[Problem, ...] = ()
    basis: str = ""
    edition: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the preview page that the handler makes: a heading, a template and what it shows."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


class Handler(Protocol):
    """What becomes of rows that were read. The pipeline decides when, in what transaction and for whom."""

    def plan(self, batch: Batch, items: Iterable[Item], beat: Callable[[int], None]) -> Planned:
        """Take every item and stage it for ``batch`` in place of what was staged before; change nothing else.

        Runs outside a transaction: reading may take minutes, and SQLite has one writer. Call ``beat(rows read)`` now
        and then; it tells how far we are and raises when the work is no longer ours. Replace the staging in one
        transaction of your own at the end, whose first statement is ``beat``: inside a transaction it also
        keeps the work ours until the commit. The problems among the items belong in ``Planned.problems`` too.
        ``batch.answers`` and ``batch.settings`` are what the reader got. Errors of the reader pass through.
        """

    def sections(self, batch: Batch) -> list[Section]:
        """Extra parts of the page of a batch that was checked."""

    def apply(self, batch: Batch, origin: Origin, by: By) -> int:
        """Make facts of what was staged, in the caller's transaction; returns how many were added.

        Raises ``Outdated`` when ``batch.basis`` no longer holds.
        """

    def undo(self, batch: Batch, origin: Origin, by: By) -> int:
        """Close the facts of ``batch.origin`` and record those before them again, under ``origin``.

        In the caller's transaction; returns how many facts were closed. Raises ``UndoRefused`` with the reason.
        """

    def discard(self, batches: QuerySet[Batch]) -> int:
        """Throw away what was staged for files that nobody will apply any more; returns how many rows that were.

        What ``sections`` and ``undo`` need of files that were applied stays. May run twice.
        """


@dataclass(frozen=True)
class Reader:
    """A way in. ``name`` stands in addresses and commands, ``title`` and ``source`` on the page.

    ``extensions`` are lower case without a dot, of ``KINDS`` in ``imports/checks.py``. ``keeps_file=False``: the
    bytes are thrown away when the check is done, or once its questions are answered (files about persons that are
    only read to add them up). What was staged is then all there is; the file must come again to check it again.
    ``respondents``: of such a reader, the headings (as ``squashed``) that together tell its files; readers that keep
    their files refuse those.
    ``action``: who has it may bring in these files too, beside whoever may bring in every file.
    """

    name: str
    title: str
    source: str
    read: Read
    handler: Handler
    extensions: tuple[str, ...]
    hint: str = ""
    version: int = 1
    keeps_file: bool = True
    respondents: tuple[frozenset[str], ...] = ()
    action: Action | None = None


_readers: dict[str, Reader] = {}


def register(reader: Reader) -> None:
    """Add a reader; the same name again replaces it."""
    _readers[reader.name] = reader


def unregister(name: str) -> None:
    """Take a reader away; nothing happens when there is none."""
    _readers.pop(name, None)


def handlers() -> list[Handler]:
    """Each handler of a reader once."""
    return list({id(one.handler): one.handler for one in _readers.values()}.values())


def readers() -> dict[str, Reader]:
    """All readers by name, in the order of their titles."""
    return dict(sorted(_readers.items(), key=lambda item: item[1].title.lower()))


def respondents_elsewhere(reader: str) -> dict[frozenset[str], str]:
    """What ``Options.respondents`` is for a reader: of one that keeps no file itself nothing."""
    known = _readers.get(reader)
    if known is not None and not known.keeps_file:
        return {}
    return {words: one.title for one in _readers.values() for words in one.respondents}


def readers_for(actor: Actor) -> dict[str, Reader]:
    """The readers whose files this person may bring in, see and take back; as ``readers``."""
    every = actor.may(Action.IMPORT_DATA)
    return {
        name: one
        for name, one in readers().items()
        if every or (one.action is not None and actor.may(one.action))
    }


@dataclass(frozen=True)
class Memory:
    """What becomes of answers to questions of one kind, so that the next file need not ask.

    ``remember`` and ``forget`` take the file, the question's key, the answer and who gave it, in the caller's
    transaction.
    """

    remember: Callable[[Batch, str, str, By], None]
    forget: Callable[[Batch, str, str, By], None]


# What higher floors add --------------------------------------------------------------------------------
asks_four_eyes: list[Callable[[date], bool]] = []
"""Whether, on a day, somebody else than the uploader must approve a file. One yes is enough."""

memories: dict[str, Memory] = {}
"""By kind of question. An answer of another kind is kept with its file only."""

front_sections: list[Callable[[date], Section | None]] = []
"""Parts of the start page of the import; ``None``: nothing to show."""


def four_eyes(on: date) -> bool:
    """Whether, on a day, a file must be approved by somebody else than its uploader."""
    return any(asks(on) for asks in asks_four_eyes)
