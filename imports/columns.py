"""Numbers as a column writes them: decimal mark and scale are decided over all its cells, and never guessed.

Two passes: ``see`` every cell, then ``decide_columns``, then ``read`` each cell again. What stays unclear
becomes a question to the user. Pure: no Django.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from core.numbers import plain, round_half_up
from imports.cells import SUPPRESSED, CellError, absence_of, text_of, without_mark
from imports.number_choices import COMMAS, FRACTION, MARK, MARKS, MIXED, PERCENT, SCALE, SCALES
from imports.numerals import GROUPED, NUMBER, digits_of, mark_in, mark_name
from imports.reading import Options, Problem, Question, Severity
from imports.sheets import Broken, Value

DECIMALS = 6
_WHOLE_DIGITS = 9
_REMEMBERED = 20_000
_HUNDRED = Decimal(100)
_FAR = 3
"""As a fraction, a number this many times above the largest of its column is no fraction."""
_ALONE = 5
"""A fraction this many times above the second largest of its column may have been a percentage."""
_INSTEAD = "schrijf een getal, of nb als het er niet is"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says. Without a value, ``absence`` says why. ``warning`` is Dutch, for the preview."""

    value: Decimal | None
    absence: str = ""
    final: bool = True
    note: str = ""
    warning: str = ""


