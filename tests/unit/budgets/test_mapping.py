from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgets.mapping import Mapper, RingError, Rule, Share, divided, doubles, follow

ALL = (Share(1, Decimal(100)),)


def rule(pk: int, cost_centre: str = "", low: str = "", high: str = "", line: int = 1) -> Rule:
    return Rule(pk, cost_centre, low, high, (Share(line, Decimal(100)),))


RULES = (
    rule(1, low="4000", high="4999"),
    rule(2, cost_centre="0815"),
    rule(3, cost_centre="0815", low="4100", high="4199"),
    rule(4, cost_centre="0815", low="4150"),
    rule(5, low="4310"),
)


@pytest.mark.parametrize(
    ("cost_centre", "account", "expected"),
    [
        ("0815", "4150", 4),
        ("0815", "4199", 3),
        ("0815", "4200", 2),
        ("0815", "9999", 2),
        ("815", "4150", 1),
        ("7", "4310", 5),
        ("7", "12000", None),
        ("7", "400", None),
        ("7", "4000A", None),
    ],
)
def test_the_most_precise_rule_takes_a_booking(cost_centre, account, expected):
    found = Mapper(RULES).rule_of(cost_centre, account)
    assert (found.pk if found else None) == expected
    backwards = Mapper(tuple(reversed(RULES))).rule_of(cost_centre, account)
    assert backwards == found


def test_a_cost_centre_that_is_gone_passes_on():
    mapper = Mapper(RULES, {"0700": "0800", "0800": "0815"})
    assert mapper.rule_of("0700", "4150").pk == 4
    assert mapper.present("0700") == "0815"


def test_a_ring_is_told_and_never_hangs():
    ring = {"a": "b", "b": "c", "c": "b"}
    with pytest.raises(RingError) as caught:
        follow("a", ring)
    assert caught.value.codes == ("b", "c", "b")


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef"), max_size=6),
    st.sampled_from("abcdef"),
)
def test_follow_ends(successors, code):
    try:
        end = follow(code, successors)
    except RingError as ring:
        assert ring.codes[0] == ring.codes[-1]
    else:
        assert end not in successors


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(1, 9_999), max_size=8, unique=True))
def test_divided_is_exact_to_the_cent(cents, cuts):
    """Any division of 100 % into hundredths: parts add up, none is a cent or more off, the sign is kept."""
    edges = [0, *sorted(cuts), 10_000]
    shares = [Share(line, Decimal(high - low) / 100) for line, (low, high) in enumerate(pairwise(edges))]
    parts = divided(cents, shares)
    assert sum(parts.values()) == cents
    for share in shares:
        assert abs(parts[share.line] - cents * share.percent / 100) < 1
        assert parts[share.line] * cents >= 0
    assert divided(-cents, shares) == {line: -part for line, part in parts.items()}


def test_divided_thirds_give_the_cent_to_the_first():
    third = Decimal("33.333333")
    shares = [Share(1, third), Share(2, third), Share(3, Decimal("33.333334"))]
    assert divided(100, shares) == {1: 33, 2: 33, 3: 34}
    halves = [Share(1, Decimal(50)), Share(2, Decimal(50))]
    assert divided(-101, halves) == {1: -51, 2: -50}


def test_divided_refuses_what_is_no_division():
    with pytest.raises(ValueError, match="100"):
        divided(100, [Share(1, Decimal(60))])


def test_doubles_are_those_that_only_order_decides():
    first, second = rule(1, "a", "10", "20"), rule(2, "a", "15", "25")
    assert doubles([second, first, rule(3, "a", "15"), rule(4, "b", "10", "20")]) == [(first, second)]
