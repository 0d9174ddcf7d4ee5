"""Without a mouse, without a screen: the keyboard, the focus, and the printed page."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect
from pypdf import PdfReader

from organisation.roles import Role
from tests.e2e.conftest import EMAILS, NARROW, SCREENSHOTS, sign_in
from tests.e2e.looks import settled
from tests.example import PERIOD

GLANCE = f"/agenda/{PERIOD}/"
README_PICTURE = Path(settings.BASE_DIR) / "docs" / "images" / "glance.png"
FOCUSED = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return {
        text: one.textContent.trim(),
        tag: one.tagName,
        id: one.id,
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < window.innerHeight && box.left >= 0,
        ring: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
    };
}"""


def test_skip_link_is_first_and_leads_to_the_content(page_of):
    page = page_of(Role.READER)
    page.goto(GLANCE)
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    assert first["text"] == "Naar de inhoud"
    assert first["seen"]
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED)["id"] == "inhoud"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("address", [GLANCE, "/indicatoren/2a/", "/maatregelen/", "/begroting/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_always_seen(address, scheme, page_of):
    page = page_of(Role.READER)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(address)
    settled(page, scheme)
    for _ in range(30):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["tag"] == "BODY":
            break  # past the last one
        assert here["ring"], here
        assert here["seen"], here


def test_menu_on_a_phone_opens_and_closes_by_keyboard(page_of):
    page = page_of(Role.READER)
    page.set_viewport_size(NARROW)
    page.goto(GLANCE)
    menu = page.locator("details.narrow-only > summary")
    menu.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Indicatoren")
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(menu).to_be_focused()


@pytest.mark.parametrize("role", [Role.PORTFOLIO_HOLDER, Role.DATA_STEWARD])
def test_header_fits_at_every_width(page_of, role):
    """These two have the longest menus. What falls off the screen here is search and signing out."""
    page = page_of(role)
    page.goto(GLANCE)
    for width in (360, 768, 1024, 1200, 1247, 1249, 1280, 1366, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 700})
        ends = page.locator(".site-header-row > *:visible").evaluate_all(
            "found => found.map(one => one.getBoundingClientRect().right)"
        )
        assert len(ends) >= 3 and max(ends) <= width, (width, ends)


def test_theme_chosen_by_hand_stays(open_context):
    page = open_context(color_scheme="light").new_page()
    sign_in(page, EMAILS[Role.READER])
    page.locator("details.wide-only > summary").click()
    page.get_by_role("button", name="Donker").first.click()
    page.goto("/indicatoren/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


@pytest.mark.parametrize(("name", "address"), [("glance", GLANCE), ("indicator", "/indicatoren/2a/")])
def test_printed_page_has_its_content_and_no_menu(name, address, page_of):
    page = page_of(Role.READER)
    page.goto(address)
    settled(page, "light")
    page.emulate_media(media="print", color_scheme="light")
    expect(page.locator("h1")).to_be_visible()
    for part in ("nav.main-menu", "nav.phone-menu", ".skip-link", "details[data-drop]", "nav.trail"):
        for one in page.locator(part).all():
            expect(one).to_be_hidden()
    # Even on paper nobody takes an invented school for a real one.
    expect(page.get_by_text("Voorbeeldgegevens", exact=False).first).to_be_visible()
    SCREENSHOTS.mkdir(exist_ok=True)
    paper = page.pdf(path=SCREENSHOTS / f"{name}.pdf", format="A4")
    assert paper.startswith(b"%PDF")
    assert len(paper) > 20_000


@pytest.mark.parametrize(
    "address", ["/verantwoording/", "/verantwoording/2025/verhaal/doelstelling/1.2/", "/begroting/scholen/"]
)
def test_no_sheet_of_a_printed_page_is_empty(address, page_of):
    page = page_of(Role.PORTFOLIO_HOLDER)
    page.goto(address)
    settled(page, "light")
    page.emulate_media(media="print", color_scheme="light")
    sheets = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    # More than the banner of the example data, and than the name and number at the foot.
    assert min(len(sheet.extract_text().split()) for sheet in sheets) > 24


def test_page_works_without_javascript(open_context, site_url):
    page = open_context(java_script_enabled=False).new_page()
    sign_in(page, EMAILS[Role.READER])
    page.goto("/indicatoren/2a/")
    expect(page.locator("main table").first).to_be_visible()
    assert "De grafiek heeft JavaScript nodig" in page.content()


def test_picture_for_the_readme(page_of):
    """Taken at every run; only with WRITE_README_IMAGES=1 it replaces the one in the repository."""
    page = page_of(Role.BOARD)
    page.goto(GLANCE)
    settled(page, "light")
    SCREENSHOTS.mkdir(exist_ok=True)
    picture = page.screenshot(path=SCREENSHOTS / "glance.png")
    assert 20_000 < len(picture) < 300_000
    if os.environ.get("WRITE_README_IMAGES") == "1":
        README_PICTURE.parent.mkdir(parents=True, exist_ok=True)
        README_PICTURE.write_bytes(picture)
