"""The budget beside its ledger: overview, line page and workbook, and that they say the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from agenda.models import Agenda
from agenda.selectors import agenda_outline
from budgets.downloads import budget_xlsx
from budgets.line_page import line_page
from budgets.models import Booking, BudgetLine, CostCentre, Forecast, HandBooking, LedgerRule, LedgerShare
from budgets.overview import OUTSIDE, Overview, Row, overview
from budgets.progress import Money
from budgets.services.closing import year_close
from budgets.services.sums import sums_keep
from core.numbers import round_half_up
from imports.models import Origin
from organisation.access import CommandActor
from organisation.roles import Role
from reporting.gathering.asked import Asked
from reporting.gathering.money import Budget
from tests.formulas import Book as Reckoned
from tests.formulas import Value

ON = date(2025, 5, 1)
BY = CommandActor("test")
Book = Callable[..., None]


@pytest.fixture
def book(plan: Agenda) -> Book:
    """``book("K1", 2025, 3, 100)``: a booking, in cents."""
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="export.csv", actor_label="test")
    made = iter(range(10_000))

    def one(centre: str, year: int, period: int, cents: int, **fields: str) -> None:
        number = next(made)
        Booking.objects.create(
            cost_centre=centre, account="4000", year=year, period=period, cents=cents, key=f"{number:064}",
            place=f"rij {number}", origin=origin, recorded_at=timezone.now(), **fields,
        )  # fmt: skip
        sums_keep([year])

    return one


@pytest.fixture
def ledger(plan: Agenda, book: Book) -> Agenda:
    """K1 is l-1, K2 is a third l-2 and two thirds l-3, OUD went on as K2, B is income; K9 is nobody's."""
    by_code = {line.code: line for line in BudgetLine.objects.all()}
    for centre, shares in {
        "K1": {"l-1": "100"},
        "K2": {"l-2": "33.333333", "l-3": "66.666667"},
        "B": {"b-1": "100"},
    }.items():
        rule = LedgerRule.objects.create(agenda=plan, cost_centre=centre)
        for code, percent in shares.items():
            LedgerShare.objects.create(rule=rule, line=by_code[code], percent=Decimal(percent))
    CostCentre.objects.create(code="OUD", successor=CostCentre.objects.create(code="K2"))
    for month in range(1, 13):
        book("K1", 2024, month, 3000)
    book("K1", 2025, 1, 12345, description="Inhuur J. Jansen")
    book("K1", 2025, 3, -345)
    for _ in range(3):
        book("K2", 2025, 2, 1001)
    book("OUD", 2025, 2, 500)
    book("B", 2025, 1, -50000)
    book("K9", 2025, 1, 700)
    book("K1", 2025, 2, 2000, kind="commitment")
    origin = Origin.objects.create(kind="manual", label="hand", ground="omdat", actor_label="test")
    HandBooking.objects.create(
        line=by_code["l-1"],
        year=2025,
        cents=100,
        description="los",
        origin=origin,
        recorded_at=timezone.now(),
    )
    Forecast.objects.create(line=by_code["l-1"], year=2025, cents=45000, by_label="C", at=timezone.now())
    year_close(agenda=plan, year=2024, note="", on=ON, by=BY)
    return plan


def row_of(page: Overview, code: str) -> Row:
    return next(row for row in (*page.costs, *page.income, *page.objectives) if row.code == code)


def test_overview_has_each_line_with_what_was_booked(ledger: Agenda) -> None:
    page = overview(ledger, "2025", ON)
    money = row_of(page, "l-1").money
    assert (money.planned, money.actual, money.committed, money.forecast) == (400, 121, 20, 450)
    assert (money.difference, money.difference_percent) == (50, Decimal("12.5"))
    # A third of 30,03 is 10,01 and 20,02; of 5,00 it is 1,67 and 3,33.
    assert row_of(page, "l-2").money.actual == Decimal("11.68")
    assert row_of(page, "l-3").money.actual == Decimal("23.35")
    assert row_of(page, "b-1").money.actual == 500
    assert [row.code for row in page.largest] == ["l-1"]
    assert (page.over, page.under) == (1, 0)
    assert page.unmapped is not None
    assert (page.unmapped.count, page.unmapped.costs, page.unmapped.income) == (1, 7, None)


