"""Charts are drawn once, when a snapshot is made, and stay what they were."""

from __future__ import annotations

import pytest

from reporting.canonical import CHARTS, canonical, fingerprint, read
from reporting.chapters.told import Told
from reporting.drawing import HEIGHT, LOW
from reporting.drawings import drawn
from reporting.exceptions import SnapshotError
from reporting.kinds import ReportKind
from tests.unit.reporting.test_drawing import chart


def snapshot(kind: ReportKind = ReportKind.ACCOUNT, **more) -> dict:
    row = {"code": "1a", "mandatory": True, "mark": None, "chart": chart()}
    return {
        "format": 1,
        "kind": kind.value,
        "indicators": [row, {**row, "code": "1b", "chart": None}],
        **more,
    }


def test_a_drawing_is_kept_by_its_hash_and_named_by_its_chart():
    made = drawn(snapshot())
    ((name, svg),) = made[CHARTS].items()
    assert fingerprint(svg.encode()) == name == made["indicators"][0]["chart"]["drawing"]
    assert made["indicators"][1]["chart"] is None
    assert read(canonical(made)) == made


@pytest.mark.parametrize(
    ("kind", "height"),
    [(ReportKind.ACCOUNT, HEIGHT), (ReportKind.FACTSHEET, LOW), (ReportKind.MANAGEMENT, None)],
)
def test_kinds_without_charts_keep_none(kind, height):
    heights = [f'height="{height}"' in svg for svg in drawn(snapshot(kind))[CHARTS].values()]
    assert heights == ([True] if height else [])


def test_an_indicator_of_which_no_chart_stands_in_a_report_is_not_drawn():
    made = snapshot()
    made["indicators"][0] |= {"mandatory": False, "mark": {"status": "no_target"}}
    assert drawn(made)[CHARTS] == {}


def test_a_later_version_draws_what_was_kept(monkeypatch):
    made = drawn(snapshot())
    monkeypatch.setattr("reporting.drawings.chart_svg", lambda *_: "<svg/>")
    made |= {
        "year": 2025,
        "on": "2025-12-31",
        "round": "",
        "known_at": "2026-01-01T00:00:00+00:00",
        "agenda": {},
    }
    made |= {"unit": None, "objectives": [], "measures": [], "money": None}
    assert Told(made).drawing_of(made["indicators"][0]) == next(iter(made[CHARTS].values()))


@pytest.mark.parametrize("fault", ["other", "gone"])
def test_a_drawing_that_is_not_the_one_that_was_kept_is_refused(fault):
    made = drawn(snapshot())
    (name,) = made[CHARTS]
    made[CHARTS] = {name: "<svg/>"} if fault == "other" else {}
    with pytest.raises(SnapshotError, match="grafiek"):
        read(canonical(made))
