from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from agenda.models import Agenda
from budgets.exceptions import ForecastConflictError, ForecastRefusedError
from budgets.models import BudgetLine, Forecast
from budgets.services.by_hand import Said as Booked
from budgets.services.by_hand import hand_booking_add
from budgets.services.closing import year_close
from budgets.services.forecasts import Said, forecast_set, forecasts_set
from core.templatetags.nl import euro_verschil
from operations.models import AuditEvent
from organisation.access import Actor
from organisation.roles import Role
from tests import factories


@pytest.fixture
def line(plan: Agenda) -> BudgetLine:
    return BudgetLine.objects.get(code="l-1")


def said(line: BudgetLine, amount: str = "450", note: str = "", based_on: int | None = None) -> Said:
    return Said(line, Decimal(amount), note, based_on)


def test_forecast_set_supersedes_and_keeps_the_one_before(line: BudgetLine, by: Actor) -> None:
    first = forecast_set(said=said(line), year=2025, by=by)
    second = forecast_set(said=said(line, "475.50", "meer inhuur", first.pk), year=2025, by=by)
    first.refresh_from_db()
    assert first.superseded_at == second.at
    assert (second.cents, second.note, second.by_label) == (47550, "meer inhuur", by.label)
    assert AuditEvent.objects.filter(verb="forecast_set").count() == 2


def test_forecast_set_with_the_same_words_changes_nothing(line: BudgetLine, by: Actor) -> None:
    first = forecast_set(said=said(line), year=2025, by=by)
    assert forecast_set(said=said(line, based_on=first.pk), year=2025, by=by) == first
    assert Forecast.objects.count() == AuditEvent.objects.filter(verb="forecast_set").count() == 1


def test_forecast_set_belongs_to_the_open_round(line: BudgetLine, plan: Agenda, by: Actor) -> None:
    asked = factories.make_round(plan)
    assert forecast_set(said=said(line), year=2025, by=by).round == asked


def test_forecast_set_from_a_second_tab_is_refused(line: BudgetLine, by: Actor) -> None:
    first = forecast_set(said=said(line), year=2025, by=by)
    with pytest.raises(ForecastConflictError) as caught:
        forecast_set(said=said(line, "500"), year=2025, by=by)
    assert caught.value.current == first
    assert Forecast.objects.count() == 1


@pytest.mark.parametrize(("year", "amount"), [(2031, "1"), (2025, "1e12"), (2025, "0.001")])
def test_forecast_set_refuses_what_cannot_be(line: BudgetLine, by: Actor, year: int, amount: str) -> None:
    with pytest.raises(ForecastRefusedError):
        forecast_set(said=said(line, amount), year=year, by=by)
    assert not Forecast.objects.exists()


def test_forecasts_set_is_all_or_nothing(line: BudgetLine, by: Actor) -> None:
    other = BudgetLine.objects.get(code="l-2")
    with pytest.raises(ForecastRefusedError):
        forecasts_set(said=[said(line), said(other, "1e12")], year=2025, by=by)
    assert not Forecast.objects.exists()


PAGE = "/begroting/prognose/2025/lasten/l-1/"


@pytest.mark.parametrize("role", list(Role))
def test_only_the_controller_forecasts(
    role: Role, line: BudgetLine, client_of: Callable[[Role], Client]
) -> None:
    allowed = role is Role.CONTROLLER
    assert client_of(role).post(PAGE, {"amount": "450"}).status_code == (302 if allowed else 403)
    assert Forecast.objects.exists() is allowed


@pytest.mark.parametrize(
    ("typed", "told"), [("", "Vul een bedrag in."), ("12.5", "is geen getal"), ("1,234", "twee cijfers")]
)
def test_wrong_amount_is_told_beside_the_field(
    typed: str, told: str, line: BudgetLine, client_of: Callable[[Role], Client]
) -> None:
    answer = client_of(Role.CONTROLLER).post(PAGE, {"amount": typed, "note": "mijn uitleg"})
    text = answer.content.decode()
    assert (answer.status_code, told in text, "mijn uitleg" in text) == (200, True, True)


def test_second_tab_sees_both_amounts_and_may_choose(
    line: BudgetLine, by: Actor, client_of: Callable[[Role], Client]
) -> None:
    first = forecast_set(said=said(line, "450"), year=2025, by=by)
    client = client_of(Role.CONTROLLER)
    text = client.post(PAGE, {"amount": "500", "based_on": ""}).content.decode()
    assert "450" in text
    assert f'value="{first.pk}"' in text
    assert client.post(PAGE, {"amount": "500", "based_on": first.pk}).status_code == 302
    assert Forecast.objects.get(superseded_at__isnull=True).cents == 50000


