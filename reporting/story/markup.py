"""A text as people type or paste it, and as parts of a document: paragraphs, lists and tables. Pure: no Django.

There is no markup to learn: an empty line begins a paragraph, a line with a dash in front is an item of a list, lines
with tabs (as Word and Excel give them) are the rows of a table. Everything else is text, also what looks like HTML.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

_BULLET = re.compile(r"^\s*(?:[-*•·▪◦–\uf0b7\uf0a7]|o(?=[\t\u00a0]))[ \t\u00a0]+(?=\S)")
_OF_WORD = re.compile(r"<o:p|class=\"?Mso|<!--\[if|mso-|<w:", re.IGNORECASE)
_LINES = str.maketrans({"\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"})
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\ufffc"))
_SPACES = re.compile(r"[ \u00a0]+(?=\n|$)")
_BEGINS = {"li": "\n- ", "br": "\n"} | dict.fromkeys(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "section", "article", "blockquote"),
    "\n\n",
)
"""What stands for the beginning of a piece of HTML, and of most for its end too."""
_CELL_TAGS = frozenset({"td", "th"})
_SILENT_TAGS = frozenset({"style", "script", "head", "title", "xml"})


WIDEST = 12
"""Rows with more cells fit no page as a table; they stay lines of text."""


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Items:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """A table: each row as long as the first, which holds the headings."""

    rows: tuple[tuple[str, ...], ...]


Part = Paragraph | Items | Rows


def tidy(text: str) -> str:
    """A text as it is kept: one kind of line end, nothing that cannot be seen, no more than one empty line.

    What Word puts around its text when it is pasted as HTML is taken off; other text with < in it stays as typed.
    """
    if _OF_WORD.search(text):
        text = _without_tags(text)
    text = text.replace("\r\n", "\n").translate(_LINES).translate(_UNSEEN)
    text = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    text = re.sub(r"\n{3,}", "\n\n", _SPACES.sub("", text))
    return unicodedata.normalize("NFC", text.strip("\n ").rstrip())


def parts(text: str) -> Iterator[Part]:
    """A tidy text in its parts, in its order. Several lines without an empty one between are one paragraph."""
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in block.split("\n") if line.strip()]
        while lines:
            taken = _table(lines) or _items(lines) or _words(lines)
            yield taken[0]
            lines = lines[taken[1] :]


def _table(lines: list[str]) -> tuple[Part, int] | None:
    rows = [line.split("\t") for line in _leading(lines, lambda line: "\t" in line.strip(" "))]
    width = max((len(row) for row in rows), default=0)
    if len(rows) < 2 or not 2 <= width <= WIDEST or _BULLET.match(lines[0]):
        return None
    return Rows(
        tuple(tuple(_line(cell) for cell in [*row, *[""] * (width - len(row))]) for row in rows)
    ), len(rows)


def _items(lines: list[str]) -> tuple[Part, int] | None:
    taken = _leading(lines, lambda line: _BULLET.match(line) is not None)
    return (Items(tuple(_line(_BULLET.sub("", line)) for line in taken)), len(taken)) if taken else None


def _words(lines: list[str]) -> tuple[Part, int]:
    """Up to where a list or a table begins."""
    taken = [lines[0]]
    for place, line in enumerate(lines[1:], start=1):
        if _BULLET.match(line) or _table(lines[place:]):
            break
        taken.append(line)
    return Paragraph("\n".join(_line(line) for line in taken)), len(taken)


def _leading(lines: list[str], holds: Callable[[str], bool]) -> list[str]:
    """The first lines for which something holds."""
    taken = []
    for line in lines:
        if not holds(line):
            break
        taken.append(line)
    return taken


def _line(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text).strip()


def _without_tags(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.found)


class _Reader(HTMLParser):
    """Keeps the words of HTML, with its paragraphs, items and rows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.cells: list[str] = []
        self.silent = 0
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT_TAGS:
            self.silent += 1
        elif tag in _CELL_TAGS:
            self.in_cell = True
            self.cells.append("")
        else:
            self._add(_BEGINS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT_TAGS:
            self.silent = max(0, self.silent - 1)
        elif tag in _CELL_TAGS:
            self.in_cell = False
        elif tag == "tr":
            self.found += ["\t".join(" ".join(cell.split()) for cell in self.cells), "\n"]
            self.cells = []
        elif tag not in {"li", "br"}:
            self._add(_BEGINS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._add(re.sub(r"\s+", " ", data) if data.strip() else " " * (" " in data))

    def _add(self, text: str) -> None:
        if self.in_cell and self.cells:
            self.cells[-1] += text.replace("\n", " ")
        else:
            self.found.append(text)
