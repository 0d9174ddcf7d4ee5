"""The DOCX file, read back by python-docx."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import UTC
from io import BytesIO
from typing import Any

import docx as reader
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.blocks import Cell, Column, Document, PageBreak, Paragraph, Table
from reporting.writers import docx as writer
from reporting.writers.common import clean
from tests.unit.reporting.writers import example, expected

RUNNING = {
    "Heading 1",
    "Heading 2",
    "Heading 3",
    "Heading 4",
    "Normal",
    "List Bullet",
    "Inleiding",
    "Aantekening",
}
NOTES = {
    "Aantallen onder de 5 staan nergens, ook niet in een som waaruit ze af te leiden zijn.",
    "Voorlopige cijfers.",
}


ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers",
    "pBdr", "shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "mirrorIndents", "jc",
    "textAlignment", "outlineLvl", "rPr", "sectPr",
)  # fmt: skip
"""How the schema orders the properties of a paragraph; Word refuses a file that does not."""


@pytest.fixture(scope="module")
def word(docx: bytes) -> Any:
    return reader.Document(BytesIO(docx))


def paragraphs(word: Any, *styles: str) -> list[str]:
    return [expected.plain(one.text) for one in word.paragraphs if one.style.name in styles]


def test_running_text_is_that_of_the_document(word: Any, document: Document) -> None:
    found = [text for text in paragraphs(word, *RUNNING) if text not in NOTES]
    assert found == list(expected.texts(document))


def test_tables_are_those_of_the_document(word: Any, document: Document) -> None:
    made, wanted = [], []
    for table, block in zip(word.tables, expected.tables(document), strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        made.append([[expected.plain(re.sub("^[^\\w€]\xa0", "", text)) for text in row] for row in rows])
        empty = [["Geen gegevens."] * len(block.columns)]
        wanted.append([[column.title for column in block.columns], *(expected.shown(block) or empty)])
    assert made == wanted


def test_statuses_have_a_sign_before_the_word(word: Any) -> None:
    shown = [row.cells[4].text for row in word.tables[0].rows][1:]
    assert [text[2:] for text in shown] == [label for _, label in example.STATUSES]
    assert len({text[0] for text in shown}) == len(example.STATUSES)


def test_captions_are_fields_that_count(word: Any, document: Document) -> None:
    assert paragraphs(word, "Caption") == expected.captions(document)
    fields = [one.text.split()[:2] for one in word.element.body.iter(qn("w:instrText")) if "SEQ" in one.text]
    assert fields == [["SEQ", caption.split()[0]] for caption in expected.captions(document)]


def test_contents_hold_the_headings_and_link_to_them(word: Any) -> None:
    entries = paragraphs(word, "toc 1", "toc 2", "toc 3")
    assert entries[:3] == [
        "Samenvatting",
        "Prioriteit 1: gelijke kansen",
        "Doelstelling 1.1: minder uitval & meer begeleiding",
    ]
    body = word.element.body
    names = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(names) == len(set(names))
    assert set(links) <= set(names)
    assert "bron_b_1" in links
    assert all(re.fullmatch(r"\w{1,40}", name, re.ASCII) for name in names)
    numbers = [one.get(qn("w:id")) for one in body.iter(qn("w:bookmarkStart"))]
    assert len(numbers) == len(set(numbers))


def test_fields_are_closed(word: Any) -> None:
    kinds = [one.get(qn("w:fldCharType")) for one in word.element.body.iter(qn("w:fldChar"))]
    assert [kinds.count(kind) for kind in ("begin", "separate", "end")] == [kinds.count("begin")] * 3


def test_heads_of_tables_repeat_and_rows_stay_whole(word: Any) -> None:
    for table in word.tables:
        rows = table._tbl.tr_lst
        assert [row.trPr is not None and row.trPr.find(qn("w:tblHeader")) is not None for row in rows].index(
            True
        ) == 0
        assert sum(1 for row in rows if row.find(f".//{qn('w:tblHeader')}") is not None) == 1
    longest = word.tables[-1]._tbl.tr_lst
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in longest)


def test_charts_are_drawings_with_a_picture_and_a_text(docx: bytes, word: Any) -> None:
    assert [shape._inline.docPr.get("descr") for shape in word.inline_shapes] == [
        example.RISES,
        example.FALLS,
    ]
    names = zipfile.ZipFile(BytesIO(docx)).namelist()
    assert sum(1 for name in names if re.fullmatch(r"word/media/figuur\d\.svg", name)) == 2
    assert sum(1 for name in names if name.endswith(".png")) == 2
    for shape in word.inline_shapes:
        for relation in re.findall(r'r:embed="(\w+)"', shape._inline.xml):
            assert word.part.related_parts[relation].blob
    assert paragraphs(word, "Kader") == ["Er is geen tekening; de waarde is 3 %."]


def test_properties_are_those_of_the_document(word: Any, document: Document) -> None:
    core = word.core_properties
    assert (core.title, core.author, core.language) == (document.title, document.organisation, "nl-NL")
    assert core.identifier == document.fingerprint
    assert core.created.replace(tzinfo=UTC) == core.modified.replace(tzinfo=UTC) == example.MOMENT
    assert 'w:lang w:val="nl-NL"' in word.styles.element.xml


def test_header_and_footer_say_what_it_is(word: Any, document: Document) -> None:
    section = word.sections[0]
    head = " ".join(cell.text for table in section.header.tables for cell in table.rows[0].cells)
    foot = " ".join(cell.text for table in section.footer.tables for cell in table.rows[0].cells)
    front = " ".join(cell.text for table in section.first_page_footer.tables for cell in table.rows[0].cells)
    assert document.status in head
    assert document.title in head
    assert document.fingerprint[:12] in foot
    assert "Pagina 1 van 1" in foot
    assert document.banner in foot
    assert document.banner in front


def test_wide_tables_lie_on_landscape_pages(word: Any) -> None:
    sides = [section.page_width > section.page_height for section in word.sections]
    assert sides == [False, True, False]
    assert [section.different_first_page_header_footer for section in word.sections] == [True, False, False]


def test_properties_of_paragraphs_come_in_the_order_of_the_schema(word: Any) -> None:
    order = {qn(f"w:{tag}"): place for place, tag in enumerate(ORDER)}
    for root in (word.element.body, word.styles.element):
        for properties in root.iter(qn("w:pPr")):
            places = [order[child.tag] for child in properties]
            assert places == sorted(places), properties.xml


def test_every_style_that_is_used_is_there(word: Any) -> None:
    there = {style.style_id for style in word.styles}
    used = {
        one.get(qn("w:val")) for tag in ("w:pStyle", "w:tblStyle") for one in word.element.body.iter(qn(tag))
    }
    assert used <= there


def test_a_break_before_a_chapter_makes_no_empty_page() -> None:
    blocks = (Paragraph("een"), PageBreak(), PageBreak(), Paragraph("twee"))
    word = reader.Document(BytesIO(writer.write(replace(example.document(), blocks=blocks))))
    breaks = [
        one.paragraph_format.page_break_before for one in word.paragraphs if one.text in {"een", "twee"}
    ]
    assert breaks == [None, True]
    assert all(one.text for one in word.paragraphs)


def test_a_template_without_a_size_gets_a4(small: Document) -> None:
    own = reader.Document()
    own.element.body.remove(own.element.body.sectPr)
    buffer = BytesIO()
    own.save(buffer)
    word = reader.Document(BytesIO(writer.write(replace(small, template=buffer.getvalue()))))
    assert round(word.sections[0].page_width.mm) == 210
    assert len(word.tables) == len(expected.tables(small))


def test_a_short_document_has_no_front(small: Document) -> None:
    word = reader.Document(BytesIO(writer.write(replace(small, front=False))))
    assert not paragraphs(word, "TOC Heading", "toc 1")
    chapters = [one for one in word.paragraphs if one.style.name == "Heading 1"]
    assert [one.paragraph_format.page_break_before for one in chapters].count(True) == 1, (
        "only the break asked for"
    )
    assert not word.sections[0].different_first_page_header_footer


def test_a_template_gives_its_styles_header_and_page_but_no_text(small: Document) -> None:
    own = reader.Document()
    own.add_paragraph("Tekst van het sjabloon")
    own.styles["Heading 1"].font.name = "Georgia"
    own.styles.add_style("Tabeltekst", WD_STYLE_TYPE.PARAGRAPH).font.name = "Verdana"
    own.sections[0].header.paragraphs[0].text = "Briefhoofd"
    buffer = BytesIO()
    own.save(buffer)
    made = writer.write(replace(small, template=buffer.getvalue()))
    word = reader.Document(BytesIO(made))
    assert word.styles["Heading 1"].font.name == "Georgia"
    assert word.styles["Tabeltekst"].font.name == "Verdana"
    assert word.sections[0].header.paragraphs[0].text == "Briefhoofd"
    assert word.sections[0].page_width == own.sections[0].page_width
    assert small.banner in paragraphs(word, "Kader")
    assert "Tekst van het sjabloon" not in [one.text for one in word.paragraphs]
    assert [text for text in paragraphs(word, *RUNNING) if text not in NOTES] == list(expected.texts(small))
    assert made == writer.write(replace(small, template=buffer.getvalue()))


@given(st.text())
@settings(max_examples=25, deadline=None)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    table = Table("t", (Column("k"), Column("v")), ((Cell(f"a{text}b"), Cell(text, status="achieved")),))
    made = replace(example.document(), title=text, banner=text, blocks=(Paragraph(f"a{text}b"), table))
    word = reader.Document(BytesIO(writer.write(made)))
    wanted = expected.plain(clean(f"a{text}b"))
    assert expected.plain(" ".join(paragraphs(word, "Normal"))) == wanted
    assert expected.plain(word.tables[0].rows[1].cells[0].text) == wanted
