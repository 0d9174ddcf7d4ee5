"""What becomes of a row, and how it is read."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.imports.planning import (
    Outcome,
    Refusal,
    Remark,
    Said,
    Spot,
    Standing,
    measure,
    outcome_of,
    said_of,
    spot_of,
)

SAID = Said(Decimal("4.823600"), n=7000)
OTHER = replace(SAID, value=Decimal("4.17"))


@pytest.mark.parametrize("kind", ["file", "agenda", "manual", "demo"])
def test_outcome_of_a_figure_that_is_not_there_is_new(kind: str) -> None:
    assert outcome_of(SAID, None, "2019") == (Outcome.NEW, "")


@pytest.mark.parametrize(
    ("kind", "stood", "edition", "expected"),
    [
        # (what stood there, its edition) against a file of 2019
        ("file", SAID, "2018", (Outcome.EQUAL, Remark.CONFIRMS)),
        ("file", SAID, "2019", (Outcome.EQUAL, "")),
        ("file", SAID, "2020", (Outcome.EQUAL, "")),
        ("agenda", SAID, "", (Outcome.EQUAL, Remark.CONFIRMS)),
        ("manual", SAID, "", (Outcome.EQUAL, Remark.CONFIRMS)),
        ("demo", SAID, "", (Outcome.CHANGED, "")),
        ("file", OTHER, "2018", (Outcome.CHANGED, "")),
        ("file", OTHER, "2019", (Outcome.CHANGED, "")),
        ("file", OTHER, "", (Outcome.CHANGED, "")),
        ("file", OTHER, "2020", (Outcome.REFUSED, Refusal.NEWER)),
        ("agenda", OTHER, "", (Outcome.CHANGED, "")),
        ("demo", OTHER, "2020", (Outcome.CHANGED, "")),
        ("manual", OTHER, "2018", (Outcome.CHANGED, "")),
        ("manual", OTHER, "", (Outcome.CHANGED, "")),
        ("manual", OTHER, "2019", (Outcome.REFUSED, Refusal.BY_HAND)),
        ("manual", OTHER, "2020", (Outcome.REFUSED, Refusal.NEWER)),
    ],
)
def test_outcome_of_a_figure_that_is_there(
    kind: str, stood: Said, edition: str, expected: tuple[Outcome, str]
) -> None:
    assert outcome_of(SAID, Standing(stood, kind, edition), "2019") == expected


@pytest.mark.parametrize(
    ("kind", "stood", "edition", "expected"),
    [
        ("file", OTHER, "2025", (Outcome.CHANGED, Remark.OTHER_SOURCE)),
        ("file", OTHER, "2018", (Outcome.CHANGED, Remark.OTHER_SOURCE)),
        ("file", SAID, "2018", (Outcome.EQUAL, "")),
        ("manual", OTHER, "2018", (Outcome.REFUSED, Refusal.BY_HAND)),
        ("demo", OTHER, "2025", (Outcome.CHANGED, "")),
    ],
)
def test_outcome_of_a_figure_of_another_reader(
    kind: str, stood: Said, edition: str, expected: tuple[Outcome, str]
) -> None:
    assert outcome_of(SAID, Standing(stood, kind, edition, "table"), "2019", "duo_indicators") == expected


def test_outcome_of_an_empty_cell_of_another_reader_leaves_the_figure() -> None:
    empty = Said(None, "leeg")
    assert outcome_of(empty, Standing(SAID, "file", "", "table"), "", "cbs") == (
        Outcome.REFUSED,
        Refusal.EMPTY,
    )


def test_outcome_of_a_file_without_edition_leaves_what_a_person_entered() -> None:
    assert outcome_of(SAID, Standing(OTHER, "manual", ""), "") == (Outcome.REFUSED, Refusal.BY_HAND)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 1},
        {"final": False},
        {"note": "herzien"},
        {"sd": Decimal(1)},
        {"decimals": 2},
        {"value": None, "absence": "nb"},
    ],
)
def test_outcome_of_any_change_is_changed(change: dict) -> None:
    assert outcome_of(replace(SAID, **change), Standing(SAID, "file", "2018"), "2019") == (
        Outcome.CHANGED,
        "",
    )


@pytest.mark.parametrize("more", [{"n": 12}, {"note": "afgerond"}, {"sd": Decimal(1)}, {"decimals": 2}])
def test_outcome_of_a_file_that_leaves_a_part_out_is_equal(more: dict) -> None:
    said = replace(SAID, n=None, note="", sd=None, decimals=None)

    assert outcome_of(said, Standing(replace(said, **more), "file", "2019"), "2019") == (Outcome.EQUAL, "")


def test_outcome_of_an_empty_cell_leaves_a_figure_but_not_another_absence() -> None:
    empty, absent = Said(None, "leeg"), Said(None, "nb")
    assert outcome_of(empty, Standing(SAID, "file", "2018"), "2019") == (Outcome.REFUSED, Refusal.EMPTY)
    assert outcome_of(empty, Standing(absent, "file", "2018"), "2019") == (Outcome.CHANGED, "")
    assert outcome_of(empty, None, "2019") == (Outcome.NEW, "")


@pytest.mark.parametrize(
    ("found", "stored"),
    [
        (Decimal("4.8236003"), Decimal("4.823600")),
        (Decimal("0.0000005"), Decimal("0.000001")),
        (Decimal("-0.0000005"), Decimal("-0.000001")),
        (3, Decimal(3)),
        ("2.5", Decimal("2.5")),
        (0, Decimal(0)),
        (None, None),
    ],
)
def test_measure_keeps_six_decimals(found: object, stored: Decimal | None) -> None:
    assert measure(found) == stored


@pytest.mark.parametrize("found", [Decimal("1000000000"), Decimal("NaN"), Decimal("Infinity"), "drie"])
def test_measure_refuses_what_cannot_be_stored(found: object) -> None:
    with pytest.raises(ValueError, match=r"te groot|geen getal"):
        measure(found)


def test_said_of_without_a_value_keeps_the_kind_of_absence() -> None:
    assert said_of({}) == Said(None, "leeg")
    assert said_of({"value": None, "absence": "onderdrukt"}) == Said(None, "onderdrukt")
    assert said_of({"value": 0}) == Said(Decimal(0))


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 1, "absence": "nb"},
        {"absence": "weg"},
        {"value": 1, "n": -1},
        {"value": 1, "n": 1.5},
        {"value": 1, "decimals": 7},
    ],
)
def test_said_of_refuses_what_cannot_be(fields: dict) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        said_of(fields)


def test_spot_of_sorts_the_breakdown() -> None:
    fields = {
        "indicator": "nieuwe-vsv",
        "breakdown": {"niveau": "2", "leerweg": "BOL"},
        "period": "2016/2017",
    }
    assert spot_of(fields) == Spot("nieuwe-vsv", "", "leerweg=BOL;niveau=2", "2016/2017")


@pytest.mark.parametrize(
    "change",
    [
        {"breakdown": {"niveau": "9"}},
        {"breakdown": {"kleur": "rood"}},
        {"breakdown": {"beroepsopleiding": "a;b=c"}},
        {"period": "toen"},
        {"part": "x" * 81},
    ],
)
def test_spot_of_refuses_what_cannot_be(change: dict) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        spot_of({"indicator": "x", "period": "2023", **change})
