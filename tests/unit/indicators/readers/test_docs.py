"""docs/readers.md: its example runs, and its table names every reader."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from pathlib import Path

import pytest

from imports import registry
from imports.reading import Options, Problem, Row, Severity
from indicators.readers import READERS

TEXT = (Path(__file__).parents[4] / "docs" / "readers.md").read_text(encoding="utf-8")


def block(language):
    (found,) = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    return found


def example(content):
    space = {}
    exec(compile(block("python"), "docs/readers.md", "exec"), space)
    return list(space["read"](io.BytesIO(content.encode()), Options()))


def test_table_names_every_reader_and_no_other():
    table = TEXT.split("## All readers")[1].split("##")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(registry.readers())
    assert set(READERS) < set(registry.readers())


def test_every_reader_can_be_found():
    for entry in READERS.values():
        assert entry.title
        module, _, function = entry.read.partition(":")
        assert callable(getattr(__import__(f"indicators.readers.{module}", fromlist=[function]), function))


def test_the_example_reads_its_file():
    items = example(block("csv"))
    rows = {item.fields["unit"].code: item for item in items if isinstance(item, Row)}
    assert rows["25LW"].place == "rij 2, kolom Nieuwe vsv"
    assert rows["25LW"].fields["value"] == Decimal("4.8")
    assert rows["25LW"].fields["period"] == "2022/2023"
    assert (rows["00GT"].fields["value"], rows["00GT"].fields["absence"]) == (None, "nb")
    assert {item.severity for item in items if isinstance(item, Problem)} == {Severity.NOTE}


@pytest.mark.parametrize(
    ("old", "column"), [("25LW", "BRIN"), ("2022/'23*;4", "Schooljaar"), ("4,8", "Nieuwe vsv")]
)
def test_the_example_tells_where_it_is_wrong(old, column):
    new = {"Schooljaar": "ooit;4"}.get(column, "fout")
    errors = [
        item
        for item in example(block("csv").replace(old, new, 1))
        if isinstance(item, Problem) and item.severity is Severity.ERROR
    ]
    assert [error.place for error in errors] == [f"rij 2, kolom {column}"]
