"""References to facts inside a text: ``{{ 1a.meting }}``. Pure: no Django.

A text is kept as it was typed, references included. What a reader sees is worked out from the facts of a snapshot, or
of this moment for who is still writing; so a figure is never copied by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

_LOOSE = re.compile(r"\{\{[^{}\n]{0,40}|\}\}")
"""What is left of a reference that somebody did not finish."""
_REFERENCE = re.compile(r"\{\{[ \t\u00a0]*([^{}\s][^{}\n]{0,199}?)[ \t\u00a0]*\}\}")


@dataclass(frozen=True)
class Fact:
    """Something that a text may refer to.

    ``key``: how one refers to it, ``1a.meting``. ``label``: what it is, in words. ``shown``: its value as a reader sees
    it; for what is hidden or not there the words that say so. ``hidden``: too few people. ``missing``: not there.
    ``guarded``: some figure of its series is hidden, this one or another.
    """

    key: str
    label: str
    shown: str
    hidden: bool = False
    missing: bool = False
    guarded: bool = False

    @property
    def has_value(self) -> bool:
        return not (self.hidden or self.missing)


Facts = Mapping[str, Fact]


class Trouble(StrEnum):
    """What can be wrong with a reference."""

    UNKNOWN = "unknown"
    HIDDEN = "hidden"
    MISSING = "missing"
    UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Piece:
    """A piece of a text: plain words (``key`` empty), or a reference with what stands there for a reader."""

    text: str
    key: str = ""
    trouble: Trouble | None = None


def keys_of(text: str) -> tuple[str, ...]:
    """What a text refers to, each once, in its order."""
    return tuple(dict.fromkeys(_tidied(found) for found in _REFERENCE.findall(text)))


def pieces(text: str, facts: Facts) -> Iterator[Piece]:
    """A text in pieces, its references filled in."""
    end = 0
    for found in _REFERENCE.finditer(text):
        if found.start() > end:
            yield Piece(text[end : found.start()])
        yield _filled(_tidied(found.group(1)), facts)
        end = found.end()
    if end < len(text):
        yield Piece(text[end:])


def resolved(text: str, facts: Facts) -> str:
    """The text as a reader sees it. What is not known is said in brackets: a gap would read as if nothing is wrong."""
    return "".join(piece.text for piece in pieces(text, facts))


def shown_in(texts: Iterable[str], facts: Facts) -> dict[str, str]:
    """What every reference in some texts shows now; unknown ones are left out. To see later whether it changed."""
    return {key: facts[key].shown for text in texts for key in keys_of(text) if key in facts}


@dataclass(frozen=True)
class Problem:
    """A reference that cannot be shown as its writer meant. ``words``: what is wrong and what to do."""

    key: str
    trouble: Trouble
    words: str


def problems(texts: Iterable[str], facts: Facts) -> tuple[Problem, ...]:
    """Everything that is wrong with the references in some texts, each reference once."""
    texts = tuple(texts)
    keys = dict.fromkeys(key for text in texts for key in keys_of(text))
    found = [(key, _trouble(facts.get(key))) for key in keys]
    found += [(loose, Trouble.UNFINISHED) for loose in dict.fromkeys(loose_in(texts))]
    return tuple(Problem(key, one, _WORDS[one].format(key=key)) for key, one in found if one is not None)


def loose_in(texts: Iterable[str]) -> Iterator[str]:
    """Double braces that belong to no whole reference: a reader would see them as they stand there."""
    for text in texts:
        for piece in _LOOSE.findall(_REFERENCE.sub("", text)):
            yield piece.strip()


@dataclass(frozen=True)
class Changed:
    """A fact that is no longer what it was when the sentence around it was written. ``now``: ``""`` when it is gone."""

    key: str
    label: str
    then: str
    now: str


NOT_TOLD = "een getal dat niet meer te tonen is"
WORKED_OUT = frozenset({"meting", "nulmeting", "verandering", "afstand"})
"""Facts of a series that are a figure, or that give one."""


def changed(then: Mapping[str, str], facts: Facts) -> tuple[Changed, ...]:
    """What changed since a text was written. ``then``: what its references showed at that time.

    A figure that may not be shown any more was seen then, and is not told again; nor is what gives it.
    """
    return tuple(
        Changed(
            key,
            one.label if one else key,
            NOT_TOLD if _gives_hidden(key, facts) else shown,
            one.shown if one else "",
        )
        for key, shown in then.items()
        if (one := facts.get(key)) is None or one.shown != shown
    )


def _gives_hidden(key: str, facts: Facts) -> bool:
    """Whether what a fact was could be a figure that is hidden now: its series has one, or is not there to tell."""
    series, _, what = key.rpartition(".")
    newest = facts.get(f"{series}.meting")
    return what in WORKED_OUT and (newest is None or newest.hidden or newest.guarded)


_WORDS = {
    Trouble.UNKNOWN: "{key} bestaat niet. Kies een gegeven uit de lijst, of haal de verwijzing weg.",
    Trouble.HIDDEN: "{key} gaat over te weinig mensen; het getal blijft verborgen. Schrijf de zin zonder dit getal.",
    Trouble.UNFINISHED: "Bij '{key}' is een verwijzing niet af. Kies een gegeven uit de lijst, of haal de haken weg.",
    Trouble.MISSING: "{key} is er nog niet. De zin zegt dat ook.",
}


def _filled(key: str, facts: Facts) -> Piece:
    fact = facts.get(key)
    trouble = _trouble(fact)
    if fact is None:
        return Piece(f"[onbekend gegeven: {key}]", key, trouble)
    return Piece(f"[{fact.shown}]" if trouble else fact.shown, key, trouble)


def _trouble(fact: Fact | None) -> Trouble | None:
    if fact is None:
        return Trouble.UNKNOWN
    if fact.hidden:
        return Trouble.HIDDEN
    return Trouble.MISSING if fact.missing else None


def _tidied(key: str) -> str:
    return " ".join(key.split())