def test_overview_knows_which_year_is_closed(ledger: Agenda) -> None:
    before = {row.year: row for row in overview(ledger, "", ON).by_year}
    assert before[2024].costs.money.closed
    assert before[2024].costs.money.difference == -640
    assert (before[2025].until, before[2025].costs.money.closed) == ("maart 2025", False)
    assert before[2025].costs.sums.waits


@pytest.fixture
def uneven(ledger: Agenda, add: Callable[..., BudgetLine], book: Book) -> Agenda:
    """Beside the rest a line that is booked and not planned; in 2024, which is closed, two have no bookings."""
    rule = LedgerRule.objects.create(agenda=ledger, cost_centre="EXTRA")
    extra = add("cost", "l-9", {}, priority="1", objectives={"1.2": 30, "2.1": 70})
    LedgerShare.objects.create(rule=rule, line=extra, percent=Decimal(100))
    for year in (2024, 2025):
        book("EXTRA", year, 4, 77777)
    for line in BudgetLine.objects.exclude(code="l-1"):
        Forecast.objects.create(line=line, year=2025, cents=12345, by_label="C", at=timezone.now())
    return ledger


def together_of(rows: Iterable[Row]) -> Decimal:
    return sum((row.money.difference or Decimal(0) for row in rows), Decimal(0))


@pytest.mark.parametrize("year", ["2024", "2025"])
def test_every_table_of_differences_comes_to_the_total(year: str, uneven: Agenda) -> None:
    page = overview(uneven, year, ON)
    costs, income = page.now.costs.money, page.now.income.money
    assert (
        together_of(page.costs)
        == together_of(page.objectives)
        == together_of(page.priorities)
        == costs.difference
    )
    assert together_of(page.income) == together_of(page.instruments) == income.difference
    assert costs.difference == (costs.expected or 0) - (costs.planned or 0)
    assert {row.code for row in page.largest} >= {row.code for row in page.costs if row.spending in OUTSIDE}
    assert [row.code for row in page.unplanned] == ["l-9"]
    none: Any = None
    asked = Asked(uneven, int(year), none, None, ON, "", ON, timezone.now(), none, none)
    told = Budget(asked).told(agenda_outline(uneven))
    lines = [one for line in told["lines"] if line["side"] == "cost" for one in line["years"]]
    of_year = [Decimal(one["difference"]) for one in lines if one["year"] == int(year)]
    objectives = [Decimal(one["difference"]) for one in told["objectives"] if one["difference"] is not None]
    now = next(one for one in told["years"] if one["year"] == int(year))
    assert sum(of_year) == sum(objectives) == Decimal(now["costs"]["difference"]) == costs.difference


def test_closed_year_names_what_was_not_spent_and_what_was_not_planned(
    uneven: Agenda, client_of: Callable[[Role], Client]
) -> None:
    page = overview(uneven, "2024", ON)
    assert {row.code: row.spending.value for row in page.largest} == {
        "b-1": "onder", "l-9": "zonder begroting", "l-2": "onder", "l-3": "onder", "l-1": "volgens plan",
    }  # fmt: skip
    text = text_of(client_of(Role.READER), "/begroting/?jaar=2024")
    assert "Geld zonder begroting in 2024" in text
    assert "0 regels komen boven de grens uit, 3 eronder" in text


def test_objectives_come_to_the_costs(ledger: Agenda) -> None:
    page = overview(ledger, "2025", ON)
    parts = [row.money.actual for row in page.objectives if row.money.actual is not None]
    assert sum(parts) == page.now.costs.money.actual
    assert row_of(page, "1.2").money.actual == Decimal("5.84")
    assert row_of(page, "2.2").money.actual is None


