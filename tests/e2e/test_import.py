"""The data steward's day: two editions of DUO, what the second changes, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from imports.models import Batch
from imports.services import batch_undo
from organisation.access import CommandActor
from organisation.roles import Role
from tests.built.files import DUO_2018, DUO_2019
from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.looks import COLOURS, EVERYTHING, findings, settled, sideways

DAY = 30_000


@pytest.fixture
def page(page_of) -> Iterator[Page]:
    """The steward's page; what was taken in is taken back afterwards, the last first."""
    yield page_of(Role.DATA_STEWARD)
    for batch in Batch.objects.filter(state=Batch.State.APPLIED, reader="duo_indicators").order_by("-pk"):
        batch_undo(batch=batch, by=CommandActor("test"))


def upload(page: Page, file: Path, edition: str) -> None:
    """Send a file with the form, and wait for its preview."""
    page.goto("/import/")
    page.get_by_label("Wat voor bestand is het?").select_option("duo_indicators")
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_label("Editie").fill(edition)
    page.get_by_role("button", name="Upload en controleer").click()
    expect(page.get_by_role("button", name="Keur goed en pas toe")).to_be_visible(timeout=DAY)


FULL = ((WIDE, "light", EVERYTHING), (WIDE, "dark", COLOURS), (NARROW, "light", EVERYTHING))


def check_looks(page: Page, where: str, looks=FULL) -> None:
    """Without findings of axe, light and dark, wide and on a phone."""
    for size, scheme, rules in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        settled(page, scheme)
        assert findings(page, rules) == [], (where, scheme, size)
        assert sideways(page) == [], (where, size)
    page.set_viewport_size(WIDE)


def figures(page: Page) -> str:
    """The figures of early leavers of the whole college, as the page of the indicator has them."""
    page.goto("/indicatoren/2a/")
    page.locator("a[href*='reeks=']", has_text=re.compile("hele instelling", re.IGNORECASE)).first.click()
    page.wait_for_url("**reeks=**")
    return " ".join(page.locator("main").inner_text().split())


def test_steward_takes_in_a_second_edition_sees_what_it_changes_and_takes_it_back(page: Page):
    upload(page, DUO_2018, "2018")
    page.get_by_role("button", name="Keur goed en pas toe").click()
    expect(page.locator(".import-stand")).to_contain_text("oegepast")
    first = figures(page)
    assert DUO_2018.name in first
    assert "4,2" in first

    upload(page, DUO_2019, "2019")
    preview = page.locator("#import")
    expect(preview).to_contain_text("4,1709")
    expect(preview).to_contain_text("4,5074")
    check_looks(page, "preview")
    page.get_by_role("button", name="Keur goed en pas toe").click()
    expect(page.locator(".import-stand")).to_contain_text("oegepast")
    check_looks(page, "applied", FULL[2:])
    address = page.url
    second = figures(page)
    assert "4,5" in second
    assert f"{DUO_2019.name}" in second
    assert "blad VSV, cel S38" in second

    page.goto(address)
    page.get_by_text("Maak deze import ongedaan").click()
    page.get_by_role("button", name="Maak ongedaan").click()
    expect(page.locator(".import-stand")).to_contain_text("ngedaan")
    check_looks(page, "undone", FULL[1:2])
    assert figures(page) == first


def test_steward_sees_why_a_file_is_refused_and_where(page: Page, tmp_path: Path):
    file = tmp_path / "gediplomeerden.csv"
    file.write_text(
        "INSTELLINGSCODE;BEROEPSOPLEIDING CODE;DIPMAN2023;DIPVROUW2023\r\n25LW;BC113;twaalf;5\r\n"
    )
    page.goto("/import/")
    check_looks(page, "list")
    page.get_by_label("Wat voor bestand is het?").select_option("duo_gediplomeerden")
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload en controleer").click()
    expect(page.locator("#import")).to_contain_text("'twaalf' is geen getal")
    expect(page.locator("#import")).to_contain_text("DIPMAN2023")
    expect(page.get_by_role("button", name="Keur goed en pas toe")).to_have_count(0)
    check_looks(page, "refused")
