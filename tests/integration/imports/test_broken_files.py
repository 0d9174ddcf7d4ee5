"""Broken files of every kind, sent through the page to every reader: a message with what and where, never a 500."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imports.models import Batch
from imports.registry import readers
from operations.models import Job
from organisation.roles import Role
from tests.built.files import DUO_2018, DUO_2019, xlsx_file
from tests.built.job import respondents

pytestmark = pytest.mark.django_db
Rows = list[list[object]]
People = respondents(12)
GRADUATES: Rows = [
    ["INSTELLINGSCODE", "LEERWEG", "NIVEAU", "BEROEPSOPLEIDING CODE", "DIPMAN2023", "DIPVROUW2023"],
    ["25LW", "BOL", "Niveau 4", "BC113", 12, 30],
    ["00GT", "BBL", "Niveau 4", "BC113", 7, 9],
]
ENTRANTS: Rows = [
    [
        "INSTELLINGSCODE",
        "STUDIEJAAR",
        "BEROEPSOPLEIDING CODE",
        "TOTAAL MBO",
        "INSTROOM MBO",
        "INSTROOM OPLEIDING",
    ],
    ["25LW", 2022, "BC113", 60, 20, 30],
    ["00GT", 2022, "BC113", 50, 10, 15],
]
WORKING: Rows = [
    ["Leerweg", "Niveau", "Geslacht", "Regio's", "Perioden", "Uitstromers (aantal)",
     "Werknemer 12 uur of meer per week (%)"],
    ["Totaal", "Totaal", "Totaal", "Nederland", "2020/'21", 1000, "80,5"],
    ["Totaal", "Totaal", "Totaal", "Nederland", "2021/'22", 1200, "81,5"],
]  # fmt: skip
STAFF: Rows = [
    ["QuestionId", "Question Text", "Score", "Organisatie", "Characteristic 1"],
    ["1", "Ik ben tevreden met mijn werk", 7, "Team Zorg", "x"],
    ["1", "Ik ben tevreden met mijn werk", 8, "Team Zorg", "y"],
]
LEDGER: Rows = [
    ["Kostenplaats", "Rekening", "Periode", "Omschrijving", "Bedrag"],
    ["0815", "4310", "2025-03", "Inhuur docent", "1234,50"],
    ["0815", "4310", "2025-04", "Inhuur docent", "999,95"],
]
SOUND: dict[str, Rows] = {
    "duo_indicators": GRADUATES,
    "duo_gediplomeerden": GRADUATES,
    "duo_instroom": ENTRANTS,
    "cbs": WORKING,
    "ledger": LEDGER,
    "job": [list(People.header), *map(list, People.rows)],
    "mto": STAFF,
    "table": GRADUATES,
}
Made = tuple[str, bytes]
"""A file's name and its bytes."""


def csv(rows: Rows, end: str = "\r\n") -> bytes:
    return (end.join(";".join(map(str, row)) for row in rows) + end).encode()


def book(rows: Rows, **more) -> bytes:
    return xlsx_file(*rows, **more).getvalue()


def with_last(rows: Rows, value: object) -> Rows:
    """The same with another value in the last cell of the second row."""
    return [rows[0], [*rows[1][:-1], value], *rows[2:]]


def merged(rows: Rows) -> bytes:
    return book(rows, change=lambda made: made.active.merge_cells("A2:B3"))


def hidden(rows: Rows) -> bytes:
    def hide(made) -> None:
        made.create_sheet("Zichtbaar")["A1"] = "niets"
        made.active = 1
        made["Blad1"].sheet_state = "hidden"

    return book(rows, change=hide)


def wide(rows: Rows) -> bytes:
    return csv([[*row, *([""] * (16_384 - len(row) - 1)), "x"] for row in rows])


@cache
def bomb() -> bytes:
    """Two hundred megabytes of zeros as a sheet."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", "<Types/>")
        target.writestr("xl/workbook.xml", "<workbook/>")
        with target.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(200):
                part.write(b"0" * (1 << 20))
    return made.getvalue()


def encrypted() -> bytes:
    """As Excel keeps a workbook with a password: an OLE file with these two streams."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + name + b"\0" * 1024


