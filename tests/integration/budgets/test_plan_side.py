"""What the agenda says of money beside the amounts: thresholds, fte and legal instruments, on every page with them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from agenda.models import Agenda
from budgets.downloads import FTE, budget_xlsx
from budgets.instrument_page import InstrumentRow, instruments_page
from budgets.instruments import Left
from budgets.models import (
    BudgetLine,
    Forecast,
    HandBooking,
    Instrument,
    LineFte,
    LineObjective,
    Specification,
    StatedTotal,
)
from budgets.overview import overview
from budgets.progress import Spending, Thresholds
from budgets.selectors import budget_page, thresholds_of
from imports.models import Origin
from organisation.roles import Role

ON = date(2025, 5, 1)
PAGE = "/begroting/instrumenten/"


def line(code: str) -> BudgetLine:
    return BudgetLine.objects.get(code=code)


def expect(code: str, amount: int) -> None:
    Forecast.objects.create(
        line=line(code), year=2025, cents=amount * 100, by_label="C", at=timezone.now(), demo=False
    )


def receive(code: str, year: int, amount: int) -> None:
    origin = Origin.objects.create(kind=Origin.Kind.MANUAL, label="hand", ground="omdat", actor_label="test")
    HandBooking.objects.create(
        line=line(code), year=year, cents=amount * 100, description="x", origin=origin, recorded_at=timezone.now()
    )  # fmt: skip


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


# Thresholds -----------------------------------------------------------------------------------------------
def test_agenda_that_says_nothing_has_the_usual_thresholds(plan: Agenda) -> None:
    assert thresholds_of(Agenda.objects.get(pk=plan.pk)) == Thresholds()


@pytest.mark.parametrize(("field", "value"), [("money_over", 0), ("money_over", 101), ("money_under", -1)])
def test_agenda_cannot_keep_a_threshold_that_means_nothing(field: str, value: int, plan: Agenda) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Agenda.objects.update(**{field: value})


def test_thresholds_of_the_agenda_decide_and_are_told(
    plan: Agenda, client_of: Callable[[Role], Client]
) -> None:
    expect("l-1", 440)  # a tenth more than planned
    asked = (
        "/begroting/?jaar=2025",
        "/begroting/regels/lasten/l-1/?jaar=2025",
        "/agenda/2024-2025/geld/?jaar=2025",
    )
    client = client_of(Role.CONTROLLER)
    for over, spending in ((None, Spending.OVER), (Decimal("12.5"), Spending.AS_PLANNED)):
        if over:
            Agenda.objects.update(money_over=over, money_under=20)
        plan = Agenda.objects.get()
        row = next(one for one in overview(plan, "2025", ON).costs if one.code == "l-1")
        assert row.spending is spending
        said = "12,5 % boven of 20 % onder" if over else "5 % boven of 10 % onder"
        for address in asked:
            text = text_of(client, address)
            assert said in text, address
            assert f'spending-{spending.name.lower()}">{spending}<' in text, address
        assert said in text_of(client, "/begroting/prognose/2025/")


# Fte ------------------------------------------------------------------------------------------------------
def test_fte_stand_beside_euros_where_the_plan_names_them(
    plan: Agenda, client_of: Callable[[Role], Client]
) -> None:
    LineFte.objects.create(line=line("l-1"), year=2024, fte=Decimal("12.5"))
    LineFte.objects.create(line=line("l-1"), year=2025, fte=0)
    Specification.objects.filter(text="koffie").update(fte=7)
    client = client_of(Role.READER)
    for address, shown in {
        "/begroting/plan/": ["12,5 fte", "0 fte", "7 fte · € 300"],
        "/begroting/?jaar=2024": ["12,5 fte"],
        "/begroting/regels/lasten/l-1/": ["12,5 fte", "0 fte"],
        "/begroting/regels/lasten/l-2/": [],
    }.items():
        text = text_of(client, address)
        assert all(one in text for one in shown), address
        assert text.count(" fte<") == len([one for one in shown if one.endswith("fte")]), address


def test_workbook_has_fte_where_a_line_has_them(plan: Agenda) -> None:
    def cells() -> list[object]:
        sheet = load_workbook(io.BytesIO(budget_xlsx(plan, ON)))["Regels"]
        at = next((cell.column for cell in sheet[1] if cell.value == FTE), None)
        return [row[at - 1].value for row in sheet.iter_rows(min_row=2)] if at else []

    assert cells() == []
    LineFte.objects.create(line=line("l-1"), year=2025, fte=Decimal("12.5"))
    assert [one for one in cells() if one is not None] == [12.5]


# Legal instruments ----------------------------------------------------------------------------------------
def row_of(agenda: Agenda, name: str) -> InstrumentRow:
    return next(row for row in instruments_page(agenda, ON).rows if row.name == name)


@pytest.fixture
def instruments(plan: Agenda) -> Agenda:
    """The plan's one line of income is a subsidy in 2024 and lumpsum in 2025."""
    Instrument.objects.create(
        agenda=plan,
        name="subsidie",
        starts=date(2024, 1, 1),
        ends=date(2024, 12, 31),
        carry_over=False,
        order=1,
    )
    Instrument.objects.create(agenda=plan, name="nergens", order=0)
    return plan


