"""Workbooks that are too large, damaged or dangerous: always a message, never another exception."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from imports import workbooks
from imports.reading import ReaderError
from imports.tables import open_tables
from tests.built.files import DUO_2018, DUO_2019, with_part, xlsx_file


def cells(book, sheet=0):
    return [list(line.values) for line in book.sheets[sheet].lines()]


def refused(file, pattern, error=ReaderError):
    with pytest.raises(error, match=pattern):
        open_tables(file)


def test_too_many_sheets():
    many = {f"b{number}": [["x"]] for number in range(199)}
    refused(xlsx_file(["a"], **many), "200 bladen")


def test_no_visible_sheet_left():
    hidden = with_part(
        xlsx_file(["a"]), "xl/workbook.xml", lambda old: old.replace(b'state="visible"', b'state="hidden"')
    )
    refused(hidden, "geen zichtbaar blad")


def test_rows_and_columns_past_the_limit(monkeypatch):
    refused(xlsx_file([None] * 600 + ["x"]), "500 kolommen")
    monkeypatch.setattr(workbooks, "MAX_ROWS", 3)
    refused(xlsx_file([1], [2], [3], [4]), "rijen")
    monkeypatch.setattr(workbooks, "MAX_ROWS", 9)
    monkeypatch.setattr(workbooks, "MAX_CELLS", 3)
    refused(xlsx_file([1, 2], [3, 4]), "cellen")


def test_long_cell_is_refused_with_its_place():
    file = with_part(
        xlsx_file(["a"], ["kort"]),
        "xl/worksheets/sheet1.xml",
        lambda old: old.replace(b"kort", b"x" * (1 << 20)),
    )
    refused(file, "cel A2 heeft 1048576 tekens")


def test_huge_dimensions_do_not_allocate():
    file = with_part(
        xlsx_file(["a", "b"], [1, 2]),
        "xl/worksheets/sheet1.xml",
        lambda old: old.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"').replace(
            b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0" /></row></sheetData>'
        ),
    )
    assert cells(open_tables(file)) == [["a", "b"], [1, 2]]


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row>',
        b'<row r="9"><c r="B9"><v>1</v></c><c r="A9"><v>1</v></c></row>',
        b'<row r="9"><c r="A8"><v>1</v></c></row>',
        b'<row r="9"><c r="ZZZ9"><v>1</v></c></row>',
        b'<row r="x"/>',
        b'<row r="9"><c r="A9"><v>e9</v></c></row>',
        b'<row r="9"><c r="A9" t="s"><v>99</v></c></row>',
    ],
)
def test_rows_that_would_get_lost_are_refused(row):
    file = with_part(
        xlsx_file(["a"], [1]),
        "xl/worksheets/sheet1.xml",
        lambda old: old.replace(b"</sheetData>", row + b"</sheetData>"),
    )
    refused(file, "beschadigd")


def test_entities_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    file = with_part(xlsx_file(["a"]), "xl/worksheets/sheet1.xml", lambda old: bomb + old)
    refused(file, "beschadigd")


def test_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(410):
                part.write(b"\0" * (1 << 20))
    bomb.seek(0)
    refused(bomb, "uitgepakt te groot")


def test_shared_strings_are_limited_more(monkeypatch):
    monkeypatch.setattr(workbooks, "MAX_SUPPORT_PART", 100)
    refused(xlsx_file(["a"]), "uitgepakt te groot")


def test_other_zips_are_refused():
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    other.seek(0)
    refused(other, "geen Excelbestand")


def test_password_is_told():
    locked = xlsx_file(["a"]).getvalue()
    at = locked.index(b"PK\x01\x02")
    refused(io.BytesIO(locked[: at + 8] + b"\x01" + locked[at + 9 :]), "wachtwoord")


@pytest.mark.parametrize("path", [DUO_2018, DUO_2019], ids=["xlsx", "xls"])
@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.9, 0.99])
def test_truncated_workbooks_are_refused(path, share):
    content = path.read_bytes()
    with pytest.raises(ReaderError, match=r"beschadigd|geen|afgebroken|te groot"):
        open_tables(io.BytesIO(content[: int(len(content) * share)]))


@pytest.mark.parametrize("path", [DUO_2018, DUO_2019], ids=["xlsx", "xls"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_damaged_workbooks_never_break_us(path, data):
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    try:
        book = open_tables(io.BytesIO(bytes(content)))
        for sheet in book.sheets:
            list(sheet.lines())
    except ReaderError as error:
        assert str(error).endswith(".")


@given(st.binary(max_size=400))
@settings(max_examples=60)
def test_any_bytes_are_rows_or_refused(content):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        try:
            for sheet in open_tables(io.BytesIO(start + content)).sheets:
                list(sheet.lines())
        except ReaderError as error:
            assert str(error)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=6),
            min_size=2,
            max_size=4,
        ),
        min_size=2,
        max_size=6,
    )
)
@settings(max_examples=60)
def test_a_written_workbook_comes_back(rows):
    book = Workbook()
    for row in rows:
        book.active.append([f"x{text}" for text in row])
    file = io.BytesIO()
    book.save(file)
    assert cells(open_tables(file)) == [[f"x{text}" for text in row] for row in rows]
