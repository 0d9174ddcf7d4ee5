"""The fields of a template, ``{{ titel }}``: found and filled in, also where Word cut one up. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reporting.blocks import Document
from reporting.writers.common import clean, mark_of

FIELDS = {
    "titel": "de titel van het verslag",
    "instelling": "de naam van de instelling",
    "agenda": "de titel van de agenda",
    "jaar": "het jaar waarover het gaat",
    "status": "concept, ter vaststelling, of vastgesteld door wie en wanneer",
    "vingerafdruk": "de eerste twaalf tekens van de vingerafdruk",
}
"""What a template may ask for, and what comes there."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def values_of(document: Document) -> dict[str, str]:
    """What comes in each field. ``jaar``: the year in the title; ``""`` where it names none."""
    year = re.search(r"\b20\d\d\b", document.title)
    return {
        "titel": clean(document.title),
        "instelling": clean(document.organisation),
        "agenda": clean(document.subtitle),
        "jaar": year[0] if year else "",
        "status": clean(document.status),
        "vingerafdruk": mark_of(document).split()[-1],
    }


def fields_in(root: Any) -> list[str]:
    """The names of the fields in a part of a template, in its order."""
    return [name for texts in _paragraphs(root) for name in _FIELD.findall(_joined(texts))]


def fill(root: Any, values: Mapping[str, str]) -> None:
    """Put the values in the place of the fields. A field that Word cut in pieces takes the look of its first piece."""
    for texts in _paragraphs(root):
        for found in reversed(list(_FIELD.finditer(_joined(texts)))):
            if found[1] in values:
                _replace(texts, found.start(), found.end(), values[found[1]])


def _paragraphs(root: Any) -> Iterator[list[Any]]:
    """The pieces of text of each paragraph; those of a text box inside it are its own."""
    for paragraph in root.iter(f"{_W}p"):
        texts = [one for one in paragraph.iter(f"{_W}t") if next(one.iterancestors(f"{_W}p")) is paragraph]
        if texts:
            yield texts


def _joined(texts: list[Any]) -> str:
    return "".join(one.text or "" for one in texts)


def _replace(texts: list[Any], start: int, end: int, value: str) -> None:
    """Take out the characters from ``start`` to ``end`` of the pieces together, and put the value there."""
    place = 0
    for one in texts:
        text = one.text or ""
        first, last = max(start - place, 0), min(end - place, len(text))
        if first < last:
            here = value if place <= start else ""
            one.text = text[:first] + here + text[last:]
            one.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        place += len(text)
