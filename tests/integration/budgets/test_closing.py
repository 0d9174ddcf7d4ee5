"""Closing a book year: only the controller does, and never the ledger by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from agenda.models import Agenda
from budgets.exceptions import LedgerRefused
from budgets.models import Booking, BudgetLine, HandBooking, LedgerRule, LedgerShare, YearClosing
from budgets.overview import Overview, overview, sheet
from budgets.services.by_hand import Said, hand_booking_add, hand_booking_correct, hand_booking_withdraw
from budgets.services.closing import year_close, year_reopen
from budgets.services.sums import sums_keep
from budgets.sums import Scope
from imports.models import Origin
from operations.models import AuditEvent
from organisation.access import CommandActor
from organisation.roles import Role
from tests.integration.budgets.dividing import text_of

ON = date(2025, 5, 1)
BY = CommandActor("test")
PAGE = "/begroting/grootboek/jaren/2024/"
Book = Callable[..., None]


@pytest.fixture
def book(plan: Agenda) -> Book:
    """``book(12)``: a booking of 2024 in a period, on l-1 unless another cost centre is named."""
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="export.csv", actor_label="test")
    rule = LedgerRule.objects.create(agenda=plan, cost_centre="K1")
    LedgerShare.objects.create(rule=rule, line=BudgetLine.objects.get(code="l-1"), percent=100)

    def one(*periods: int, centre: str = "K1") -> None:
        for period in periods:
            Booking.objects.create(
                cost_centre=centre, account="4000", year=2024, period=period, cents=1000, place="rij", origin=origin,
                key=f"{Booking.objects.count():064}", recorded_at=timezone.now(),
            )  # fmt: skip
        sums_keep([2024])

    return one


def of_2024(plan: Agenda) -> tuple[str, bool]:
    """To which month 2024 is known, and whether it is closed."""
    [row] = [row for row in overview(plan, "2024", ON).by_year if row.year == 2024]
    return row.until, row.costs.money.closed


def spent(page: Overview) -> dict[str, tuple[object, str]]:
    return {row.code: (row.money.actual, row.spending.value) for row in page.costs}


@pytest.mark.parametrize(
    ("periods", "until"),
    [
        ((12,), "december 2024, zonder januari tot en met november"),
        ((1, 2, 13), "februari 2024"),
        ((0,), ""),
        ((13,), ""),
        ((1, 3), "maart 2024, zonder februari"),
        (tuple(range(1, 13)), "december 2024"),
    ],
)
def test_bookings_alone_never_close_a_year(periods, until, plan: Agenda, book: Book) -> None:
    book(*periods)
    assert of_2024(plan) == (until, False)


def test_bookings_of_no_line_say_nothing_of_how_far_a_year_is(plan: Agenda, book: Book) -> None:
    book(1)
    book(12, centre="ONBEKEND")
    assert of_2024(plan) == ("januari 2024", False)


def test_closed_year_has_nothing_spent_where_nothing_was_booked(plan: Agenda, book: Book) -> None:
    book(*range(1, 13))
    assert spent(overview(plan, "2024", ON)) == {
        "l-1": (120, "niet te bepalen"), "l-2": (None, "niet te bepalen"), "l-3": (None, "niet te bepalen")
    }  # fmt: skip
    year_close(agenda=plan, year=2024, note="", on=ON, by=BY)
    assert of_2024(plan) == ("december 2024", True)
    page = overview(plan, "2024", ON)
    assert spent(page) == {"l-1": (120, "onder"), "l-2": (0, "onder"), "l-3": (0, "onder")}
    assert [event.object_label for event in AuditEvent.objects.filter(verb="year_close")] == ["Boekjaar 2024"]


def test_year_reopens_with_a_reason(plan: Agenda, book: Book) -> None:
    book(*range(1, 13))
    closing = year_close(agenda=plan, year=2024, note="", on=ON, by=BY)
    with pytest.raises(LedgerRefused, match="Schrijf op waarom"):
        year_reopen(closing=closing, reason=" ", by=BY)
    year_reopen(closing=closing, reason="Nog een factuur", by=BY)
    assert of_2024(plan) == ("december 2024", False)
    with pytest.raises(LedgerRefused, match="niet meer afgesloten"):
        year_reopen(closing=closing, reason="Nog een factuur", by=BY)
    again = year_close(agenda=plan, year=2024, note="", on=ON, by=BY)
    assert YearClosing.objects.filter(superseded_at__isnull=True).get() == again


def test_report_of_an_earlier_moment_knows_what_was_closed_then(plan: Agenda, book: Book) -> None:
    book(*range(1, 13))
    closing = year_close(agenda=plan, year=2024, note="", on=ON, by=BY)
    closed_at = timezone.now()
    year_reopen(closing=closing, reason="Nog een factuur", by=BY)
    for moment, closed in ((closed_at, True), (timezone.now(), False), (closing.at - timedelta(1), False)):
        read = sheet(plan, ON, scope=Scope(known_at=moment, until=2024))
        assert read.found.is_closed(2024, ON) is closed, moment


def test_what_cannot_be_closed_is_refused(plan: Agenda, book: Book) -> None:
    for year, why in (
        (2025, "nog niet voorbij"),
        (2024, "niets geboekt"),
        (2030, "hoort niet bij de agenda"),
    ):
        with pytest.raises(LedgerRefused, match=why):
            year_close(agenda=plan, year=year, note="", on=ON, by=BY)
    book(1, 2, 13)
    with pytest.raises(LedgerRefused, match="In maart tot en met december is niets geboekt"):
        year_close(agenda=plan, year=2024, note="", on=ON, by=BY)
    year_close(agenda=plan, year=2024, note="Alles stond in februari.", on=ON, by=BY)
    with pytest.raises(LedgerRefused, match="al afgesloten"):
        year_close(agenda=plan, year=2024, note="nog eens", on=ON, by=BY)


def test_page_closes_and_reopens(plan: Agenda, book: Book, client_of: Callable[[Role], Client]) -> None:
    client = client_of(Role.CONTROLLER)
    assert "niets geboekt" in text_of(client, PAGE)
    book(1)
    assert "In februari tot en met december is" in text_of(client, PAGE)
    refused = client.post(PAGE, {"note": ""})
    assert "Schrijf op waarom 2024 toch af is" in refused.content.decode()
    assert client.post(PAGE, {"note": "Zo was het."}).status_code == 302
    assert "Heropen het jaar" in text_of(client, PAGE)
    assert "afgesloten" in text_of(client, "/begroting/grootboek/")
    assert "Schrijf op waarom" in client.post(PAGE, {"reason": "", "seen": seen()}).content.decode()
    client.post(PAGE, {"reason": "Toch niet.", "seen": seen()})
    assert "Heropend op" in text_of(client, PAGE)
    assert client.get("/begroting/grootboek/jaren/2031/").status_code == 404
    assert client_of(Role.READER).get(PAGE).status_code == 403


def seen() -> str:
    """What the page says of the closing that stands there."""
    return str(YearClosing.objects.get(superseded_at__isnull=True).pk)


def test_second_tab_never_does_the_opposite(
    plan: Agenda, book: Book, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.CONTROLLER)
    book(*range(1, 13))
    opened = client.get(PAGE).context["form"].initial
    assert client.post(PAGE, {"note": "", **opened}).status_code == 302
    again = client.post(PAGE, {"note": "", **opened}, follow=True).content.decode()
    assert "2024 is intussen afgesloten. Er is niets veranderd" in again
    reopen = {"reason": "Toch niet.", **client.get(PAGE).context["form"].initial}
    assert client.post(PAGE, reopen).status_code == 302
    again = client.post(PAGE, reopen, follow=True).content.decode()
    assert "2024 is intussen weer open. Er is niets veranderd" in again
    assert not YearClosing.objects.filter(superseded_at__isnull=True).exists()


def test_page_tells_what_files_did_after_closing(
    plan: Agenda, book: Book, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.CONTROLLER)
    book(*range(1, 13))
    year_close(agenda=plan, year=2024, note="", on=ON, by=BY)
    changed = "De boekingen zijn na het afsluiten veranderd"
    assert changed not in text_of(client, PAGE)
    book(13, 13)
    Booking.objects.filter(period=1).update(superseded_at=timezone.now())
    shown = text_of(client, PAGE)
    assert changed in shown and "Er kwamen 2 boekingen bij, en 1 verviel." in shown
    # The file is undone: its bookings go, and what it took away stands there again, as a row of its own.
    Booking.objects.filter(period=13).update(superseded_at=timezone.now())
    away = Booking.objects.get(period=1)
    away.pk, away.recorded_at, away.superseded_at = None, timezone.now(), None
    away.save()
    assert changed not in text_of(client, PAGE)
    year_reopen(closing=YearClosing.objects.get(), reason="Opnieuw.", by=BY)
    year_close(agenda=plan, year=2024, note="Zo is het.", on=ON, by=BY)
    assert changed not in text_of(client, PAGE)


def test_page_tells_what_of_the_year_belongs_to_no_line(
    plan: Agenda, book: Book, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.CONTROLLER)
    book(*range(1, 13))
    assert "bij geen begrotingsregel" not in text_of(client, PAGE)
    book(3, 4, centre="ONBEKEND")
    for state in ("open", "afgesloten"):
        shown = text_of(client, PAGE).replace("\xa0", " ")
        assert "2 boekingen horen nog bij geen begrotingsregel" in shown, state
        assert "lasten € 20,00" in shown, state
        client.post(PAGE, {"note": ""})
    assert "bij geen begrotingsregel" not in text_of(client, PAGE.replace("2024", "2025"))


def test_nothing_by_hand_changes_what_a_closed_year_came_to(plan: Agenda, book: Book) -> None:
    line, said = BudgetLine.objects.get(code="l-1"), Said(Decimal(5), "Bon")
    made = hand_booking_add(line=line, year=2024, said=said, ground="omdat", by=BY)
    book(*range(1, 13))
    closing = year_close(agenda=plan, year=2024, note="", on=ON, by=BY)
    refused = pytest.raises(LedgerRefused, match=r"2024 is afgesloten\. Heropen")
    with refused:
        hand_booking_add(line=line, year=2024, said=said, ground="omdat", by=BY)
    with refused:
        hand_booking_correct(booking=made, said=Said(Decimal(6), "Bon"), ground="omdat", by=BY)
    with refused:
        hand_booking_withdraw(booking=made, ground="omdat", by=BY)
    hand_booking_add(line=line, year=2025, said=said, ground="omdat", by=BY)
    year_reopen(closing=closing, reason="Nog een bon", by=BY)
    hand_booking_withdraw(booking=made, ground="omdat", by=BY)
    assert HandBooking.objects.filter(superseded_at=None).get().year == 2025
