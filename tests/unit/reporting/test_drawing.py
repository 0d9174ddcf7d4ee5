from __future__ import annotations

import pytest
from lxml import etree

from indicators.charts import MUTED
from reporting.drawing import HEIGHT, LETTER, WIDTH, chart_alt, chart_svg

SVG = "{http://www.w3.org/2000/svg}"


ZERO = {"day": "2024-12-31", "period": "2024", "value": "0", "text": "0", "final": True, "interval": None}


AHEAD = {"from": ["2026-02-15", "86.5"], "day": "2027-12-31", "value": "88", "low": "84", "high": "93.5"}


def beside(name: str, *values: str) -> dict:
    days = [f"{2024 + number}-02-15" for number in range(len(values))]
    return {
        "name": name,
        "figures": [
            {"day": day, "period": day[:4], "value": value, "text": f"{value} %"}
            for day, value in zip(days, values, strict=True)
        ],
    }


OTHERS = [beside("Landelijk", "80", "97"), beside("Vergelijkingsgroep van instellingen als deze", "90")]


def chart(**more) -> dict:
    return {
        "label": "hele instelling", "unit": "percent", "decimals": 0, "target": "87 % in 2027",
        "baseline": {"day": "2022-02-15", "period": "2022", "value": "85", "text": "85 %"},
        "points": [
            {"day": "2024-02-15", "period": "2024", "value": "86.1", "text": "86 % <b>", "final": True,
             "interval": ["85.2", "86.9"]},
            {"day": "2026-02-15", "period": "2026", "value": "86.5", "text": "87 %", "final": False, "interval": None},
        ],
        "path": [["2024-01-01", "85"], ["2026-02-15", "87"]],
        "range": [], "forecast": None, "benchmarks": [], "years": ["2024-01-01", "2027-12-31"], **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"points": [], "path": []},
        {"baseline": None},
        {"path": [["2027-12-31", "87"]], "target": ""},
        {"points": [ZERO], "baseline": None, "path": [], "unit": "count"},
        {"forecast": AHEAD, "benchmarks": OTHERS, "years": None},
        {"range": ["70", "99"], "path": [], "forecast": AHEAD},
        {"years": ["2010-01-01", "2013-12-31"]},
    ],
)  # fmt: skip
def test_everything_stands_inside_the_drawing(more):
    root = etree.fromstring(chart_svg(chart(**more)))
    for one in root.iter(f"{SVG}circle", f"{SVG}text", f"{SVG}line"):
        for name, most in (
            ("cx", WIDTH),
            ("x", WIDTH),
            ("x1", WIDTH),
            ("cy", HEIGHT),
            ("y", HEIGHT),
            ("y2", HEIGHT),
        ):
            assert 0 <= float(one.get(name, 1)) <= most, etree.tostring(one)


def test_a_provisional_figure_is_hollow_and_text_is_escaped():
    root = etree.fromstring(chart_svg(chart()))
    # Each once in the drawing and once below it, where its meaning stands.
    assert [one.get("fill") for one in root.iter(f"{SVG}circle")] == ["var(--ink)", "var(--surface)"] * 2
    assert "87 %" in [one.text for one in root.iter(f"{SVG}text")]
    assert chart_svg(chart()) == chart_svg(chart())


def texts(root) -> list[str]:
    return [one.text.replace("\xa0", " ") for one in root.iter(f"{SVG}text")]


def test_scale_has_round_numbers_and_the_target_its_own_decimals():
    said = texts(etree.fromstring(chart_svg(chart(goal="86,8 %"))))
    assert [text for text in said if text.endswith("%") and text[0].isdigit()][:4] == [
        "85,0 %",
        "85,5 %",
        "86,0 %",
        "86,5 %",
    ]
    assert "doel 86,8 %" in said


def test_legend_explains_what_is_drawn_and_nothing_else():
    said = texts(etree.fromstring(chart_svg(chart())))
    explained = ["0-meting", "meting", "voorlopige meting", "meetonzekerheid", "pad naar de streefwaarde"]
    assert [text for text in said if text in explained] == explained
    said = texts(etree.fromstring(chart_svg(chart(points=[ZERO], baseline=None, path=[], unit="count"))))
    assert [text for text in said if text in explained] == ["meting"]


def test_everything_has_its_words_on_as_many_lines_as_it_takes():
    root = etree.fromstring(chart_svg(chart(range=["80"], forecast=AHEAD, benchmarks=OTHERS)))
    words = {one.text: (float(one.get("x")), float(one.get("y"))) for one in root.iter(f"{SVG}text")}
    legend = [
        "0-meting", "meting", "voorlopige meting", "meetonzekerheid", "pad naar de streefwaarde", "streefwaarde",
        "grenzen", "als het zo doorgaat", *(one["name"] for one in OTHERS),
    ]  # fmt: skip
    lines: dict[float, list[float]] = {}
    for text in legend:
        left, down = words[text]
        assert left + 5.4 * len(text) <= WIDTH
        lines.setdefault(down, []).append(left)
    assert len(lines) == 3 and all(row == sorted(row) for row in lines.values())
    assert max(lines) < HEIGHT and min(lines) > max(y for text, (_, y) in words.items() if text.isdigit())


def test_each_who_stands_beside_can_be_told_from_the_next():
    root = etree.fromstring(chart_svg(chart(benchmarks=[beside(name, "80", "81") for name in "ABC"])))
    dashes = [
        one.get("stroke-dasharray") for one in root.iter(f"{SVG}polyline") if one.get("stroke") == MUTED
    ]
    assert len(dashes) == len(set(dashes)) == 3


def test_the_words_say_what_the_drawing_shows():
    assert chart_alt(chart(), "1a Veilig") == (
        "Lijngrafiek van 1a Veilig: 0-meting 85 % (2022), 86 % <b> in 2024, 87 % in 2026. Streefwaarde: 87 % in 2027."
    )
    assert (
        chart_alt(chart(target="", baseline=None), "1a")
        == "Lijngrafiek van 1a: 86 % <b> in 2024, 87 % in 2026."
    )
    said = chart_alt(chart(forecast=AHEAD, benchmarks=OTHERS), "1a").replace("\xa0", " ")
    assert said.endswith(
        "Als het zo doorgaat 88 % op 31 december 2027, tussen 84 % en 94 %. Landelijk: 97 % in 2025. "
        "Vergelijkingsgroep van instellingen als deze: 90 % in 2024."
    )


@pytest.mark.parametrize("goal", ["87 %", "minder dan 25,5 %", "meer dan 100.000 deelnemers"])
def test_target_in_words_stays_on_the_paper(goal):
    root = etree.fromstring(chart_svg(chart(goal=goal)))
    found = next(one for one in root.iter(f"{SVG}text") if one.text == f"doel {goal}")
    wide = LETTER * len(found.text)
    left = float(found.get("x")) - (wide if found.get("text-anchor") == "end" else 0)
    assert left >= 0 and left + wide <= WIDTH