def test_line_page_says_the_same_as_the_overview(ledger: Agenda) -> None:
    for year in (2024, 2025):
        page = overview(ledger, str(year), ON)
        for line in BudgetLine.objects.all():
            found = line_page(ledger, line, year=year, number="1", on=ON)
            assert found.now.money == row_of(page, line.code).money, (year, line.code)
            booked = sum(row.amount or 0 for row in found.bookings if row.kind == "boeking")
            by_hand = sum(row.amount or 0 for row in found.by_hand if row.year == year)
            assert booked + by_hand == (found.now.money.actual or 0)
            assert booked == sum(row.actual or 0 for row in found.months)
            assert found.pages.paginator.count == len(found.bookings)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_pages_show_bookings_and_what_is_missing(ledger: Agenda, client_of: Callable[[Role], Client]) -> None:
    text = text_of(client_of(Role.READER), "/begroting/?jaar=2025")
    for shown in (
        "bekend tot en met maart 2025", "1 boeking hoort bij geen begrotingsregel", "1 van 3 regels",
        "nog geen boekingen", "5 % boven of 10 % onder",
    ):  # fmt: skip
        assert shown in text
    line = text_of(client_of(Role.BOARD), "/begroting/regels/lasten/l-1/?jaar=2025")
    for shown in ("Inhuur J. Jansen", "export.csv", "€ 123,45", "omdat", "buiten een ronde"):
        assert shown in line
    assert "Prognose opslaan" not in line
    assert "deel van € 10,01" in text_of(client_of(Role.BOARD), "/begroting/regels/lasten/l-2/?jaar=2025")


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER])
def test_money_of_the_college_is_not_for_a_school(
    role: Role, ledger: Agenda, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(role)
    for address in ("/begroting/plan/", "/begroting/regels/lasten/l-1/", "/begroting/begroting.xlsx"):
        assert client.get(address).status_code == 403


def test_pages_without_bookings_are_no_error(plan: Agenda, client_of: Callable[[Role], Client]) -> None:
    assert "Er zijn nog geen boekingen." in text_of(client_of(Role.READER), "/begroting/?jaar=2024")
    assert "Nog geen boekingen" in text_of(client_of(Role.READER), "/begroting/regels/baten/b-1/")


@pytest.mark.parametrize("asked", ["/begroting/?jaar=2025", "/begroting/regels/lasten/l-2/?jaar=2025"])
def test_queries_are_the_same_with_more_bookings(
    asked: str, ledger: Agenda, book: Book, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.CONTROLLER)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(asked)
        return len(captured)

    client.get(asked)
    small = queries()
    for number in range(120):
        book(f"K{number % 5}", 2025, 1 + number % 12, 100 + number)
    assert (queries(), small <= 15) == (small, True)


# The workbook -------------------------------------------------------------------------------------------
def euros_of(row: dict[str, Value], heading: str) -> Decimal | None:
    found = row[heading]
    return found if isinstance(found, Decimal) else None


def says(row: dict[str, Value], money: Money) -> None:
    """A row of the workbook comes to what the page has, also in what follows from its amounts."""
    expected = None if money.closed else money.forecast
    found = [euros_of(row, name) for name in ("Begroot", "Gerealiseerd", "Verplichtingen", "Verschil")]
    assert found == [money.planned, money.actual, money.committed, money.difference], row
    if not money.closed:
        assert euros_of(row, "Prognose") == expected, row
    percent = euros_of(row, "Verschil %")
    assert (None if percent is None else round_half_up(percent * 100, 1)) == money.difference_percent, row


def test_workbook_reckons_what_the_page_says(uneven: Agenda) -> None:
    book = Reckoned(load_workbook(io.BytesIO(budget_xlsx(uneven, ON))))
    pages = {year: overview(uneven, str(year), ON) for year in (2024, 2025)}
    for row in book.rows("Regels"):
        page = pages[int(str(row["Jaar"]))]
        of_side = page.costs if row["Kant"] == "Lasten" else page.income
        total = page.now.costs if row["Kant"] == "Lasten" else page.now.income
        says(row, next((one.money for one in of_side if one.code == row["Code"]), total.money))
    for sheet, word in (
        ("Prioriteiten", "Prioriteit"),
        ("Doelstellingen", "Doelstelling"),
        ("Instrumenten", "Instrument"),
    ):
        for row in book.rows(sheet):
            page = pages[int(str(row["Jaar"]))]
            rows = {
                "Prioriteit": page.priorities,
                "Doelstelling": page.objectives,
                "Instrument": page.instruments,
            }[word]
            total = page.now.income if word == "Instrument" else page.now.costs
            found = next(
                (one for one in rows if one.title == row[word]), total if "samen" in str(row[word]) else None
            )
            says(row, found.money if found else Money())
    for row in book.rows("Jaren"):
        now = pages[int(str(row["Jaar"]))].now
        says(row, (now.costs if row["Kant"] == "Lasten" else now.income).money)


def test_workbook_keeps_text_as_text(ledger: Agenda) -> None:
    BudgetLine.objects.filter(code="l-1").update(title='=HYPERLINK("http://x";"y")\x07')
    sheet = load_workbook(io.BytesIO(budget_xlsx(ledger, ON)))["Regels"]
    cell = next(row[3] for row in sheet.iter_rows(min_row=2) if row[2].value == "l-1")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(str(cell.value).startswith("=IF(") for cell in formulas)


def test_workbook_of_a_plan_without_bookings_is_empty_not_zero(plan: Agenda) -> None:
    book = Reckoned(load_workbook(io.BytesIO(budget_xlsx(plan, ON))))
    assert {row["Gerealiseerd"] for row in book.rows("Regels") if row["Code"]} == {None}


def test_workbook_is_a_file_to_keep(ledger: Agenda, client_of: Callable[[Role], Client]) -> None:
    answer = client_of(Role.CONTROLLER).get("/begroting/begroting.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="begroting-plan.xlsx"'


# The bookings of a line ----------------------------------------------------------------------------------
BOOKINGS = "/begroting/boekingen/{}/lasten/l-1/?jaar=2025"


def test_bookings_of_a_line_come_to_what_it_realised(
    ledger: Agenda, client_of: Callable[[Role], Client]
) -> None:
    Booking.objects.filter(year=2025, cents=12345).update(description='=HYPERLINK("http://x";"y")\x07')
    client = client_of(Role.CONTROLLER)
    money = row_of(overview(ledger, "2025", ON), "l-1").money
    answer = client.get(BOOKINGS.format("xlsx"))
    assert answer["Content-Disposition"] == 'attachment; filename="boekingen-l-1-2025.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    *rows, realised, committed = Reckoned(book).rows("Boekingen")
    assert (realised["Bedrag"], committed["Bedrag"]) == (money.actual, money.committed)
    assert [row["Soort"] for row in rows] == ["boeking", "verplichting", "boeking", "met de hand"]
    cell = next(one for row in book["Boekingen"] for one in row if str(one.value).startswith("=HYPERLINK"))
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    text = b"".join(client.get(BOOKINGS.format("csv"))).decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text), delimiter=";")
    assert len(lines) == len(rows)
    told = [dict(zip(head, line, strict=True)) for line in lines]
    booked = [Decimal(one["Bedrag"].replace(",", ".")) for one in told if one["Soort"] != "verplichting"]
    assert sum(booked) == money.actual
    assert [one["Omschrijving"][:2] for one in told if "HYPERLINK" in one["Omschrijving"]] == ["'="]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_bookings_of_a_line_are_for_who_accounts_for_the_money(
    kind: str, ledger: Agenda, client_of: Callable[[Role], Client]
) -> None:
    for role in (Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER):
        assert client_of(role).get(BOOKINGS.format(kind)).status_code == 403
    assert client_of(Role.CONTROLLER).get(f"/begroting/boekingen/{kind}/lasten/geen/").status_code == 404
    # A line without bookings is a file without rows.
    assert (
        client_of(Role.CONTROLLER).get(f"/begroting/boekingen/{kind}/lasten/l-3/?jaar=2024").status_code
        == 200
    )
