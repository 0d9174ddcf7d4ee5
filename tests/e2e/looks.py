"""What every page must be to look at: without findings of axe, a sideways scroll, or a button as high as a window."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
# Everything that axe knows, the rules that are no law included; of a theme only what depends on it.
EVERYTHING: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
COLOURS: dict[str, Any] = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}


def findings(page: Page, rules: dict[str, Any]) -> list[str]:
    """What axe finds on the page as it stands: the rule, and where, with what it measured."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate("(rules) => axe.run(rules).then((found) => found.violations)", rules)
    return [
        f"{rule['id']}: {node['target']} {json.dumps([check.get('data') for check in node['any']])[:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> list[str]:
    """The elements that stick out of the window; none when the page does not scroll sideways."""
    return page.evaluate("""() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        return [...document.querySelectorAll("body *")]
            .filter((one) => one.getBoundingClientRect().right > width + 1)
            .map((one) => `${one.tagName}.${one.className}`)
            .slice(0, 5)
            .concat([`scrolls to ${document.documentElement.scrollWidth}`]);
    }""")


def too_high(page: Page) -> list[str]:
    """Buttons and fields of one line that are higher than any finger or text needs."""
    return page.evaluate("""() =>
        [...document.querySelectorAll("main input, main button, main .btn, main select:not([multiple])")]
            .filter((one) => one.getBoundingClientRect().height > 120)
            .map((one) => `${one.tagName}.${one.className} is ${one.getBoundingClientRect().height} px high`)
    """)


def settled(page: Page, scheme: str) -> None:
    """The theme is on, fonts are there, and so is the large chart where there is one."""
    page.wait_for_load_state("load")
    page.wait_for_function("scheme => document.documentElement.dataset.bsTheme === scheme", arg=scheme)
    page.evaluate("document.fonts.ready")
    if page.locator("#grafiek-gegevens").count():
        page.locator("#grafiek .main-svg").first.wait_for()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    if not page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches"):
        # The header takes its colours over from the theme in a moment of its own.
        page.wait_for_timeout(150)
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))")


def look(page: Page) -> None:
    """Nothing for axe and nothing sticking out, in both themes."""
    wrong = []
    for scheme, rules in (("dark", COLOURS), ("light", EVERYTHING)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        settled(page, scheme)
        wrong += [f"{page.url} {scheme} {finding}" for finding in findings(page, rules)]
    wrong += [f"{page.url} sticks out: {one}" for one in sideways(page)]
    wrong += [f"{page.url} {one}" for one in too_high(page)]
    assert not wrong, "\n".join(wrong)
