"""A report from concept to signed off: who writes it, who signs it, who reads it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from organisation.roles import Role
from reporting.models import Report, ReportSnapshot, ReportTemplate, Story, TemplateUse
from reporting.writers import WRITERS
from tests.e2e.conftest import NARROW
from tests.e2e.looks import look
from tests.e2e.test_every_page import look_at
from tests.unit.reporting.template.test_check import template

INDEX = "/verantwoording/"


def propose(writer: Page) -> None:
    """Put the report before the board, also without what is missing."""
    writer.get_by_role("link", name="Leg voor ter vaststelling").click()
    expect(writer.get_by_role("heading", name="Ter vaststelling voorleggen")).to_be_visible()
    gaps = writer.get_by_label("Leg het verslag zo voor")
    if gaps.count():
        gaps.check()
    writer.get_by_role("button", name="Leg voor").click()


@pytest.fixture(autouse=True)
def _quick_and_gone(monkeypatch):
    """Only the page is really written: the other formats have tests of their own, and take their time."""
    for name in ("pdf", "docx", "xlsx"):
        monkeypatch.setitem(WRITERS, name, lambda document, name=name: f"{name} {document.status}".encode())
    yield
    Report.objects.all().delete()
    ReportSnapshot.objects.all().delete()
    TemplateUse.objects.all().delete()
    ReportTemplate.objects.all().delete()


def test_report_is_written_sent_back_signed_and_read(page_of):
    writer = page_of(Role.PORTFOLIO_HOLDER)
    writer.goto(INDEX)
    writer.get_by_role("link", name="Verslag beginnen").click()
    writer.get_by_label("Soort").select_option("managementrapportage")
    writer.get_by_label("Jaar").select_option("2026")
    writer.get_by_label("Ronde").select_option(label="4-maandsronde 2026")
    look_at(writer, "report-start")
    writer.get_by_role("button", name="Maak het concept").click()
    expect(writer.get_by_role("link", name="Lees het verslag")).to_be_visible()
    address = writer.url
    look_at(writer, "yearly-concept")

    writer.get_by_role("link", name="Lees het verslag").click()
    expect(writer.get_by_role("heading", level=1)).to_contain_text("Managementrapportage 4 maanden 2026")
    writer.goto(address)
    propose(writer)
    expect(writer.get_by_text("ligt nu ter vaststelling")).to_be_visible()

    board = page_of(Role.BOARD)
    board.goto(address)
    board.get_by_role("link", name="Terug naar concept").click()
    board.get_by_label("Toelichting").fill("Leg het verschil bij 1.3 uit.")
    board.get_by_role("button", name="Stuur terug").click()
    writer.goto(address)
    expect(writer.get_by_text("Leg het verschil bij 1.3 uit.")).to_be_visible()
    writer.get_by_role("button", name="Maak opnieuw met de gegevens van nu").click()
    propose(writer)
    expect(writer.get_by_text("ligt nu ter vaststelling")).to_be_visible()

    board.set_viewport_size(NARROW)
    board.goto(address)
    board.get_by_role("link", name="Vaststellen").click()
    look(board)
    board.get_by_label("Ik heb dit verslag gelezen").check()
    board.get_by_role("button", name="Stel vast").click()
    expect(board.get_by_text("Het verslag is vastgesteld.")).to_be_visible()

    reader = page_of(Role.READER)
    reader.goto(INDEX)
    reader.get_by_role("link", name="Managementrapportage").click()
    with reader.expect_download() as download:
        reader.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "managementrapportage-2026-4-maanden-versie-1.pdf"
    assert download.value.path().read_bytes().startswith(b"pdf vastgesteld door ")
    look_at(reader, "yearly-signed")


def test_story_is_written_with_facts_that_are_chosen_while_typing(page_of):
    writer = page_of(Role.PORTFOLIO_HOLDER)
    writer.goto("/verantwoording/2024/verhaal/doelstelling/1.2/")
    effect = writer.get_by_label("Wat leverde het op?")
    effect.press_sequentially("Op school: {{1a nulm")
    options = writer.get_by_role("option")
    expect(options.first).to_contain_text("0-meting")
    look(writer)
    effect.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    effect.press("ArrowUp")
    effect.press("Enter")
    assert effect.input_value() == "Op school: {{ 1a.nulmeting }}"
    expect(writer.get_by_role("listbox")).to_be_hidden()
    writer.get_by_label("Zoek een gegeven").fill("1.2 besteed")
    writer.get_by_role("list", name="Gegevens van dit onderwerp").get_by_role("button").first.click()
    assert "{{ 1.2.besteed }}" in effect.input_value()
    writer.get_by_text("Voorzet uit de cijfers").first.click()
    writer.get_by_role("button", name="Voeg in").first.click()
    assert "{{ 1.2.begroot }}" in writer.get_by_label("Wat was het plan?").input_value()
    expect(writer.get_by_text("vastgehouden; alleen u ziet die")).to_be_visible()
    writer.get_by_role("button", name="Bekijk zoals in het verslag").click()
    expect(writer.locator("#voorbeeld")).to_contain_text("Op school: 85")
    writer.get_by_role("button", name="Bewaar, klaar voor lezen").click()
    expect(writer.get_by_text("Versie 1 is bewaard en klaar voor lezen.")).to_be_visible()

    board = page_of(Role.BOARD)
    board.set_viewport_size(NARROW)
    board.goto("/verantwoording/2024/verhaal/")
    board.get_by_role("link", name="1.2 Welzijn").click()
    board.get_by_label("Opmerking voor de schrijver").fill("Mag het korter?")
    board.get_by_role("button", name="Plaats de opmerking").click()
    expect(board.get_by_text("Mag het korter?")).to_be_visible()
    look(board)
    Story.objects.filter(year=2024).delete()


def test_template_is_refused_with_reasons_then_kept_and_chosen(page_of, tmp_path):
    good, bad = tmp_path / "huisstijl.docx", tmp_path / "anders.docx"
    good.write_bytes(template("{{ titel }}", header="{{ instelling }}"))
    bad.write_bytes(template("{{ logo }}"))
    page = page_of(Role.PORTFOLIO_HOLDER)
    page.goto(INDEX)
    page.get_by_role("link", name="Eigen sjabloon").click()
    page.get_by_label("Word-bestand (DOCX)").set_input_files(bad)
    page.get_by_role("button", name="Controleer en bewaar").click()
    expect(page.get_by_text("Onbekende velden: {{ logo }}").first).to_be_visible()
    page.get_by_label("Word-bestand (DOCX)").set_input_files(good)
    page.get_by_role("button", name="Controleer en bewaar").click()
    page.get_by_role("button", name="Neem in gebruik").click()
    expect(page.get_by_text("Nu in gebruik: huisstijl.docx")).to_be_visible()
    look_at(page, "report-templates")
    page.get_by_role("button", name="Stop met dit sjabloon").click()
    expect(page.get_by_text("Nu krijgen zij de gewone opmaak")).to_be_visible()
