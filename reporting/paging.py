"""Which chapters begin on a new page. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reporting.blocks import Block, Bullets, Figure, Heading, PageBreak, Paragraph, Table

FEW = 700
"""Chapters with fewer characters fill no page, and get none of their own."""


def paged(blocks: Iterable[Block], *, short: bool) -> Iterator[Block]:
    """Every chapter but the first begins on a new page; one of a few lines goes on below the one before it.

    ``short``: a document of a few pages, in which all of them go on.
    """
    before: Block | None = None
    for chapter in _chapters(blocks):
        head = chapter[0]
        if isinstance(head, Heading) and before is not None and not isinstance(before, PageBreak):
            if short or _is_small(chapter):
                chapter[0] = replace(head, goes_on=True)
            else:
                yield PageBreak()
        yield from chapter
        before = chapter[-1]


def _chapters(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks in parts, each beginning with a heading of the first level."""
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1 and part:
            yield part
            part = []
        part.append(block)
    if part:
        yield part


def _is_small(chapter: list[Block]) -> bool:
    size = 0
    for block in chapter:
        match block:
            case Table() | Figure() | PageBreak():
                return False
            case Heading() | Paragraph():
                size += len(block.text)
            case Bullets():
                size += sum(map(len, block.items))
    return size < FEW
