"""Where two texts differ, in words. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MOST_WORDS = 2000
"""Longer pieces are told as gone and new as a whole: to look for each word would take too long, and help nobody."""


class Kept(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Segment:
    kept: Kept
    text: str


def segments(before: str, after: str) -> tuple[Segment, ...]:
    """The pieces of both texts in order. Together the same and the gone ones are ``before``, the same and the new ones
    ``after``.
    """
    return tuple(_joined(_lines(before, after)))


def _lines(before: str, after: str) -> Iterator[Segment]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield Segment(Kept.SAME, gone)
        else:
            yield from _words(gone, came)


def _words(before: str, after: str) -> Iterator[Segment]:
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    if not old or not new or max(len(old), len(new)) > MOST_WORDS:
        yield from _apart(before, after)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Segment(Kept.SAME, "".join(old[a:b]))
        else:
            yield from _apart("".join(old[a:b]), "".join(new[c:d]))


def _apart(before: str, after: str) -> Iterator[Segment]:
    if before:
        yield Segment(Kept.GONE, before)
    if after:
        yield Segment(Kept.NEW, after)


def _joined(found: Iterator[Segment]) -> Iterator[Segment]:
    """Neighbours of one kind as one piece."""
    held: list[Segment] = []
    for one in found:
        if held and held[-1].kept is one.kept:
            held.append(one)
            continue
        yield from _together(held)
        held = [one]
    yield from _together(held)


def _together(held: Sequence[Segment]) -> Iterator[Segment]:
    if held:
        yield Segment(held[0].kept, "".join(one.text for one in held))
