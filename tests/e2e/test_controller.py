"""The controller's day: an export of the ledger gets its place; a forecast and a booking by hand stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from agenda.models import Round
from budgets.models import Booking, Forecast, HandBooking, LedgerRule
from imports.models import Batch
from imports.services import batch_undo
from organisation.access import CommandActor
from organisation.roles import Role
from tests.built.ledger import booking, ledger_csv
from tests.e2e.looks import look

CENTRE, OTHER = "0815", "0816"
LINE, CODE, YEAR = "Practoraten", "l-practoraten", 2026
PAGE = f"/begroting/regels/lasten/{CODE}/?jaar={YEAR}"
# A month that the example has not closed yet. Of the two cost centres, one gets its place before approval.
ROWS = (
    booking(boekjaar=str(YEAR), periode="10", bedrag="1.234,50", omschrijving="Inhuur practor"),
    booking(boekjaar=str(YEAR), periode="10", bedrag="(234,50)", omschrijving="Creditnota inhuur", stuknummer="M-2"),
    booking(kostenplaats=OTHER, boekjaar=str(YEAR), periode="10", bedrag="500,00", omschrijving="Zaalhuur"),
)  # fmt: skip
NOTE = "De tweede practor begint in december."
GROUND = "Bonnen van de opening; het grootboek krijgt ze pas in januari."


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    file = tmp_path / "oktober.csv"
    file.write_bytes(ledger_csv(*ROWS).getvalue())
    return file


@pytest.fixture
def page(page_of) -> Iterator[Page]:
    """The controller's page; what was done is taken away afterwards."""
    there = {
        model: set(model.objects.values_list("pk", flat=True))
        for model in (LedgerRule, HandBooking, Forecast)
    }
    yield page_of(Role.CONTROLLER)
    for batch in Batch.objects.filter(state=Batch.State.APPLIED, reader="ledger"):
        batch_undo(batch=batch, by=CommandActor("test"))
    made = {model: model.objects.exclude(pk__in=known) for model, known in there.items()}
    lines = set(made[Forecast].values_list("line", flat=True))
    for rows in made.values():
        rows.delete()
    for line in lines:
        before = Forecast.objects.filter(line=line, year=YEAR).latest("at")
        Forecast.objects.filter(pk=before.pk).update(superseded_at=None)


def cents(text: str) -> int:
    """What a cell of the site says, in cents."""
    whole, _, rest = re.sub(r"[^\d,−]", "", text).replace("−", "-").partition(",")
    return int(whole) * 100 + int(rest or 0)


def realised(page: Page) -> int:
    """In whole euros, as the page of the line has it for the year."""
    page.goto(PAGE)
    row = page.get_by_role("region", name="De regel per jaar").locator("tr", has_text=str(YEAR))
    return cents(row.locator("[data-label=Gerealiseerd]").inner_text()) // 100


def uploads(page: Page, file: Path) -> str:
    """From the file to its preview; gives the address of the file's page."""
    page.goto("/import/")
    page.get_by_label("Wat voor bestand is het?").select_option("ledger")
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload en controleer").click()
    expect(page.get_by_role("button", name="Keur goed en pas toe")).to_be_visible(timeout=30_000)
    month = page.get_by_role("region", name="Boekingen per maand").locator("tbody tr")
    expect(month).to_contain_text(["Oktober 2026"])
    expect(month.locator("[data-label=Nieuw]")).to_have_text("3")
    expect(month.locator("[data-label=Saldo]")).to_contain_text("1.500,00")
    unmapped = page.get_by_role("region", name="Boekingen zonder begrotingsregel").locator("tbody tr")
    expect(unmapped).to_contain_text([CENTRE, OTHER])
    look(page)
    return page.url


def maps(page: Page) -> None:
    """Fill in the form of a rule from what stands in it, and keep it."""
    page.get_by_label("Begrotingsregel 1").select_option(label=f"{CODE} {LINE}")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("heading", name="Grootboek")).to_be_visible()


def gives_a_place_before_and_after_approval(page: Page, address: str) -> None:
    page.get_by_role("link", name="Grootboek", exact=True).click()
    page.get_by_role("link", name="Nieuwe toewijzingsregel").click()
    page.get_by_label("Kostenplaats").fill(CENTRE)
    page.get_by_label("Rekening vanaf").fill("4310")
    maps(page)
    page.goto(address)
    page.get_by_role("button", name="Controleer opnieuw").click()
    unmapped = page.get_by_role("region", name="Boekingen zonder begrotingsregel").locator("tbody tr")
    expect(unmapped).to_have_count(1)
    expect(unmapped).to_contain_text(OTHER)
    page.get_by_role("button", name="Keur goed en pas toe").click()
    expect(page.locator(".import-stand")).to_contain_text("oegepast")

    page.goto("/begroting/grootboek/")
    row = page.get_by_role("region", name="Tabel: boekingen zonder begrotingsregel").locator(
        "tr", has_text=OTHER
    )
    expect(row.locator("[data-label=Bedrag]")).to_contain_text("500,00")
    row.get_by_role("link", name="Maak een toewijzingsregel").click()
    expect(page.get_by_label("Kostenplaats")).to_have_value(OTHER)
    expect(page.get_by_label("Rekening vanaf")).to_have_value("4310")
    look(page)
    maps(page)
    expect(page.get_by_role("region", name="Tabel: toewijzingsregels")).to_contain_text(
        f"Kostenplaats {OTHER}"
    )


