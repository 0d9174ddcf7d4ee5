"""The bookings of a line in one year as a file: CSV for a Dutch spreadsheet, and XLSX with a sum that is a formula.

What was booked by hand stands among them, so that the rows of bookings come to what the line realised.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agenda.models import Agenda
from budgets.downloads import EUROS, plain, saved, tell
from budgets.line_ledger import LineLedger
from budgets.models import BudgetLine, HandBooking
from budgets.progress import euros
from budgets.words import SIDE_SLUGS
from core.spreadsheets import harmless, is_risky

COLUMNS = (
    "Jaar", "Periode", "Soort", "Kostenplaats", "Rekening", "Omschrijving", "Stuk", "Bedrag", "Hele boeking",
    "Bestand", "Plaats",
)  # fmt: skip
WIDTHS = (7, 16, 14, 14, 12, 50, 16, 16, 16, 34, 14)
BY_HAND = "met de hand"


@dataclass(frozen=True)
class Booked:
    """A row of the file. ``amount``: what of it belongs to the line; ``whole``: the booking where that is another."""

    words: tuple[str, ...]
    amount: Decimal | None
    whole: Decimal | None
    after: tuple[str, ...]

    def texts(self) -> list[str]:
        """As a Dutch spreadsheet reads them, none of them a formula."""
        money = ["" if one is None else f"{one:.2f}".replace(".", ",") for one in (self.amount, self.whole)]
        return [*map(harmless, self.words), *money, *map(harmless, self.after)]


def line_bookings(agenda: Agenda, line: BudgetLine, year: int) -> Iterator[Booked]:
    """Every booking of a line in a year, the newest period first, and then what was booked by hand."""
    for row in LineLedger(agenda, line).groups(year).every():
        words = (str(year), row.period, row.kind, row.cost_centre, row.account, row.description, row.document)
        yield Booked(words, row.amount, row.whole, (row.source, row.place))
    by_hand = HandBooking.objects.filter(line=line, year=year, superseded_at__isnull=True)
    for one in by_hand.select_related("origin").order_by("-recorded_at", "-pk"):
        words = (str(year), "", BY_HAND, "", "", one.description, "")
        yield Booked(words, euros(one.cents), None, (one.origin.label, one.origin.ground))


def bookings_csv(agenda: Agenda, line: BudgetLine, year: int) -> Iterator[str]:
    """Line by line, with the mark that tells a spreadsheet that it is UTF-8."""
    yield "\ufeff"
    for row in (list(COLUMNS), *(one.texts() for one in line_bookings(agenda, line, year))):
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerow(row)
        yield out.getvalue()


def bookings_xlsx(agenda: Agenda, line: BudgetLine, year: int) -> bytes:
    """A workbook. Commitments have a sum of their own: they are not realised."""
    from openpyxl import Workbook  # heavy to import, and only such a file needs it
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Boekingen"
    for column, (title, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True), start=1):
        sheet.cell(1, column, title).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    last = 1
    for last, one in enumerate(line_bookings(agenda, line, year), start=2):
        cells = (*one.words, one.amount, one.whole, *one.after)
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(last, column)
            if isinstance(value, str):
                cell.value, cell.data_type = plain(value) or None, "s"
                cell.quotePrefix = is_risky(value)
            else:
                cell.value, cell.number_format = value, EUROS
    kind, amount = (get_column_letter(COLUMNS.index(name) + 1) for name in ("Soort", "Bedrag"))
    for row, (title, sign) in enumerate((("Gerealiseerd", "<>"), ("Verplichtingen", "")), start=last + 1):
        sheet.cell(row, 1, title).font = Font(bold=True)
        area = f'{kind}2:{kind}{last},"{sign}verplichting",{amount}2:{amount}{last}'
        cell = sheet[f"{amount}{row}"]
        cell.value = f"=ROUND(SUMIF({area}),2)" if last > 1 else 0
        cell.number_format, cell.font = EUROS, Font(bold=True)
    tell(book.create_sheet("Over dit bestand"), _about(agenda, line, year))
    return saved(book)


def _about(agenda: Agenda, line: BudgetLine, year: int) -> list[tuple[str, str]]:
    return [
        ("Regel", f"{line.code} {line.title} ({SIDE_SLUGS[line.side]})"),
        ("Jaar", str(year)),
        ("Agenda", agenda.title),
        ("Bedrag", "Wat van de boeking bij deze regel hoort. Op baten telt credit als meer dan nul."),
        ("Hele boeking", "Gevuld waar een boeking over meer regels is verdeeld."),
        ("Met de hand", "Boekingen die de controller met de hand invoerde, met de reden bij Plaats."),
        ("Let op", "Omschrijvingen kunnen namen van personen bevatten: deel dit bestand niet verder."),
    ]
