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

from reporting.blocks import Cell, Column, Document, Heading, Kind, Measured, Sheet, Table
from reporting.writers import xlsx as writer
from reporting.writers.common import clean
from tests.unit.reporting.writers import example, expected


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


def caption_rows(sheet: Any) -> dict[str, int]:
    """Where each caption stands."""
    found = ((row, expected.plain(sheet.cell(row, 1).value or "")) for row in range(1, sheet.max_row + 1))
    return {text: row for row, text in found if text.startswith("Tabel ")}


def test_each_chapter_has_a_sheet_with_its_tables_below_each_other(book: Any, document: Document) -> None:
    places = {
        caption: (sheet, row)
        for sheet in book.worksheets[1 + len(document.sheets) :]
        for caption, row in caption_rows(sheet).items()
    }
    tables = expected.tables(document)
    assert len(places) == len(tables)
    assert len(book.worksheets) < 1 + len(document.sheets) + len(tables)
    for place, table in enumerate(tables, start=1):
        sheet, row = places[f"Tabel {place}. {table.caption}"]
        if table.rows:
            found = [one[: len(table.columns)] for one in rows(sheet, row + 2)[: len(table.rows)]]
            assert found == [[typed(cell) for cell in one] for one in table.rows]
        else:
            assert sheet.cell(row + 2, 1).value == "Geen gegevens."
        if table.note:
            assert sheet.cell(row + len(table.rows) + 2, 1).value == table.note


def test_figures_are_numbers_with_their_unit_and_period_and_kind_apart() -> None:
    early = Measured("percent", 1, "2024/2025", final=False)
    figures = (
        (Cell("1a"), Cell("14,1 % (2024/2025, voorlopig)", Decimal("14.1"), measured=early)),
        (Cell("4a"), Cell("1.792 (2024)", Decimal(1792), measured=Measured("count", 0, "2024", True))),
        (Cell("2a"), Cell("te klein aantal (2024)", measured=Measured("percent", 1, "2024", True))),
        (Cell("6a"), Cell("–")),
    )  # fmt: skip
    table = Table("Indicatoren", (Column("Indicator"), Column("Laatste meting")), figures)
    blocks = (Heading(1, "Hoofdstuk", "h"), table)
    made = writer.write(replace(example.document(), blocks=blocks, sheets=()))
    sheet = openpyxl.load_workbook(BytesIO(made))["Hoofdstuk"]
    head, *found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=9)]
    assert head == ["Indicator", "Laatste meting", "Laatste meting: periode", "Laatste meting: voorlopig"]
    assert found == [
        ["1a", 14.1, "2024/2025", "voorlopig"], ["4a", 1792, "2024", None],
        ["2a", "te klein aantal (2024)", "2024", None], ["6a", "–", None, None],
    ]  # fmt: skip
    assert [sheet.cell(row, 2).number_format for row in (6, 7)] == ['#,##0.0" %"', "#,##0"]


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
    assert book["Cijfers"].auto_filter.ref == "A1:F401"
    chapter = book.worksheets[-1]
    assert chapter.freeze_panes == "B3" and chapter.auto_filter.ref is None
    assert chapter["A2"].hyperlink.location == "'Lees mij'!A1"
    assert chapter.column_dimensions["A"].width >= 10


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


def test_row_is_as_high_as_its_longest_text_needs() -> None:
    long = Cell("woord " * 40)
    table = Table("Tabel", (Column("Kop"),), ((Cell("kort"),), (long,)))
    made = writer.write(replace(example.document(), blocks=(Heading(1, "H", "h"), table), sheets=()))
    sheet = openpyxl.load_workbook(BytesIO(made))["H"]
    # The usual height is not written.
    assert sheet.row_dimensions[7].height > 3 * (sheet.row_dimensions[6].height or 15)
