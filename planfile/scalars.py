"""The kinds of a single value: text, numbers, days, periods. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from core.periods import parse_month_day, parse_period
from planfile.reading import Reading
from planfile.source import Node, Scalar

_NUMBER = re.compile(r"^[+-]?[0-9]+(\.[0-9]+)?$")
_DAY = re.compile(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$")
_SLUG = re.compile(r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$")
_YEAR = re.compile(r"^[0-9]{4}$")
MAX_DIGITS, MAX_DECIMALS = 15, 6


class Kind:
    """One kind of value. ``read`` returns ``None`` for null and for what it reported as a problem."""

    flow = True
    expected = "een waarde"

    def read(self, node: Node, key: str, reading: Reading) -> Any:
        if is_null(node):
            return None
        if not isinstance(node, Scalar):
            reading.problem(node.line, key, f"hier hoort {self.expected}, geen lijst of groep")
            return None
        try:
            return self.convert(node.text)
        except ValueError as error:
            reading.problem(node.line, key, str(error))
            return None

    def convert(self, text: str) -> Any:
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        return value


class Text(Kind):
    expected = "tekst"

    def __init__(self, limit: int = 4000) -> None:
        self.limit = limit

    def convert(self, text: str) -> str | None:
        if len(text) > self.limit:
            raise ValueError(f"de tekst is langer dan {self.limit} tekens")
        if "\x00" in text:
            raise ValueError("de tekst bevat een teken dat niet in tekst hoort")
        return text or None


class Slug(Text):
    expected = "een code"

    def convert(self, text: str) -> str | None:
        super().convert(text)
        if not _SLUG.match(text):
            raise ValueError(
                f"'{_cut(text)}' mag alleen kleine letters, cijfers, streepjes en punten bevatten"
            )
        return text


class Pattern(Text):
    def __init__(self, pattern: str, meaning: str, limit: int = 60) -> None:
        super().__init__(limit)
        self.pattern, self.expected = re.compile(pattern), meaning

    def convert(self, text: str) -> str | None:
        super().convert(text)
        if not self.pattern.match(text):
            raise ValueError(f"'{_cut(text)}' is geen {self.expected}")
        return text


class Choice(Kind):
    def __init__(self, values: Iterable[str]) -> None:
        self.values = list(values)
        self.expected = "een van: " + ", ".join(self.values)

    def convert(self, text: str) -> str:
        if text not in self.values:
            raise ValueError(f"'{_cut(text)}' is niet bekend; kies {self.expected}")
        return text


class Number(Kind):
    """A decimal number with a point. Written without trailing zeros; ``30.0`` and ``30`` are one value."""

    expected = "een getal"

    def convert(self, text: str) -> Decimal:
        if not _NUMBER.match(text):
            hint = "; gebruik een punt als decimaalteken" if "," in text else ""
            raise ValueError(f"'{_cut(text)}' is geen getal{hint}")
        try:
            value = Decimal(text)
        except InvalidOperation as error:  # pragma: no cover - the pattern excludes it
            raise ValueError(f"'{text}' is geen getal") from error
        decimals = -int(value.normalize().as_tuple().exponent)
        if decimals > MAX_DECIMALS or value.adjusted() >= MAX_DIGITS - MAX_DECIMALS:
            raise ValueError(f"'{_cut(text)}' is te groot of heeft meer dan {MAX_DECIMALS} decimalen")
        return value + 0  # -0 is 0


class Whole(Number):
    expected = "een geheel getal"

    def __init__(self, low: int = 0, high: int = 2_000_000_000) -> None:
        self.low, self.high = low, high

    def convert(self, text: str) -> Any:
        if not re.match(r"^[0-9]{1,10}$", text):
            raise ValueError(f"'{_cut(text)}' is geen geheel getal van 0 of hoger")
        if not self.low <= int(text) <= self.high:
            raise ValueError(f"{text} ligt niet tussen {self.low} en {self.high}")
        return int(text)


class Money(Number):
    expected = "een bedrag in euro's, zonder punten: 1650000"

    def convert(self, text: str) -> Decimal:
        if not re.match(r"^-?[0-9]{1,11}(\.[0-9]{1,2})?$", text):
            raise ValueError(
                f"'{_cut(text)}' is geen bedrag; schrijf hele euro's zonder punten, zoals 1650000"
            )
        return Decimal(text) + 0


class Bounded(Number):
    """A number of at least ``low`` and at most ``high``; with ``above`` it is more than ``low``."""

    def __init__(self, low: int, high: int, *, above: bool = False) -> None:
        self.low, self.high, self.above = low, high, above

    def convert(self, text: str) -> Decimal:
        value = super().convert(text)
        if not self.low <= value <= self.high or (self.above and value == self.low):
            least = f"meer dan {self.low}" if self.above else f"ten minste {self.low}"
            raise ValueError(f"{_cut(text)} kan niet; dit is {least} en ten hoogste {self.high}")
        return value


class Bool(Kind):
    expected = "true of false"

    def convert(self, text: str) -> bool:
        if text.lower() not in {"true", "false"}:
            raise ValueError(f"'{_cut(text)}' is niet true of false")
        return text.lower() == "true"


class Day(Kind):
    """A day. A bare year means its last day; with ``first`` its first."""

    expected = "een datum, zoals 2024-02-12"

    def __init__(self, *, first: bool = False) -> None:
        self.first = first

    def convert(self, text: str) -> date:
        if _YEAR.match(text):
            text = f"{text}-01-01" if self.first else f"{text}-12-31"
        match = _DAY.match(text)
        try:
            if match and 1990 <= int(match[1]) <= 2099:
                return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            pass
        raise ValueError(f"'{_cut(text)}' is geen datum; schrijf jaar-maand-dag, zoals 2024-02-12")


class MonthDay(Kind):
    expected = "een dag, zoals 02-15"

    def convert(self, text: str) -> str:
        if not text.isascii():
            raise ValueError(f"'{_cut(text)}' is geen dag; schrijf maand-dag, bijvoorbeeld 02-15")
        parse_month_day(_cut(text))
        return text


class PeriodText(Kind):
    """A period in its canonical text. With ``years_as_number`` a plain year is written as a number (``by: 2027``)."""

    expected = "een periode"

    def __init__(self, *, years_as_number: bool = False) -> None:
        self.years_as_number = years_as_number

    def convert(self, text: str) -> str:
        if not text.isascii():
            raise ValueError(f"'{_cut(text)}' is geen periode")
        return parse_period(_cut(text)).key

    def write(self, value: str) -> Any:
        return int(value) if self.years_as_number and _YEAR.match(value) else value


def is_null(node: Node) -> bool:
    """Written as null, or without a visible character: the key then has its default."""
    return isinstance(node, Scalar) and (node.is_null or not node.text)


def _cut(text: str) -> str:
    """A value as it is shown in a message: not a thousand digits."""
    return text if len(text) <= 60 else text[:60] + "…"
