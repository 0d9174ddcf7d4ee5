"""A report as one HTML page, opened as a file: what a reader gets by mail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from reporting.writers import WRITERS
from tests.e2e.looks import EVERYTHING, findings, sideways
from tests.unit.reporting.writers import example


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_report_as_a_page(
    open_context: Callable[..., BrowserContext], tmp_path: Path, width: int, scheme: str
) -> None:
    file = tmp_path / "verantwoording.html"
    file.write_bytes(WRITERS["html"](example.document()))
    page = open_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.goto(file.as_uri())
    assert not findings(page, EVERYTHING)
    assert not sideways(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de tekst"
