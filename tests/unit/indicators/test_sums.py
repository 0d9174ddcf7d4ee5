"""Which figures add up, and what follows from the ones that show."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.sums import Sum, breakdown_sums, solve, tree_sums
from tests.unit.indicators.subtraction import had_by_subtraction

PARENTS = {2: 1, 3: 1, 10: 2, 11: 2, 12: 3}
A, B, C, D, E = ((unit, 0) for unit in range(5))


def test_tree_sums_of_a_college():
    assert tree_sums([(1, 7), (2, 7), (10, 7), (11, 7)], PARENTS) == [
        Sum((1, 7), ((2, 7),)),
        Sum((2, 7), ((10, 7), (11, 7))),
    ]


def test_tree_sums_know_the_school_between_team_and_college():
    assert Sum((1, 7), ((3, 7),)) in tree_sums([(1, 7), (12, 7)], PARENTS)


def test_tree_sums_leave_out_who_has_nothing():
    assert tree_sums([(1, 7), (2, 8)], PARENTS) == [Sum((1, 8), ((2, 8),))]


def test_tree_sums_survive_a_circle():
    assert tree_sums([(1, 7)], {1: 2, 2: 1})


LEVELS = {
    1: ("", {}),
    2: ("", {"niveau": "2"}),
    3: ("", {"niveau": "3"}),
    4: ("", {"niveau": "3", "leerweg": "BOL"}),
    5: ("", {"niveau": "3", "leerweg": "BBL"}),
    6: ("tevredenheid", {}),
}


def test_breakdown_sums_at_each_depth():
    people = {(9, 1): 10, (9, 2): 4, (9, 3): 6, (9, 4): 1, (9, 5): 5, (9, 6): 10}
    assert set(breakdown_sums(people, LEVELS)) == {
        Sum((9, 1), ((9, 2), (9, 3))),
        Sum((9, 3), ((9, 4), (9, 5))),
    }


def test_breakdown_sums_over_two_lists_at_once():
    people = {(9, 1): 6, (9, 4): 1, (9, 5): 5}
    assert breakdown_sums(people, LEVELS) == [Sum((9, 1), ((9, 4), (9, 5)))]


def test_breakdown_sums_need_the_numbers_to_add_up():
    assert breakdown_sums({(9, 1): 11, (9, 2): 4, (9, 3): 6}, LEVELS) == []
    assert breakdown_sums({(9, 1): None, (9, 2): 4, (9, 3): 6}, LEVELS) == []
    assert breakdown_sums({(9, 1): 4, (9, 2): 4, (9, 3): None}, LEVELS) == []


def test_solve_follows_a_chain_to_where_it_began():
    chain = [Sum(A, (B, C)), Sum(C, (D, E))]
    found = solve(chain, {A, B, D})
    assert set(found.via) == {C, E}
    assert found.source_of(E) == chain[0]


def test_solve_finds_what_only_several_sums_together_tell():
    """A = B + C and D = B - C both shown: neither sum has one unknown, both together have B and C."""
    together = [Sum(A, (B, C)), Sum(B, (C, D))]
    found = solve(together, {A, D})
    assert set(found.via) == {B, C}
    assert found.source_of(B) is None


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(st.integers(0, 8), min_size=2, max_size=4, unique=True).map(
            lambda units: Sum((units[0], 0), tuple((unit, 0) for unit in units[1:]))
        ),
        max_size=7,
    ),
    st.sets(st.integers(0, 8).map(lambda unit: (unit, 0))),
)
def test_solve_finds_exactly_what_the_rank_says(sums, shown):
    assert set(solve(sums, shown).via) == had_by_subtraction([(one.whole, one.parts) for one in sums], shown)
