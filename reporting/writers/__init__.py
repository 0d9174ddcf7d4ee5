"""The formats of a document. Each writer is pure: the same ``Document`` gives the same bytes, in every process.

A writer is imported when it is called, so that what one of them lacks (Pango, for PDF) hits no other.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from reporting.blocks import Document
from reporting.garbage import kept_until_done


def _writer(name: str) -> Callable[[Document], bytes]:
    @kept_until_done()
    def write(document: Document) -> bytes:
        content: bytes = import_module(f"reporting.writers.{name}").write(document)
        return content

    write.__name__ = f"write_{name}"
    write.__doc__ = f"The document as {name}."
    return write


WRITERS: dict[str, Callable[[Document], bytes]] = {
    name: _writer(name) for name in ("html", "docx", "xlsx", "pdf")
}
