"""Money beside movement, on the real agenda with the example data."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from agenda.selectors import current_agenda
from budgets.downloads import budget_xlsx
from budgets.models import Booking, CostCentre, Forecast, LedgerRule
from budgets.overview import overview
from demo.ledger import LABEL, PREFIX
from imports.models import Origin
from organisation.roles import Role
from tests.example import PERIOD
from tests.formulas import Book
from tests.integration.test_queries import more_of_everything

PAGE = f"/agenda/{PERIOD}/geld/"


def text_of(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


SOURCE = {
    2024: Decimal(22_383_000),
    2025: Decimal(22_083_000),
    2026: Decimal(22_083_000),
    2027: Decimal(22_083_000),
}
"""Chapter 9 of the published agenda: "Totaal inkomsten" and "Totaal verwachte kosten", read there by a person."""


def test_real_plan_comes_to_the_totals_of_its_source(site):
    """On the overview, per objective and priority, and in the workbook as its formulas come to."""
    agenda = current_agenda(timezone.localdate())
    for year, total in SOURCE.items():
        page = overview(agenda, str(year), timezone.localdate())
        assert (page.now.costs.money.planned, page.now.income.money.planned) == (total, total)
        for rows in (page.costs, page.objectives, page.priorities):
            assert sum(row.money.planned or 0 for row in rows) == total
        for rows in (page.income, page.instruments):
            assert sum(row.money.planned or 0 for row in rows) == total
    book = Book(load_workbook(io.BytesIO(budget_xlsx(agenda, timezone.localdate()))))
    told = {(row["Jaar"], row["Kant"]): row["Begroot"] for row in book.rows("Jaren")}
    assert told == {(year, side): total for year, total in SOURCE.items() for side in ("Lasten", "Baten")}


def test_every_objective_has_its_money_and_its_movement(browse):
    text = text_of(browse(Role.BOARD), PAGE)
    assert text.count('<tr id="doelstelling-') == 12
    assert "% besteed, " in text
    assert "hoeft geen oorzaak en gevolg te zijn" in text


def test_euro_per_point_only_for_who_asks_and_with_what_it_does_not_say(browse):
    usual = text_of(browse(Role.BOARD), PAGE)
    assert "Toon euro per procentpunt" in usual
    assert "Dit is geen prijs" not in usual
    asked = text_of(browse(Role.BOARD), f"{PAGE}?punten=ja")
    assert "Dit is geen prijs" in asked
    assert "niet te zeggen: " in asked


def test_year_without_bookings_says_so(browse):
    text = text_of(browse(Role.BOARD), f"{PAGE}?jaar=2027")
    assert "Er zijn nog geen boekingen in 2027" in text
    assert "Nog niets geboekt, " in text


def test_one_objective_and_the_cards_come_apart(browse):
    one = text_of(browse(Role.BOARD), f"{PAGE}?deel=1.2")
    assert "<html" not in one
    assert "% besteed, " in one
    cards = text_of(browse(Role.BOARD), f"{PAGE}?deel=kaarten")
    assert cards.count("hx-swap-oob") == 12
    assert browse(Role.BOARD).get(f"{PAGE}?deel=9.9").status_code == 404


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER])
def test_a_school_sees_no_money_of_the_college(role, browse):
    assert browse(role).get(PAGE).status_code == 403
    for address in (f"/agenda/{PERIOD}/", f"/agenda/{PERIOD}/doelstellingen/1.2/"):
        text = text_of(browse(role), address)
        assert "geld/" not in text
        assert "besteed" not in text


def test_invented_money_is_marked(site):
    assert set(Booking.objects.values_list("origin__kind", "origin__label")) == {
        (Origin.Kind.DEMO.value, LABEL)
    }
    assert Forecast.objects.exists()
    assert not Forecast.objects.filter(demo=False).exists()
    assert not LedgerRule.objects.exclude(cost_centre__startswith=PREFIX).exists()
    assert not CostCentre.objects.exclude(code__startswith=PREFIX).exists()


def test_queries_are_few_and_the_same_with_more_of_everything(browse):
    client = browse(Role.CONTROLLER)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            text_of(client, PAGE)
        return len(captured)

    text_of(client, PAGE)
    small = queries()
    more_of_everything()
    assert (queries(), small <= 15) == (small, True)
