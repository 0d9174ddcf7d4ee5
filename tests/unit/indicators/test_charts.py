"""The figure of the large chart: what is in it, and what must never be."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.charts import SURFACE, indicator_figure
from indicators.suppression import Hidden
from indicators.wording import Aim
from tests.unit.indicators.rows import a_measurement, a_point, a_series

STARTS, ENDS = date(2024, 1, 1), date(2027, 12, 31)
TARGET_DAY = date(2026, 2, 15)


def figure(row, path=(), benchmarks=None):
    return indicator_figure(row, path=list(path), benchmarks=benchmarks or {}, starts=STARTS, ends=ENDS)


def traces(made):
    return {trace.get("name"): trace for trace in made["data"]}


def text_of(made):
    """As the page writes it: NaN and infinity are no JSON."""
    return json.dumps(made, allow_nan=False)


def test_figure_holds_history_baseline_path_and_benchmark():
    row = a_series(
        a_point("2024", "85.5", n=1200), a_point("2025", 86, final=False), baseline=a_point("2023", 85)
    )
    path = [(STARTS, Decimal(85)), (TARGET_DAY, Decimal(87))]
    made = figure(row, path, {"Landelijk": (a_point("2024", 84),)})
    found = traces(made)
    assert found["meting"]["y"] == [85.5, 86.0]
    assert found["0-meting van het plan"]["y"] == [85.0]
    assert found["Landelijk"]["y"] == [84.0]
    assert found["naar de streefwaarde"]["x"][-1] == "2026-02-15"
    assert found["naar de streefwaarde"]["y"][-1] == 87.0
    assert "n = 1.200" in found["meting"]["customdata"][0]


def test_provisional_figure_is_hollow():
    row = a_series(a_point("2024", 85), a_point("2025", 86, final=False))
    final, provisional = traces(figure(row))["meting"]["marker"]["color"]
    assert provisional == SURFACE != final
    assert "voorlopig" in traces(figure(row))["meting"]["customdata"][1]
    assert "voorlopig" not in traces(figure(row))["meting"]["customdata"][0]


def test_invented_figure_says_so():
    assert "verzonnen" in traces(figure(a_series(a_point("2024", 85, demo=True))))["meting"]["customdata"][0]


def test_hidden_value_is_nowhere_in_the_figure():
    hidden = a_point("2025", "61.7", n=3, hidden=Hidden.SMALL)
    made = figure(
        a_series(a_point("2024", 85), hidden, baseline=a_point("2023", 80)),
        benchmarks={"Elders": (a_point("2025", "61.7", hidden=Hidden.COMPLEMENTARY),)},
    )
    text = text_of(made)
    assert "61.7" not in text
    assert "61,7" not in text
    assert "2025-12-31" not in traces(made)["meting"]["x"]
    assert "Elders" not in traces(made)


def test_missing_value_is_not_drawn_as_zero():
    made = figure(a_series(a_point("2024", None), a_point("2025", 86)))
    assert traces(made)["meting"]["y"] == [86.0]


def test_measured_zero_is_drawn():
    assert traces(figure(a_series(a_point("2024", 0))))["meting"]["y"] == [0.0]


def test_figure_without_anything_but_a_baseline():
    made = figure(a_series(baseline=a_point("2023", 85)))
    assert set(traces(made)) == {"0-meting van het plan"}


def test_colours_are_names_of_the_theme():
    row = a_series(a_point("2024", 85), baseline=a_point("2023", 85))
    made = figure(row, [(STARTS, Decimal(85)), (ENDS, Decimal(87))])
    made["layout"].pop("template", None)
    assert "#" not in text_of(made)
    assert "var(--ink)" in text_of(made)


values = st.none() | st.decimals(min_value=-1_000_000, max_value=1_000_000, places=6)


@given(
    st.lists(st.tuples(st.integers(1990, 2098), values, st.booleans()), max_size=6, unique_by=lambda row: row[0]),
    values,
)  # fmt: skip
def test_every_figure_is_plain_json_with_a_range_that_holds_it(rows, baseline):
    points = [
        a_point(f"{year}", value, hidden=Hidden.SMALL if hide else None) for year, value, hide in sorted(rows)
    ]
    made = figure(a_series(*points, baseline=a_point("2023", baseline)))
    assert json.loads(text_of(made))["data"] is not None
    first, last = made["layout"]["xaxis"]["range"]
    for trace in made["data"]:
        assert all(first < day < last for day in trace["x"])
        assert None not in trace["y"]


def sampled(value, period, n):
    return replace(a_measurement(a_point(period, value, n=n)), sampled=True)


def test_interval_of_a_sample_is_drawn_and_fits_the_chart():
    points = (a_point("2024", 50, n=100), a_point("2025", 52, n=None))
    row = a_series(*points, measurements=(sampled(50, "2024", 100), sampled(52, "2025", None)))
    made = figure(row, [], {})
    bars = traces(made)["meting"]["error_y"]
    assert bars["array"][0] == pytest.approx(9.62, abs=0.02)
    assert bars["arrayminus"][0] == pytest.approx(9.62, abs=0.02)
    assert bars["array"][1] == 0.0
    assert "met 95 % zekerheid tussen" in traces(made)["meting"]["customdata"][0]
    assert "zekerheid" not in traces(made)["meting"]["customdata"][1]
    low, high = made["layout"]["yaxis"]["range"]
    assert low < 40.4 and high > 59.6


def test_register_has_no_interval():
    made = figure(a_series(a_point("2024", 50, n=100)), [], {})
    assert traces(made)["meting"]["error_y"] == {"visible": False}


def test_forecast_is_a_wedge_from_the_newest_figure():
    points = (a_point("2023", 60), a_point("2024", 62), a_point("2025", 63))
    row = a_series(*points, baseline=points[0], aim=Aim("reach", value=Decimal(70), by="2027"))
    forecast = row.judgement.forecast
    drawn = traces(figure(row, [], {}))["als het zo doorgaat"]
    assert drawn["y"] == [63.0, float(forecast.value)]
    assert drawn["x"] == ["2025-12-31", "2027-12-31"]
    assert "als het zo doorgaat" not in traces(figure(a_series(*points[:2], aim=row.aim), [], {}))


def test_interim_targets_are_bars_on_the_path():
    path = [(STARTS, Decimal(85)), (date(2025, 12, 31), Decimal(86)), (TARGET_DAY, Decimal(87))]
    drawn = traces(figure(a_series(a_point("2024", 85)), path, {}))["naar de streefwaarde"]
    assert drawn["marker"]["symbol"] == ["circle", "line-ew", "line-ew"]
    assert "tussendoel" in drawn["customdata"][1]
    assert drawn["text"] == ["", "", drawn["text"][2]]
