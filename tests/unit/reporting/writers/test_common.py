from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reporting.blocks import Bullets, Cell, Column, Document, Figure, Heading, Paragraph, Table
from reporting.writers.common import (
    clean,
    contents,
    facts,
    fixed_package,
    moment_text,
    numbered,
    paragraphs,
    shares,
    targets,
)
from tests.unit.reporting.writers import example


def headings(*levels: int) -> Document:
    blocks = tuple(Heading(level, f"kop {place}", f"k{place}") for place, level in enumerate(levels))
    return replace(example.document(), blocks=blocks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gewoon", "gewoon"),
        ("een\r\ntwee\rdrie\x0bvier", "een\ntwee\ndrie\nvier"),
        ("bel\x07 en \x1b[1m", "bel en [1m"),
        ("half \ud83d paar", "half  paar"),
        ("tab\tblijft, 🎓 ook", "tab\tblijft, 🎓 ook"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_clean_text_fits_in_xml(text: str) -> None:
    element = etree.Element("p")
    element.text = clean(text)
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n ", []),
        ("een", [["een"]]),
        ("een\ntwee", [["een", "twee"]]),
        ("een\n\n\n \ntwee\r\n\r\ndrie", [["een"], ["twee"], ["drie"]]),
    ],
)
def test_paragraphs(text: str, expected: list[list[str]]) -> None:
    assert paragraphs(text) == expected


@given(st.text(alphabet="ab \n\t"))
def test_paragraphs_lose_no_word(text: str) -> None:
    assert " ".join(line for part in paragraphs(text) for line in part).split() == text.split()


def test_numbered_never_skips_a_level() -> None:
    assert [one.level for one in numbered(headings(2, 4, 4, 1, 3, 9))] == [1, 2, 3, 1, 2, 3]


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        ("Hpt", ".k."), ("Hppt", ".kk."), ("Hpppt", "..kk."), ("HPpt", "..k."), ("Hpb", ".k."), ("Hp", ".."),
        ("HplbHp", ".kk..."), ("tpHp", "...."), ("HPt", "..."), ("Hpl", "..."), ("pptppt", "kk.kk."),
    ],
)  # fmt: skip
def test_what_announces_a_table_stays_with_it(blocks, kept) -> None:
    made = {
        "H": Heading(1, "Kop", "kop"), "p": Paragraph("Kort."), "P": Paragraph("Lang. " * 100),
        "l": Paragraph("Wat", "label"), "b": Bullets(("een",)), "t": Table("Tabel", (Column("A"),), ()),
    }  # fmt: skip
    found = numbered(replace(headings(), blocks=tuple(made[one] for one in blocks)))
    assert "".join("k" if one.keeps else "." for one in found) == kept


def test_numbered_counts_tables_and_figures_apart() -> None:
    table, figure = Table("t", (Column("a"),), ()), Figure("f", "alt", "")
    made = replace(example.document(), blocks=(table, figure, Bullets(("x",)), table))
    assert [one.label for one in numbered(made)] == ["Tabel\u00a01", "Figuur\u00a01", "", "Tabel\u00a02"]


def test_contents_with_few_headings_shows_three_levels() -> None:
    assert [level for level, _ in contents(headings(1, 2, 3, 4))] == [1, 2, 3]


@pytest.mark.parametrize(("second", "third", "depth"), [(5, 70, 2), (70, 1, 1), (5, 50, 3)])
def test_contents_with_many_headings_shows_fewer_levels(second: int, third: int, depth: int) -> None:
    entries = contents(headings(1, *[2] * second, *[3] * third))
    assert max(level for level, _ in entries) == depth


def columns(*widths: int, words: Sequence[str] = ()) -> list[float]:
    made = tuple(Column("k", width=width) for width in widths)
    row = tuple(Cell(word) for word in words or [""] * len(widths))
    return [round(share, 2) for share in shares(Table("t", made, (row,)))]


def test_shares_are_as_asked_for() -> None:
    assert columns(5, 3, 2) == [0.5, 0.3, 0.2]


def test_shares_leave_room_for_the_longest_word() -> None:
    assert columns(8, 1, 1, words=["a", "(2021/2022)", "b c"]) == [0.76, 0.14, 0.1]
    assert columns(8, 1, 1, words=["a", "Arbeidsongeschiktheidsverzekering", "b"]) == [0.73, 0.17, 0.09]


@given(st.lists(st.tuples(st.integers(0, 9), st.text(max_size=300)), min_size=1, max_size=14))
def test_shares_fill_the_table_and_leave_nobody_out(made: list[tuple[int, str]]) -> None:
    table = Table(
        "t",
        tuple(Column("k", width=width) for width, _ in made),
        (tuple(Cell(text) for _, text in made),),
    )
    assert sum(shares(table)) == pytest.approx(1)
    assert min(shares(table)) > 0.01


def test_targets_are_facts_that_a_cell_names_and_a_row_begins_with() -> None:
    row = (Cell("b-1"), Cell("85", source="b-1"), Cell("86", source="b-2"))
    table = Table("t", (Column("a"), Column("b"), Column("c")), (row, (Cell("b-3"), Cell(""), Cell(""))))
    assert targets(replace(example.document(), blocks=(table,))) == {"b-1": "bron-b-1"}


def test_moment_is_told_by_the_clock_of_the_college() -> None:
    assert moment_text(example.document()) == "14\u00a0januari\u00a02026, 9.41\u00a0uur"
    local = example.MOMENT.astimezone(ZoneInfo("America/New_York"))
    assert facts(replace(example.document(), moment=local)) == facts(example.document())


def test_fixed_package_dates_every_entry_at_the_moment() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("b.xml", "b")
        package.writestr("a.xml", "a")
    made = zipfile.ZipFile(BytesIO(fixed_package(buffer.getvalue(), example.document())))
    assert [(entry.filename, entry.date_time) for entry in made.infolist()] == [
        (name, (2026, 1, 14, 8, 41, 6)) for name in ("b.xml", "a.xml")
    ]
    assert made.read("a.xml") == b"a"


def test_example_has_every_kind_of_block() -> None:
    kinds = {type(block).__name__ for block in example.document().blocks}
    assert kinds == {"Heading", "Paragraph", "Bullets", "Table", "Figure", "PageBreak"}
    assert re.search("[<>&\"']", example.NASTY)
