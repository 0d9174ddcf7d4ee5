"""The page of the ledger: what belongs nowhere, the rules and cost centres that say where, and bookings by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agenda.models import Agenda
from budgets.booked import booked
from budgets.exceptions import LedgerRefused
from budgets.models import Booking, BudgetLine, CostCentre, HandBooking, LedgerRule, LedgerShare
from budgets.services.by_hand import Said, hand_booking_add, hand_booking_correct, hand_booking_withdraw
from budgets.services.mapping import Takes, cost_centre_save, ledger_rule_save, version_of_centre
from imports import services
from operations.models import AuditEvent
from organisation.access import Actor, CommandActor
from organisation.models import Unit
from organisation.roles import Role
from tests import factories
from tests.built.ledger import booking, ledger_csv

pytestmark = pytest.mark.django_db
PAGE = reverse("budgets:ledger")
ADD = reverse("budgets:rule_add")
BY = CommandActor("test")
LONG = "x" * 5000
FORECASTS = reverse("budgets:forecasts", args=[2025])


@pytest.fixture
def controller(holder_of) -> Actor:
    return factories.actor(holder_of(Role.CONTROLLER))


@pytest.fixture
def client(holder_of, signed_in, plan: Agenda) -> Client:
    return signed_in(holder_of(Role.CONTROLLER))


@pytest.fixture
def load() -> Callable[..., None]:
    """Imports these bookings, whatever was there."""

    def load(*rows: tuple[str, ...]) -> None:
        content = ContentFile(ledger_csv(*rows).getvalue(), "grootboek.csv")
        batch = services.batch_upload(
            reader="ledger", file=content, name="grootboek.csv", by=BY, queued=False
        )
        services.check_run(job_id=batch.job_id)
        services.batch_approve(batch=batch, by=BY)

    return load


def line(code: str) -> BudgetLine:
    return BudgetLine.objects.get(code=code)


def text_of(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def rule_fields(*shares: tuple[str, str], **more: str) -> dict[str, str]:
    fields = {"cost_centre": "0815", "account_from": "4310", "account_until": "", "note": "", "version": ""}
    for place, (code, percent) in enumerate(shares):
        fields |= {f"line_{place}": str(line(code).pk), f"percent_{place}": percent}
    return fields | more


def form_version(client: Client, address: str) -> str:
    return client.get(address).context["form"]["version"].value()


# The page -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", list(Role))
def test_ledger_is_the_controllers(role: Role, plan, holder_of, signed_in):
    assert signed_in(holder_of(role)).get(PAGE).status_code == (200 if role is Role.CONTROLLER else 403)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ledger", "Grootboek"),
        ("plan", "Plan en totalen"),
        ("instruments", "Instrumenten"),
        ("index", "Stand"),
    ],
)
def test_pages_have_one_menu(client, name, title):
    """The plan of these tests ends in 2025: forecasts are of its last year, whatever today is."""
    address = reverse(f"budgets:{name}")
    text = client.get(address).content.decode()
    assert f'<a href="{address}" aria-current="page">{title}</a>' in text
    assert f'<a href="{FORECASTS}" >Prognoses</a>' in text
    assert f'<a href="{PAGE}" ' in text


def test_unmapped_pair_leads_to_a_rule_and_is_gone(client, load, plan):
    load(booking(), booking(bedrag="-34,50", stuknummer="M-2"))
    text = text_of(client.get(PAGE))
    assert "2 horen nog bij geen begrotingsregel" in text
    assert "lasten € 1.234,50" in text
    assert "baten € 34,50" in text
    link = f"{ADD}?kostenplaats=0815&amp;rekening=4310"
    assert link in text
    form = client.get(link.replace("&amp;", "&")).context["form"]
    assert (form["cost_centre"].value(), form["account_from"].value()) == ("0815", "4310")
    answer = client.post(ADD, rule_fields(("l-1", "")), follow=True)
    assert "De toewijzingsregel is bewaard." in text_of(answer)
    assert "ze horen allemaal bij een begrotingsregel" in text_of(answer)
    assert booked(plan).actual == {(line("l-1").pk, 2025): 120000}
    event = AuditEvent.objects.get(verb="ledger_rule_save")
    assert event.details["shares"] == {"l-1": "100\u00a0%"}


def test_shares_divide_every_booking_to_the_cent(client, load, plan):
    client.post(ADD, rule_fields(("l-1", "33,333333"), ("l-2", "33,333333"), ("l-3", "33,333334")))
    load(*(booking(bedrag="0,01", stuknummer=f"M-{n}") for n in range(10)), booking(bedrag="100,00"))
    found = booked(plan).actual
    assert sum(found.values()) == 10010
    assert len(found) == 3


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"percent_0": "60", "line_1": "l-2", "percent_1": "30"}, "komen samen op 90 %"),
        ({"percent_0": "60", "line_1": "l-2", "percent_1": ""}, "Vul het aandeel in"),
        ({"percent_0": "50", "line_1": "l-1", "percent_1": "50"}, "staat er al bij"),
        ({"percent_0": "60", "line_1": "b-1", "percent_1": "40"}, "Baten en lasten kunnen niet samen"),
        ({"line_0": "", "percent_0": "100"}, "Kies bij dit aandeel een begrotingsregel"),
        ({"line_0": ""}, "Kies ten minste één regel"),
        ({"line_0": "999999"}, "Kies een begrotingsregel uit de lijst"),
        ({"percent_0": "0"}, "meer dan 0"),
        ({"percent_0": "NaN"}, "geen getal"),
        ({"cost_centre": "", "account_from": ""}, "Een toewijzingsregel voor alles kan niet"),
        ({"account_from": "", "account_until": "5000"}, "Vul ook in vanaf welke rekening"),
        ({"account_from": "4310", "account_until": "400"}, "Draai ze om"),
        ({"cost_centre": LONG}, "40"),
        ({"note": LONG}, "300"),
    ],
)
def test_rule_that_cannot_be_is_refused_in_the_form(client, fields, said):
    known = {code: str(line(code).pk) for code in ("l-1", "l-2", "b-1")}
    posted = rule_fields(("l-1", "")) | {name: known.get(value, value) for name, value in fields.items()}
    text = text_of(client.post(ADD, posted))
    assert said in text
    assert "Nog niet opgeslagen" in text
    assert not LedgerRule.objects.exists()


def test_line_of_another_agenda_is_no_choice(client, plan, college):
    other = Agenda.objects.create(
        slug="oud", college=college, title="Oud", starts=date(2016, 1, 1), ends=date(2019, 12, 31)
    )  # fmt: skip
    foreign = BudgetLine.objects.create(agenda=other, side="cost", code="x", title="Elders")
    client.post(ADD, rule_fields(("l-1", "")) | {"line_0": str(foreign.pk)})
    assert not LedgerRule.objects.exists()
    with pytest.raises(LedgerRefused, match="bestaat niet meer"):
        ledger_rule_save(agenda=plan, takes=Takes("1"), shares={foreign.pk: Decimal(100)}, by=BY)
    rule = LedgerRule.objects.create(agenda=other, cost_centre="1")
    hand = hand_booking_add(line=foreign, year=2017, said=Said(Decimal(1), "x"), ground="x", by=BY)
    for name, pk in (
        ("rule", rule.pk),
        ("rule_remove", rule.pk),
        ("hand_correct", hand.pk),
        ("hand_withdraw", hand.pk),
    ):
        assert client.post(reverse(f"budgets:{name}", args=[pk]), {"ground": "x"}).status_code == 404


def test_same_rule_twice_is_refused_and_overlap_is_told(client, plan):
    client.post(ADD, rule_fields(("l-1", ""), account_from="4000", account_until="4399"))
    assert "staat er al" in text_of(
        client.post(ADD, rule_fields(("l-2", ""), account_from="4000", account_until="4399"))
    )
    answer = client.post(
        ADD, rule_fields(("l-2", ""), account_from="4300", account_until="4699"), follow=True
    )
    assert "2 toewijzingsregels overlappen en zijn even precies" in text_of(answer)


def test_rule_in_two_tabs_does_not_overwrite(client, plan):
    client.post(ADD, rule_fields(("l-1", "")))
    rule = LedgerRule.objects.get()
    address = reverse("budgets:rule", args=[rule.pk])
    seen = form_version(client, address)
    assert client.post(address, rule_fields(("l-2", ""), version=seen)).status_code == 302
    assert "Iemand anders heeft dit intussen gewijzigd" in text_of(
        client.post(address, rule_fields(("l-3", ""), version=seen))
    )
    assert rule.shares.get().line == line("l-2")
    remove = reverse("budgets:rule_remove", args=[rule.pk])
    client.post(remove, {"version": seen})
    assert LedgerRule.objects.exists()
    client.post(remove, {"version": form_version(client, address)})
    assert not LedgerRule.objects.exists()
    assert client.post(remove).status_code == 404
    assert AuditEvent.objects.filter(verb="ledger_rule_remove").count() == 1


def test_rule_whose_line_left_the_plan_is_told(client, plan):
    client.post(ADD, rule_fields(("l-1", "60"), ("l-3", "40")))
    line("l-3").delete()
    assert "De aandelen komen niet op 100 %" in text_of(client.get(PAGE))


def test_text_is_not_markup(client, load, plan):
    evil = "<b>x</b>"
    load(booking(kostenplaats=evil, rekening="1&2"))
    text = text_of(client.get(PAGE))
    assert evil not in text
    assert "kostenplaats=%3Cb%3Ex%3C%2Fb%3E&amp;rekening=1%262" in text


def test_queries_do_not_grow(client, load, plan):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    def more(prefix: str, number: int) -> None:
        load(*(booking(kostenplaats=f"{prefix}{n}", maand="1", periode="1") for n in range(number)))
        for n in range(number):
            rule = LedgerRule.objects.create(agenda=plan, cost_centre=f"{prefix}{n}")
            LedgerShare.objects.create(rule=rule, line=line("l-1"), percent=100)
            CostCentre.objects.create(code=f"{prefix}{n}")
            hand_booking_add(line=line("l-1"), year=2024, said=Said(Decimal(n), "x"), ground="x", by=BY)

    more("a", 2)
    cost()
    before = cost()
    Booking.objects.all().delete()
    more("b", 30)
    assert cost() == before <= 15


# Cost centres -------------------------------------------------------------------------------------------
def test_bookings_of_a_cost_centre_that_is_gone_go_to_its_successor(client, load, plan, school: Unit):
    add = reverse("budgets:cost_centre_add")
    client.post(add, {"code": "0815", "name": "Techniek", "unit": school.pk})
    new = CostCentre.objects.get()
    client.post(add, {"code": "0700", "name": "Oud", "successor": new.pk})
    client.post(ADD, rule_fields(("l-1", "")))
    load(booking(kostenplaats="0700"))
    assert booked(plan).actual == {(line("l-1").pk, 2025): 123450}
    assert "gaat verder als 0815 Techniek" in text_of(
        client.post(ADD, rule_fields(("l-1", ""), cost_centre="0700"))
    )
    text = text_of(client.get(PAGE))
    assert "School voor Techniek" in text
    assert AuditEvent.objects.filter(verb="cost_centre_save").count() == 2


def test_cost_centres_never_make_a_ring(client, plan):
    one, _ = cost_centre_save(code="1", by=BY)
    two, _ = cost_centre_save(code="2", successor=one, by=BY)
    three, _ = cost_centre_save(code="3", successor=two, by=BY)
    address = reverse("budgets:cost_centre", args=[one.pk])
    fields = {"code": "1", "version": form_version(client, address)}
    text = text_of(client.post(address, fields | {"successor": str(three.pk)}))
    assert "Zo gaan de kostenplaatsen in een kring: 1 → 3 → 2 → 1" in text
    assert "Selecteer een geldige keuze" in text_of(client.post(address, fields | {"successor": str(one.pk)}))
    assert CostCentre.objects.get(pk=one.pk).successor is None


def test_ring_that_is_stored_leaves_its_bookings_unmapped(client, load, plan):
    one, two = CostCentre.objects.create(code="1"), CostCentre.objects.create(code="2")
    CostCentre.objects.filter(pk=one.pk).update(successor=two)
    CostCentre.objects.filter(pk=two.pk).update(successor=one)
    client.post(ADD, rule_fields(("l-1", ""), cost_centre=""))
    load(booking(kostenplaats="1"))
    assert "gaat in een kring: 1 → 2 → 1" in text_of(client.get(PAGE))


def test_cost_centre_is_kept_once_and_in_one_tab(client, plan):
    centre, _ = cost_centre_save(code="0815", by=BY)
    seen = version_of_centre(centre)
    cost_centre_save(code="0815", name="Nieuw", centre=centre, version=seen, by=BY)
    with pytest.raises(LedgerRefused, match="intussen gewijzigd"):
        cost_centre_save(code="0815", name="Anders", centre=centre, version=seen, by=BY)
    add = reverse("budgets:cost_centre_add")
    assert "staat er al" in text_of(client.post(add, {"code": " 0815 "}))
    for code in ("", LONG, "\0"):
        assert client.post(add, {"code": code}).status_code == 200
    assert CostCentre.objects.count() == 1


# By hand ------------------------------------------------------------------------------------------------
def hand_fields(**more: str) -> dict[str, str]:
    return {
        "line": str(line("l-1").pk), "year": "2024", "amount": "1.234,50", "description": "Overlopend",
        "ground": "Nota van de accountant.", **more,
    }  # fmt: skip


def test_hand_booking_counts_and_every_version_stays(client, plan, controller):
    assert client.post(reverse("budgets:hand_add"), hand_fields()).status_code == 302
    first = HandBooking.objects.get()
    key = (line("l-1").pk, 2024)
    assert booked(plan).actual == {key: 123450}
    text = text_of(client.get(PAGE))
    assert "€ 1.234,50" in text
    assert "Nota van de accountant." in text
    correct = reverse("budgets:hand_correct", args=[first.pk])
    assert "Er is niets veranderd" in text_of(client.post(correct, hand_fields(ground="Nog eens")))
    assert client.post(correct, hand_fields(amount="-10", ground="Verrekend")).status_code == 302
    assert booked(plan).actual == {key: -1000}
    assert "intussen gewijzigd of ingetrokken" in text_of(client.post(correct, hand_fields(amount="5")))
    second = HandBooking.objects.get(superseded_at__isnull=True)
    first.refresh_from_db()
    assert (first.closed_by, second.origin.ground) == (second.origin, "Verrekend")
    client.post(reverse("budgets:hand_withdraw", args=[second.pk]), {"ground": "Dubbel"})
    assert booked(plan).actual == {}
    second.refresh_from_db()
    assert (second.closed_by.ground, second.closed_by.actor_label) == ("Dubbel", controller.label)
    verbs = AuditEvent.objects.filter(object_type="budgets.handbooking").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "hand_booking_add", "hand_booking_correct", "hand_booking_withdraw",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"amount": "1,234"}, "2"),
        ({"amount": "veel"}, "geen getal"),
        ({"amount": "9" * 12}, "11"),
        ({"amount": ""}, "Vul een bedrag in"),
        ({"ground": "  "}, "Schrijf op waarom"),
        ({"description": LONG}, "300"),
        ({"description": "\t"}, "Vul een omschrijving in"),
        ({"year": "2031"}, "geldige keuze"),
        ({"line": "999999"}, "geldige keuze"),
        ({"line": "x"}, "geldige keuze"),
    ],
)
def test_hand_booking_that_cannot_be_is_refused_in_the_form(client, fields, said):
    text = text_of(client.post(reverse("budgets:hand_add"), hand_fields(**fields)))
    assert said in text
    assert not HandBooking.objects.exists()


def test_hand_booking_service_refuses_what_a_form_would(plan):
    said = Said(Decimal("1.50"), "Koffie")
    with pytest.raises(LedgerRefused, match="2024 tot en met 2025"):
        hand_booking_add(line=line("l-1"), year=2026, said=said, ground="x", by=BY)
    with pytest.raises(LedgerRefused, match="waarom"):
        hand_booking_add(line=line("l-1"), year=2024, said=said, ground=" ", by=BY)
    for amount in ("0.001", "NaN", "1e12"):
        with pytest.raises(LedgerRefused, match="bedrag in euro"):
            hand_booking_add(line=line("l-1"), year=2024, said=Said(Decimal(amount), "x"), ground="x", by=BY)
    made = hand_booking_add(line=line("l-1"), year=2024, said=said, ground="x", by=BY)
    hand_booking_withdraw(booking=made, ground="x", by=BY)
    with pytest.raises(LedgerRefused, match="intussen"):
        hand_booking_correct(booking=made, said=said, ground="x", by=BY)


def test_hand_booking_form_is_filled_in_from_the_address(client, plan):
    form = client.get(f"{reverse('budgets:hand_add')}?regel={line('l-2').pk}&jaar=2025").context["form"]
    assert (form["line"].value(), form["year"].value()) == (str(line("l-2").pk), "2025")
    assert client.get(f"{reverse('budgets:hand_add')}?regel=%00&jaar=x").status_code == 200
