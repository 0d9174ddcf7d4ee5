"""The budget as a workbook: amounts that are numbers, sums and differences that are formulas."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from agenda.models import Agenda
from agenda.selectors import agenda_outline, outline_objectives
from budgets.booked import current
from budgets.compared import Together, together
from budgets.models import Forecast, Side
from budgets.overview import NO_INSTRUMENT, Sheet, sheet
from budgets.progress import Money
from budgets.selectors import NO_OBJECTIVE, NO_PRIORITY
from core.numbers import format_date
from core.spreadsheets import is_risky
from imports.models import Origin

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EUROS, PERCENT = "#,##0.00;[Red]-#,##0.00", "0.0%"
MONEY = ("Begroot", "Gerealiseerd", "Verplichtingen", "Prognose", "Verschil", "Verschil %")
FTE, FTE_STYLE = "Begroot fte", "#,##0.0#"
LINE_WORDS = ("Jaar", "Kant", "Code", "Regel", "Prioriteit", "Doelstellingen", "Instrument")
SIDES = ((Side.COST, "Lasten"), (Side.INCOME, "Baten"))
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What an XLSX file cannot hold."""

Texts = tuple[str, ...]


@dataclass
class Table:
    """Rows of words and money below a heading, with a sum below each block. ``more``: a last column, never added up.

    ``money``: its columns, of which the first ``known`` hold amounts. ``line_words``: the words of the lines' sheet.
    """

    sheet: Worksheet
    words: Texts
    widths: Sequence[int]
    more: str = ""
    money: ClassVar[Texts] = MONEY
    known: ClassVar[int] = 4
    line_words: ClassVar[Texts] = LINE_WORDS
    row: int = 1
    sums: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        self.first = len(self.words) + 1
        self.letters = [get_column_letter(self.first + place) for place in range(len(self.money))]
        titles = (*self.words, *self.money, *((self.more,) if self.more else ()))
        for column, title in enumerate(titles, start=1):
            self.sheet.cell(1, column, title).font = Font(bold=True)
            width = self.widths[column - 1] if column < self.first else 17
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self.sheet.freeze_panes = self.sheet.cell(2, self.first)

    def add(self, words: Texts, money: Money, more: Decimal | None = None) -> None:
        """A row of amounts; what is not known stays empty, and so does what follows from it."""
        self.row += 1
        self._words(words)
        given = (money.planned, money.actual, money.committed, money.forecast)
        for letter, amount in zip(self.letters[: self.known], given, strict=False):
            self._euros(letter, amount)
        self._follows(closed=money.closed)
        if more is not None:
            cell = self.sheet.cell(self.row, self.first + len(self.money), more)
            cell.number_format = FTE_STYLE

    def close(self, words: Texts, *, closed: bool, whole: bool) -> None:
        """A sum below the rows since the last one. ``whole``: of every row is known what is expected of it."""
        from openpyxl.styles import Font

        top = (self.sums[-1] if self.sums else 1) + 1
        bottom = self.row
        self.row += 1
        self.sums.append(self.row)
        self._words(words)
        # A sum of some forecasts would look like spending too little.
        for letter in self.letters[: self.known if closed or whole else 3]:
            said = f"{letter}{top}:{letter}{bottom}"
            self._formula(letter, f'=IF(COUNT({said})=0,"",SUM({said}))', EUROS)
        self._follows(closed=closed)
        for cell in self.sheet[self.row]:
            cell.font = Font(bold=True)

    def refer(self, words: Texts, row: int, *, closed: bool) -> None:
        """A row that takes over a sum of the sheet with lines."""
        from openpyxl.utils import get_column_letter

        self.row += 1
        self._words(words)
        for place, letter in enumerate(self.letters[: self.known], start=len(self.line_words) + 1):
            there = f"Regels!{get_column_letter(place)}{row}"
            self._formula(letter, f'=IF(COUNT({there})=0,"",{there})', EUROS)
        self._follows(closed=closed)

    def _words(self, words: Texts) -> None:
        for column, text in enumerate(words, start=1):
            cell = self.sheet.cell(self.row, column)
            if text.isdigit() and len(text) == 4 and self.words[column - 1] == "Jaar":
                cell.value = int(text)
                continue
            cell.value = plain(text) or None
            cell.data_type = "s"
            if is_risky(text):
                cell.quotePrefix = True

    def _euros(self, letter: str, amount: Decimal | None) -> None:
        cell = self.sheet[f"{letter}{self.row}"]
        cell.value, cell.number_format = amount, EUROS

    def _formula(self, letter: str, text: str, style: str) -> None:
        cell = self.sheet[f"{letter}{self.row}"]
        cell.value, cell.number_format = text, style

    def _follows(self, *, closed: bool) -> None:
        """The columns that follow from the amounts in this row."""
        # Of a year that is over what was booked is what it came to; of another the forecast is.
        expected = self.letters[1] if closed else self.letters[3]
        planned, difference, percent = self.letters[0], self.letters[4], self.letters[5]
        here = self.row
        # Without a plan all of it differs; cents, for a sheet reckons with floating point.
        gap = f"ROUND(SUM({expected}{here})-SUM({planned}{here}),2)"
        self._formula(difference, f'=IF(COUNT({expected}{here})=0,"",{gap})', EUROS)
        none = f"COUNT({difference}{here},{planned}{here})<2,TRUE,{planned}{here}=0"
        self._formula(percent, f'=IF(IF({none}),"",{difference}{here}/ABS({planned}{here}))', PERCENT)