REFUSED: dict[str, Callable[[Rows], Made]] = {
    "an empty file": lambda rows: ("leeg.csv", b""),
    "blank lines only": lambda rows: ("wit.csv", b"\r\n;;;\r\n\r\n"),
    "a zip that was cut off": lambda rows: ("af.xlsx", book(rows)[:-400]),
    "a real workbook that was cut off": lambda rows: ("duo.xlsx", DUO_2018.read_bytes()[:20_000]),
    "a real xls that was cut off": lambda rows: ("duo.xls", DUO_2019.read_bytes()[:20_000]),
    "an xls called xlsx": lambda rows: ("duo.xlsx", DUO_2019.read_bytes()),
    "an xlsx called xls": lambda rows: ("duo.xls", book(rows)),
    "an xlsx called csv": lambda rows: ("duo.csv", book(rows)),
    "a csv called xlsx": lambda rows: ("duo.xlsx", csv(rows)),
    "a pdf called csv": lambda rows: ("duo.csv", b"%PDF-1.7\n" + csv(rows)),
    "a web page": lambda rows: ("duo.csv", b"<!doctype html><title>404</title>"),
    "a zip that is no workbook": lambda rows: ("duo.xlsx", zipped(rows)),
    "a zip bomb": lambda rows: ("bom.xlsx", bomb()),
    "a password": lambda rows: ("geheim.xlsx", encrypted()),
    "NUL bytes": lambda rows: ("nul.csv", csv(rows).replace(b";", b";\0", 3)),
    "UTF-16": lambda rows: ("u16.csv", csv(rows).decode().encode("utf-16")),
    "a cell of a megabyte": lambda rows: ("cel.csv", csv(with_last(rows, "x" * (1 << 20)))),
    "a quote that is never closed": lambda rows: ("q.csv", csv(with_last(rows, '"12')) + csv(rows[1:]) * 3),
    "no visible sheet with figures": lambda rows: ("verborgen.xlsx", hidden(rows)),
    "16,384 columns": lambda rows: ("breed.csv", wide(rows)),
    "something else": lambda rows: ("anders.csv", b"appel;peer\r\n1;2\r\n"),
}
"""Files of which nothing may come in."""

ODD: dict[str, Callable[[Rows], Made]] = {
    "the header only": lambda rows: ("kop.csv", csv(rows[:1])),
    "200 sheets": lambda rows: ("200.xlsx", sheets(rows)),
    "merged cells": lambda rows: ("samen.xlsx", merged(rows)),
    "a formula without an outcome": lambda rows: ("formule.xlsx", book(with_last(rows, "=1+1"))),
    "a date as a number": lambda rows: ("datum.xlsx", book(with_last(rows, dt.date(2024, 5, 1)))),
    "a time as a number": lambda rows: ("tijd.xlsx", book(with_last(rows, dt.time(12, 5)))),
    "a truth value": lambda rows: ("waar.xlsx", book(with_last(rows, True))),
    "a number too large": lambda rows: ("groot.csv", csv(with_last(rows, "9" * 400))),
    "a number of another world": lambda rows: ("nan.csv", csv(with_last(rows, "NaN"))),
    "infinity": lambda rows: ("oneindig.csv", csv(with_last(rows, "-Infinity"))),
    "an exponent": lambda rows: ("macht.csv", csv(with_last(rows, "1e999999999"))),
    "a BOM in the middle": lambda rows: ("bom.csv", csv(rows[:2]) + b"\xef\xbb\xbf" + csv(rows[2:])),
    "mixed line ends": lambda rows: (
        "regels.csv",
        csv(rows[:1]) + csv(rows[1:2], "\n") + csv(rows[2:], "\r"),
    ),
    "headers twice": lambda rows: ("dubbel.csv", csv([[*row, *row] for row in rows])),
    "rows of other lengths": lambda rows: ("kort.csv", csv([rows[0], rows[1][:-2], [*rows[2], "x", "y"]])),
    "bytes that are no UTF-8": lambda rows: (
        "bytes.csv",
        csv(with_last(rows, "é")).replace("é".encode(), b"\xe9\x81"),
    ),
    "formulas of a spreadsheet as text": lambda rows: ("csv.csv", csv(with_last(rows, "=HYPERLINK(0)"))),
    "markup": lambda rows: ("xss.csv", csv(with_last(rows, "<script>alert(1)</script>"))),
    "half a pair of code units": lambda rows: ("half.json", b'{"value": [{"a": "\\ud800"}]}'),
    "json very deep": lambda rows: ("diep.json", b'{"value":' * 100_000),
    "json of another shape": lambda rows: ("anders.json", b'[1, {"value": null}, "x"]'),
}
"""Files of which something may be right; what is not, must be said."""


