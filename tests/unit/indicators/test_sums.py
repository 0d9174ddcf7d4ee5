"""Which figures add up, and what follows from the ones that show."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.sums import Sum, breakdown_sums, part_sums, solve, tree_sums
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


PARTS = {
    1: ("totaal", {}),
    2: ("a", {}),
    3: ("b", {}),
    4: ("totaal", {"niveau": "2"}),
    5: ("a", {"niveau": "2"}),
    6: ("b", {"niveau": "2"}),
}


def of_9(**figures: int | None) -> dict[tuple[int, int], int | None]:
    """The people of unit 9, by series: ``s1=20``."""
    return {(9, int(name[1:])): people for name, people in figures.items()}


def parts_of_9(breakdowns=PARTS, without=(), **figures: int | None) -> set[Sum]:
    """The sums over parts; the series in ``without`` carry an n."""
    people = of_9(**figures)
    return set(part_sums(people, breakdowns, {key for key in people if key[1] not in without}))


def a_sum(whole: int, *parts: int) -> Sum:
    return Sum((9, whole), tuple((9, part) for part in parts))


def test_part_sums_at_each_breakdown():
    assert parts_of_9(s1=23, s2=20, s3=3, s4=9, s5=8, s6=1) == {a_sum(1, 2, 3), a_sum(4, 5, 6)}


def test_part_sums_need_the_numbers_to_add_up():
    assert parts_of_9(s1=24, s2=20, s3=3) == set()
    assert parts_of_9(s1=23, s2=20, s3=None) == set()


def test_part_sums_of_the_parts_that_are_there():
    assert parts_of_9(s1=20, s2=20) == {a_sum(1, 2)}
    assert parts_of_9(s1=20, s2=20, s3=None) == {a_sum(1, 2)}


def test_part_sums_unit_by_unit():
    people = {(8, 1): 23, (8, 2): 20, (9, 2): 20, (9, 3): 3}
    assert part_sums(people, PARTS, set(people)) == []


def test_part_sums_part_without_a_figure_stands_for_its_breakdowns():
    more = PARTS | {7: ("b", {"niveau": "3"})}
    assert parts_of_9(more, s1=23, s2=20, s6=1, s7=2) == {a_sum(1, 2, 6, 7)}


def test_part_sums_of_figures_with_an_n():
    assert parts_of_9(without={1, 2, 3}, s1=23, s2=20, s3=3) == {a_sum(1, 2, 3)}
    assert parts_of_9(without={1}, s1=23, s2=20, s3=3) == {a_sum(1, 2, 3)}


def test_part_sums_an_n_is_the_count_and_the_n_that_equal_it():
    assert a_sum(1, 2) in parts_of_9(without={1}, s1=20, s2=20, s3=13)
    assert a_sum(1, 2) in parts_of_9(without={1, 2, 3}, s1=20, s2=20, s3=20)


def test_part_sums_equal_counts_say_nothing_on_their_own():
    assert parts_of_9(s1=50, s2=20, s3=20) == set()


def test_part_sums_by_chance_do_not_count():
    """Of 9 people 0 work: then 9 = 9 + 0, but at other levels the people are not those who work and who left."""
    share = {
        level * 10 + part: (name, {"niveau": str(level)})
        for level in (2, 3, 4)
        for part, name in enumerate(("", "uit", "werk"))
    }
    figures = {"s20": 9, "s21": 9, "s22": 0, "s30": 20, "s31": 20, "s32": 13, "s40": 30, "s41": 30, "s42": 30}
    found = parts_of_9(share, without={20, 30, 40}, **figures)
    assert found == {a_sum(20, 21), a_sum(30, 31), a_sum(40, 41)}
    assert parts_of_9(s1=9, s2=9, s3=0, s4=9, s5=8, s6=1) >= {a_sum(1, 2, 3), a_sum(4, 5, 6)}


def test_part_sums_of_one_part_are_none():
    assert parts_of_9({1: ("", {}), 2: ("", {"niveau": "2"})}, s1=4, s2=4) == set()


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
