"""A document as PDF/UA-1 on A4, made of the HTML page: tagged, with bookmarks, in Dutch.

Needs Pango, a library of the system; without it ``PangoMissingError`` says what to install.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from core.libraries import PANGO_REMEDY
from reporting.blocks import Document
from reporting.exceptions import LackingError
from reporting.writers import html
from reporting.writers.common import clean, contents, targets

FONT = Path(__file__).resolve().parents[2] / "static/vendor/inter/inter-latin-wght-normal.woff2"
"""The letter of the site, built with the other front-end files; without it the page names what comes instead."""

STAMP = "SOURCE_DATE_EPOCH"
_ONE_AT_A_TIME = Lock()


class PangoMissingError(LackingError):
    """The system has no Pango."""

    def __init__(self) -> None:
        super().__init__(
            "Een PDF kan hier nog niet worden gemaakt: Pango ontbreekt op de server. "
            f"De beheerder kan het installeren met: {PANGO_REMEDY}"
        )


def write(document: Document) -> bytes:
    """The file. The same document gives the same bytes. Raises ``PangoMissingError``."""
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",))  # a document fetches nothing from elsewhere
    letter = weasyprint.CSS(string=_letter(), font_config=fonts, url_fetcher=fetcher)
    with _moment_of(document):
        content: bytes = weasyprint.HTML(string=html.page(document), url_fetcher=fetcher).write_pdf(
            stylesheets=[letter],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=document.fingerprint[:32].encode(),
            finisher=lambda _, file: _describe_links(document, file),
        )
    return content


@contextmanager
def _moment_of(document: Document) -> Iterator[None]:
    """Letters that are cut to size get the moment of the snapshot as theirs, one document at a time.

    The library of fonts stamps each with the time of this variable, or else with the present.
    """
    with _ONE_AT_A_TIME:
        before = os.environ.get(STAMP)
        os.environ[STAMP] = str(int(document.moment.timestamp()))
        try:
            yield
        finally:
            if before is None:
                del os.environ[STAMP]
            else:
                os.environ[STAMP] = before


def _weasyprint() -> Any:
    """The library, imported here: without Pango the import itself fails, and only a PDF needs it."""
    try:
        import weasyprint
    except OSError as error:
        raise PangoMissingError from error
    return weasyprint


def _describe_links(document: Document, file: Any) -> None:
    """Say in words where a link goes; what is there by itself is the name of the place."""
    from pydyf import String

    words = {heading.anchor: clean(heading.text) for _, heading in contents(document)}
    words |= {anchor: f"de herkomst, {source}" for source, anchor in targets(document).items()}
    for item in file.objects:
        if isinstance(item, dict) and item.get("Subtype") == "/Link" and "Dest" in item:
            place = item["Dest"].string
            item["Contents"] = String(f"Ga naar {words.get(place, place)}")


def _letter() -> str:
    if not FONT.exists():
        return ""
    data = base64.b64encode(FONT.read_bytes()).decode()
    return (
        '@font-face { font-family: "Inter Variable"; font-weight: 100 900; '
        f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
    )