def test_instruments_have_income_by_year(instruments: Agenda) -> None:
    receive("b-1", 2024, 990)
    page = instruments_page(instruments, ON)
    assert [row.name for row in page.rows] == ["nergens", "subsidie", "lumpsum"]
    assert [(cell.planned, cell.actual) for cell in row_of(instruments, "subsidie").cells] == [
        (1000, 990), (None, None),
    ]  # fmt: skip
    assert [one.years for one in row_of(instruments, "subsidie").lines] == ["2024"]
    assert row_of(instruments, "nergens").left is None
    assert page.unnamed is None
    assert page.total.planned == sum(row.planned or 0 for row in page.rows)


def test_income_without_an_instrument_is_counted_apart(
    instruments: Agenda, add: Callable[..., BudgetLine]
) -> None:
    add("income", "b-2", {2024: 50})
    page = instruments_page(instruments, ON)
    assert page.unnamed is not None
    assert [cell.planned for cell in page.unnamed.cells] == [50, None]
    assert page.total.planned == sum(row.planned or 0 for row in (*page.rows, page.unnamed))


def test_what_is_left_is_said_when_it_follows_and_else_why_not(
    instruments: Agenda, client_of: Callable[[Role], Client]
) -> None:
    for code, amount in (("b-1", 990), ("l-1", 390), ("l-2", 100)):
        receive(code, 2024, amount)
    found = row_of(instruments, "subsidie").left
    assert found is not None
    # Line l-3 stands under priority 2 without an objective: it may be for 2.1, that the income is for.
    assert (found.amount, [reason.endswith(": Regel l-3") for reason in found.reasons]) == (None, [True])
    LineObjective.objects.create(
        line=line("l-3"), objective=instruments.objectives.get(code="2.2"), percent=100
    )
    found = row_of(instruments, "subsidie").left
    # Half of l-2 is for 2.1. Nothing says that 2024 is booked to its end.
    assert found == Left(Decimal(550), final=False)
    assert "€ 550</strong>" in text_of(client_of(Role.READER), PAGE)


def test_stated_total_of_an_instrument_is_compared_with_its_years(
    instruments: Agenda, state: Callable[..., StatedTotal]
) -> None:
    state("instrument:subsidie", {2024: 1000, 2025: 900})
    check = budget_page(instruments).stated[-1]
    assert (check.scope, check.known) == ("baten, instrument subsidie", True)
    assert [(cell.difference, cell.computed) for _, cell in check.cells] == [(0, 1000), (None, None)]


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER])
def test_instruments_are_not_for_a_school(
    role: Role, instruments: Agenda, client_of: Callable[[Role], Client]
) -> None:
    assert client_of(role).get(PAGE).status_code == 403


def test_page_says_terms_and_what_nobody_wrote_down(
    instruments: Agenda, client_of: Callable[[Role], Client]
) -> None:
    Instrument.objects.create(agenda=instruments, name="lumpsum", ends=date(2024, 6, 30), order=2)
    text = text_of(client_of(Role.READER), PAGE)
    for shown in (
        "1 januari 2024 tot en met 31 december 2024", "Een overschot mag niet mee naar daarna.",
        "Over terugbetalen is niets vastgelegd.", "Niet vastgelegd wat er met een overschot mag.",
        "geen enkele regel noemt dit instrument", "Niet te bepalen", "Er zijn nog geen baten geboekt.",
        "buiten de looptijd", "De looptijd staat niet of niet helemaal in de agenda.",
    ):  # fmt: skip
        assert shown in text, shown
    assert "style=" not in text


def test_page_of_an_agenda_without_income_is_no_error(
    agenda: Agenda, client_of: Callable[[Role], Client]
) -> None:
    assert "noemt geen juridische instrumenten" in text_of(client_of(Role.CONTROLLER), PAGE)


def test_page_without_an_agenda_says_what_to_do(client_of: Callable[[Role], Client]) -> None:
    assert "Er is nog geen agenda" in text_of(client_of(Role.CONTROLLER), PAGE)


@pytest.mark.parametrize("address", [PAGE, "/begroting/plan/", "/begroting/", "/begroting/prognose/2025/"])
def test_queries_are_few_and_the_same_at_any_size(
    address: str, instruments: Agenda, add: Callable[..., BudgetLine], client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.CONTROLLER)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    client.get(address)
    small = queries()
    for number in range(12):
        name = f"instrument {number}"
        Instrument.objects.create(agenda=instruments, name=name, order=number)
        add("income", f"y-{number}", {2024: 10}, instruments={2024: name}, objectives={"1.1": None})
        made = add("cost", f"x-{number}", {2024: 10}, objectives={"1.1": 100}, parts={"a": 1})
        LineFte.objects.create(line=made, year=2024, fte=number)
    assert (queries(), small <= 15) == (small, True)
