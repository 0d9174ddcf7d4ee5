"""Sentences to begin with: right in direction, silent about what is hidden or not there."""

from __future__ import annotations

from typing import Any

import pytest

from reporting.story.facts import facts_of
from reporting.story.offers import offers_of, sentence_of
from reporting.story.references import resolved


def figure(value: str | None, period: str, day: str, **changes: Any) -> dict[str, Any]:
    text = "te klein aantal" if value is None else f"{value} %"
    hidden = "small" if value is None else None
    return {
        "value": value,
        "period": period,
        "day": day,
        "text": text,
        "hidden": hidden,
        "final": True,
    } | changes


def series(base: str | None, now: str | None, ref: str = "1a", **changes: Any) -> dict[str, Any]:
    baseline = figure(base, "2022", "2022-02-15") | {"comparable": True}
    figures = [baseline] + ([figure(now, "2024", "2024-02-15")] if now != "" else [])
    return {
        "ref": ref, "label": "niveau 2", "baseline": baseline, "figures": figures, "asked": True, "headline": True,
        "target_text": "87 % in 2027", "change": "", "distance": "", "judgement": {"label": "op koers"},
    } | changes  # fmt: skip


def indicator(one: dict[str, Any]) -> dict[str, Any]:
    mark = {"ref": one["ref"], "label": "op koers"}
    return {
        "code": "1a",
        "title": "Studenten die zich veilig voelen",
        "mark": mark,
        "series": [one],
        "groups": [],
    }


def read(one: dict[str, Any]) -> str:
    row = indicator(one)
    whole = {"indicators": [row], "objectives": [], "measures": [], "money": None}
    return resolved(sentence_of(row, one), facts_of(whole))


@pytest.mark.parametrize(
    ("base", "now", "words"),
    [
        ("85", "86", "gestegen van 85 % in 2022 naar 86 % in 2024; het doel is 87 % in 2027; op koers."),
        ("85", "80", "gedaald van 85 % in 2022 naar 80 % in 2024; het doel is 87 % in 2027; op koers."),
        (
            "85",
            "85",
            "gelijk gebleven, van 85 % in 2022 naar 85 % in 2024; het doel is 87 % in 2027; op koers.",
        ),
    ],
)
def test_sentence_of_tells_where_it_went(base, now, words):
    assert read(series(base, now)) == f"Studenten die zich veilig voelen: {words}"


def test_sentence_of_a_part_names_it():
    assert "voelen, niveau 2: gestegen" in read(series("85", "86", "1a:niveau=2"))


def test_sentence_of_a_baseline_that_does_not_compare_tells_only_the_figure():
    one = series("85", "86")
    one["baseline"]["comparable"] = False
    assert read(one).startswith("Studenten die zich veilig voelen: 86 % in 2024; het doel")


@pytest.mark.parametrize("now", ["", None])
def test_nothing_is_offered_of_what_is_not_there_or_hidden(now):
    assert sentence_of(indicator(series("85", now)), series("85", now)) == ""
    assert offers_of([indicator(series("85", now))], None, None) == ()


def test_offers_of_money_keep_planned_and_spent_apart():
    money = {"code": "1.2", "planned": "1000", "actual": None, "spent_percent": None}
    assert [one.question for one in offers_of([], None, money)] == ["planned"]
    money |= {"actual": "800", "spent_percent": "80"}
    assert "1.2.besteed_procent" in offers_of([], None, money)[1].text
