"""Exports of a ledger, built: no real one can be published."""

from __future__ import annotations

import io
from collections.abc import Sequence
from random import Random

from openpyxl import Workbook

HEAD = ("Kostenplaats", "Rekening", "Boekjaar", "Periode", "Bedrag", "Omschrijving", "Stuknummer")
BOOKING = ("0815", "4310", "2025", "3", "1.234,50", "Inhuur docent", "M-1")


def ledger_csv(*rows: Sequence[str], head: Sequence[str] = HEAD, separator: str = ";") -> io.BytesIO:
    """A CSV with these bookings; without any, one."""
    lines = [separator.join(row) for row in (head, *(rows or (BOOKING,)))]
    return io.BytesIO(("\r\n".join(lines) + "\r\n").encode())


def ledger_xlsx(*rows: Sequence[object], head: Sequence[str] = HEAD, name: str = "Export") -> io.BytesIO:
    """A workbook with these bookings, cells as they are given."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in (head, *rows):
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def booking(**changes: str) -> tuple[str, ...]:
    """The usual booking with other cells; names as in ``HEAD``, in small letters."""
    names = [name.lower() for name in HEAD]
    return tuple(changes.get(name, cell) for name, cell in zip(names, BOOKING, strict=True))


CODES = [f"{number:04}" for number in range(60)]
ACCOUNTS = [str(4000 + 10 * number) for number in range(50)] + ["8000", "8010"]
YEARS = (2024, 2025)


def many(rows: int) -> io.BytesIO:
    """A large export, always the same: credit notes, year-end periods and equal rows among it, in every notation."""
    random = Random(815)
    lines = [";".join(HEAD)]
    for number in range(rows):
        cents = random.choice((1, 1, 1, -1)) * random.randint(0, 5_000_000)
        period = random.choice((*range(1, 13), 12, 13))
        document = f"M-{number // 2 if number % 50 == 0 else number}"
        cells = (random.choice(CODES), random.choice(ACCOUNTS), str(random.choice(YEARS)), str(period))
        lines.append(";".join((*cells, _written(cents, number % 4), "Omschrijving", document)))
        if number % 100 == 0:
            lines.append(lines[-1])
    return io.BytesIO(("\r\n".join(lines) + "\r\n").encode())


def _written(cents: int, how: int) -> str:
    """``1.234,50`` with the minus in front, behind, or as brackets; or without marks for thousands."""
    whole, rest = divmod(abs(cents), 100)
    plain = (
        f"{whole},{rest:02}"
        if how == 3
        else f"{whole:,},{rest:02}".replace(",", ".", f"{whole:,}".count(","))
    )
    if cents >= 0:
        return plain
    return (f"-{plain}", f"{plain}-", f"({plain})", f"-{plain}")[how]
