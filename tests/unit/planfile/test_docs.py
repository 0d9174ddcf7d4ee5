"""docs/agenda-file.md names every key and every closed-list value of the format."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from indicators.breakdowns import BREAKDOWNS
from planfile import document as doc
from planfile.kinds import Choice, ListOf, Record
from planfile.schema import NEEDS
from planfile.source import MAX_MB

TEXT = (Path(__file__).parents[3] / "docs" / "agenda-file.md").read_text(encoding="utf-8")
NAMED = {
    word for span in re.findall(r"`([^`\n]+)`", TEXT) for word in re.findall(r"[A-Za-z_0-9.]+", span)
} | {"."}


def records(kind) -> set[type]:
    if isinstance(kind, ListOf):
        return records(kind.kind)
    if not isinstance(kind, Record):
        return set()
    return {kind.cls}.union(*(records(spec.metadata["kind"]) for spec in dataclasses.fields(kind.cls)))


ALL = sorted(records(doc.DOCUMENT), key=lambda cls: cls.__name__)


@pytest.mark.parametrize("cls", ALL, ids=lambda cls: cls.__name__)
def test_docs_name_every_key_and_value(cls):
    keys = {spec.name for spec in dataclasses.fields(cls)}
    values = {
        value
        for spec in dataclasses.fields(cls)
        if isinstance(spec.metadata["kind"], Choice)
        for value in spec.metadata["kind"].values
    }
    assert (keys | values) - NAMED == set()


def test_docs_name_every_breakdown():
    assert set(BREAKDOWNS) <= NAMED


def test_docs_say_what_each_kind_of_target_needs():
    for kind, keys in NEEDS.items():
        pattern = r".*?".join(f"`{key}`" for key in keys) + rf".*?\([^)]*`{kind}`"
        assert re.search(pattern, TEXT, re.DOTALL), kind


def test_docs_example_of_each_command():
    commands = Path(__file__).parents[3] / "planfile" / "management" / "commands"
    names = {path.stem for path in commands.glob("*.py")} - {"__init__"}
    assert all(f"manage.py {name} " in TEXT for name in names)


def test_docs_name_the_largest_file():
    assert f"at most {MAX_MB} MB" in TEXT


def test_largest_file_is_said_in_one_place():
    ours = Path(__file__).parents[3] / "planfile"
    assert [path.name for path in ours.rglob("*.py") if re.search(r"\d MB|1024 //", path.read_text())] == []
