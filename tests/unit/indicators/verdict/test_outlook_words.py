"""What lies ahead, in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from indicators.verdict.outlook import Outcome, Outlook, Why
from indicators.verdict.outlook_words import (
    a_year_text,
    effect_text,
    forecast_text,
    ground_text,
    group_text,
    pace_text,
    summary_text,
)
from tests.unit.indicators.verdict.test_outlook import judged, seen
from tests.unit.indicators.verdicts import LAST_DAY, number, reach

MET, MISSED, UNCLEAR = Outcome.MET, Outcome.MISSED, Outcome.UNCLEAR


def some(*outcomes: Outcome, why: Why = Why.COURSE) -> list[Outlook]:
    return [Outlook(one, why, LAST_DAY, 4, middle=one is MET) for one in outcomes]


@pytest.mark.parametrize(
    ("percent", "code", "text"),
    [
        (0, "", "stilstand"),
        (150, "", "anderhalf keer het tempo van nu"),
        (120, "", "120 % van het tempo van nu"),
        (50, "2a", "de helft van het tempo van nu voor indicator 2a"),
    ],
)
def test_pace(percent, code, text):
    assert pace_text(percent, code) == text


@pytest.mark.parametrize(
    ("outcomes", "settled", "text"),
    [
        (
            [MET, MET, MISSED, UNCLEAR], 1,
            "Gaat het door zoals nu, dan worden 2 van de 4 doelen voor 2027 gehaald en 1 niet. "
            "Van 1 doel is het nog niet te zeggen. Van 1 doel staat de uitkomst al vast.",
        ),
        ([MISSED, MISSED], 0, "Gaat het door zoals nu, dan wordt geen van de 2 doelen voor 2027 gehaald."),
        (
            [MISSED, UNCLEAR], 0,
            "Gaat het door zoals nu, dan wordt geen van de 2 doelen voor 2027 gehaald. Zeker niet gehaald: 1 doel. "
            "Van 1 doel is het nog niet te zeggen.",
        ),
        ([MET], 1, "Er is één doel. Gaat het door zoals nu, dan is de uitkomst voor 2027: gehaald."),
        ([], 0, "Er zijn geen doelen om vooruit te kijken."),
    ],
)  # fmt: skip
def test_summary_counts(outcomes, settled, text):
    assert summary_text(outcomes, settled, 2027) == text


def test_effect_says_who_moves_from_where_to_where():
    before, after = some(MISSED, UNCLEAR, UNCLEAR, MET), some(UNCLEAR, MET, MET, MET)
    assert effect_text(before, after, "stilstand") == (
        "Bij stilstand: 1 doel gaat van ‘niet gehaald’ naar ‘niet te zeggen’, "
        "2 doelen gaan van ‘niet te zeggen’ naar ‘gehaald’. De middelste lijn haalt 2 doelen meer."
    )
    assert "1 doel minder." in effect_text(some(MET), some(UNCLEAR), "stilstand")


def test_effect_of_nothing_is_said_too():
    same = some(MISSED, MET)
    assert effect_text(same, same, "stilstand") == "Bij stilstand: geen enkel doel komt in een andere groep."


def test_group_says_what_it_rests_on():
    found = [*some(MISSED, MISSED), *some(MISSED, why=Why.SETTLED)]
    assert group_text(MISSED, found) == (
        "Bij 2 haalt ook de gunstigste lijn de streefwaarde niet; "
        "bij 1 ligt de uitkomst al vast, omdat de laatste meting die telt er is."
    )
    others = [*some(UNCLEAR, why=Why.FEW_FIGURES), *some(UNCLEAR, why=Why.NO_DAY)]
    text = group_text(UNCLEAR, others)
    assert "ij 1 zijn er nog te weinig cijfers" in text
    assert "bij 1 ontbreekt iets anders" in text
    assert group_text(MET, []) == ""


def test_forecast_with_its_range():
    judgement = judged(reach(80), 60, 61, 64, 66)
    assert forecast_text(seen(judgement), judgement) == "70,0\u00a0% (tussen 68,0 en 72,0)"
    assert forecast_text(seen(judgement, 0), judgement) == "66,0\u00a0%", (
        "without a range where all courses meet"
    )


def test_ground_says_why():
    few = judged(reach(80), 60, 61)
    assert ground_text(seen(few), few) == "pas 2 cijfers, een lijn vraagt er 3"
    none = judged(reach(80))
    assert ground_text(seen(none), none) == "nog geen cijfer, een lijn vraagt er 3"
    unclear = judged(reach(70), 60, 60, 64, 66)
    assert ground_text(seen(unclear), unclear) == "bij de middelste lijn wel gehaald"
    unclear = judged(reach(72), 60, 62, 62, 66)
    assert ground_text(seen(unclear), unclear) == "bij de middelste lijn niet gehaald"
    full = judged(reach(99), 60, 75, 90, 99)
    assert "begrensd, niet onder 0 of boven 100" in ground_text(seen(full), full)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("0.6", "percent", "+0,6 procentpunt"),
        ("-0.78", "percent", "\u22120,8 procentpunt"),
        ("-0.04", "percent", "0,0 procentpunt"),
        ("0.04", "percent", "0,0 procentpunt"),
        ("0.05", "score5", "+0,05 punt"),
        ("39.58", "count", "+40"),
        ("2.6", "count", "+2,6"),
    ],
)
def test_change_a_year_has_a_sign(value, unit, text):
    assert a_year_text(number(value), judged(reach(4), 2, 3, unit=unit)) == text


def test_unknown_change_is_not_zero():
    judgement = judged(reach(4), 2, 3)
    assert a_year_text(None, judgement) == ""
    assert a_year_text(Decimal(0), judgement) == "0,0 procentpunt"
