"""Whether a text holds the words that somebody looks for, and the piece of it that shows them. Pure: no Django.

Capitals and accents do not count: "ambitie" finds "Ambitie", "creeren" finds "creëren".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_QUESTION = 100
MOST_WORDS = 8
AROUND = 80
"""So many characters of a text stand on either side of the first word found."""


@dataclass(frozen=True)
class Piece:
    """A piece of text; ``hit``: it is one of the words."""

    text: str
    hit: bool


def words_of(question: str) -> tuple[str, ...]:
    """The words looked for, each once, folded; at most eight of the first hundred characters."""
    folded = fold(question.replace("\0", " ")[:LONGEST_QUESTION])
    return tuple(dict.fromkeys(folded.split()))[:MOST_WORDS]


def fold(text: str) -> str:
    """A text without capitals and accents. As long as it was, so that places in it stay the same."""
    return "".join(map(_fold_sign, text))


def _fold_sign(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    base = unicodedata.normalize("NFD", sign)[0].lower()
    return base if len(base) == 1 else sign


def holds(text: str, words: Sequence[str]) -> bool:
    """Whether every word is somewhere in the text; no words are in no text."""
    folded = fold(text)
    return bool(words) and all(word in folded for word in words)


def excerpt(text: str, words: Sequence[str]) -> tuple[Piece, ...]:
    """The text around the first word found, in pieces that tell the words from the rest; empty for an empty text."""
    flat = " ".join(text.split())
    folded = fold(flat)
    places = [place for word in words if (place := folded.find(word)) >= 0]
    if not flat:
        return ()
    start = max(0, min(places, default=0) - AROUND)
    stop = min(len(flat), min(places, default=0) + 2 * AROUND)
    pieces = _pieces(flat[start:stop], folded[start:stop], words)
    before = (Piece("… ", hit=False),) if start else ()
    after = (Piece(" …", hit=False),) if stop < len(flat) else ()
    return (*before, *pieces, *after)


def _pieces(text: str, folded: str, words: Sequence[str]) -> tuple[Piece, ...]:
    marked = [False] * len(text)
    for word in words:
        place = folded.find(word)
        while place >= 0:
            marked[place : place + len(word)] = [True] * len(word)
            place = folded.find(word, place + len(word))
    pieces: list[Piece] = []
    begin = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or marked[place] != marked[begin]:
            pieces.append(Piece(text[begin:place], hit=marked[begin]))
            begin = place
    return tuple(pieces)
