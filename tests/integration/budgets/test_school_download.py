"""The share of a school as a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from budgets.models import (
    BudgetLine,
)
from budgets.progress import Money
from budgets.school_pages import school_page
from organisation.models import Unit
from organisation.roles import Role
from tests.formulas import Book
from tests.integration.budgets.dividing import ON, divide


# The workbook -------------------------------------------------------------------------------------------
def rows_of(sheet: Worksheet) -> dict[tuple[str, ...], int]:
    return {tuple(str(cell.value) for cell in row[:4]): row[0].row for row in sheet.iter_rows(min_row=2)}


def test_workbook_of_a_school_adds_up_by_formulas_and_tells_of_no_other(
    divided: BudgetLine, school: Unit, client_of: Callable[[Role], Client]
) -> None:
    divide(BudgetLine.objects.get(code="l-1"), dict.fromkeys(Unit.objects.filter(kind="school")))
    divide(BudgetLine.objects.get(code="b-1"), {school: "12.5"})
    answer = client_of(Role.SCHOOL_DIRECTOR).get("/begroting/scholen/techniek/begroting.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="begroting-plan-techniek.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    sheet, years, reckoned = book["Regels"], book["Jaren"], Book(book)
    rows = rows_of(sheet)
    for year in (2024, 2025):
        page = school_page(divided.agenda, school, str(year), ON)
        for side, table in (("Lasten", page.costs), ("Baten", page.income)):
            at = rows[str(year), side, "None", "Samen"]
            there = next(
                row[0].row
                for row in years.iter_rows(min_row=2)
                if (row[0].value, row[1].value) == (year, side)
            )
            money: Money = table.total.money
            wanted = [money.planned, money.actual, money.committed, money.left]
            assert [reckoned.number("Regels", f"{letter}{at}") for letter in "EFGH"] == wanted
            assert [reckoned.number("Jaren", f"{letter}{there}") for letter in "DEFG"] == wanted
    at = rows["2025", "Lasten", "l-2", "Regel l-2"]
    assert reckoned.number("Regels", f"E{at}") == Decimal("100.33")
    assert [reckoned.number("Regels", f"{letter}{at}") for letter in "FH"] == [
        Decimal("22.34"),
        Decimal("77.99"),
    ]
    said = " ".join(str(cell.value) for one in book.worksheets for row in one.iter_rows() for cell in row)
    assert "niet uit de kwaliteitsagenda" in said
    for hidden in ("Zorg", "l-3", "301", "33.3", "777", "studenten"):
        assert hidden not in said


def test_workbook_of_a_school_keeps_text_as_text(divided: BudgetLine, school: Unit, client_of) -> None:
    BudgetLine.objects.filter(code="l-2").update(title='=HYPERLINK("http://x";"y")\x07')
    content = client_of(Role.BOARD).get("/begroting/scholen/techniek/begroting.xlsx").content
    sheet = load_workbook(io.BytesIO(content))["Regels"]
    cell = next(row[3] for row in sheet.iter_rows(min_row=2) if row[2].value == "l-2")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
