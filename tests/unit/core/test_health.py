"""``manage.py doctor`` tells what is missing and how to mend it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from core import health, libraries
from core.health import Finding
from core.management.commands.doctor import line


def doctor() -> tuple[str, int]:
    """What it prints, and its exit code."""
    output = StringIO()
    try:
        call_command("doctor", stdout=output)
    except SystemExit as end:
        return output.getvalue(), int(end.code or 0)
    return output.getvalue(), 0


def fixed(*findings: Finding) -> list[health.Check]:
    return [lambda finding=finding: finding for finding in findings]


def test_line_with_a_remedy() -> None:
    assert (
        line(Finding("assets", False, "not built", "make assets"))
        == "MISSING  assets: not built  -> make assets"
    )


def test_line_without_something_optional() -> None:
    assert line(Finding("Pango", False, "no PDF", "apt-get x", required=False)).startswith("without  Pango")


def test_doctor_with_something_required_missing_exits_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", fixed(Finding("a", True, "x"), Finding("b", False, "y", "mend b")))
    assert doctor() == ("ok       a: x\nMISSING  b: y  -> mend b\n", 1)


def test_doctor_with_something_optional_missing_exits_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", fixed(Finding("a", False, "x", "mend a", required=False)))
    assert doctor()[1] == 0


@pytest.mark.django_db
def test_doctor_on_an_empty_database_asks_for_the_agenda() -> None:
    output, code = doctor()
    assert code == 1
    assert "agenda: none loaded  -> manage.py load_agenda" in output
    assert "ok       database: " in output
    assert "ok       migrations: all applied" in output


@pytest.mark.parametrize("port", ["1", "2"])
def test_broker_that_does_not_answer(settings, port: str) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
    finding = health.broker()
    assert not finding.ok
    assert f"127.0.0.1:{port} does not answer" in finding.detail


def test_assets_that_are_not_built(settings, tmp_path: Path) -> None:
    settings.BASE_DIR = tmp_path
    assert health.assets().remedy == "make assets"
    (tmp_path / "static" / "vendor" / "tabler").mkdir(parents=True)
    assert health.assets().ok


def test_chromium_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    finding = health.chromium()
    assert not finding.ok
    assert not finding.required


def test_pango_is_optional_and_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "find_library", lambda name: None if "subset" in name else name)
    finding = health.pango()
    assert not finding.ok
    assert not finding.required
    assert finding.detail == "no PDF documents without harfbuzz-subset"
    assert "libharfbuzz-subset0" in finding.remedy


def test_pango_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "find_library", lambda name: name)
    assert health.pango().ok