def zipped(rows: Rows) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("duo.csv", csv(rows))
    return made.getvalue()


def sheets(rows: Rows) -> bytes:
    return book(rows, **{f"Blad {number}": rows[:2] for number in range(2, 201)})


@pytest.fixture
def send(
    client_of, college, django_capture_on_commit_callbacks
) -> Callable[[str, Made], tuple[str, Batch | None]]:
    """Upload through the page and let the worker check it; the page that the steward then sees, and the file on it."""
    client = client_of(Role.DATA_STEWARD)

    def send(reader: str, made: Made) -> tuple[str, Batch | None]:
        Batch.objects.all().delete()
        fields = {"reader": reader, "file": SimpleUploadedFile(*made), "edition": "2024", "period": ""}
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/import/", fields)
        batch = Batch.objects.select_related("job").first()
        if batch is None:
            assert answer.status_code == 200
            assert answer.context["form"].errors
        else:
            answer = client.get(f"/import/{batch.pk}/")
            assert answer.status_code == 200
        return answer.content.decode(), batch

    return send


def check_told(page: str, batch: Batch | None, reader: str) -> None:
    """Whatever came of it: a finished check, and words that say what is wrong."""
    assert "<script>alert(1)" not in page, reader
    if batch is None:
        return
    assert batch.job.state == Job.State.DONE, reader
    assert batch.state in {"checked", "questions", "blocked"}, reader
    for problem in batch.problems.all():
        assert "kan niet worden gelezen (" not in problem.message, (reader, problem.message)
        assert problem.place and len(problem.message) > 8, (reader, problem.message)


@pytest.mark.parametrize("what", REFUSED)
def test_file_that_is_no_such_file_is_refused_with_why(what, send):
    for reader in readers():
        page, batch = send(reader, REFUSED[what](SOUND[reader]))
        check_told(page, batch, reader)
        if batch is not None:
            assert batch.state in {"blocked", "questions"}, (reader, batch.state)
            assert (batch.new, batch.changed) == (0, 0), reader


@pytest.mark.parametrize("what", ODD)
def test_odd_file_is_read_or_refused_with_why(what, send):
    for reader in readers():
        check_told(*send(reader, ODD[what](SOUND[reader])), reader)


@pytest.mark.parametrize(
    ("what", "place"),
    [
        ("a formula without an outcome", "cel F2"),
        ("a date as a number", "cel F2"),
        ("a time as a number", "cel F2"),
        ("a truth value", "cel F2"),
        ("a number too large", "rij 2"),
        ("a number of another world", "rij 2"),
        ("infinity", "rij 2"),
        ("an exponent", "rij 2"),
        ("a BOM in the middle", "rij 3"),
        ("rows of other lengths", "rij 2"),
        ("formulas of a spreadsheet as text", "rij 2"),
        ("bytes that are no UTF-8", "rij 2"),
    ],
)
def test_what_is_wrong_in_a_cell_has_its_place(what, place, send):
    page, batch = send("duo_gediplomeerden", ODD[what](GRADUATES))
    assert batch.state == "blocked"
    assert place in batch.problems.filter(severity="error").first().place
    assert f"{place[:1].upper()}{place[1:]}" in page or place in page
