"""The workbook, read back by openpyxl."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.blocks import Cell, Column, Document, Kind, Sheet
from reporting.writers import xlsx as writer
from reporting.writers.common import clean
from tests.unit.reporting.writers import example, expected

HEAD = 4
"""The row with headings on a readable sheet."""


@pytest.fixture(scope="module")
def book(xlsx: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(xlsx))


def typed(cell: Cell) -> object:
    if isinstance(cell.value, date):
        return datetime.combine(cell.value, time())
    if isinstance(cell.value, Decimal | int):
        return float(cell.value)
    return (cell.value if isinstance(cell.value, str) else cell.shown) or None


def rows(sheet: Any, first: int) -> list[list[object]]:
    return [
        [float(value) if isinstance(value, int) else value for value in row]
        for row in sheet.iter_rows(min_row=first, values_only=True)
    ]


def test_readable_sheets_hold_the_tables(book: Any, document: Document) -> None:
    for place, table in enumerate(expected.tables(document), start=1):
        sheet = book[f"Tabel {place}"]
        assert expected.plain(sheet["A1"].value) == f"Tabel {place}. {table.caption}"
        if table.rows:
            found = rows(sheet, HEAD + 1)[: len(table.rows)]
            assert found == [[typed(cell) for cell in row] for row in table.rows]
        if table.note:
            assert sheet.cell(HEAD + len(table.rows) + 2, 1).value == table.note


def test_tidy_sheets_hold_the_rows_below_one_heading(book: Any, document: Document) -> None:
    names = ("Cijfers", "Cijfers alle 2025 uitsplitsinge", "cijfers 2")
    for name, sheet in zip(names, document.sheets, strict=True):
        found = rows(book[name], 1)
        assert found[0] == ["Indicator", "Peildatum", "Waarde (%)", "Aantal", "Bedrag (€)", "Opmerking"]
        assert found[1:] == [[typed(cell) for cell in row] for row in sheet.rows]
        assert not book[name].merged_cells.ranges


def test_cells_have_types_and_formats(book: Any) -> None:
    second = book["Cijfers"][2]
    assert [cell.data_type for cell in second] == ["s", "d", "n", "n", "n", "s"]
    assert [cell.number_format for cell in second][1:5] == ["d-m-yyyy", "#,##0.0", "#,##0", "#,##0.00"]
    assert book["Cijfers"]["D6"].value == "minder dan 5"


def test_there_are_no_formulas_and_no_text_can_become_one(xlsx: bytes, book: Any) -> None:
    package = zipfile.ZipFile(BytesIO(xlsx))
    sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == len(book.sheetnames)
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    assert book["Cijfers"]["F2"].value == "=1+1"
    assert book["Cijfers"]["F2"].data_type == "s"
    assert [book["Cijfers"][place].quotePrefix for place in ("F2", "F3", "A2")] == [True, True, False]


def test_front_says_what_it_is_and_links_to_every_sheet(book: Any, document: Document) -> None:
    assert book.sheetnames[0] == "Lees mij"
    front = book["Lees mij"]
    told = {value for row in front.iter_rows(values_only=True) for value in row}
    assert {
        document.title,
        document.status,
        document.fingerprint,
        document.banner,
        document.organisation,
    } <= told
    targets = [cell.hyperlink.location for row in front.iter_rows() for cell in row if cell.hyperlink]
    assert targets == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_sheets_are_easy_to_read(book: Any) -> None:
    assert book["Cijfers"].freeze_panes == "B2"
    assert book["Tabel 6"].freeze_panes == "B5"
    assert book["Cijfers"].auto_filter.ref == "A1:F401"
    assert book["Tabel 3"].auto_filter.ref is None
    assert book["Tabel 3"]["A5"].value == "Geen gegevens."
    assert book["Tabel 1"].column_dimensions["A"].width > book["Tabel 1"].column_dimensions["B"].width


def test_properties_are_those_of_the_document(book: Any, document: Document) -> None:
    assert (book.properties.title, book.properties.creator) == (document.title, document.organisation)
    assert book.properties.created == book.properties.modified == example.MOMENT.replace(tzinfo=None)


def test_a_text_that_is_too_long_for_a_cell_says_so() -> None:
    sheet = Sheet("Lang", (Column("a"),), ((Cell("x" * 40_000),), (Cell("y" * 32_767),)))
    book = openpyxl.load_workbook(
        BytesIO(writer.write(replace(example.document(), blocks=(), sheets=(sheet,))))
    )
    first, second = (book["Lang"][place].value for place in ("A2", "A3"))
    assert len(first) == 32_767
    assert first.endswith("(ingekort: een cel kan niet meer tekst bevatten)")
    assert second == "y" * 32_767


@pytest.mark.parametrize(
    ("values", "kind", "look"),
    [
        (["85", "86"], Kind.PERCENT, "#,##0.0"),
        (["85.25", "86"], Kind.PERCENT, "#,##0.00"),
        (["1650000"], Kind.EUROS, "#,##0"),
        (["1.5"], Kind.EUROS, "#,##0.00"),
        (["3"], Kind.NUMBER, "#,##0"),
        (["0.123456"], Kind.NUMBER, "#,##0.0000"),
    ],
)
def test_decimals_follow_the_values_of_the_column(values: list[str], kind: Kind, look: str) -> None:
    column = Column("k", kind)
    sheet = Sheet("s", (column,), tuple((Cell(value, Decimal(value)),) for value in values))
    book = openpyxl.load_workbook(
        BytesIO(writer.write(replace(example.document(), blocks=(), sheets=(sheet,))))
    )
    assert [book["s"].cell(row, 1).number_format for row in range(2, len(values) + 2)] == [look] * len(values)


def test_an_emoji_counts_for_two() -> None:
    assert writer.unique_name("🎓" * 20, set()) == "🎓" * 15


@given(st.lists(st.text(max_size=50), min_size=1, max_size=8))
def test_names_of_sheets_are_short_and_unique(wanted: list[str]) -> None:
    taken: set[str] = set()
    names = [writer.unique_name(name, taken) for name in wanted]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) <= 62
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


@given(st.text())
@settings(max_examples=25, deadline=None)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    sheet = Sheet(text, (Column("k"), Column(text)), ((Cell(f"a{text}b"), Cell(text)),))
    made = replace(example.document(), title=text, status=text, banner=text, blocks=(), sheets=(sheet,))
    book = openpyxl.load_workbook(BytesIO(writer.write(made)))
    found = book.worksheets[1]["A2"].value
    assert expected.plain(found) == expected.plain(clean(f"a{text}b"))