@dataclass(slots=True)
class Column:
    """A column of numbers. ``key`` is stable between two looks at the same file: answers are kept under it.

    ``percent``: values come out as 0-100. ``whole``: counts, so that ``1.234`` cannot be a decimal, and -1 means
    suppressed at the source. ``known_form=False``: the form of the table is nobody's, so that numbers up to 1 alone
    do not tell that they are fractions. ``high``: a percentage that is never below 1 for all, so that such numbers are.
    """

    key: str
    label: str
    place: str
    percent: bool = False
    whole: bool = False
    known_form: bool = True
    high: bool = False
    commas: int = 0
    points: int = 0
    doubtful: str = ""
    doubtful_point: str = ""
    large: int = 0
    small: int = 0
    ones: int = 0
    signed: int = 0
    zeros: int = 0
    largest: Decimal = Decimal(0)
    smallest: Decimal = Decimal(1)
    tops: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0))
    mark: str = ""
    scale: str = ""
    samples: list[str] = field(default_factory=list)
    _known: dict[object, Reading] = field(default_factory=dict)

    def see(self, value: Value, number_format: str = "") -> None:
        """Take in one cell. Never raises: a cell that is no number is told by ``read``."""
        if type(value) is str:
            if self.percent or not value.isdigit():
                self._see_text(text_of(value))
        elif value is not None and not isinstance(value, Broken | bool | dt.date | dt.time | dt.timedelta):
            self._see_number(abs(Decimal(repr(value))), "%" in number_format)

    def _see_text(self, text: str) -> None:
        text = without_mark(text)[0]
        if absence_of(text):
            return
        percent = text.endswith("%")
        digits = digits_of(text)
        if not NUMBER.fullmatch(digits):
            return
        marks = mark_in(digits)
        if marks == "?" and self.whole:
            marks = "," if "." in digits else "."
        if marks == ",":
            self.commas += 1
        elif marks == ".":
            self.points += 1
        elif marks == "?" and "." in digits:
            self.doubtful_point = self.doubtful_point or text
        elif marks == "?":
            self.doubtful = self.doubtful or text
        if self.percent:
            # The mark is not known yet; for the scale only the size counts, and 0,71 is small either way.
            rough = (
                digits.replace(",", ".")
                if digits.count(",") + digits.count(".") == 1
                else re.sub("[.,]", "", digits)
            )
            self._see_number(abs(Decimal(rough)), signed=False if not percent else None)

    def _see_number(self, size: Decimal, signed: bool | None) -> None:
        """``signed``: the number format says percent; ``None``: the text does, with a size of 0-100."""
        if not size.is_finite():
            return
        if size == 0:
            self.zeros += 1
        elif signed is None:
            self.large += 1
        elif signed:
            self.signed += 1
        elif size > 1:
            self.large += 1
            self.largest = max(self.largest, size)
        elif size == 1:
            self.ones += 1
        else:
            self.small += 1
            self.smallest = min(self.smallest, size)
            first, second = self.tops
            self.tops = (max(first, size), max(second, min(first, size)))
        if size and signed is False and len(self.samples) < 3:
            self.samples.append(str(size).replace(".", ","))

    def read(self, value: Value, number_format: str = "") -> Reading:
        """What a cell says, by what was decided. Raises ``CellError`` with what is wrong."""
        # A text is its own key: files of counts hold the same few texts a million times.
        key = value if type(value) is str else (type(value), value, "%" in number_format)
        if (known := self._known.get(key)) is None:
            known = self._read(value, "%" in number_format)
            if len(self._known) < _REMEMBERED:
                self._known[key] = known
        return known

    def _read(self, value: Value, formatted: bool) -> Reading:
        if isinstance(value, bool):
            raise CellError(f"de cel bevat WAAR of ONWAAR, geen getal; {_INSTEAD}")
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            raise CellError(f"'{text_of(value)}' is een datum of tijd, geen getal; maak van de cel een getal")
        text = text_of(value)
        if isinstance(value, str) or value is None:
            clean, marked = without_mark(text)
            if absence := absence_of(clean):
                note = "" if not clean else f"in de bron: {clean}"
                return Reading(None, absence, final=not marked, note=note)
            number, shown = self._number(clean), clean.endswith("%")
        else:
            number, shown, marked = self._exact(Decimal(repr(value))), False, False
        if self.whole and number == -1:
            return Reading(None, SUPPRESSED, note="in de bron: -1")
        value_read = self._scaled(number, shown, formatted and not isinstance(value, str))
        return Reading(
            _stored(value_read, text),
            final=not marked,
            note="in de bron met een sterretje of voetnoot" if marked else "",
            warning=self._doubt(value_read),
        )

    def _number(self, text: str) -> Decimal:
        digits = digits_of(text)
        match = NUMBER.fullmatch(digits)
        if not match:
            raise CellError(f"'{text[:60]}' is geen getal; {_INSTEAD}")
        mark = self.mark or ","
        other = "." if mark == "," else ","
        whole, _, decimals = match[2].partition(mark)
        if (other in whole and not GROUPED[other].fullmatch(whole)) or other in decimals or mark in decimals:
            raise CellError(
                f"'{text[:60]}' is geen getal met een {mark_name(mark)} als decimaalteken, zoals de kolom heeft; "
                "schrijf de hele kolom op dezelfde manier"
            )
        if match[2].endswith((",", ".")):
            raise CellError(f"'{text[:60]}' is geen getal; {_INSTEAD}")
        plain = f"{match[1]}{whole.replace(other, '')}.{decimals or '0'}e{match[3] or '0'}"
        return Decimal(plain)

    def _exact(self, number: Decimal) -> Decimal:
        if not number.is_finite():
            raise CellError("de cel bevat geen getal")
        return number

    def _scaled(self, number: Decimal, shown: bool, formatted: bool) -> Decimal:
        if self.whole and number != number.to_integral_value():
            raise CellError(f"{_written(number)} is geen aantal; schrijf een heel getal")
        if not self.percent:
            return number
        if not shown and (formatted or self.scale == FRACTION or (self.scale == MIXED and abs(number) <= 1)):
            number *= _HUNDRED
        if not 0 <= number <= _HUNDRED:
            raise CellError(f"{_written(number)} % ligt buiten 0-100 %; kijk het cijfer na in de bron")
        return number

    def _doubt(self, value: Decimal) -> str:
        others = self.large + self.small + self.ones + self.signed
        if self.percent and value == 0 and 0 < self.zeros < others:
            return "0 % terwijl de kolom verder niet 0 is: dat betekent soms dat het cijfer ontbreekt"
        if self.scale == FRACTION and self.tops[1] and value > _ALONE * self.tops[1] * _HUNDRED:
            return f"{_written(value)} % ligt ver boven de rest van de kolom: klopt dat?"
        return ""


