"""Pieces of WordprocessingML as text: runs, paragraphs, fields, bookmarks and links. Texts are escaped here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.ns import nsdecls

from reporting.writers.common import SOFT_HYPHEN, clean

MARKS = {
    "achieved": ("⚑", "1A7332"), "at_target": ("✔", "1A7332"), "on_track": ("↑", "1B648F"),
    "at_risk": ("▲", "8A5A00"), "off_track": ("■", "B3261E"), "indeterminate": ("≈", "5C696B"),
    "not_due": ("◌", "5C696B"), "missing": ("☒", "B3261E"), "target_overdue": ("◇", "8A5A00"),
    "no_target": ("–", "5C696B"),
}  # fmt: skip
"""A sign and a colour for each status; the word follows, so that neither is needed to read it."""

_PIECES = re.compile(f"([\n\t{SOFT_HYPHEN}])")
_SPECIAL = {"\n": "<w:br/>", "\t": "<w:tab/>", SOFT_HYPHEN: "<w:softHyphen/>"}
BOOKMARK = 40
"""Word takes no longer name of a bookmark."""


def run(text: str, properties: str = "") -> str:
    """A run; line breaks, tabs and soft hyphens become what Word has for them."""
    inside = "".join(
        _SPECIAL.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _PIECES.split(clean(text))
        if piece
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inside}</w:r>" if inside else ""


def paragraph(style: str, inside: str, properties: str = "") -> str:
    """``style``: the id of a style. ``properties``: in the order of the schema, after the style."""
    return f"<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/>{properties}</w:pPr>{inside}</w:p>"


def field(instruction: str, result: str, properties: str = "") -> str:
    """A field with the result that it shows until Word calculates it again. ``result``: runs."""
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def bookmark(number: int, name: str, inside: str) -> str:
    """``number``: unique within the document."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>{inside}<w:bookmarkEnd w:id="{number}"/>'
    )


def link(name: str, inside: str) -> str:
    """A link to a bookmark."""
    return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{inside}</w:hyperlink>'


def status(value: str, word: str) -> str:
    """The sign of a status in its colour, and the word."""
    sign, colour = MARKS.get(value, ("", ""))
    if not sign:
        return run(word)
    fonts = '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol"/>'
    return run(f"{sign}\u00a0", f'{fonts}<w:color w:val="{colour}"/>') + run(word)


def toc_name(place: int) -> str:
    """The bookmark of the heading at a place in the document, named as Word itself does."""
    return f"_Toc{100000000 + place}"


def bookmark_names(anchors: Mapping[str, str]) -> dict[str, str]:
    """Names that Word takes for the anchors of sources, unique: letters, digits and underscores, at most 40."""
    names: dict[str, str] = {}
    for place, (source, anchor) in enumerate(anchors.items(), start=1):
        name = re.sub(r"\W", "_", anchor, flags=re.ASCII)
        names[source] = name if len(name) <= BOOKMARK and name not in names.values() else f"bron_{place}_"
    return names


def wrapped(tag: str, inside: str) -> str:
    """A whole element with the namespaces that it needs."""
    return f"<w:{tag} {nsdecls('w')}>{inside}</w:{tag}>"