@pytest.mark.parametrize(
    "address", [
        "/begroting/prognose/2031/lasten/l-1/", "/begroting/prognose/2025/lasten/geen/",
        "/begroting/prognose/2025/anders/l-1/", "/begroting/prognose/1999/", "/begroting/regels/lasten/geen/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(
    address: str, plan: Agenda, client_of: Callable[[Role], Client]
) -> None:
    assert client_of(Role.CONTROLLER).get(address).status_code == 404


def test_list_saves_what_was_typed_and_nothing_else(
    line: BudgetLine, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.CONTROLLER)
    page = client.get("/begroting/prognose/2025/")
    assert "Regel l-1" in page.content.decode()
    answer = client.post(
        "/begroting/prognose/2025/", {f"regel-{line.pk}-amount": "1.234,50", f"regel-{line.pk}-note": "zo"}
    )
    assert answer.status_code == 302
    assert [(one.line, one.cents, one.note) for one in Forecast.objects.all()] == [(line, 123450, "zo")]
    planned = line.amounts.get(year=2025).amount
    again = client.get("/begroting/prognose/2025/").content.decode()
    assert euro_verschil(Decimal("1234.50") - planned) in again and ">zo</textarea>" in again.replace(
        "\n", ""
    )


def test_list_with_one_mistake_saves_nothing(line: BudgetLine, client_of: Callable[[Role], Client]) -> None:
    other = BudgetLine.objects.get(code="l-2")
    said = {f"regel-{line.pk}-amount": "100", f"regel-{other.pk}-amount": "honderd"}
    text = client_of(Role.CONTROLLER).post("/begroting/prognose/2025/", said).content.decode()
    assert "Er is niets opgeslagen" in text
    assert "&#x27;honderd&#x27; is geen getal" in text
    assert not Forecast.objects.exists()


# Rounds and closed years ---------------------------------------------------------------------------------
LIST = "/begroting/prognose/2025/"


@pytest.fixture
def earlier(plan: Agenda, by: Actor) -> dict[str, Forecast]:
    """Every line has a forecast, made outside a round."""
    return {
        line.code: forecast_set(said=said(line, note="eerst"), year=2025, by=by)
        for line in BudgetLine.objects.all()
    }


def fields_of(earlier: dict[str, Forecast], **more: str) -> dict[str, str]:
    """The list as it was opened, with nothing typed."""
    found: dict[str, str] = {}
    for one in earlier.values():
        name = f"regel-{one.line_id}"
        found |= {f"{name}-amount": "450,00", f"{name}-note": "eerst", f"{name}-based_on": str(one.pk)}
    return {**found, **more}


def rounds() -> dict[str, object]:
    held = Forecast.objects.filter(superseded_at__isnull=True).select_related("line")
    return {one.line.code: one.round_id for one in held}


def test_forecasts_that_stay_equal_are_confirmed_in_a_new_round(
    plan: Agenda, earlier: dict[str, Forecast], client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.CONTROLLER)
    assert "geldt nog" not in client.get(LIST).content.decode()
    asked = factories.make_round(plan)
    text = client.get(LIST).content.decode()
    assert f"4 prognoses zijn van voor {asked}" in text
    assert "buiten een ronde, " in text
    client.post(LIST, fields_of(earlier))
    assert set(rounds().values()) == {None}
    client.post(LIST, fields_of(earlier, **{f"regel-{earlier['l-1'].line_id}-confirm": "on"}))
    assert rounds() == {"b-1": None, "l-1": asked.pk, "l-2": None, "l-3": None}
    now = {one.line.code: one for one in Forecast.objects.filter(superseded_at__isnull=True)}
    overview = "/begroting/?jaar=2025"
    assert "buiten een ronde, " in client.get(overview).content.decode()
    client.post(LIST, fields_of(now, confirm_all="ja"))
    assert set(rounds().values()) == {asked.pk}
    assert Forecast.objects.count() == 8
    text = client.get(overview).content.decode()
    assert f"{asked} (4 regels)" in text and "buiten een ronde, " not in text
    assert f"{asked}, " in client.get("/begroting/regels/lasten/l-1/?jaar=2025").content.decode()


def test_forecast_of_a_closed_year_is_refused_and_says_why(
    line: BudgetLine, plan: Agenda, by: Actor, client_of: Callable[[Role], Client]
) -> None:
    hand_booking_add(line=line, year=2025, said=Booked(Decimal(5), "x"), ground="omdat", by=by)
    year_close(agenda=plan, year=2025, note="Alles met de hand.", on=date(2026, 2, 1), by=by)
    with pytest.raises(ForecastRefusedError, match="2025 is afgesloten"):
        forecast_set(said=said(line), year=2025, by=by)
    client = client_of(Role.CONTROLLER)
    assert "2025 is afgesloten" in client.get(LIST).content.decode()
    posted = client.post(LIST, {f"regel-{line.pk}-amount": "450,00"})
    assert "Heropen het jaar eerst" in posted.content.decode()
    one = client.post("/begroting/prognose/2025/lasten/l-1/", {"amount": "450,00"})
    assert "Heropen het jaar eerst" in one.content.decode()
    assert not Forecast.objects.exists()
