"""Opening files: what is detected and said, and that whatever is broken is told with its place."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from imports import texts
from imports.cells import CellError
from imports.columns import Column
from imports.reading import PersonalData, ReaderError, Severity
from imports.sheets import Broken, letters, squashed
from imports.tables import find_table, open_tables
from imports.texts import detect_encoding
from tests.built.files import csv_file, with_part, xlsx_file


def cells(book, sheet=0):
    return [list(line.values) for line in book.sheets[sheet].lines()]


def messages(book):
    return [problem.message for problem in book.notes]


def refused(file, pattern, error=ReaderError):
    with pytest.raises(error, match=pattern):
        open_tables(file)


def test_letters_and_names():
    assert [letters(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert squashed("ERKENDE OPLEIDING-Codé") == squashed("ErkendeOpleiding_code")


@pytest.mark.parametrize("separator", [";", ",", "|", "\t"])
def test_separator_is_detected_and_said(separator):
    book = open_tables(
        csv_file(["BRIN", "plaats", "waarde"], ["25LW", "Groningen", "4"], separator=separator)
    )
    assert cells(book)[1] == ["25LW", "Groningen", "4"]
    assert len(messages(book)) == 1
    assert book.notes[0].severity is Severity.NOTE


def test_decimal_commas_do_not_make_a_comma_file():
    book = open_tables(csv_file(["BRIN", "waarde"], ["25LW", "4,8"], ["00GT", "3,9"]))
    assert cells(book)[1:] == [["25LW", "4,8"], ["00GT", "3,9"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252", "latin-1"])
def test_encoding_is_detected_and_said(encoding):
    odd = "\x81" if encoding == "latin-1" else "€" if encoding == "cp1252" else "€ë"
    book = open_tables(csv_file(["BRIN", "wie"], ["25LW", f"café{odd}"], encoding=encoding))
    assert cells(book) == [["BRIN", "wie"], ["25LW", f"café{odd}"]]
    assert f"Gelezen als {encoding}," in messages(book)[0]


def test_utf8_cut_at_a_chunk_is_still_utf8(monkeypatch):
    monkeypatch.setattr(texts, "_CHUNK", 3)
    assert detect_encoding(io.BytesIO("aaéé;éa".encode())) == "utf-8"
    assert detect_encoding(io.BytesIO(b"aa\xc3")) == "cp1252"


def test_rows_count_as_people_see_them():
    book = open_tables(csv_file(["titel"], [], ["BRIN", "waarde"], ["25LW", '"twee\nregels"'], ["00GT", "1"]))
    table = find_table(book.sheets[0], {"brin", "Waarde"})
    records = list(table.records())
    assert [record.row for record in records] == [4, 5]
    assert records[0].place("waarde") == "rij 4, kolom waarde"
    assert records[0].text("waarde") == "twee\nregels"


def test_a_file_can_be_read_twice_but_not_at_once():
    sheet = open_tables(csv_file(["a", "b"], [1, 2], [3, 4])).sheets[0]
    assert list(sheet.lines()) == list(sheet.lines())
    first = sheet.lines()
    next(first)
    next(sheet.lines())
    with pytest.raises(RuntimeError):
        next(first)


def test_bom_in_the_middle_is_told_at_its_place():
    book = open_tables(io.BytesIO("BRIN;waarde\n25LW;1\n\ufeffBRIN;waarde\n00GT;2\n".encode()))
    record = list(find_table(book.sheets[0], {"BRIN"}).records())[1]
    with pytest.raises(CellError, match="BOM"):
        record.text("BRIN")
    assert record.place("BRIN") == "rij 3, kolom BRIN"


def test_short_and_long_rows_are_told():
    book = open_tables(csv_file(["a", "b", "c"], [1, 2, 3], [1, 2], [1, 2, 3, 4]))
    records = list(find_table(book.sheets[0], {"a"}).records())
    assert [bool(record.ragged) for record in records] == [False, True, True]
    assert "afgebroken" in records[1].ragged


@pytest.mark.parametrize(
    ("content", "pattern"),
    [(b"", "leeg"), (b"\xef\xbb\xbf \n", "leeg"), (b"a;b\n1;\0", "geen tekstbestand"),
     ("a;b\n1;2".encode("utf-16"), "UTF-16"), (b"<html><table>", "webpagina"), (b"%PDF-1.7 ...", "pdf"),
     (b'a;b\n1;"open', "rij 2"), (b'a;b\n"x"y;2', "Rij 2"), (b"a;b\n1;" + b"x" * (1 << 20), "Rij 2"),
     (b"a;b\n1;" + b"x" * 40_000, "rij 2, kolom B"), (b"a;b\n" + b"1;" * 600 + b"1", "Rij 2")],
)  # fmt: skip
def test_broken_text_is_refused_with_its_place(content, pattern):
    def read():
        for sheet in open_tables(io.BytesIO(content)).sheets:
            list(sheet.lines())

    with pytest.raises(ReaderError, match=pattern):
        read()


@pytest.mark.parametrize(
    "header",
    [
        "BSN",
        "Burgerservicenummer",
        "naam",
        "Achternaam",
        "geboorte-datum",
        "E-mail",
        "e_mail",
        "Student nummer",
        "BSN-nummer",
        "Burgerservice nummer",
        "E-mailadres",
        "Studentnr.",
        "Geb. datum",
        "Persoonsgebonden nummer",
        "Roepnaam",
        "Personeelsnummer",
    ],
)
def test_files_about_persons_are_refused(header):
    refused(csv_file(["team", header], ["x", "1"]), header, PersonalData)
    refused(xlsx_file(["titel"], [], ["team", header], ["x", "1"]), "cel B3", PersonalData)
    refused(xlsx_file(["a"], tweede=[["team", header]]), "blad tweede, cel B1", PersonalData)
    refused(
        xlsx_file(["a"], tweede=[["team", header]], change=_hide_second), "blad tweede, cel B1", PersonalData
    )


def _hide_second(book):
    book["tweede"].sheet_state = "veryHidden"


def test_names_of_institutions_are_no_persons():
    header = ["Naam Instelling", "BRIN", "INSTELLINGSNAAM", "naam opleiding", "Naam team", "Aantal e-mails"]
    assert open_tables(csv_file(header, ["x", "25LW", "y", "z", "t", "5"]))


def test_xlsx_values_formats_and_places():
    moment = dt.datetime(2022, 10, 1)  # noqa: DTZ001 - a spreadsheet knows no zone
    file = xlsx_file(
        ["BRIN", "waarde", "op"],
        ["00GT", 0.5, moment],
        [None, None, None],
        ["25LW", 7, None],
        formats=[("B2", "0.0%")],
    )
    sheet = open_tables(file).sheets[0]
    lines = list(sheet.lines())
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert lines[1].values == ["00GT", 0.5, moment]
    assert lines[1].formats[1] == "0.0%"
    assert lines[2].blank
    assert sheet.place(37, 10) == "blad Blad1, cel K37"
    with pytest.raises(CellError, match="datum"):
        Column("k", "k", "p").read(moment)


def test_formulas_without_outcome_and_errors_are_broken_cells():
    file = with_part(
        xlsx_file(["a", "b", "c", "d"], ["=1+1", "=B1", 3, 4]),
        "xl/worksheets/sheet1.xml",
        lambda old: old.replace(b"<c r=\"B2\"><f>B1</f><v /></c>", b"<c r=\"B2\"><f>B1</f><v>12</v></c>")
        .replace(b"<c r=\"B2\"><f>B1</f><v></v></c>", b"<c r=\"B2\"><f>B1</f><v>12</v></c>")
        .replace(b"<c r=\"D2\" t=\"n\"><v>4</v></c>", b"<c r=\"D2\" t=\"e\"><v>#DIV/0!</v></c>"),
    )  # fmt: skip
    (_, row) = cells(open_tables(file))
    assert isinstance(row[0], Broken)
    assert "zonder uitkomst" in row[0].text
    assert row[1:3] == [12, 3]
    assert row[3] == Broken("de fout #DIV/0!")


def test_hidden_and_merged_are_said():
    def change(book):
        sheet = book.active
        sheet.merge_cells("A1:B1")
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        book["Geheim"].sheet_state = "hidden"

    book = open_tables(xlsx_file(["a"], [1, 2, 3], [4, 5, 6], change=change, Geheim=[["b"]]))
    assert [sheet.name for sheet in book.sheets] == ["Blad1"]
    told = {(note.place, note.message.split(":")[0]) for note in book.notes}
    assert told == {("blad Blad1", "Samengevoegde cellen"), ("blad Blad1", "Verborgen rijen"),
                    ("blad Blad1", "Verborgen kolommen"),
                    ("blad Geheim", "Dit blad is verborgen en wordt niet gelezen.")}  # fmt: skip
    assert cells(book)[2] == [4, 5, 6]


def test_find_table_without_names_takes_the_first_row_with_two_cells():
    book = open_tables(csv_file(["Titel;"], [""], ["a", "b"], [1, 2]))
    table = find_table(book.sheets[0])
    assert (table.row, table.headers) == (3, ("a", "b"))
    assert find_table(book.sheets[0], {"c"}) is None


def test_headers_that_stand_twice_are_known():
    table = find_table(open_tables(csv_file(["A", "b", "a"], [1, 2, 3])).sheets[0])
    assert table.twice() == ["A", "a"]
    assert table.column("nope", "B") == 1


@pytest.mark.parametrize("build", [csv_file, xlsx_file])
@pytest.mark.parametrize("spaces", ["   ", "\u00a0", " \t "])
def test_row_of_spaces_is_no_row(build, spaces):
    book = open_tables(build(["team", "waarde"], ["x", "1"], [spaces], [spaces, " "]))
    table = find_table(book.sheets[0], {"team"})
    assert [record.text("team") for record in table.records()] == ["x"]
