"""Values, targets and distances in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.models import Absence, Desired, MeasureUnit, TargetKind
from indicators.verdict.goals import goal_of, is_met
from indicators.verdict.precision import precision_of
from indicators.wording import (
    ABSENCES,
    Aim,
    beside_text,
    change_text,
    distance_text,
    points_text,
    target_text,
    value_text,
)

D = Decimal
NB = "\u00a0"


def reach(value, **more):
    return Aim("reach", value=D(value), **more)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "expected"),
    [
        (D(85), "percent", 1, f"85,0{NB}%"),
        (D("84.95"), "percent", 1, f"85,0{NB}%"),
        (D("84.949"), "percent", 1, f"84,9{NB}%"),
        (D("3.25"), "score5", 1, "3,3"),
        (D(1200), "euro", 0, f"€{NB}1.200"),
        (D(7412), "count", 0, "7.412"),
        (D(0), "percent", 1, f"0,0{NB}%"),
        (D(0), "count", 0, "0"),
        (None, "percent", 1, "–"),
    ],
)
def test_value_text(value, unit, decimals, expected):
    assert value_text(value, unit, decimals) == expected


@pytest.mark.parametrize("absence", Absence.values)
def test_value_text_says_why_there_is_none(absence):
    assert value_text(None, "percent", 1, absence) == ABSENCES[absence]


@pytest.mark.parametrize("unit", MeasureUnit.values)
def test_every_unit_has_words(unit):
    assert value_text(D(1), unit, 0)
    assert points_text(D(1), unit, 0)


@pytest.mark.parametrize(
    ("aim", "desired", "expected"),
    [
        (None, "higher", "geen streefwaarde"),
        (reach(87, by="2027"), "higher", f"87{NB}% in 2027"),
        (reach(25, strict=True, by="2027"), "lower", f"minder dan 25{NB}% in 2027"),
        (reach(25, strict=True), "higher", f"meer dan 25{NB}%"),
        (Aim("at_least", value=D(7)), "higher", f"ten minste 7{NB}%"),
        (Aim("at_least", value=D(7), strict=True), "higher", f"meer dan 7{NB}%"),
        (Aim("at_most", value=D(10)), "lower", f"ten hoogste 10{NB}%"),
        (Aim("at_most", value=D(10), strict=True), "lower", f"minder dan 10{NB}%"),
        (Aim("relative", percent=D(5), by="2027"), "higher", "+5 % in 2027 ten opzichte van de 0-meting"),
        (Aim("relative", percent=D("-2.5")), "lower", "−2,5 % ten opzichte van de 0-meting"),
        (Aim("points", points=D(5)), "higher", "+5 procentpunt ten opzichte van de 0-meting"),
        (Aim("range", low=D(5), high=D(7)), "none", f"tussen 5{NB}% en 7{NB}%"),
        (Aim("improve", by="2027"), "higher", "hoger dan de 0-meting in 2027"),
        (Aim("improve"), "lower", "lager dan de 0-meting"),
        (Aim("improve"), "none", "anders dan de 0-meting"),
        (Aim("grow"), "higher", "elke periode beter dan de vorige"),
        (Aim("to_be_set"), "higher", "nog vast te stellen"),
        (Aim("to_be_set", due=date(2025, 12, 31)), "higher",
         f"nog vast te stellen, uiterlijk 31{NB}december{NB}2025"),
        (Aim("monitor"), "none", "geen streefwaarde, wordt gevolgd"),
    ],
)  # fmt: skip
def test_target_text(aim, desired, expected):
    assert target_text(aim, "percent", 0, desired) == expected


@pytest.mark.parametrize("kind", TargetKind.values)
@pytest.mark.parametrize("desired", Desired.values)
def test_every_kind_of_target_has_words_and_no_error(kind, desired):
    aim = Aim(kind, value=D(7), percent=D(5), points=D(5), low=D(1), high=D(9))
    assert target_text(aim, "percent", 1, desired)
    for baseline in (None, D(6)):
        for value in (None, D(0), D(6), D(8)):
            said = distance_text(value, aim, baseline=baseline, desired=desired, unit="percent", decimals=1)
            assert isinstance(said, str)
            assert value is not None or said == ""


@pytest.mark.parametrize(
    ("aim", "baseline", "desired", "value", "met", "said"),
    [
        (reach(87), 85, "higher", "86.1", False, "nog 0,9 procentpunt te gaan"),
        (reach(87), 85, "higher", "87", True, "gelijk aan de streefwaarde"),
        (reach(87), 85, "higher", "88.5", True, "streefwaarde gehaald, 1,5 procentpunt beter"),
        (reach(87), 85, "higher", "86.95", True, "gelijk aan de streefwaarde"),
        (reach(87), 85, "higher", "86.949", False, "nog 0,1 procentpunt te gaan"),
        (reach(6), 8, "lower", "9", False, "nog 3,0 procentpunt te gaan"),
        (reach(6), 8, "lower", "5", True, "streefwaarde gehaald, 1,0 procentpunt beter"),
        (reach(0), 4, "lower", "0", True, "gelijk aan de streefwaarde"),
        (reach(25, strict=True), 30, "lower", "25.0", False, "op de grens, die telt zelf niet mee"),
        (reach(10, strict=True), 30, "lower", "9.97", False, "op de grens, die telt zelf niet mee"),
        (reach(25, strict=True), 30, "lower", "24.9", True, "streefwaarde gehaald, 0,1 procentpunt beter"),
        (Aim("at_least", value=D(90)), 92, "lower", "88", False, "nog 2,0 procentpunt te gaan"),
        (Aim("at_most", value=D(10)), 8, "higher", "9", True, "streefwaarde gehaald, 1,0 procentpunt beter"),
        (Aim("relative", percent=D(5)), 200, "higher", "205", False, "nog 5,0 procentpunt te gaan"),
        (Aim("points", points=D(5)), 80, "higher", "82.5", False, "nog 2,5 procentpunt te gaan"),
        (Aim("improve"), "55.3", "higher", "55.3", False, "niet beter dan de 0-meting"),
        (Aim("improve"), "55.3", "higher", "55.4", True, "0,1 procentpunt beter dan de 0-meting"),
        (Aim("improve"), "55.3", "lower", "55.4", False, "niet beter dan de 0-meting"),
        (Aim("range", low=D(5), high=D(7)), None, "none", "4", False, "nog 1,0 procentpunt te gaan"),
        (Aim("range", low=D(5), high=D(7)), None, "none", "6", True, "binnen de grenzen"),
        (Aim("range", low=D(5), high=D(7)), None, "none", "7", True, "binnen de grenzen"),
        (Aim("range", low=D(5), high=D(7)), None, "higher", "9", False, "nog 2,0 procentpunt te gaan"),
        (Aim("grow"), 3, "higher", "4", False, ""),
        (Aim("monitor"), 3, "none", "4", False, ""),
        (Aim("to_be_set"), 3, "higher", "4", False, ""),
        (Aim("relative", percent=D(5)), None, "higher", "205", False, ""),
        (None, 3, "higher", "4", False, ""),
    ],
)
def test_meets_and_distance_say_the_same(aim, baseline, desired, value, met, said):
    words = {"baseline": None if baseline is None else D(baseline), "desired": desired, "decimals": 1}
    goal = goal_of(aim, words["baseline"], desired) if aim else None
    assert bool(goal and is_met(goal, D(value), precision_of(1))) is met
    assert distance_text(D(value), aim, unit="percent", **words) == said


def test_missing_value_says_nothing():
    words = {"baseline": D(0), "desired": "lower", "decimals": 1}
    assert distance_text(None, reach(0), unit="percent", **words) == ""


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("percent", "nog 2 procentpunt te gaan"),
        ("score5", "nog 2 punt te gaan"),
        ("score10", "nog 2 punt te gaan"),
        ("count", "nog 2 te gaan"),
        ("euro", f"nog €{NB}2 te gaan"),
    ],
)
def test_distance_in_the_words_of_its_unit(unit, said):
    assert distance_text(D(1), reach(3), baseline=None, desired="higher", unit=unit, decimals=0) == said


@pytest.mark.parametrize(
    ("value", "baseline", "desired", "said"),
    [
        (D("86.2"), D(85), "higher", "1,2 procentpunt hoger, beter"),
        (D("83.8"), D(85), "higher", "1,2 procentpunt lager, slechter"),
        (D("86.2"), D(85), "lower", "1,2 procentpunt hoger, slechter"),
        (D("83.8"), D(85), "lower", "1,2 procentpunt lager, beter"),
        (D("86.2"), D(85), "none", "1,2 procentpunt hoger"),
        (D("85.04"), D(85), "higher", "gelijk gebleven"),
        (D("85.05"), D(85), "higher", "0,1 procentpunt hoger, beter"),
        (D(0), D(0), "higher", "gelijk gebleven"),
        (None, D(85), "higher", ""),
        (D(85), None, "higher", ""),
    ],
)
def test_change_text(value, baseline, desired, said):
    assert change_text(value, baseline, desired=desired, unit="percent", decimals=1) == said


@pytest.mark.parametrize(
    ("value", "other", "unit", "said"),
    [
        (D(80), D(83), "percent", "3,0 procentpunt lager dan Noorderpoort"),
        (D(83), D(80), "percent", "3,0 procentpunt hoger dan Noorderpoort"),
        (D("80.04"), D(80), "percent", "gelijk aan Noorderpoort"),
        (D(80), D(830), "count", ""),
        (None, D(3), "score5", ""),
        (D(3), None, "score5", ""),
    ],
)
def test_beside_text_compares_without_a_verdict(value, other, unit, said):
    assert beside_text(value, other, "Noorderpoort", unit=unit, decimals=1) == said


values = st.decimals(min_value=0, max_value=100, places=3)


@given(values, values, st.integers(0, 2), st.sampled_from(["higher", "lower"]))
def test_distance_agrees_with_the_published_figures(value, bound, decimals, desired):
    """Whoever sees 85,0 beside a target of 85,0 must not read that something is still to go."""
    bound = round(bound, decimals)
    assume(value * 10**decimals % 1 != D("0.5"))  # exactly halfway counts as the bound, whichever way is up
    as_seen = D(value_text(value, "count", decimals).replace(",", "."))
    met = as_seen >= bound if desired == "higher" else as_seen <= bound
    said = distance_text(value, reach(bound), baseline=None, desired=desired, unit="count", decimals=decimals)
    assert ("te gaan" not in said) is met
    assert (said == "gelijk aan de streefwaarde") is (as_seen == bound)


@pytest.mark.parametrize(("value", "desired"), [("84.95", "higher"), ("85.05", "lower")])
def test_halfway_to_a_bound_is_at_the_bound(value, desired):
    said = distance_text(D(value), reach(85), baseline=None, desired=desired, unit="percent", decimals=1)
    assert said == "gelijk aan de streefwaarde"
