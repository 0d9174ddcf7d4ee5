"""The document of a snapshot: whole, in plain words, and the same every time."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from lxml import etree

from reporting.blocks import Bullets, Figure, Heading, PageBreak, Paragraph, Table
from reporting.canonical import canonical, fingerprint, read
from reporting.chapters import cells
from reporting.chapters.objective import newest_of
from reporting.chapters.told import label_of
from reporting.exceptions import ReportRefusedError
from reporting.kinds import ReportKind
from reporting.outline import BANNER, outline
from reporting.story.facts import facts_of
from tests.example import SCHOOL

KINDS = [
    (ReportKind.ACCOUNT, ""),
    (ReportKind.MANAGEMENT, ""),
    (ReportKind.SCHOOL, SCHOOL),
    (ReportKind.FACTSHEET, ""),
    (ReportKind.SUPERVISORS, ""),
]


def words(document) -> str:
    """Everything that a reader reads."""
    found = []
    for block in document.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Bullets():
                found += block.items
            case Table():
                found += [block.caption, block.note, *(cell.shown for row in block.rows for cell in row)]
            case Figure():
                found += [block.caption, block.alt]
    return "\n".join(found)


@pytest.mark.parametrize(("kind", "unit"), KINDS)
def test_a_document_is_whole(snapshot, kind, unit):
    content = snapshot(2026, kind, unit)
    document = outline(content)
    anchors = [block.anchor for block in document.blocks if isinstance(block, Heading)]
    assert len(anchors) == len(set(anchors)) > 3
    assert document.fingerprint == fingerprint(canonical(content))
    assert document.banner == BANNER
    assert document.moment.isoformat(timespec="microseconds") == content["known_at"]
    for one in (*(block for block in document.blocks if isinstance(block, Table)), *document.sheets):
        assert one.rows and all(len(row) == len(one.columns) for row in one.rows), one
    assert not isinstance(document.blocks[0], PageBreak) and not isinstance(document.blocks[-1], PageBreak)
    assert not any(isinstance(one, Bullets) and not one.items for one in document.blocks)
    assert not re.search(r"\bNone\b|\bTrue\b|\bFalse\b|\{|\}", words(document))
    assert outline(read(canonical(content))) == document


def test_the_account_holds_what_the_ministry_asks(snapshot):
    content = snapshot(2026)
    said = words(outline(content))
    for row in (*content["objectives"], *content["indicators"]):
        assert f"{row['code']} {row['title']}" in said
    for row in content["indicators"]:
        if row["mark"]:
            assert row["mark"]["reason"] in said, row["code"]
    for row in content["measures"]:
        assert f"{row['code']} {row['title']}" in said
        if not row["applied"]:
            assert " ".join(row["explanation"].split()) in said
    for wanted in (
        "Begroting en realisatie 2026",
        "Wijzigingen van de agenda",
        "Bijlage F",
        "verplicht",
        "Ambitie",
    ):
        assert wanted in said
    assert any(one["evaluations"] for one in content["objectives"]) and "Evaluatie op" in said


def test_a_target_over_several_series_shows_what_they_come_to(snapshot):
    """The reason names the figures; the table must not say that there are none."""
    content = snapshot(2026)
    document = outline(content)
    groups = [(row, one) for row in content["indicators"] for one in row["groups"]]
    assert {row["code"] for row, _ in groups} == {"4a", "4b", "5b"}
    rows = {row[0].shown: row for block in document.blocks if isinstance(block, Table) for row in block.rows}
    sheet = next(one for one in document.sheets if one.name == "Statussen")
    titles = [column.title for column in sheet.columns]
    for row, one in groups:
        newest = newest_of(one)
        _, baseline, shown, *_ = rows[f"{label_of(row)} – {one['title']}"]
        assert (
            one["baseline"]["text"] in baseline.shown
            and one["baseline"]["text"] in one["judgement"]["reason"]
        )
        assert shown.shown == (cells.figure_text(newest) if newest else "–")
        line = next(cells for cells in sheet.rows if cells[titles.index("reeks")].shown == one["title"])
        assert line[titles.index("0-meting")].value == Decimal(one["baseline"]["value"])
        known = facts_of(content)
        assert known[f"{one['ref']}.nulmeting"].shown == one["baseline"]["text"]
        assert known[f"{one['ref']}.meting"].missing == (newest is None)
    assert any(newest_of(one) for _, one in groups)


def test_a_snapshot_of_before_these_were_gathered_can_still_be_written(snapshot):
    old = json.loads(canonical(snapshot(2026)))
    del old["round"], old["stories"], old["charts"]
    kept = {"ref", "title", "method", "target", "members", "judgement"}
    for row in old["indicators"]:
        row["groups"] = [{key: one[key] for key in kept} for one in row["groups"]]
        if row["chart"]:
            row["chart"].pop("drawing", None)
    document = outline(old)
    assert document.fingerprint == fingerprint(canonical(old))
    assert document.title == "Verantwoording 2026" and "4a " in words(document)
    drawings = [
        [one.svg for one in made.blocks if isinstance(one, Figure)]
        for made in (document, outline(snapshot(2026)))
    ]
    assert drawings[0] and drawings[0] == drawings[1]


def test_a_school_counts_only_the_measures_that_it_was_given(snapshot):
    content = snapshot(2026, ReportKind.SCHOOL, SCHOOL)
    for row in content["objectives"]:
        given = [one for one in content["measures"] if one["objective"] == row["code"]]
        states = {one["key"]: one["count"] for one in row["carrying"]["states"]}
        assert row["carrying"]["total"] <= len(given) and "niet_verdeeld" not in states


def test_a_decision_above_the_objectives_is_told(snapshot):
    content = json.loads(canonical(snapshot(2026)))
    above = next(row for row in content["indicators"] if not row["objective"])
    one = {
        **content["decisions"][0],
        "objective": "",
        "indicator": above["code"],
        "text": "Begin eerder met BAT",
    }
    gone = {**one, "indicator": "99z", "text": "Dit hoort nergens meer"}
    content["decisions"] = [one, gone]
    blocks = outline(content).blocks
    told = {
        block.items[0]: blocks[place - 1].anchor
        for place, block in enumerate(blocks)
        if isinstance(block, Bullets) and isinstance(blocks[place - 1], Heading)
    }
    where = {
        text.split(":")[0]: anchor for text, anchor in told.items() if "BAT" in text or "nergens" in text
    }
    assert where[above["code"]] == f"bijsturing-prioriteit-{above['priority']}"
    assert where["99z"] == "bijsturing-elders"


def test_each_unit_has_its_own_line_in_what_was_done(snapshot):
    content = snapshot(2026)
    blocks = outline(content).blocks
    row = max(content["measures"], key=lambda one: sum(bool(share["changed"]) for share in one["shares"]))
    told = [
        blocks[place + 1].items
        for place, block in enumerate(blocks)
        if block == Paragraph(label_of(row), "label")
    ]
    units = [one["unit_name"] for one in row["shares"] if one["changed"] and one["state"] != "nvt"]
    assert len(units) > 1 and len(told[0]) >= len(units)
    assert all(sum(text.startswith(f"{name} (") for text in told[0]) == 1 for name in units)


def test_findings_are_told_by_kind(snapshot):
    content = snapshot(2026)
    blocks = outline(content).blocks
    start = next(n for n, one in enumerate(blocks) if isinstance(one, Heading) and one.anchor == "bijlage-e")
    table = next(one for one in blocks[start:] if isinstance(one, Table))
    assert len(table.rows) == len(content["findings"])
    against = [
        row["message"] for one in content["findings"] if one["weight"] == "tegenspraak" for row in one["rows"]
    ]
    said = words(outline(content)).lower()
    assert against and all(message.lower() in said for message in against)
    assert (
        "indicator 1c, hele instelling" in said
        and "1c studenten met een slechte of zeer slechte mentale gezondheid: indicator 1c" not in said
    )


def test_a_hidden_figure_is_words(snapshot):
    content = snapshot(2026, ReportKind.SCHOOL, SCHOOL)
    hidden = [
        (row["code"], figure)
        for row in content["unit_indicators"]
        for series in row["series"]
        for figure in series["figures"]
        if figure["hidden"] in {"small", "complementary"}
    ]
    sheet = next(one for one in outline(content).sheets if one.name == "Cijfers")
    values = [column.title for column in sheet.columns].index("waarde")
    without = [row for row in sheet.rows if row[values].value is None]
    assert hidden and len(without) >= len(hidden)
    assert {figure["text"] for _, figure in hidden} <= {"te klein aantal", "niet getoond"}


def test_annex_says_what_the_plan_remarks_and_nothing_of_what_is_hidden(snapshot):
    made = snapshot(2026)
    table = next(
        one for one in outline(made).blocks if getattr(one, "caption", "").startswith("Wat de agenda opm")
    )
    said = {row[0].shown.split()[0]: row[1].shown for row in table.rows}
    assert "Goed en heel goed samen." in said["8a"] and "(niveau 3 3F)." in said["9b"]
    assert said["2a"].startswith("Geen cijfer voor de hele instelling gedrukt. Ruwe cijfers")
    for row in made["indicators"]:
        for one in row["series"]:
            if row["code"] in {"8a", "8b"} and one["baseline"]:
                one["baseline"] |= {"hidden": "small", "value": None, "text": "te klein aantal"}
    assert "Goed en heel goed samen" not in words(outline(made))


def test_sheets_have_a_row_for_each_fact_with_typed_values(snapshot):
    content = snapshot(2026)
    sheets = {one.name: one for one in outline(content).sheets}
    figures = [
        one
        for row in content["indicators"]
        for series in (*row["groups"], *row["series"], *(row["chart"] or {}).get("benchmarks", ()))
        for one in series["figures"]
    ]
    assert len(sheets["Cijfers"].rows) == len(figures)
    assert len(sheets["Maatregelen"].rows) == len(content["measures"])
    assert len(sheets["Uitvoering"].rows) == sum(len(row["shares"]) for row in content["measures"])
    assert len(sheets["Begroting"].rows) == sum(len(line["years"]) for line in content["money"]["lines"])
    place = [column.title for column in sheets["Cijfers"].columns].index("waarde")
    for row, figure in zip(sheets["Cijfers"].rows, figures, strict=True):
        assert row[place].value == (None if figure["value"] is None else Decimal(figure["value"]))
    assert all(len(name) <= 31 for name in sheets)


def test_charts_are_drawings_with_words(snapshot):
    charts = [block for block in outline(snapshot(2026)).blocks if isinstance(block, Figure)]
    assert len(charts) > 20
    for chart in charts:
        root = etree.fromstring(chart.svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert not root.findall(".//*[@style]") and not root.findall(".//*[@id]")
        assert chart.alt.startswith("Lijngrafiek van ")


def test_a_factsheet_is_one_page_for_each_objective(snapshot):
    content = snapshot(2026, ReportKind.FACTSHEET)
    document = outline(content)
    assert sum(isinstance(block, PageBreak) for block in document.blocks) == len(content["objectives"]) - 1
    one = outline(content, objective="1.2")
    assert one.title.startswith("Factsheet 2026: 1.2") and not any(
        isinstance(block, PageBreak) for block in one.blocks
    )
    with pytest.raises(ReportRefusedError, match=r"geen doelstelling 9\.9"):
        outline(content, objective="9.9")
    with pytest.raises(ReportRefusedError, match="Alleen een factsheet"):
        outline(snapshot(2026), objective="1.2")


def test_the_interim_report_is_short_and_tells_what_changed(snapshot):
    content = snapshot(2026, ReportKind.MANAGEMENT)
    document = outline(content)
    assert len(document.blocks) < len(outline(snapshot(2026)).blocks) / 4
    late = [row for row in content["measures"] if row["counted"] and row["standing"]["key"] == "vertraagd"]
    said = words(document)
    assert late and all(f"{row['code']} {row['title']}" in said for row in late)


def test_the_summary_for_the_supervisors_is_short_and_whole(snapshot):
    content = snapshot(2026, ReportKind.SUPERVISORS)
    content = content | {"stories": {"priorities": {"1": {"parts": [
        {"name": "effect", "title": "Wat leverde het op?", "text": "x", "shown": "Minder uitval in Assen."}
    ]}}}}  # fmt: skip
    document = outline(content)
    said = words(document)
    assert len(said) < len(words(outline(snapshot(2026)))) / 12 and not document.front
    assert document.title == "Samenvatting voor de raad van toezicht 2026"
    table = next(one for one in document.blocks if isinstance(one, Table))
    assert [row[0].shown for row in table.rows] == [label_of(row) for row in content["priorities"]]
    for priority, row in zip(content["priorities"], table.rows, strict=True):
        here = [one for one in content["indicators"] if one["priority"] == priority["code"] and one["mark"]]
        assert sum(map(int, re.findall(r"(\d+) ", row[1].shown))) == len(here)
    late = [one for one in content["indicators"] if one["mark"] and one["mark"]["status"] == "off_track"]
    assert late and any(one["mark"]["reason"] in said for one in late)
    assert "Minder uitval in Assen." in said and "Wat er komt" in said
    for one in content["decisions"]:
        assert (" ".join(one["text"].split()) in said) == (one["closed_on"] is None)
    for one in content["money"]["priorities"]:
        assert cells.euros(one["planned"]).shown in said


@pytest.mark.parametrize(("kind", "unit"), KINDS)
def test_headings_skip_no_level(snapshot, kind, unit):
    before = 0
    for block in outline(snapshot(2026, kind, unit)).blocks:
        if isinstance(block, Heading):
            assert block.level <= before + 1, block
            before = block.level


def test_annex_says_what_each_indicator_counts_and_which_have_no_definition(snapshot):
    content = snapshot(2026)
    document = outline(content)
    table = next(one for one in document.blocks if getattr(one, "caption", "") == "Wat elke indicator telt")
    counted = {row[0].shown: row[1].shown for row in table.rows}
    defined = {label_of(row): row["definition"] for row in content["indicators"] if row["definition"]}
    assert counted == defined
    assert "12 uur of meer per week" in defined[next(label for label in defined if label.startswith("2b "))]
    bare = [row["code"] for row in content["indicators"] if not row["definition"]]
    said = next(line for line in words(document).splitlines() if "geen definitie naast hun titel" in line)
    assert bare and all(re.search(rf"\b{re.escape(code)}\b", said) for code in bare)


def test_snapshot_from_before_definitions_is_still_written(snapshot):
    content = snapshot(2026)
    before = [
        {key: value for key, value in row.items() if key != "definition"} for row in content["indicators"]
    ]
    document = outline({**content, "indicators": before})
    assert "Wat elke indicator telt" not in words(document)


def test_facts_of_a_series_say_that_one_of_its_figures_is_hidden(snapshot):
    content = snapshot(2026)
    known = facts_of(content)
    hidden = {"small", "complementary"}
    series = [one for row in content["indicators"] for one in row["series"]]
    guarded = {
        one["ref"]: any(figure["hidden"] in hidden for figure in (*one["figures"], one["baseline"]) if figure)
        for one in series
    }
    assert len(set(guarded.values())) == 2  # the example has both
    assert {ref: known[f"{ref}.meting"].guarded for ref in guarded} == guarded