def budget_xlsx(agenda: Agenda, on: date) -> bytes:
    """Lines, objectives and years with what the ledger and the controller say of them on a day."""
    from openpyxl import Workbook  # heavy to import, and only this file needs it

    read = sheet(agenda, on)
    years = tuple(agenda.years)
    book = Workbook()
    sums = _lines(book.create_sheet("Regels"), read, years)
    book.remove(book.worksheets[0])
    outline = agenda_outline(agenda)
    costs, income = (Side.COST, "Lasten samen"), (Side.INCOME, "Baten samen")
    priorities = Named("Prioriteit", [(one.code, one.title) for one in outline], NO_PRIORITY, costs)
    titles = [(one.code, one.title) for one in outline_objectives(outline)]
    names = sorted({name for one in read.lines for name in one.instruments.values()})
    instruments = Named("Instrument", [(name, name) for name in names], NO_INSTRUMENT, income)
    _named(book.create_sheet("Prioriteiten"), read, years, priorities, read.by_priority)
    _named(
        book.create_sheet("Doelstellingen"), read, years, Named("Doelstelling", titles, NO_OBJECTIVE, costs),
        read.by_objective,
    )  # fmt: skip
    _named(book.create_sheet("Instrumenten"), read, years, instruments, read.by_instrument)
    _years(book.create_sheet("Jaren"), read, years, sums)
    _about(book.create_sheet("Over dit bestand"), agenda, read, on)
    return saved(book)


def _lines(target: Worksheet, read: Sheet, years: tuple[int, ...]) -> dict[tuple[int, str], int]:
    """The row in which each year and side is added up."""
    staffed = any(one.fte for one in read.lines)
    table = Table(target, LINE_WORDS, (7, 9, 22, 50, 10, 16, 22), FTE if staffed else "")
    sums = {}
    for year in years:
        for side, title in SIDES:
            for one in read.of_side(side):
                served = ", ".join(share.objective for share in one.line.shares)
                instrument = one.instruments.get(year, "")
                words = (
                    str(year), title, one.line.code, one.line.title, one.line.priority or "", served, instrument
                )  # fmt: skip
                table.add(words, read.money(one, year), one.fte.get(year))
            _close(table, (str(year), title, "", "Samen", "", "", ""), read, side, year)
            sums[year, side.value] = table.row
    return sums


@dataclass(frozen=True)
class Named:
    """What money is added up by: its name, the titles by code, how the rest is called, and the sum with its side."""

    word: str
    titles: Sequence[tuple[str, str]]
    nowhere: str
    total: tuple[str, str]


def _named(
    target: Worksheet,
    read: Sheet,
    years: tuple[int, ...],
    by: Named,
    found_in: Callable[[int], Mapping[str | None, Together]],
) -> None:
    """A sheet of one side, by what its lines belong to; what belongs nowhere comes last, when there is any."""
    table = Table(target, ("Jaar", "Code", by.word), (7, 10, 60))
    side, title = by.total
    for year in years:
        found = found_in(year)
        for code, name in by.titles:
            table.add((str(year), "" if code == name else code, name), found.get(code, together(())).money)
        if None in found:
            table.add((str(year), "", by.nowhere), found[None].money)
        _close(table, (str(year), "", title), read, side, year)


def _years(target: Worksheet, read: Sheet, years: tuple[int, ...], sums: dict[tuple[int, str], int]) -> None:
    """Both sides of every year: what the sheet with lines adds up to."""
    table = Table(target, ("Jaar", "Kant", "Realisatie bekend tot en met"), (7, 9, 30))
    for side, title in SIDES:
        for year in years:
            closed = read.found.is_closed(year, read.on)
            table.refer((str(year), title, read.until(year)), sums[year, side.value], closed=closed)


def _close(table: Table, words: Texts, read: Sheet, side: str, year: int) -> None:
    sums = read.side_sum(side, year)
    table.close(words, closed=sums.money.closed, whole=not sums.waits)


def _about(target: Worksheet, agenda: Agenda, read: Sheet, on: date) -> None:
    """What somebody must know who gets the file without the page."""
    left = sum(one.count for one in read.found.unmapped)
    told = [
        ("Agenda", agenda.title),
        ("Stand op", format_date(on)),
        ("Bedragen", "Euro's met centen. Sommen en verschillen zijn formules."),
        ("Leeg bedrag", "Er is niets begroot, niets geboekt of nog geen prognose. Leeg is niet nul."),
        (
            "Verschil",
            "Prognose min begroot; van een jaar dat is afgesloten realisatie min begroot. Zonder begroting alles.",
        ),
        (
            "Fte",
            "Voltijdbanen zoals het plan ze bij een regel noemt; de meeste regels hebben er geen. Geen som.",
        ),
        ("Doelstellingen", "Een regel voor meer doelstellingen is verdeeld zoals het plan zegt, op de cent."),
        ("Niet toegewezen", f"{left} boekingen horen bij geen regel en tellen hier niet mee."),
    ]
    if is_invented(agenda):
        told.append(("Let op", "In dit bestand staan verzonnen boekingen of prognoses (voorbeeldgegevens)."))
    tell(target, told)


def plain(text: str) -> str:
    """A text without what an XLSX file cannot hold."""
    return _ILLEGAL.sub("", text)


def tell(target: Worksheet, told: Iterable[tuple[str, str]]) -> None:
    """A sheet of words beside what they mean."""
    target.column_dimensions["A"].width, target.column_dimensions["B"].width = 20, 90
    for number, row in enumerate(told, start=1):
        for column, word in enumerate(row, start=1):
            cell = target.cell(number, column, plain(word))
            cell.data_type = "s"


def is_invented(agenda: Agenda) -> bool:
    forecasts = Forecast.objects.filter(line__agenda=agenda, demo=True)
    return forecasts.exists() or current().filter(origin__kind=Origin.Kind.DEMO).exists()


def saved(book: Workbook) -> bytes:
    book.properties.creator = "kwaliteitsagenda"
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()
