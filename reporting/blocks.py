"""A document as its parts: what every format writes, each in its own way. Pure: no Django.

A writer gets a ``Document`` and nothing else; it looks nothing up and calculates nothing, so that all formats say the
same. Text is plain Dutch text; writers escape it. The same document gives the same bytes in every format.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a column or cell holds; tells how it is aligned and typed."""

    TEXT = "tekst"
    NUMBER = "getal"
    PERCENT = "procent"
    EUROS = "euro's"
    DATE = "datum"


@dataclass(frozen=True)
class Heading:
    """``level``: 1 for a chapter to 4. ``anchor``: unique within the document, also the target of bookmarks.

    ``goes_on``: of a chapter that begins where the one before it ended, instead of on a new page.
    """

    level: int
    text: str
    anchor: str
    goes_on: bool = False


@dataclass(frozen=True)
class Paragraph:
    """``style``: "" for running text, "lead" for an opening sentence, "note" for an aside, "label" for a few words in
    bold above what they are about.
    """

    text: str
    style: str = ""


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    title: str
    kind: Kind = Kind.TEXT
    width: int = 1
    """Its share of the width of the page, beside the others."""


@dataclass(frozen=True)
class Measured:
    """What a figure says besides its number, for a sheet: there these stand apart.

    ``unit``: percent, count, score5, score10 or euro. ``decimals``: as it is published. ``final``: provisional no more.
    """

    unit: str
    decimals: int
    period: str
    final: bool


@dataclass(frozen=True)
class Cell:
    """``shown``: as a reader sees it ("85,0 %", "minder dan 5"). ``value``: typed, for a sheet; ``None``: only text.

    ``status``: the value of a status whose mark stands before the text, or empty. ``source``: the number of the fact in
    the snapshot's list of sources (``b-12``), or empty. ``measured``: of a figure; ``None``: it is none.
    """

    shown: str
    value: Decimal | int | date | str | None = None
    status: str = ""
    source: str = ""
    measured: Measured | None = None


@dataclass(frozen=True)
class Table:
    """``rows``: each as long as ``columns``; the first cell of a row is its heading. ``note``: below the table."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A chart, as SVG text kept with the snapshot. ``alt``: says in words what it shows."""

    caption: str
    alt: str
    svg: str


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Bullets | Table | Figure | PageBreak


@dataclass(frozen=True)
class Sheet:
    """A tidy sheet of the workbook: one heading row, typed cells, no merged cells or formulas. ``name``: at most 31."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Document:
    """A whole report.

    ``moment``: when the snapshot was made, aware; the only time that may stand in a file. ``fingerprint``: sha256 of
    the snapshot. ``status``: "concept", "ter vaststelling" or "vastgesteld door NAAM op DATUM". ``banner``: a warning
    that stands on every page ("Bevat verzonnen voorbeeldgegevens"), or empty. ``about``: what a workbook says further
    on its first sheet. ``front``: whether it has a front page,
    a table of contents, and each chapter on a page of its own; a document of a page or two has not. ``template``: the
    DOCX of the college's own that DOCX is written in; other formats have no use for it.
    """

    title: str
    subtitle: str
    organisation: str
    moment: datetime
    fingerprint: str
    status: str
    blocks: tuple[Block, ...]
    sheets: tuple[Sheet, ...] = ()
    banner: str = ""
    about: tuple[tuple[str, str], ...] = ()
    front: bool = True
    template: bytes | None = None
