"""docs/status.md names every rule and status; every example in the manual is worked out again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from core.numbers import format_percent, parse_dutch, round_half_up
from indicators.models import TargetKind
from indicators.progress import Certainty, Measurement, Rule, Status
from indicators.verdict.chance import interval_of
from tests.unit.indicators.verdicts import BASE_DAY, HALFWAY, LAST_DAY, aim, measured, number, reach, verdict

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "status.md").read_text(encoding="utf-8")
MANUAL = (DOCS / "handleiding.md").read_text(encoding="utf-8")
CHAPTER = re.search(r"^## Hoe een status tot stand komt\n(.*?)(?=^## )", MANUAL, re.DOTALL | re.MULTILINE)[1]


def rows_of(title: str) -> list[list[str]]:
    """The rows of the chapter's table that has this first column, without its head."""
    table = re.search(rf"^\| {title} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", CHAPTER, re.MULTILINE)[1]
    return [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in table.splitlines()]


@pytest.mark.parametrize(
    "words", [Rule, Status, Certainty, TargetKind.values], ids=["rule", "status", "certainty", "kind"]
)
def test_the_reference_names_each(words):
    named = set(re.findall(r"`([a-z_]+)`", REFERENCE))
    assert {str(word) for word in words} <= named


def test_the_reference_gives_each_status_its_label():
    for status in Status:
        assert f"| `{status}` | {status.label} |" in REFERENCE


def test_the_manual_explains_each_status_once():
    assert sorted(row[0].strip("*") for row in rows_of("Status")) == sorted(status.label for status in Status)


FIGURE = re.compile(
    r"(?P<value>[−+]?[\d.,]+) %( van (?P<whose>eind 2027|iedereen)| uit (?P<n>[\d.]+) antwoorden)?"
)


def figure(text: str) -> Measurement:
    """``61,0 % uit 60 antwoorden``; without more said a register's figure of the end of 2025."""
    found = FIGURE.fullmatch(text)
    assert found, text
    day = LAST_DAY if found["whose"] == "eind 2027" else HALFWAY
    n = int(parse_dutch(found["n"])) if found["n"] else None
    return measured(parse_dutch(found["value"]), day, n=n, sampled=n is not None)


def target(text: str):
    """The target that an example names."""
    amount = re.search(r"[\d.,]*\d", text)
    value = parse_dutch(amount[0]) if amount and text != "hoger dan de 0-meting" else None
    margin = re.search(r"marge (\d+) procentpunt", text)
    if text == "hoger dan de 0-meting":
        return aim("improve")
    if text.startswith("ten minste"):
        return aim("at_least", value=value, margin=number(margin[1] if margin else 0))
    if text.endswith("procentpunt"):
        return aim("points", points=value)
    if text.startswith("+"):
        return aim("relative", percent=value)
    assert re.match(r"(omlaag )?naar ", text), text
    return reach(value, strict="minder dan" in text)


def percent(value, decimals: int) -> str:
    return "–" if value is None else format_percent(value, decimals).replace("\u00a0", " ")


@pytest.mark.parametrize("row", rows_of("Doel"), ids=lambda row: " / ".join(row))
def test_each_example_of_the_manual(row):
    asked, baseline, now, expected, fraction, status = row
    found = verdict(
        target(asked),
        *([] if now == "geen" else [figure(now)]),
        baseline=None if baseline == "geen" else measured(figure(baseline).value, BASE_DAY),
        desired="lower" if asked.startswith("omlaag") else "higher",
        today=date(2028, 3, 1) if "2027" in now else date(2026, 3, 1),
    )
    assert found.status.label == status
    assert percent(found.expected, 1) == expected
    assert percent(None if found.fraction is None else found.fraction * 100, 0) == fraction


def test_the_examples_show_most_statuses():
    shown = {row[-1] for row in rows_of("Doel")}
    assert shown >= {status.label for status in Status} - {
        "meting ontbreekt",
        "geen streefwaarde",
        "streefwaarde ontbreekt",
    }


@pytest.mark.parametrize("row", rows_of("Meting"), ids=lambda row: " / ".join(row))
def test_each_interval_of_the_manual(row):
    value, n, range_ = row
    found = interval_of(figure(value).value, int(parse_dutch(n)), None, "percent")
    assert " tot ".join(percent(end, 1) for end in found) == range_


def test_the_sums_in_the_manuals_text():
    assert "60 + (70 − 60) × 730 ÷ 1.460 = 65" in CHAPTER
    assert verdict(reach(70), 63, baseline=60).expected == 60 + number(70 - 60) * 730 / 1460 == 65
    assert "(63 − 60) ÷ (70 − 60) = 30 %" in CHAPTER
    assert verdict(reach(70), 63, baseline=60).fraction == number("0.3")
    assert "7,2 ± 0,147: van 7,05 tot 7,35" in CHAPTER
    low, high = interval_of(number("7.2"), 400, number("1.5"), "score10")
    assert (high - number("7.2"), round_half_up(low, 2), round_half_up(high, 2)) == (
        number("0.147"),
        number("7.05"),
        number("7.35"),
    )
    assert "69,95 haalt 70,0" in CHAPTER
    assert verdict(reach(70), "69.95", baseline=60).status == Status.AT_TARGET
    assert "9,97 is 10,0, en dat is niet minder dan 10" in CHAPTER
    below = reach(10, strict=True)
    assert verdict(below, "9.97", baseline=20, desired="lower").status == Status.ON_TRACK
    assert "Vijf procent van 80 is 4, dus het doel is 84. Vijf procentpunt erbij is 85." in CHAPTER
    assert verdict(aim("relative", percent=5), 81, baseline=80).goal.bound == 84
    assert verdict(aim("points", points=5), 81, baseline=80).goal.bound == 85
