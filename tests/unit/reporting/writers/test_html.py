"""The HTML page, read back as a browser reads it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as reader

from reporting.blocks import Cell, Column, Document, Paragraph, Table
from reporting.writers import html as writer
from reporting.writers.common import clean
from tests.unit.reporting.writers import example, expected


@pytest.fixture(scope="module")
def tree(html: bytes) -> reader.HtmlElement:
    return reader.document_fromstring(html.decode())


def words(element: reader.HtmlElement) -> str:
    for line in element.iter("br"):
        line.tail = f"\n{line.tail or ''}"
    return expected.plain(element.text_content())


def test_fingerprint_in_a_sentence_gets_no_hyphen(small: Document) -> None:
    said = Paragraph(f"De vingerafdruk is {example.FINGERPRINT}.")
    page = writer.page(replace(small, blocks=(said,)))
    assert f'<span class="code">{example.FINGERPRINT}.</span>' in page


def test_running_text_is_that_of_the_document(tree: reader.HtmlElement, document: Document) -> None:
    found = tree.xpath("//main/*[self::h2 or self::h3 or self::h4 or self::h5 or self::p] | //main/ul/li")
    assert [words(element) for element in found] == list(expected.texts(document))


def test_tables_are_those_of_the_document(tree: reader.HtmlElement, document: Document) -> None:
    found = tree.xpath("//table")
    made = [
        [[words(cell) for cell in row.xpath("./th|./td")] for row in table.xpath("./tbody/tr")]
        for table in found
    ]
    wanted = [expected.shown(table) or [["Geen gegevens."]] for table in expected.tables(document)]
    assert made == wanted
    heads = [[words(cell) for cell in table.xpath("./thead//th")] for table in found]
    assert heads == [[column.title for column in table.columns] for table in expected.tables(document)]


def test_captions_count(tree: reader.HtmlElement, document: Document) -> None:
    assert [words(one) for one in tree.xpath("//caption|//figcaption")] == expected.captions(document)


def test_headings_come_in_order(tree: reader.HtmlElement) -> None:
    levels = [int(one.tag[1]) for one in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_link_goes_somewhere_and_ids_are_unique(tree: reader.HtmlElement, document: Document) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = tree.xpath("//a/@href")
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert "#d1.1" in links
    assert "#bron-b-1" in links


def test_page_has_what_a_screen_reader_needs(tree: reader.HtmlElement) -> None:
    assert tree.get("lang") == "nl"
    assert [len(tree.xpath(f"//{tag}")) for tag in ("main", "nav", "header", "footer", "title")] == [1] * 5
    assert not tree.xpath(
        "//thead//th[not(@scope='col')] | //tbody//th[not(@scope='row')] | //table[not(caption)]"
    )
    names = tree.xpath("//*[@role='region' or self::section]/@aria-label")
    assert len(names) == len(set(names)) == 2 * len(tree.xpath("//table")) + len(tree.xpath("//img"))
    assert tree.xpath("//img/@alt") == [example.RISES, example.FALLS]


def test_page_stands_by_itself(html: bytes, tree: reader.HtmlElement) -> None:
    assert not tree.xpath("//script | //link | //@style | //iframe")
    outside = re.sub(rb"http://www\.w3\.org/2000/svg", b"", html)
    assert b"http:" not in outside
    assert b"https:" not in outside
    assert all(source.startswith("data:image/svg+xml;base64,") for source in tree.xpath("//img/@src"))


def test_figure_without_a_drawing_is_told_in_words(tree: reader.HtmlElement) -> None:
    assert [words(one) for one in tree.xpath("//p[@class='figure-words']")] == [
        "Er is geen tekening; de waarde is 3 %."
    ]


def test_every_status_has_its_own_mark(tree: reader.HtmlElement) -> None:
    styles = tree.xpath("//style")[0].text
    marks = re.findall(r"\.status-([a-z_]+) \{\n  background-image: (url\(.*\));", styles)
    assert {name for name, _ in marks} == {status for status, _ in example.STATUSES}
    assert len({mark for _, mark in marks}) == len(example.STATUSES)


@pytest.mark.parametrize("banner", ["Bevat verzonnen voorbeeldgegevens", ""])
def test_banner_stands_on_screen_and_on_paper(banner: str) -> None:
    page = writer.page(example.document(banner=banner))
    assert ('class="banner"' in page) is bool(banner)
    assert ("@bottom-center { content: " in page) is bool(banner)


@given(st.text())
@settings(max_examples=60)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    blocks = (
        Paragraph(f"a{text}b"),
        Table("t", (Column("k"), Column("v")), ((Cell(f"a{text}b"), Cell("", source=text)),)),
    )
    made = replace(example.document(), title=f"a{text}b", status=text, banner=text, blocks=blocks)
    page = reader.document_fromstring(writer.page(made))
    wanted = expected.plain(clean(f"a{text}b"))
    assert words(page.xpath("//h1")[0]) == wanted
    assert words(page.xpath("//tbody//th")[0]) == wanted
    assert expected.plain(" ".join(words(one) for one in page.xpath("//main/p"))) == wanted
    assert len(page.xpath("//style")) == 1


@given(st.text())
def test_css_string_ends_only_at_its_end(text: str) -> None:
    made = writer.css_string(text)
    assert re.fullmatch(r'"(?:[A-Za-z0-9 ]|\\[0-9a-f]{1,6} )*"', made)


def test_a_fingerprint_is_not_hyphenated() -> None:
    table = Table("t", (Column("k"),), ((Cell(f"sha256: {example.FINGERPRINT}"),),))
    page = writer.page(replace(example.document(), blocks=(table,)))
    assert f'sha256: <span class="code">{example.FINGERPRINT}</span>' in page


def test_a_short_document_has_no_front() -> None:
    page = writer.page(replace(example.document(), front=False))
    tree = reader.document_fromstring(page)
    assert tree.xpath("//body/@class") == ["short"]
    assert not tree.xpath("//nav")
    assert "@page :first" not in page


@given(st.lists(st.integers(1, 12), min_size=1, max_size=14))
def test_columns_of_a_table_fill_the_page_and_no_more(widths):
    columns = tuple(Column(str(place), width=width) for place, width in enumerate(widths))
    table = Table("Tabel", columns, (tuple(Cell("x") for _ in widths),))
    page = writer.page(replace(example.document(), blocks=(table,)))
    rules = dict(re.findall(r"\.w-(\d+) \{ width: (\d+)%", page))
    used = [int(rules[one.get("class")[2:]]) for one in reader.document_fromstring(page).iter("col")]
    assert len(used) == len(widths) and sum(used) == 100 and min(used) >= 1
