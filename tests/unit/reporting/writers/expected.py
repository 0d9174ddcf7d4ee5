"""What a reader must find in every format, told from the document itself."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Bullets, Document, Figure, Heading, Paragraph, Table
from reporting.writers.common import SOFT_HYPHEN, paragraphs


def plain(text: str) -> str:
    """Without what is not seen: soft hyphens, and how white is made."""
    return " ".join(text.replace(SOFT_HYPHEN, "").split())


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def shown(table: Table) -> list[list[str]]:
    return [[plain(cell.shown) for cell in row] for row in table.rows]


def texts(document: Document) -> Iterator[str]:
    """Running text in order: headings, paragraphs and bullets, each as a reader sees it."""
    for block in document.blocks:
        match block:
            case Heading():
                yield plain(block.text)
            case Paragraph():
                yield from (plain(" ".join(lines)) for lines in paragraphs(block.text))
            case Bullets():
                yield from (plain(item) for item in block.items)


def captions(document: Document) -> list[str]:
    found, tables, figures = [], 0, 0
    for block in document.blocks:
        if isinstance(block, Table):
            tables += 1
            found.append(f"Tabel {tables}. {plain(block.caption)}")
        elif isinstance(block, Figure):
            figures += 1
            found.append(f"Figuur {figures}. {plain(block.caption)}")
    return found
