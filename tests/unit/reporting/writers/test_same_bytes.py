"""The same document gives the same bytes, in another process, another place on earth and another order of hashes."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reporting.blocks import Document
from reporting.writers import WRITERS
from tests.unit.reporting.writers import example

ROOT = Path(__file__).resolve().parents[4]
ELSEWHERE = """
import hashlib, json, sys
sys.path.insert(0, {root!r})
from reporting.writers import WRITERS
loaded = [name for name in ("weasyprint", "docx", "xlsxwriter", "resvg_py", "django") if name in sys.modules]
from tests.unit.reporting.writers import example
made = {{name: hashlib.sha256(write(example.document(emoji=False))).hexdigest() for name, write in WRITERS.items()}}
print(json.dumps({{"loaded": loaded, "made": made}}))
"""


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, dict[str, str]]:
    env = {**os.environ, "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-c", ELSEWHERE.format(root=str(ROOT))]
    output = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found: dict[str, dict[str, str]] = json.loads(output)
    return found


def test_formats() -> None:
    assert list(WRITERS) == ["html", "docx", "xlsx", "pdf"]


@pytest.mark.parametrize("name", ["html", "docx", "xlsx", "pdf"])
def test_same_bytes_in_a_fresh_process(
    name: str, elsewhere: dict[str, dict[str, str]], small: Document, request: pytest.FixtureRequest
) -> None:
    content = request.getfixturevalue("pdf") if name == "pdf" else WRITERS[name](small)
    assert hashlib.sha256(content).hexdigest() == elsewhere["made"][name]


def test_writers_load_their_libraries_only_when_called(elsewhere: dict[str, dict[str, str]]) -> None:
    assert elsewhere["loaded"] == []


@pytest.mark.parametrize("name", ["html", "docx", "xlsx"])
@pytest.mark.parametrize(
    "change",
    [
        {"moment": example.MOMENT + timedelta(minutes=2)},
        {"fingerprint": "0" * 64},
        {"status": "vastgesteld door A. Jansen op 2 februari 2026"},
    ],
)
def test_another_document_gives_other_bytes(name: str, change: dict[str, object], small: Document) -> None:
    less = replace(small, blocks=(), sheets=())
    assert WRITERS[name](replace(less, **change)) != WRITERS[name](less)  # type: ignore[arg-type]
