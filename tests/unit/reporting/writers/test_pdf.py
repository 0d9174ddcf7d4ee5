"""The PDF: what it says, and the structure that PDF/UA asks for."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from reporting.blocks import Document, Heading, Paragraph
from reporting.writers import WRITERS
from reporting.writers.pdf import PangoMissingError
from tests.unit.reporting.writers import example, expected
from tests.unit.reporting.writers.conftest import ROWS


@pytest.fixture(scope="module")
def file(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def elements(node: Any) -> Iterator[Any]:
    """Every element of the structure, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))


def squeezed(text: str) -> str:
    """Without white and hyphens: how lines are broken does not count."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def test_document_says_what_it_is(file: pikepdf.Pdf, small: Document) -> None:
    root = file.Root
    assert str(root.Lang) == "nl"
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(file.docinfo["/Title"]).startswith(small.title)
    assert str(file.docinfo["/CreationDate"]) == str(file.docinfo["/ModDate"]) == "D:20260114084107Z"
    with file.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"].startswith(small.title)


def test_structure_has_headings_tables_and_figures(file: pikepdf.Pdf, small: Document) -> None:
    found = list(elements(file.Root.StructTreeRoot.K))
    kinds = Counter(str(one.S) for one in found)
    assert kinds["/H1"] == 1
    assert kinds["/H2"] == 5
    assert kinds["/H5"] == 1
    assert kinds["/Table"] >= len(expected.tables(small))
    assert [str(one.Alt) for one in found if one.S == "/Figure"] == [example.RISES, example.FALLS]
    levels = [int(str(one.S)[2]) for one in found if re.fullmatch("/H[1-6]", str(one.S))]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_cells_of_tables_name_their_heads(file: pikepdf.Pdf) -> None:
    found = list(elements(file.Root.StructTreeRoot.K))
    heads = {bytes(one.ID) for one in found if one.S == "/TH"}
    columns = sum(len(table.columns) for table in expected.tables(example.document()))
    assert len(heads) >= columns
    cells = [one for one in found if one.S == "/TD" and "/ColSpan" not in one.A]
    assert cells
    for cell in cells:
        assert len(cell.A.Headers) == 2, "a cell has the head of its row and that of its column"
        assert {bytes(name) for name in cell.A.Headers} <= heads


def test_bookmarks_are_the_headings(file: pikepdf.Pdf) -> None:
    with file.open_outline() as outline:
        chapters = {item.title: [child.title for child in item.children] for item in outline.root}
    assert list(chapters)[:2] == ["Samenvatting", "Prioriteit 1: gelijke kansen"]
    assert chapters["Prioriteit 1: gelijke kansen"] == [
        "Doelstelling 1.1: minder uitval & meer begeleiding", "Doelstelling 1.2: zonder cijfers",
    ]  # fmt: skip


def test_links_say_where_they_go(file: pikepdf.Pdf) -> None:
    links = [str(note.Contents) for page in file.pages for note in page.get("/Annots", [])]
    assert "Ga naar Samenvatting" in links
    assert "Ga naar de herkomst, b-1" in links
    assert all(link.startswith("Ga naar ") for link in links)


def test_every_page_has_banner_number_and_fingerprint(pages: list[str], small: Document) -> None:
    for number, text in enumerate(pages, start=1):
        assert small.banner in text
        if number > 1:
            assert f"Pagina {number} van {len(pages)}" in text
            assert small.fingerprint[:12] in text
            assert small.status in text


def test_text_is_that_of_the_document(pages: list[str], small: Document) -> None:
    text = squeezed(" ".join(pages))
    for one in [*expected.texts(small), *expected.captions(small)]:
        assert squeezed(one) in text


def test_figures_of_tables_are_those_of_the_document(pages: list[str], small: Document) -> None:
    text = squeezed(" ".join(pages))
    for table in expected.tables(small):
        for row in expected.shown(table):
            assert squeezed("".join(row)) in text or all(squeezed(cell) in text for cell in row)


def test_fonts_are_inside(file: pikepdf.Pdf) -> None:
    fonts = [
        one
        for one in file.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]
    assert fonts
    assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts)


def test_a_long_table_repeats_its_heads(long_pdf: bytes) -> None:
    file = PdfReader(BytesIO(long_pdf))
    after = next(one for one in file.outline if one["/Title"] == "Verhaal")
    last = file.get_destination_page_number(after)
    annex = [page.extract_text() for page in file.pages[2:last]]
    assert len(annex) > 8
    assert all("Plaats" in text and "Peildatum" in text for text in annex)
    numbers = re.findall(r"cel [A-G](\d+)", " ".join(annex))
    assert numbers == [str(place) for place in range(1, ROWS + 1)]
    assert len(file.pages) - last > 8, "the long text follows, over many pages"


def test_a_sign_that_no_font_draws_leaves_the_rest() -> None:
    made = replace(example.document(), blocks=(Heading(1, "Kop", "kop"), Paragraph(example.EMOJI)))
    with pikepdf.open(BytesIO(WRITERS["pdf"](made))) as file:
        assert len(file.pages) == 3


class _NoPango:
    """The machine without Pango: importing the library ends as it does there."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_without_pango_only_pdf_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, small: Document
) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    with pytest.raises(PangoMissingError, match=r"apt-get install libpango-1\.0-0"):
        WRITERS["pdf"](small)
    assert WRITERS["docx"](small)
    assert WRITERS["xlsx"](small)
    assert WRITERS["html"](small)
