"""A college's own template: its fields filled in, and its text kept as the front when it has any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reporting.blocks import Document
from reporting.template.fields import fields_in, values_of
from reporting.template.fields import fill as filled


def fill(word: Any, document: Document) -> frozenset[str]:
    """Fill in the fields of the text, the headers and the footers; the fields that the text had.

    A text without fields is an example and no front. After a front the report begins on a new page.
    """
    values = values_of(document)
    body = word.element.body
    fronted = frozenset(fields_in(body))
    for root in (body, *_edges(word)):
        filled(root, values)
    return fronted


def _edges(word: Any) -> Iterator[Any]:
    """The headers and footers of every section, as far as it has its own."""
    pages = ("", "first_page_", "even_page_")
    for section in word.sections:
        for name in (f"{page}{edge}" for page in pages for edge in ("header", "footer")):
            edge = getattr(section, name)
            if not edge.is_linked_to_previous:
                yield edge._element
