"""A page that is left open tells that figures changed, without a restart and without being in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from imports.models import Origin
from organisation.roles import Role
from tests.e2e.conftest import EMAILS, sign_in
from tests.e2e.looks import EVERYTHING, findings, sideways
from tests.example import PERIOD, TEAM

PAGES = [
    f"/agenda/{PERIOD}/",
    f"/agenda/{PERIOD}/doelstellingen/1.2/",
    "/indicatoren/2a/",
    f"/eenheden/{TEAM}/",
]
MINUTE = 61_000


@pytest.fixture
def page(open_context) -> Page:
    """A page with a clock of its own, so not the one that other tests share."""
    page = open_context().new_page()
    sign_in(page, EMAILS[Role.ADMIN])
    page.clock.install()
    return page


@pytest.fixture
def figures_change() -> Iterator[Callable[[], None]]:
    """Something comes in. No figure goes with it: other tests look at the same site."""
    made: list[Origin] = []

    def change() -> None:
        made.append(Origin.objects.create(kind=Origin.Kind.FILE, label="nieuw.csv", actor_label="test"))

    yield change
    for origin in made:
        origin.delete()


@pytest.mark.parametrize("address", PAGES)
def test_open_page_tells_once_that_figures_changed(address, page: Page, figures_change):
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/cijfers/nieuw/" in request.url else None
    )
    page.goto(address)
    page.clock.run_for(MINUTE)
    page.wait_for_timeout(200)
    assert len(asked) == 1
    notice = page.get_by_role("status").filter(has_text="Er zijn nieuwe cijfers")
    expect(notice).to_have_count(0)

    figures_change()
    page.wait_for_load_state("networkidle")  # parts that the page asks for by itself are there
    page.locator("main a").first.focus()
    before = page.evaluate("document.activeElement.outerHTML")
    page.clock.run_for(MINUTE)
    expect(notice).to_be_visible()
    assert page.evaluate("document.activeElement.outerHTML") == before
    assert not sideways(page)
    assert not findings(page, EVERYTHING)
    told = len(asked)
    page.clock.run_for(3 * MINUTE)
    assert len(asked) == told

    notice.get_by_role("link", name="Ververs de pagina").click()
    page.wait_for_load_state()
    assert page.url.endswith(address)
    expect(notice).to_have_count(0)


def test_page_that_nobody_sees_does_not_ask(page: Page):
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(request.url) if "/cijfers/nieuw/" in request.url else None
    )
    page.goto(PAGES[0])
    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true})")
    page.clock.run_for(5 * MINUTE)
    assert asked == []
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'visible', configurable: true})"
    )
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(200)
    assert len(asked) == 1


def test_session_that_ended_shows_no_sign_in_page_inside_the_page(page: Page):
    page.goto(PAGES[0])
    page.context.clear_cookies()
    page.clock.run_for(MINUTE)
    page.wait_for_timeout(300)
    assert page.locator("[data-news]").inner_text() == ""
