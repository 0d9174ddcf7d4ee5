"""The share of one school as a workbook: nothing of the college or of another school, and sums that are formulas."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from agenda.models import Agenda
from budgets.downloads import EUROS, PERCENT, SIDES, Table, Texts, is_invented, saved, tell
from budgets.lines import years_of
from budgets.models import SchoolSplit
from budgets.school_pages import own_table
from budgets.school_sheet import SchoolSheet, school_sheet
from core.numbers import format_date
from organisation.models import Unit

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

OWN_WORDS = ("Jaar", "Kant", "Code", "Regel")
OWN_DIVISION = "Eigen verdeling van het college, niet uit de kwaliteitsagenda."


class OwnTable(Table):
    """Without forecasts: these are made for whole lines."""

    money: ClassVar[Texts] = (
        "Begroot",
        "Gerealiseerd",
        "Verplichtingen",
        "Nog niet gerealiseerd",
        "Besteed %",
    )
    known: ClassVar[int] = 3
    line_words: ClassVar[Texts] = OWN_WORDS

    def _follows(self, *, closed: bool) -> None:
        planned, actual = (f"{letter}{self.row}" for letter in self.letters[:2])
        left = f"ROUND(SUM({planned})-SUM({actual}),2)"
        self._formula(self.letters[3], f'=IF(COUNT({planned},{actual})=0,"",{left})', EUROS)
        none = f"COUNT({planned},{actual})<2,TRUE,{planned}=0"
        self._formula(self.letters[4], f'=IF(IF({none}),"",{actual}/ABS({planned}))', PERCENT)


def school_xlsx(agenda: Agenda, unit: Unit, on: date) -> bytes:
    """The lines on which a school has money, and both sides of every year, as they stand on a day."""
    from openpyxl import Workbook  # heavy to import, and only such a file needs it

    read = school_sheet(agenda, on)
    book = Workbook()
    sums = _lines(book.create_sheet("Regels"), read, agenda, unit)
    book.remove(book.worksheets[0])
    _years(book.create_sheet("Jaren"), read, sums)
    _about(book.create_sheet("Over dit bestand"), agenda, unit, read, on)
    return saved(book)


def _lines(target: Worksheet, read: SchoolSheet, agenda: Agenda, unit: Unit) -> dict[tuple[int, str], int]:
    """The row in which each year and side that has lines is added up."""
    table = OwnTable(target, OWN_WORDS, (7, 9, 22, 50))
    sums = {}
    for year in years_of(agenda, read.read.lines):
        for side, title in SIDES:
            rows = own_table(read, unit, side, year).rows
            for row in rows:
                table.add((str(year), title, row.code, row.title), row.money)
            if rows:
                table.close((str(year), title, "", "Samen"), closed=rows[0].money.closed, whole=True)
                sums[year, title] = table.row
    return sums


def _years(target: Worksheet, read: SchoolSheet, sums: dict[tuple[int, str], int]) -> None:
    """What the sheet with lines adds up to; a year without lines is not in it."""
    table = OwnTable(target, ("Jaar", "Kant", "Realisatie bekend tot en met"), (7, 9, 30))
    for _, title in SIDES:
        for (year, side), row in sums.items():
            if side == title:
                closed = read.read.found.is_closed(year, read.read.on)
                table.refer((str(year), title, read.read.until(year)), row, closed=closed)


def _about(target: Worksheet, agenda: Agenda, unit: Unit, read: SchoolSheet, on: date) -> None:
    """What somebody must know who gets the file without the page."""
    told = [
        ("School", unit.name),
        ("Agenda", agenda.title),
        ("Stand op", format_date(on)),
        ("Verdeling", OWN_DIVISION),
        ("Bedragen", "Euro's met centen. Sommen en verschillen zijn formules."),
        ("Leeg bedrag", "Er is voor deze school niets verdeeld of niets geboekt. Leeg is niet nul."),
        ("Nog niet gerealiseerd", "Begroot min gerealiseerd; alles waar nog niets is geboekt."),
        ("Gerealiseerd", "Boekingen op kostenplaatsen van deze school. Andere kosten staan centraal."),
    ]
    if is_invented(agenda) or SchoolSplit.objects.filter(line__agenda=agenda, demo=True).exists():
        told.append(("Let op", "In dit bestand staan verzonnen bedragen (voorbeeldgegevens)."))
    tell(target, told)