def decide_columns(columns: Iterable[Column], options: Options) -> list[Problem]:
    """Settle mark and scale of every column of one file; what stays unclear comes back as questions."""
    columns = list(columns)
    problems = [problem for column in columns if (problem := _decide_mark(column, options))]
    scales = {scale for column in columns if column.percent and (scale := _sure_scale(column))}
    percents = [column for column in columns if column.percent]
    problems += [problem for column in percents if (problem := _decide_scale(column, scales, options))]
    return problems


def _decide_mark(column: Column, options: Options) -> Problem | None:
    if column.commas or column.points:
        # Where both occur the commoner one stands; the other cells are told one by one.
        column.mark = "," if column.commas >= column.points else "."
        return None
    doubtful = column.doubtful_point or column.doubtful
    if not doubtful:
        column.mark = ","
        return None
    answer = options.answers.get(MARK, {}).get(column.key, "")
    if answer in (",", "."):
        column.mark = answer
        return None
    column.mark = ","
    text = f"Wat betekent '{doubtful}' in {column.label}?"
    choices = MARKS if column.doubtful_point else COMMAS
    question = Question(MARK, column.key, text, choices)
    return Problem(column.place, Severity.QUESTION, text, question)


def _sure_scale(column: Column) -> str:
    """What a column itself says about its scale; ``""`` when it does not."""
    fractions = column.small and not column.large and column.known_form
    if column.large and not column.signed and (not column.small or _too_far_to_be_fractions(column)):
        return PERCENT
    if (fractions or column.signed) and not column.large:
        return FRACTION
    return ""


def _too_far_to_be_fractions(column: Column) -> bool:
    """Would the small numbers, as fractions, stand far above all others? 0,85 beside 3,26 is 0,85 % and not 85 %."""
    return column.smallest * _HUNDRED > _FAR * column.largest


def _decide_scale(column: Column, scales: set[str], options: Options) -> Problem | None:
    own = _sure_scale(column)
    loose = column.small + column.ones
    answer = options.answers.get(SCALE, {}).get(column.key, "")
    if answer in (FRACTION, PERCENT, MIXED):
        column.scale = answer
        return None
    if own == PERCENT or not (loose or column.large):
        column.scale = own or PERCENT
        return None
    if own == FRACTION and column.high:
        column.scale = FRACTION
        return None
    others = scales or {own} - {""}
    if not column.large and others == {FRACTION}:
        column.scale = FRACTION
        return None
    if not column.large and not column.small and others == {PERCENT}:
        column.scale = PERCENT
        return None
    column.scale = PERCENT
    examples = " en ".join(column.samples[:2]) or "1"
    text = f"In welke schaal staan de percentages van {column.label}, zoals {examples}?"
    return Problem(column.place, Severity.QUESTION, text, Question(SCALE, column.key, text, SCALES))


def _written(number: Decimal) -> str:
    """A number as people write it; one that is too long to read is ``dit``."""
    return plain(number).replace(".", ",") if abs(number.adjusted()) < _WHOLE_DIGITS else "dit"


def _stored(value: Decimal, text: str) -> Decimal:
    """At the stored scale. Raises ``CellError`` for a number with too many digits before the mark."""
    if value and value.adjusted() >= _WHOLE_DIGITS:
        raise CellError(
            f"'{text[:40]}' is te groot: voor de komma kunnen hooguit {_WHOLE_DIGITS} cijfers staan"
        )
    rounded = round_half_up(value, DECIMALS)
    return Decimal(plain(rounded)) if rounded else Decimal(0)
