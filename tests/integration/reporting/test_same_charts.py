"""A chart in a report shows what the Plotly figure of the same indicator shows on its page."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from lxml import etree

from indicators.pages import chart_page, choose
from indicators.selectors import indicator_rows
from reporting.canonical import COMPUTED, Json
from reporting.drawing import ACCENT
from reporting.gathering.groups import ref_of
from reporting.outline import outline
from tests.integration.reporting.conftest import known_at, the_agenda

SVG = "{http://www.w3.org/2000/svg}"
CIRCLE, LINE, TEXT, STROKE = f"{SVG}circle", f"{SVG}polyline", f"{SVG}text", "stroke-dasharray"


@pytest.fixture
def pairs(snapshot) -> list[tuple]:
    """Each indicator as its page has it, its figure, and what the snapshot says of it."""
    made, agenda = snapshot(2026), the_agenda()
    on = date.fromisoformat(made["on"])
    rows = indicator_rows(agenda, subject=agenda.college, on=on, known_at=known_at(), until=on)
    assert [row.code for row in rows] == [one["code"] for one in made["indicators"]]
    return [
        (row, chart_page(agenda, row, "", known_at()).figure, told, made["charts"])
        for row, told in zip(rows, made["indicators"], strict=True)
    ]


def trace(figure: Json, name: str) -> Json:
    return next((one for one in figure["data"] if one.get("name") == name), {"x": [], "y": []})


def drawn_points(figure: Json, name: str) -> list[tuple[str, float]]:
    found = trace(figure, name)
    return list(zip(found["x"], map(float, found["y"]), strict=True))


def test_points_baseline_and_path_are_those_on_the_page(pairs):
    seen = 0
    for _, figure, told, _ in pairs:
        chart = told["chart"]
        assert (figure is None) == (chart is None)
        if chart is None:
            continue
        seen += 1
        assert drawn_points(figure, "meting") == [
            (one["day"], float(one["value"])) for one in chart["points"]
        ]
        baseline = [chart["baseline"]] if chart["baseline"] else []
        assert drawn_points(figure, "0-meting van het plan") == [
            (one["day"], float(one["value"])) for one in baseline
        ]
        path = drawn_points(figure, "naar de streefwaarde")
        assert [day for day, _ in path] == [day for day, _ in chart["path"]]
        for (_, on_page), (_, on_paper) in zip(path, chart["path"], strict=True):
            assert on_page == pytest.approx(float(on_paper), abs=10**-COMPUTED)
        if path:
            assert trace(figure, "naar de streefwaarde")["text"][-1] == f"doel {chart['goal']}"
    assert seen > 30


def test_forecast_bounds_years_and_who_stands_beside_are_those_on_the_page(pairs):
    beside = ahead = 0
    for _, figure, told, _ in pairs:
        chart = told["chart"]
        if chart is None:
            continue
        assert {one["name"] for one in chart["benchmarks"]} == {
            one["name"] for one in figure["data"] if one.get("line", {}).get("dash") == "longdash"
        }
        for one in chart["benchmarks"]:
            beside += 1
            points = [(figure["day"], float(figure["value"])) for figure in one["figures"]]
            assert drawn_points(figure, one["name"]) == points
        course = drawn_points(figure, "als het zo doorgaat")
        if forecast := chart["forecast"]:
            ahead += 1
            ends = [tuple(forecast["from"]), (forecast["day"], forecast["value"])]
            assert course == [(day, pytest.approx(float(value), abs=1e-5)) for day, value in ends]
            edges = [one["y"][-1] for one in figure["data"] if one.get("line", {}).get("width") == 0]
            assert edges == pytest.approx([float(forecast["low"]), float(forecast["high"])], abs=1e-5)
        else:
            assert not course
        bounds = [one["y0"] for one in figure["layout"]["shapes"] if one["type"] == "line"]
        assert bounds == pytest.approx([float(bound) for bound in chart["range"]])
        years = next(one for one in figure["layout"]["shapes"] if one["type"] == "rect")
        assert [years["x0"], years["x1"]] == chart["years"]
    assert beside > 10 and ahead > 5


def test_who_stands_beside_has_a_source_and_a_place_in_the_annex(snapshot):
    content = snapshot(2026)
    listed = {one["number"] for one in content["sources"]}
    rows = [
        (row, one, figure)
        for row in content["indicators"] if row["chart"]
        for one in row["chart"]["benchmarks"]
        for figure in one["figures"]
    ]  # fmt: skip
    assert rows and {figure["source"] for _, _, figure in rows} <= listed
    sheet = next(one for one in outline(content).sheets if one.name == "Cijfers")
    shown = [[cell.shown for cell in row] for row in sheet.rows]
    for row, one, figure in rows[:40]:
        assert any(
            line[0] == row["code"] and one["name"] in line[2] and figure["period"] in line for line in shown
        )


def test_what_chance_leaves_open_is_that_on_the_page(pairs):
    seen = 0
    for _, figure, told, _ in pairs:
        if not told["chart"] or not told["chart"]["points"]:
            continue
        bars, ends = trace(figure, "meting")["error_y"], [one["interval"] for one in told["chart"]["points"]]
        assert bool(bars.get("array")) == any(ends)
        for value, down, up, interval in zip(
            trace(figure, "meting")["y"],
            bars.get("arrayminus", ()),
            bars.get("array", ()),
            ends,
            strict=False,
        ):
            if interval:
                seen += 1
                assert [value - down, value + up] == pytest.approx([float(end) for end in interval], abs=1e-5)
    assert seen


def test_status_is_that_on_the_page(pairs):
    for row, _, told, _ in pairs:
        assert (row.mark is None) == (told["mark"] is None)
        if row.mark is not None:
            assert row.mark.part.judgement.status.value == told["mark"]["status"]
        chosen = choose(row, "")
        same = [one for one in told["series"] if chosen and one["ref"] == ref_of(row.code, chosen)]
        if same and chosen in row.series:
            assert same[0]["judgement"]["status"] == chosen.judgement.status.value


def test_drawing_has_a_mark_for_each_point_and_the_path(pairs):
    """The SVG itself, read back: as many points, as far from each other, and the same words for the target."""
    seen = 0
    for _, _, told, charts in pairs:
        chart = told["chart"]
        if not chart or "drawing" not in chart:
            continue
        seen += 1
        root = etree.fromstring(charts[chart["drawing"]])
        dots = [(float(one.get("cx")), float(one.get("cy"))) for one in root.iter(CIRCLE)]
        points = dots[: len(chart["points"])]
        assert len(points) == len(chart["points"]) and points == sorted(points)
        path = [one for one in root.iter(LINE) if one.get("stroke") == ACCENT and one.get(STROKE)]
        assert [len(one.get("points").split()) for one in path] == (
            [len(chart["path"])] * (len(chart["path"]) > 1)
        )
        goals = {one.text for one in root.iter(TEXT) if re.match("doel ", one.text or "")}
        assert goals == ({f"doel {chart['goal']}"} if chart["path"] else set())
        values = [Decimal(one["value"]) for one in chart["points"]]
        for (low, high), ((_, before), (_, after)) in zip(pairwise(values), pairwise(points), strict=True):
            assert before == after or (low < high) == (before > after)
    assert seen > 20
