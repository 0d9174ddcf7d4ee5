"""Log lines go to standard error and nowhere else: a program reads what our commands write."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAY = """
import django, logging, structlog
django.setup()
structlog.get_logger("imports").warning("van structlog", batch=7)
logging.getLogger("imports").warning("van logging")
structlog.get_logger("imports").debug("te zacht")
"""


@pytest.fixture(scope="module")
def said() -> subprocess.CompletedProcess[str]:
    env = {"DJANGO_SETTINGS_MODULE": "kwaliteitsagenda.settings", "PATH": ""}
    return subprocess.run(
        [sys.executable, "-c", SAY], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )


def test_log_lines_stay_off_standard_output(said):
    assert said.stdout == ""


def test_log_lines_of_both_kinds_look_alike(said):
    ours, theirs = said.stderr.splitlines()
    assert "van structlog" in ours
    assert "batch=7" in ours
    assert "van logging" in theirs
    assert all("warning" in line and "[imports]" in line for line in (ours, theirs))
