"""CSV in the forms that sources really send. Separator and encoding are detected, and said. Pure: no Django."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Collection, Iterator
from typing import BinaryIO

from imports.reading import Problem, ReaderError, Severity
from imports.sheets import MAX_CHARACTERS, MAX_COLUMNS, NO_FORMATS, Book, Broken, Line, Sheet, Value, letters

MAX_ROWS = 2_000_000
_SEPARATORS = {";": "puntkomma", ",": "komma", "|": "verticale streep", "\t": "tab"}
_CHUNK = 1 << 20
_SAMPLE_LINES = 200
_NOT_CP1252 = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
_SIGNS = b" .-_'\"()[]:/*#"
"""Signs that may stand within a heading without making it another one."""
_LONGEST_WORD = 40
_BOM = "\ufeff"
_BOM_FOUND = (
    "midden in het bestand staat een onzichtbaar teken (BOM); zijn er twee bestanden aan elkaar geplakt?"
)


class TextSheet(Sheet):
    """The rows of a CSV file. Nothing is kept in memory: each pass reads the file again."""

    def __init__(self, file: BinaryIO, encoding: str, separator: str) -> None:
        self.name = ""
        self._file = file
        self._encoding = encoding
        self._separator = separator
        self._pass = 0

    def lines(self) -> Iterator[Line]:
        self._pass += 1
        mine = self._pass
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, encoding=self._encoding, newline="")
        rows = csv.reader(text, delimiter=self._separator, strict=True)
        number = 0
        try:
            for row in rows:
                if self._pass != mine:
                    raise RuntimeError("one pass over a text file at a time")
                number += 1
                yield Line(number, self._checked(row, number), NO_FORMATS)
        except csv.Error as error:
            raise ReaderError(_csv_message(error, number + 1)) from error
        finally:
            if not text.closed:
                text.detach()

    def _checked(self, row: list[str], number: int) -> list[Value]:
        if number > MAX_ROWS:
            raise ReaderError(
                f"Het bestand heeft meer dan {MAX_ROWS} rijen. Splits het in kleinere bestanden."
            )
        # Nearly every row is sound, and its cells together say so in one look.
        together = "".join(row)
        if len(together) <= MAX_CHARACTERS and len(row) <= MAX_COLUMNS and _BOM not in together:
            return row  # type: ignore[return-value]
        values: list[Value] = list(row)
        for column, text in enumerate(row):
            if len(text) > MAX_CHARACTERS:
                where = self.place(number, column)
                raise ReaderError(
                    f"De cel op {where} heeft {len(text)} tekens; {MAX_CHARACTERS} is het meeste dat kan. "
                    "Ontbreekt er een aanhalingsteken?"
                )
            if _BOM in text:
                values[column] = Broken(_BOM_FOUND)
        if len(row) > MAX_COLUMNS and any(row[MAX_COLUMNS:]):
            raise ReaderError(
                f"Rij {number} heeft meer dan {MAX_COLUMNS} kolommen. Haal weg wat niet nodig is."
            )
        return values

    def may_hold(self, texts: Collection[str], below: int) -> bool:
        """A look at the bytes: much quicker than cell by cell. Line ends within quotes only make it look at more."""
        words, tail = [text.encode("ascii") for text in texts], b""
        self._file.seek(0)
        while below and self._file.readline(_CHUNK):
            below -= 1
        while chunk := self._file.read(_CHUNK):
            bare = tail + chunk.lower().translate(None, _SIGNS)
            if any(word in bare for word in words):
                return True
            tail = bare[-_LONGEST_WORD:]
        return False

    def place(self, row: int, column: int | None = None, header: str = "") -> str:
        if column is None:
            return f"rij {row}"
        return f"rij {row}, kolom {header or letters(column)}"


def open_text(file: BinaryIO) -> Book:
    """Open a text file with columns. Raises ``ReaderError`` when it is no text."""
    encoding = detect_encoding(file)
    separator = detect_separator(file, encoding)
    found = _SEPARATORS.get(separator, "")
    message = f"Gelezen als {encoding}" + (
        f", kolommen gescheiden door {found}." if found else ", één kolom."
    )
    note = Problem("bestand", Severity.NOTE, message)
    return Book((TextSheet(file, encoding, separator or ";"),), (note,))


def detect_encoding(file: BinaryIO) -> str:
    """``utf-8-sig``, ``utf-8``, ``cp1252`` or ``latin-1``, over the whole file.

    UTF-8 comes first: cp1252 takes almost any bytes without an error. Raises ``ReaderError`` for bytes that are no
    text in one of these.
    """
    file.seek(0)
    decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    fits_cp1252, first = True, b""
    while chunk := file.read(_CHUNK):
        first = first or chunk
        if b"\0" in chunk:
            raise ReaderError(
                "Dit is geen tekstbestand met kolommen, of het is als Unicode (UTF-16) bewaard. "
                "Bewaar het als CSV (UTF-8) en probeer het opnieuw."
            )
        fits_cp1252 = fits_cp1252 and not any(byte in chunk for byte in _NOT_CP1252)
        decoder = _fed(decoder, chunk)
    if not first.removeprefix(codecs.BOM_UTF8).strip():
        raise ReaderError("Het bestand is leeg.")
    if first.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower().startswith((b"<html", b"<!doctype", b"<?xml")):
        raise ReaderError("Dit is een webpagina of XML, geen tabel. Bewaar het als CSV of XLSX.")
    if decoder is not None and _ends_well(decoder):
        return "utf-8-sig" if first.startswith(codecs.BOM_UTF8) else "utf-8"
    return "cp1252" if fits_cp1252 else "latin-1"


def _fed(decoder: codecs.IncrementalDecoder | None, chunk: bytes) -> codecs.IncrementalDecoder | None:
    if decoder is None:
        return None
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return None
    return decoder


def _ends_well(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def detect_separator(file: BinaryIO, encoding: str) -> str:
    """The sign that cuts most of the first rows in the same number of cells; empty when none cuts them."""
    file.seek(0)
    sample = file.read(_CHUNK).decode(encoding, errors="replace")
    lines = sample.splitlines()[:_SAMPLE_LINES]
    best, best_score = "", (0.0, 0)
    for separator in _SEPARATORS:
        score = _score(lines, separator)
        if score > best_score:
            best, best_score = separator, score
    return best


def _score(lines: list[str], separator: str) -> tuple[float, int]:
    """Share of the rows with the commonest number of cells, and that number; nothing when it is one."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if any(row))
    except csv.Error:
        return (0.0, 0)
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return (0.0, 0)
    width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
    return (count / widths.total(), width)


def _csv_message(error: csv.Error, row: int) -> str:
    if "field larger" in str(error):
        return (
            f"Rij {row} heeft een cel van meer dan {MAX_CHARACTERS} tekens. Ontbreekt er een aanhalingsteken?"
        )
    if "unexpected end" in str(error):
        return f"Het bestand houdt op in rij {row}, binnen aanhalingstekens. Het lijkt afgebroken: haal het opnieuw op."
    return f"Rij {row} is geen geldige CSV: een aanhalingsteken staat op de verkeerde plaats."