def finds_the_bookings_on_their_line(page: Page, before: int) -> None:
    page.goto(f"/begroting/?jaar={YEAR}")
    table = page.get_by_role("region", name="Tabel: Lasten per regel")
    table.get_by_role("link", name=LINE).click()
    expect(page.locator("h1")).to_have_text(LINE)
    rows = page.get_by_role("region", name=re.compile("boekingen", re.IGNORECASE)).locator("tbody tr")
    for text, amount, place in (
        ("Inhuur practor", "1.234,50", 2),
        ("Creditnota", "−234,50", 3),
        ("Zaalhuur", "500,00", 4),
    ):
        row = rows.filter(has_text=text)
        expect(row).to_contain_text(amount)
        expect(row).to_contain_text("oktober.csv")
        expect(row).to_contain_text(f"rij {place}")
    # Rounded to whole euros on the page, so one off at most.
    assert abs(realised(page) - before - 1500) <= 1


def forecasts_in_the_open_round(page: Page) -> None:
    page.get_by_label("Prognose voor het hele jaar").fill("512.345,50")
    page.get_by_label("Toelichting").fill(NOTE)
    page.get_by_role("button", name="Prognose opslaan").click()
    expect(page.get_by_text(f"De prognose voor {LINE} in {YEAR} is opgeslagen.")).to_be_visible()
    last = page.get_by_role("region", name="Prognoses tot nu toe").locator("tbody tr").first
    asked = Round.objects.get(asks_reports=True, closed_at=None)
    for said in ("512.345,50", NOTE, str(asked)):
        expect(last).to_contain_text(said)


def books_by_hand(page: Page) -> None:
    page.goto("/begroting/grootboek/")
    page.get_by_role("link", name="Met de hand boeken").click()
    page.get_by_label("Begrotingsregel").select_option(label=f"{CODE} {LINE}")
    page.get_by_label("Jaar").select_option(str(YEAR))
    page.get_by_label("Bedrag").fill("250,00")
    page.get_by_label("Omschrijving").fill("Opening practoraat")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Schrijf op waarom").first).to_be_visible()
    look(page)
    page.get_by_label("Waarom").fill(GROUND)
    page.get_by_role("button", name="Bewaar").click()
    row = page.get_by_role("region", name="Tabel: boekingen met de hand").locator(
        "tr", has_text="Opening practoraat"
    )
    expect(row).to_contain_text(GROUND)
    expect(row).to_contain_text("250,00")


def downloads(page: Page, booked: int) -> None:
    """The workbook has the line with its bookings, and sums that are formulas."""
    page.goto(f"/begroting/?jaar={YEAR}")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Downloaden (XLSX)").click()
    book = load_workbook(BytesIO(waiting.value.path().read_bytes()))
    assert book.sheetnames == [
        "Regels", "Prioriteiten", "Doelstellingen", "Instrumenten", "Jaren", "Over dit bestand",
    ]  # fmt: skip
    head, *rows = book["Regels"].iter_rows(values_only=True)
    place = {title: number for number, title in enumerate(head)}
    (own,) = (row for row in rows if (row[place["Jaar"]], row[place["Code"]]) == (YEAR, CODE))
    assert round(own[place["Gerealiseerd"]]) == booked
    assert own[place["Prognose"]] == 512345.5
    sums = [row for row in rows if row[place["Regel"]] == "Samen"]
    assert all(str(row[place["Gerealiseerd"]]).startswith("=") for row in sums)


def undoes_the_import(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_text("Maak deze import ongedaan").click()
    page.get_by_label("Waarom").first.fill("Verkeerde maand.")
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.locator(".import-stand")).to_contain_text("ngedaan")
    look(page)


def test_controllers_day(page: Page, ledger_file: Path):
    """What is looked at is what no other test makes; the other pages stand in ``test_every_page.py``."""
    before = realised(page)
    address = uploads(page, ledger_file)
    gives_a_place_before_and_after_approval(page, address)
    finds_the_bookings_on_their_line(page, before)
    look(page)
    forecasts_in_the_open_round(page)
    books_by_hand(page)
    after = realised(page)
    assert abs(after - before - 1750) <= 1
    downloads(page, after)
    undoes_the_import(page, address)
    assert abs(realised(page) - before - 250) <= 1
    expect(page.locator("main")).not_to_contain_text("Inhuur practor")
    expect(page.locator("main")).to_contain_text("Opening practoraat")
    assert not Booking.objects.filter(cost_centre__in=[CENTRE, OTHER], superseded_at=None).exists()
