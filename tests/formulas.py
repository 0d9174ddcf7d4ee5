"""Reckons the formulas of a workbook that openpyxl opened, in Decimal and without any of our code.

Only what our workbooks use: IF, COUNT, SUM, SUMIF, ROUND, ABS, comparisons, arithmetic, and cells of any sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Value = Decimal | str | bool | None
TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:\.\d+)?)|"(?P<text>[^"]*)"|(?P<ref>(?:\w+!)?[A-Z]{1,2}\d+(?::[A-Z]{1,2}\d+)?)'
    r"|(?P<name>[A-Z]+)|(?P<sign><=|>=|<>|[-+*/=<>(),]))"
)


class Book:
    """``Book(load_workbook(file)).value("Regels", "F12")``: what a cell shows; empty text is nothing, as is a blank."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._known: dict[tuple[str, str], Value] = {}

    def value(self, sheet: str, place: str) -> Value:
        key = (sheet, place)
        if key not in self._known:
            there = self.book[sheet][place].value
            is_formula = (
                isinstance(there, str) and there.startswith("=") and self.book[sheet][place].data_type == "f"
            )
            self._known[key] = _Formula(self, sheet, str(there)[1:]).result() if is_formula else _plain(there)
        return self._known[key]

    def number(self, sheet: str, place: str) -> Decimal | None:
        found = self.value(sheet, place)
        assert found in (None, "") or isinstance(found, Decimal), (sheet, place, found)
        return found if isinstance(found, Decimal) else None

    def rows(self, sheet: str) -> Iterator[dict[str, Value]]:
        """Every row by the heading of its columns."""
        target: Worksheet = self.book[sheet]
        heads = {cell.column_letter: str(cell.value) for cell in target[1] if cell.value}
        for row in range(2, target.max_row + 1):
            yield {head: self.value(sheet, f"{letter}{row}") for letter, head in heads.items()}


def _plain(value: object) -> Value:
    if value is None or isinstance(value, str | bool):
        return value
    return Decimal(str(value))


class _Formula:
    """One formula, read from left to right."""

    def __init__(self, book: Book, sheet: str, text: str) -> None:
        self.book, self.sheet = book, sheet
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while place < len(text):
            match = TOKEN.match(text, place)
            assert match, text[place:]
            self.tokens.append((str(match.lastgroup), match[str(match.lastgroup)]))
            place = match.end()
        self.at = 0

    def result(self) -> Value:
        found = self._comparison()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        assert not isinstance(found, list)
        return found

    def _peek(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return text if kind == "sign" else ""

    def _take(self, sign: str) -> None:
        assert self._peek() == sign, (sign, self.tokens[self.at :])
        self.at += 1

    def _comparison(self) -> Value | list[Value]:
        left = self._sum()
        while (sign := self._peek()) in {"=", "<", ">", "<=", ">=", "<>"}:
            self.at += 1
            one, other = _number(left), _number(self._sum())
            left = {"=": one == other, "<": one < other, ">": one > other, "<=": one <= other, ">=": one >= other,
                    "<>": one != other}[sign]  # fmt: skip
        return left

    def _sum(self) -> Value | list[Value]:
        left = self._product()
        while (sign := self._peek()) in {"+", "-"}:
            self.at += 1
            right = _number(self._product())
            left = _number(left) + (right if sign == "+" else -right)
        return left

    def _product(self) -> Value | list[Value]:
        left = self._one()
        while (sign := self._peek()) in {"*", "/"}:
            self.at += 1
            right = _number(self._one())
            left = _number(left) * right if sign == "*" else _number(left) / right
        return left

    def _one(self) -> Value | list[Value]:
        if self._peek() == "(":
            self._take("(")
            inner = self._comparison()
            self._take(")")
            return inner
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text
        if kind == "ref":
            return self._cells(text)
        if text in {"TRUE", "FALSE"}:
            return text == "TRUE"
        return self._call(text)

    def _cells(self, ref: str) -> Value | list[Value]:
        sheet, _, area = ref.rpartition("!")
        sheet = sheet or self.sheet
        if ":" not in area:
            return self.book.value(sheet, area)
        return [
            self.book.value(sheet, cell.coordinate) for row in self.book.book[sheet][area] for cell in row
        ]

    def _call(self, name: str) -> Value:
        self._take("(")
        if name == "IF":
            return self._if()
        if name == "SUMIF":
            return self._sumif()
        given = [self._comparison()]
        while self._peek() == ",":
            self._take(",")
            given.append(self._comparison())
        self._take(")")
        numbers = [
            one
            for part in given
            for one in (part if isinstance(part, list) else [part])
            if isinstance(one, Decimal)
        ]
        if name == "COUNT":
            return Decimal(len(numbers))
        if name == "SUM":
            return sum(numbers, Decimal(0))
        if name == "ABS":
            return abs(numbers[0])
        assert name == "ROUND", name
        return numbers[0].quantize(Decimal(1).scaleb(-int(numbers[1])), ROUND_HALF_UP)

    def _sumif(self) -> Value:
        """Of equal words, or with ``<>`` of all other ones."""
        words = self._comparison()
        self._take(",")
        said = str(self._comparison())
        self._take(",")
        amounts = self._comparison()
        self._take(")")
        assert isinstance(words, list)
        assert isinstance(amounts, list)
        pairs = [
            (word == said.removeprefix("<>"), amount) for word, amount in zip(words, amounts, strict=True)
        ]
        wanted = [amount for equal, amount in pairs if equal != said.startswith("<>")]
        return sum((one for one in wanted if isinstance(one, Decimal)), Decimal(0))

    def _if(self) -> Value:
        """Only the branch that holds is reckoned: the other one may divide by zero."""
        chosen = bool(self._comparison())
        self._take(",")
        then = self._branch(chosen)
        self._take(",")
        otherwise = self._branch(not chosen)
        self._take(")")
        return then if chosen else otherwise

    def _branch(self, holds: bool) -> Value:
        if holds:
            found = self._comparison()
            assert not isinstance(found, list)
            return found
        depth = 0
        while depth or self._peek() not in {",", ")"}:
            depth += {"(": 1, ")": -1}.get(self._peek(), 0)
            self.at += 1
        return None


def _number(value: Value | list[Value]) -> Decimal:
    assert not isinstance(value, str | list), value
    return value if isinstance(value, Decimal) else Decimal(int(bool(value)))
