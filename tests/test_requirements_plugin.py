"""Tests that cannot run here are skipped with their reason, and fail under REQUIRE_ALL=1."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import requirements_plugin

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = """
import pytest

def test_plain():
    pass

@pytest.mark.services
def test_services():
    pass

@pytest.mark.skip(reason="for another reason")
def test_skipped():
    pass

@pytest.mark.xfail(strict=True, reason="known")
def test_expected_to_fail():
    raise AssertionError
"""

USES = """
import pytest

@pytest.fixture
def college(db):
    return 1

def test_pure(tmp_path):
    pass

@pytest.mark.django_db
def test_marked():
    pass

def test_asks(transactional_db):
    pass

def test_asks_through_another(college):
    pass

@pytest.mark.services
def test_services():
    pass

@pytest.mark.e2e
def test_browser():
    pass

@pytest.fixture
def client_of(db):
    return 1

def test_page(client_of):
    pass

@pytest.mark.first_database
def test_walk(client_of):
    pass
"""


def run_sample(folder: Path, **variables: str) -> str:
    """The output of pytest on the sample, with the plugin and without services."""
    (folder / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    services: x\n    e2e: x\n", encoding="utf-8")
    drop = {"DATABASE_URL", "REDIS_URL", "REQUIRE_ALL", "PYTEST_ADDOPTS", "DJANGO_SETTINGS_MODULE"}
    env = {key: value for key, value in os.environ.items() if key not in drop} | variables
    options = ["-p", "tests.requirements_plugin", "-p", "no:django", "-p", "no:cacheprovider", "-rs"]
    command = [sys.executable, "-m", "pytest", *options, "-c", str(folder / "pytest.ini"), str(folder)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False).stdout


def test_plugin_skips_with_a_reason(tmp_path: Path) -> None:
    output = run_sample(tmp_path)
    assert "1 passed, 2 skipped, 1 xfailed" in output
    assert "needs PostgreSQL: set DATABASE_URL" in output


def test_plugin_with_require_all_lets_no_skip_pass(tmp_path: Path) -> None:
    output = run_sample(tmp_path, REQUIRE_ALL="1")
    assert "1 passed, 1 xfailed, 2 errors" in output
    assert "REQUIRE_ALL=1 does not allow a skip" in output


def collected(folder: Path, option: str) -> set[str]:
    """Which of the tests in ``USES`` a round with this option runs; all of them are integration tests."""
    folder = folder / "integration"
    folder.mkdir()
    (folder / "test_uses.py").write_text(USES, encoding="utf-8")
    options = ["-p", "tests.requirements_plugin", "-p", "no:cacheprovider", "--collect-only", "-q"]
    command = [sys.executable, "-m", "pytest", *options, option, "-c", "pyproject.toml", str(folder)]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return set(re.findall(r"::(\w+)", output))


BOTH = {"test_marked", "test_asks", "test_asks_through_another", "test_services", "test_browser"}


def test_second_database_leaves_out_only_what_uses_none(tmp_path: Path) -> None:
    assert collected(tmp_path, "--second-database") == BOTH | {"test_page"}


def test_first_database_leaves_out_integration_tests_but_walks(tmp_path: Path) -> None:
    assert collected(tmp_path, "--first-database") == {"test_pure", "test_walk"}


@pytest.mark.parametrize(
    ("database", "redis", "missing"),
    [
        ("", "", "PostgreSQL"),
        ("sqlite:///x.sqlite3", "redis://localhost", "PostgreSQL"),
        ("postgres://localhost/x", "", "Redis"),
        ("postgres://localhost/x", "redis://localhost", None),
    ],
)
def test_missing_for_services(
    monkeypatch: pytest.MonkeyPatch, database: str, redis: str, missing: str | None
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("REDIS_URL", redis)
    reason = requirements_plugin.missing_for("services")
    assert reason is None if missing is None else missing in str(reason)


def test_missing_for_e2e_without_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "apt-get install chromium" in str(requirements_plugin.missing_for("e2e"))
