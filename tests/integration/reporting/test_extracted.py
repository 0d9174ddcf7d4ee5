"""What stands in the files, read back out of each format, is what the snapshot says, over the real agenda."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from lxml import etree
from lxml import html as html_reader
from pypdf import PdfReader

from core.numbers import format_euro, round_half_up
from reporting.blocks import Block, Figure, Table
from reporting.files import content_of
from reporting.outline import outline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
YEAR = 2026
Rows = dict[str, list[list[str]]]
_MARK = re.compile(r"^[⚑✔↑▲■≈◌☒◇–] (?=\S)")


def plain(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


def squeezed(text: str) -> str:
    """Without white and hyphens: a PDF breaks lines, and words too."""
    return re.sub(r"[\s\u00a0\u00ad\u2010-]+", "", text)


@pytest.fixture
def told(snapshot):
    return snapshot(YEAR)


def file(told: dict[str, Any], name: str) -> bytes:
    document = outline(told)
    if name == "pdf":
        document = replace(document, blocks=tuple(filter(_in_pdf, document.blocks)))
    made = content_of(document, b"", name)
    assert isinstance(made, bytes), made
    return made


def _in_pdf(block: Block) -> bool:
    """Charts, measures and annex A would make this test four times as long; annex D has every figure too."""
    if isinstance(block, Table):
        return not block.caption.startswith("Maatregelen op") and not block.caption.endswith(": alle reeksen")
    return not isinstance(block, Figure)


def of_html(content: bytes) -> Rows:
    """The rows of each table by its caption."""
    found: Rows = {}
    for table in html_reader.fromstring(content).iter("table"):
        caption = plain(
            table.findtext("caption") or ""
            if table.find("caption") is None
            else table.find("caption").text_content()
        )
        found[caption] = [[plain(cell.text_content()) for cell in row] for row in table.find("tbody")]
    return found


def of_docx(content: bytes) -> Rows:
    with zipfile.ZipFile(BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    found: Rows = {}
    for table in body.iter(f"{W}tbl"):
        caption = plain(table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val"))
        rows = [[_words(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        found[caption] = rows[1:]
    return found


def _words(cell: Any) -> str:
    return _MARK.sub("", plain("".join(one.text or "" for one in cell.iter(f"{W}t"))))


def captioned(rows: Rows, caption: str) -> list[list[str]]:
    return next(found for name, found in rows.items() if name.endswith(f". {plain(caption)}"))


def figure(one: dict[str, Any] | None) -> str:
    """As a reader must see it, told from the snapshot and nothing else."""
    if one is None:
        return "–"
    around = [one["period"]] + ([] if one["final"] else ["voorlopig"])
    return plain(f"{one['text']} ({', '.join(filter(None, around))})")


def series_rows(row: dict[str, Any]) -> Iterator[list[str]]:
    for one in (*row["groups"], *row["series"]):
        newest = ", ".join(figure(each) for each in one["figures"][-3:]) or "–"
        yield [
            plain(one["label"]), figure(one["baseline"]), newest, plain(one["target_text"]),
            one["judgement"]["label"],
        ]  # fmt: skip


def euros(amount: str | None) -> str:
    return "–" if amount is None else plain(format_euro(round_half_up(Decimal(amount), 0)))


@pytest.mark.parametrize(("name", "read"), [("html", of_html), ("docx", of_docx)])
def test_tables_say_what_the_snapshot_says(told, name, read):
    rows = read(file(told, name))
    series = 0
    for row in told["indicators"]:
        wanted = list(series_rows(row))
        series += len(wanted)
        assert captioned(rows, f"{row['code']} {row['title']}: alle reeksen") == wanted
    assert series > 150
    for side, title in (("cost", "Lasten"), ("income", "Baten")):
        lines = [line for line in told["money"]["lines"] if line["side"] == side]
        found = captioned(rows, f"{title} per regel in {YEAR}")
        *found, whole = found
        sums = next(one for one in told["money"]["years"] if one["year"] == YEAR)[
            "costs" if side == "cost" else side
        ]
        assert whole[:3] == [f"{title} samen", euros(sums["planned"]), euros(sums["actual"])]
        for line, shown in zip(lines, found, strict=True):
            year = next(one for one in line["years"] if one["year"] == YEAR)
            assert shown[:4] == [
                plain(line["title"]),
                *map(euros, (year["planned"], year["actual"], year["expected"])),
            ]


def test_workbook_holds_the_very_numbers(told):
    book = openpyxl.load_workbook(BytesIO(file(told, "xlsx")), read_only=True)

    def sheet(name: str) -> list[dict[str, Any]]:
        head, *rows = book[name].iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]

    def number(value: str | None) -> float | None:
        return None if value is None else pytest.approx(float(value), abs=1e-9)

    def named(row: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        chart = row["chart"]
        beside = [
            (f"ter vergelijking: {one['name']}, {chart['label']}", one)
            for one in (chart["benchmarks"] if chart else ())
        ]
        return [(one["label"], one) for one in (*row["groups"], *row["series"])] + beside

    figures = [
        (row["code"], label, each)
        for row in told["indicators"]
        for label, one in named(row)
        for each in one["figures"]
    ]
    for (code, label, each), found in zip(figures, sheet("Cijfers"), strict=True):
        assert (found["indicator"], found["reeks"], found["periode"]) == (code, label, each["period"])
        assert found["waarde"] == number(each["value"]) and found["n"] == each["n"]
        assert (found["bron"] or "", found["plaats"] or "") == (each["source"], each["place"])
    series = [one for row in told["indicators"] for one in (*row["groups"], *row["series"])]
    for one, found in zip(series, sheet("Statussen"), strict=True):
        assert (found["status"], found["reden"]) == (one["judgement"]["label"], one["judgement"]["reason"])
        last, baseline = (one["figures"] or [None])[-1], one["baseline"]
        after = last and (baseline is None or last["day"] > baseline["day"])
        assert found["laatste waarde"] == number(last["value"] if after else None)
    years = [year for line in told["money"]["lines"] for year in line["years"]]
    for year, found in zip(years, sheet("Begroting"), strict=True):
        assert found["jaar"] == year["year"]
        for key, title in (
            ("planned", "begroot (€)"),
            ("actual", "besteed (€)"),
            ("expected", "verwacht (€)"),
        ):
            assert found[title] == number(year[key]), (year, found)


def test_pdf_tells_every_figure_reason_and_amount(told):
    said = squeezed(" ".join(page.extract_text() for page in PdfReader(BytesIO(file(told, "pdf"))).pages))
    wanted = Counter(
        squeezed(f"{each['period']}{'' if each['final'] else ' voorlopig'}: {each['text']}")
        for row in told["indicators"]
        for one in (*row["groups"], *row["series"])
        for each in one["figures"]
    )
    short = {text: said.count(text) for text, count in wanted.items() if said.count(text) < count}
    assert not short and len(wanted) > 300
    for row in told["indicators"]:
        if row["mark"]:
            assert squeezed(row["mark"]["reason"]) in said, row["code"]
    for line in told["money"]["lines"]:
        year = next(one for one in line["years"] if one["year"] == YEAR)
        if year["planned"] is not None:
            assert squeezed(euros(year["planned"])) in said
