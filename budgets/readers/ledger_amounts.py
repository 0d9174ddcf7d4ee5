"""Amounts of money as cells write them, in whole cents. Pure: no Django."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from core.numbers import format_number
from imports.cells import CellError, text_of
from imports.columns import Column, Reading
from imports.numerals import digits_of, mark_in, mark_name
from imports.sheets import Value

NO_AMOUNT = "er staat geen bedrag; vul het in, of haal de rij weg als het geen boeking is"
NOT_AN_AMOUNT = "'{text}' is geen bedrag; schrijf bijvoorbeeld 1.234,50"
EITHER = (
    "'{text}' kan twee bedragen zijn, omdat deze kolom bedragen met een komma en met een punt heeft; schrijf de hele "
    "kolom op dezelfde manier"
)
_NUMBER = re.compile(r"[+-]?\d(?:[\d.,' \u00a0\u202f]*\d)?", re.ASCII)
_ORDINARY = {
    mark: re.compile(
        rf"([-(]?)([1-9]\d{{0,2}}(?:\{other}\d{{3}}){{1,2}}|\d{{1,9}})\{mark}(\d\d)([-)]?)", re.ASCII
    )
    for mark, other in ((",", "."), (".", ","))
}
_SIGNS = {("", ""): 1, ("-", ""): -1, ("", "-"): -1, ("(", ")"): -1}
_CURRENCY = ("€", "EUR", "eur", "Eur")


def ordinary(text: str, mark: str) -> int | None:
    """The hundredths of an amount as nearly all are written: ``-1.234,50``, ``1234,50-``, ``(0,10)``; quickly.

    ``mark``: the decimal one. ``None``: it is written in another way, or is no amount; ``see`` and ``cents_of`` look
    further, and would find the same here.
    """
    if match := _ORDINARY[mark].fullmatch(text):
        before, whole, rest, after = match.groups()
        if sign := _SIGNS.get((before, after)):
            return sign * int(whole.replace("." if mark == "," else ",", "") + rest)
    return None


def see(column: Column, value: Value) -> None:
    """Have a column take in an amount. Never raises. How a workbook shows a number says nothing of its cents."""
    if type(value) is str:
        if ordinary(value, ",") is not None:
            column.commas += 1
            return
        if ordinary(value, ".") is not None:
            column.points += 1
            return
    column.see(signed(value))


def signed(value: Value) -> Value:
    """An amount without its currency, and with its minus in front: from ``-€ 1,00``, ``(1,00)`` and ``1,00-``."""
    if not isinstance(value, str):
        return value
    text = _bare(value.strip().replace("\u2212", "-"))
    if text.startswith("(") and text.endswith(")"):
        return f"-{_bare(text[1:-1].strip())}"
    if len(text) > 1 and text.endswith("-") and text[0] not in "+-":
        return f"-{_bare(text[:-1].strip())}"
    if text[:1] in ("-", "+"):
        return f"{text[0]}{_bare(text[1:].strip())}"
    return text


def _bare(text: str) -> str:
    for currency in _CURRENCY:
        text = text.removeprefix(currency).removesuffix(currency).strip()
    return text


def cents_of(column: Column, value: Value, factor: int) -> int:
    """What a cell says. ``factor``: what one of its numbers is worth in euros. Raises ``CellError``.

    Only digits, marks and a sign are an amount: ``1e3``, ``1,00*``, ``12 %`` and ``nb`` are refused and never read as
    something near it. An amount that shows its decimal mark is read by that one, whatever the others have.
    """
    if type(value) is str and (hundredths := ordinary(value, column.mark or ",")) is not None:
        return hundredths * factor
    plain = signed(value)
    if value is None or plain == "":
        raise CellError(NO_AMOUNT)
    wrong = isinstance(plain, bool | dt.date | dt.time | dt.timedelta)
    if wrong or (isinstance(plain, str) and not _NUMBER.fullmatch(plain)):
        raise CellError(NOT_AN_AMOUNT.format(text=text_of(value)[:40]))
    if factor != 1 and is_mixed(column) and _mark_of(value) == "?":
        raise CellError(EITHER.format(text=text_of(value)[:40]))
    of_mark = Column("", "", "", mark=_other(column)) if stands_out(column, value) else column
    reading: Reading = of_mark.read(plain)
    if reading.value is None:
        raise CellError(NO_AMOUNT)
    cents: Decimal = reading.value * factor * 100
    if cents != cents.to_integral_value():
        raise CellError(f"'{text_of(value)}' heeft meer dan twee cijfers achter de komma")
    return int(cents)


def is_mixed(column: Column) -> bool:
    """Whether some of its amounts have a comma as decimal mark, and some a point."""
    return bool(column.commas and column.points)


def stands_out(column: Column, value: Value) -> bool:
    """Whether an amount itself shows that its decimal mark is not that of its column: ``1234.5`` among commas."""
    return is_mixed(column) and _mark_of(value) == _other(column)


def stands_out_remark(column: Column, value: Value, cents: int) -> str:
    """How such an amount was read, in Dutch, for the preview."""
    read_as = format_number(Decimal(cents) / 100, 2)
    return (
        f"'{text_of(value)}' heeft een {mark_name(_other(column))} als decimaalteken, anders dan de meeste bedragen; "
        f"gelezen als {read_as}"
    )


def _other(column: Column) -> str:
    return "." if (column.mark or ",") == "," else ","


def _mark_of(value: Value) -> str:
    plain = signed(value)
    return mark_in(digits_of(plain)) if isinstance(plain, str) else ""
