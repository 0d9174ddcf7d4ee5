"""What people wrote about the year, question by question. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Table
from reporting.canonical import Json
from reporting.story import markup


def story_part(story: Json | None, level: int, anchor: str, year: int) -> Iterator[Block]:
    """The story of an objective or priority; where nothing was written nothing stands."""
    if story is None or not story["parts"]:
        return
    yield Heading(level, f"Het verhaal van {year}", f"verhaal-{anchor}")
    for part in story["parts"]:
        yield Heading(level + 1, part["title"], f"verhaal-{anchor}-{part['name']}")
        for one in markup.parts(part["shown"]):
            yield _block(one, part["title"])


def _block(part: markup.Part, title: str) -> Block:
    match part:
        case markup.Items():
            return Bullets(part.items)
        case markup.Rows():
            head, *rows = part.rows
            return Table(
                f"Bij: {title}",
                tuple(Column(text) for text in head),
                tuple(tuple(Cell(text, text or None) for text in row) for row in rows),
            )
    return Paragraph(part.text)
