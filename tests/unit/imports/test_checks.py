"""What a file is, whatever it is called."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from imports import checks
from imports.checks import OLE_MAGIC, check_content, check_extension, extension_of
from imports.exceptions import FileRefused


def workbook() -> bytes:
    made = Workbook()
    made.active["A1"] = "jaar"
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def packed(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def refusal(content: bytes, extension: str) -> str:
    with pytest.raises(FileRefused) as caught:
        check_content(io.BytesIO(content), extension)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (b"jaar;waarde\n", "csv"), ("\ufeffé;ü".encode(), "csv"), ("é".encode("latin-1"), "csv"), (b'{"a": 1}', "json"),
        (OLE_MAGIC + b"rest", "xls"), (workbook(), "xlsx"),
    ],
)  # fmt: skip
def test_check_content_takes_what_fits_and_rewinds(content, extension):
    file = io.BytesIO(content)
    file.seek(3)
    check_content(file, extension)
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("content", "extension", "said"),
    [
        (workbook()[:-200], "xlsx", "niet helemaal gekopieerd"),
        (b"PK\x03\x04", "xlsx", "niet helemaal gekopieerd"),
        (b"jaar;waarde\n", "xlsx", "geen (heel) Excel-bestand"),
        (packed(iets=b"x"), "xlsx", "geen Excel-bestand"),
        (OLE_MAGIC + b"geheim", "xlsx", "wachtwoord"),
        (workbook(), "xls", "de naam .xlsx"),
        (b"<html><table>", "xls", "geen Excel-bestand"),
        (workbook(), "csv", "lijkt een Excel-bestand"),
        (OLE_MAGIC, "csv", "lijkt een Excel-bestand"),
        (b"jaar;\0waarde", "csv", "op plaats 6"),
        ("jaar".encode("utf-16"), "csv", "UTF-8"),
        (b"a" * checks.MIB + b"\0", "json", f"op plaats {checks.MIB + 1}"),
    ],
)
def test_check_content_refuses_what_does_not_fit(content, extension, said):
    assert said in refusal(content, extension)


def test_check_content_refuses_a_zip_bomb(monkeypatch):
    monkeypatch.setattr(checks, "SMALL_UNPACKED", 1000)
    bomb = packed(**{"[Content_Types].xml": b"<x/>", "xl/sheet1.xml": b"0" * 5_000_000})
    assert "uitgepakt 4 MB groot" in refusal(bomb, "xlsx")


def test_check_content_refuses_what_unpacks_to_too_much(monkeypatch):
    monkeypatch.setattr(checks, "MOST_UNPACKED", 100)
    assert "te veel" in refusal(workbook(), "xlsx")


def test_check_content_refuses_too_many_parts(monkeypatch):
    monkeypatch.setattr(checks, "MOST_PARTS", 3)
    assert "te veel" in refusal(workbook(), "xlsx")


@given(st.binary(max_size=200), st.sampled_from(sorted(checks.KINDS)))
def test_check_content_of_any_bytes_is_an_answer(content, extension):
    try:
        check_content(io.BytesIO(content), extension)
    except FileRefused as error:
        assert str(error).endswith(".")


@given(st.integers(min_value=0, max_value=len(workbook())))
def test_check_content_of_a_cut_workbook_is_an_answer(length):
    try:
        check_content(io.BytesIO(workbook()[:length]), "xlsx")
    except FileRefused as error:
        assert "Excel" in str(error)


@pytest.mark.parametrize(("name", "extension"), [("DUO 2025.XLSX", "xlsx"), ("a.tar.gz", "gz"), ("leeg", "")])
def test_extension_of(name, extension):
    assert extension_of(name) == extension


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.xls"])
def test_check_extension_refuses_with_what_is_needed(name):
    with pytest.raises(FileRefused, match=r"\.csv of \.xlsx"):
        check_extension(name, ("csv", "xlsx"))
