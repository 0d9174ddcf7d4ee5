"""What the writers of documents have in common: clean text, numbered captions, levels of headings, fixed packages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from core.numbers import NBSP, format_moment
from reporting.blocks import Block, Bullets, Document, Figure, Heading, Kind, Paragraph, Table

ZONE = ZoneInfo("Europe/Amsterdam")
SOFT_HYPHEN = "\u00ad"
DENSE = 7
"""A table with so many columns gets smaller type."""
WIDE = 9
"""A table with so many columns lies on a landscape page."""
RIGHT = (Kind.NUMBER, Kind.PERCENT, Kind.EUROS)
"""What is aligned to the right."""
SHORT = 12
"""So many characters of the fingerprint tell two documents apart on paper."""
DEEPEST = 4
TOC_DEPTH = 3
LONG_TOC = 60
"""With more entries than this, about a page, a table of contents leaves out its deepest level."""
LINE = 92
"""So many characters of a table stand side by side on a page, about."""
ANNOUNCES = 400
"""A paragraph of fewer characters stays with the table or list that it stands above."""
TOGETHER = 3
"""Fewer paragraphs than this stand above a table or list and stay with it."""
LONG_WORD = 14
"""Longer words are hyphenated; a number never is."""

_ILLEGAL = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold, and what no reader can see."""
_BREAKS = re.compile("\r\n|[\r\x0b\x85\u2028]")


@dataclass(frozen=True)
class Numbered:
    """A block with what it is called: "Tabel 3" for the third table, "Figuur 2"; empty for other blocks.

    ``level``: of a heading, such that none is skipped; 0 for other blocks. ``keeps``: of a paragraph that announces
    what comes next, a table, a list or a chart, and must not stand alone at the foot of a page.
    """

    block: Block
    label: str = ""
    level: int = 0
    keeps: bool = False


def clean(text: str) -> str:
    """A text that every format can hold: line breaks are ``\\n``, and control characters are gone."""
    return _ILLEGAL.sub("", _BREAKS.sub("\n", text).replace("\u2029", "\n\n"))


def paragraphs(text: str) -> list[list[str]]:
    """The paragraphs of a text, apart by an empty line, each as its lines. A text without words gives none."""
    parts = re.split(r"\n[ \t]*(?:\n[ \t]*)+", clean(text).strip("\n"))
    return [part.split("\n") for part in parts if part.strip()]


def numbered(document: Document) -> Iterator[Numbered]:
    """The blocks in order. A heading lies at most one level below the one before it, whatever it asked for."""
    tables = figures = last = 0
    for block, keeps in zip(document.blocks, _kept(document.blocks), strict=True):
        if isinstance(block, Heading):
            last = max(1, min(block.level, last + 1, DEEPEST))
            yield Numbered(block, level=last)
        elif isinstance(block, Table):
            tables += 1
            yield Numbered(block, f"Tabel{NBSP}{tables}")
        elif isinstance(block, Figure):
            figures += 1
            yield Numbered(block, f"Figuur{NBSP}{figures}")
        else:
            yield Numbered(block, keeps=keeps)


def _kept(blocks: Sequence[Block]) -> list[bool]:
    """Of each block whether it is a paragraph that announces what comes next, or stands above one that does.

    So the heading above two sentences about a table stays with that table too.
    """
    kept: list[bool] = []
    after: Block | None = None
    announcing = 0
    for block in reversed(blocks):
        announcing += 1
        if isinstance(after, Table | Bullets | Figure):
            announcing = 1
        if not isinstance(block, Paragraph) or len(block.text) >= ANNOUNCES or after is None:
            announcing = TOGETHER
        labels = isinstance(block, Paragraph) and block.style == "label" and after is not None
        kept.append(announcing < TOGETHER or labels)
        after = block
    return kept[::-1]


def contents(document: Document) -> list[tuple[int, Heading]]:
    """The headings of the table of contents with their levels: three levels, or fewer when those are many already."""
    found = [(one.level, one.block) for one in numbered(document) if isinstance(one.block, Heading)]
    for depth in range(TOC_DEPTH, 1, -1):
        shown = [entry for entry in found if entry[0] <= depth]
        if len(shown) <= LONG_TOC:
            return shown
    return [entry for entry in found if entry[0] == 1]


def targets(document: Document) -> dict[str, str]:
    """The anchors of facts in the list of sources: ``{"b-12": "bron-b-12"}``.

    A row whose first cell is the number of a fact that another cell names, is where a reader of that cell looks.
    """
    tables = [block for block in document.blocks if isinstance(block, Table)]
    named = {cell.source for table in tables for row in table.rows for cell in row if cell.source}
    firsts = {row[0].shown for table in tables for row in table.rows if row and not row[0].source}
    return {source: f"bron-{re.sub('[^A-Za-z0-9_-]', '-', source)}" for source in sorted(named & firsts)}


def shares(table: Table) -> list[float]:
    """The share of each column in the width of the table, together 1: as asked for, and enough for its longest word."""
    total = sum(max(column.width, 1) for column in table.columns)
    wanted = [max(column.width, 1) / total for column in table.columns]
    least = [_needed(table, place) for place in range(len(table.columns))]
    if sum(least) >= 1:
        return [one / sum(least) for one in least]
    tight: set[int] = set()
    while True:
        room = 1 - sum(least[place] for place in tight)
        whole = sum(one for place, one in enumerate(wanted) if place not in tight)
        made = [least[place] if place in tight else one * room / whole for place, one in enumerate(wanted)]
        short = {place for place, one in enumerate(made) if one < least[place] and place not in tight}
        if not short:
            return made
        tight |= short


def _needed(table: Table, place: int) -> float:
    """The share that the longest word of a column needs, with the white beside it; small type needs less."""
    column = table.columns[place]
    longest = max((_longest(row[place].shown) for row in table.rows), default=0)
    if column.kind is Kind.TEXT:
        longest = min(longest, LONG_WORD)
    mark = 2 if any(row[place].status for row in table.rows) else 0
    clear = 2 if place and column.kind not in RIGHT and table.columns[place - 1].kind in RIGHT else 0
    letters = max(longest + mark, min(_longest(column.title), LONG_WORD)) + clear + 2
    return letters / LINE * (0.85 if len(table.columns) >= DENSE else 1)


def _longest(text: str) -> int:
    """The length of the longest part that stays on one line."""
    return max((len(part) for part in re.split(r"[ \n\t\u00ad]|(?<=-)", text)), default=0)


def moment_text(document: Document) -> str:
    """``22 november 2026, 9.41 uur``, as the clock at the college said."""
    return format_moment(document.moment.astimezone(ZONE))


def facts(document: Document) -> tuple[tuple[str, str], ...]:
    """What the front of a document says of itself."""
    return (
        ("Status", clean(document.status)),
        ("Stand van de gegevens", moment_text(document)),
        ("Vingerafdruk (sha256)", clean(document.fingerprint)),
    )


def mark_of(document: Document) -> str:
    """What a footer says: which snapshot this is."""
    return f"Vingerafdruk {clean(document.fingerprint)[:SHORT]}"


def utc_of(document: Document) -> datetime:
    """The moment in UTC without its zone, as office formats keep it."""
    return document.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def fixed_package(content: bytes, document: Document) -> bytes:
    """A zip package with the same entries, all dated at the moment of the snapshot."""
    at = utc_of(document)
    stamp = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second)
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(output, "w") as package:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            package.writestr(entry, source.read(name))
    return output.getvalue()
