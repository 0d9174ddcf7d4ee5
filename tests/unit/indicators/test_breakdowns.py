"""The key of a breakdown, both ways, and what it is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.breakdowns import (
    BREAKDOWNS,
    LABELS,
    PROGRAMME,
    breakdown_key,
    breakdown_label,
    breakdown_problem,
    parse_key,
    part_label,
)

PROGRAMMES = {"bc008": "Bouw", "00123": "Zorg"}
pairs = st.sampled_from(sorted(BREAKDOWNS)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(BREAKDOWNS[name] or tuple(PROGRAMMES)))
)
breakdowns = st.lists(pairs, max_size=4).map(dict)


def test_breakdown_key_sorts_by_name():
    assert breakdown_key({"niveau": "2", "leerweg": "BOL"}) == "leerweg=BOL;niveau=2"
    assert breakdown_key({}) == ""


@pytest.mark.parametrize(
    ("part", "breakdown", "label"),
    [
        ("", "", ""),
        ("aandeel goed", "", "aandeel goed"),
        ("praktijkonderwijs", "niveau 2", "praktijkonderwijs, niveau 2"),
        ("mbo niveau 1", "niveau 1", "niveau 1: mbo niveau 1"),
    ],
)
def test_part_label_reads_no_level_twice(part, breakdown, label):
    assert part_label(part, breakdown) == label


def test_parse_key_keeps_leading_zeros_and_the_house_order():
    assert list(parse_key("leerweg=BOL;niveau=2").items()) == [("niveau", "2"), ("leerweg", "BOL")]
    assert parse_key(f"{PROGRAMME}=00123") == {PROGRAMME: "00123"}
    assert parse_key("") == {}


@given(breakdowns)
def test_key_and_breakdown_are_the_same_thing(breakdown):
    key = breakdown_key(breakdown)
    assert parse_key(key) == breakdown
    assert breakdown_key(parse_key(key)) == key


@given(breakdowns, breakdowns)
def test_different_breakdowns_have_different_keys(one, other):
    assert (breakdown_key(one) == breakdown_key(other)) is (one == other)


@pytest.mark.parametrize(
    ("breakdown", "label"),
    [
        ({}, ""),
        ({"niveau": "2", "leerweg": "BOL"}, "niveau 2 BOL"),
        ({"leerweg": "EX"}, "extranei"),
        ({PROGRAMME: "bc008"}, "Bouw (bc008)"),
        ({PROGRAMME: "bc999"}, "bc999 (bc999)"),
        ({"begeleider": "leerbedrijf"}, "begeleiding door het leerbedrijf"),
        ({"loonschaal": "LC"}, "schaal LC"),
    ],
)
def test_breakdown_label(breakdown, label):
    assert breakdown_label(breakdown, PROGRAMMES) == label


@given(breakdowns)
def test_every_allowed_breakdown_has_a_label_and_no_problem(breakdown):
    assert breakdown_problem(breakdown, set(PROGRAMMES)) is None
    assert bool(breakdown_label(breakdown, PROGRAMMES)) is bool(breakdown)


def test_every_list_with_fixed_values_has_its_label():
    assert set(LABELS) == set(BREAKDOWNS) - {PROGRAMME}


@pytest.mark.parametrize(
    ("breakdown", "says"),
    [
        ({"geslacht": "v"}, "is geen uitsplitsing"),
        ({"niveau": "5"}, "is geen waarde van niveau"),
        ({"leerweg": "bol"}, "is geen waarde van leerweg"),
        ({PROGRAMME: "bc999"}, "staat niet bij programmes"),
    ],
)
def test_breakdown_problem_says_what_is_wrong(breakdown, says):
    assert says in breakdown_problem(breakdown, set(PROGRAMMES))
