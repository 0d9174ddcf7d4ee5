"""How far whole numbers go while sums keep holding."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.walk import Walk

A, B, C, D = (1, 1), (1, 2), (1, 3), (1, 4)
ENDLESS = (0, None)


def walk(rows, start, bounds, watched=(A,)):
    found = Walk(rows, start, watched)
    found.begin(start, bounds)
    return found


def test_push_stops_where_another_is_at_its_bound():
    moving = walk([{A: 1, B: 1}], {A: 3, B: 4}, {A: ENDLESS, B: ENDLESS})
    assert moving.push(A, 20) == {B}
    assert moving.at == {A: 7, B: 0}
    assert moving.seen[A] == set(range(3, 8))


def test_push_reaches_its_goal_and_says_nothing_of_bounds():
    moving = walk([{A: 1, B: 1}], {A: 3, B: 4}, {A: ENDLESS, B: ENDLESS})
    assert moving.push(A, 0) == set()
    assert moving.seen[A] == {0, 1, 2, 3}


def test_push_of_what_follows_from_a_sum_alone():
    moving = walk([{A: 1}], {A: 3}, {A: ENDLESS})
    assert moving.push(A, 5) == set()
    assert moving.seen[A] == {3}


def test_push_against_its_own_bound():
    moving = walk([], {A: 3}, {A: (2, 4)})
    assert moving.push(A, 9) == {A}
    assert moving.at[A] == 4


def test_only_whole_solutions_are_kept():
    """A is two times B: it passes 1, 3 and 5 with half a B only."""
    moving = walk([{A: 1, B: -2}], {A: 0, B: 0}, {A: ENDLESS, B: ENDLESS})
    moving.push(A, 6)
    assert moving.seen[A] <= {0, 2, 4, 6}


def test_begin_forgets_where_it_was():
    moving = walk([{A: 1, B: 1}], {A: 3, B: 4}, {A: ENDLESS, B: ENDLESS})
    moving.push(A, 7)
    moving.begin({A: 3, B: 4}, {A: (2, None), B: ENDLESS})
    assert moving.seen[A] == {3}
    assert moving.push(A, 0) == {A}


numbers = st.integers(0, 6)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(numbers, min_size=4, max_size=4),
    st.lists(st.lists(st.sampled_from([-1, 0, 1]), min_size=4, max_size=4), max_size=3),
)
def test_walk_goes_as_far_as_some_solution_and_keeps_solutions_only(values, rows):
    """Against every solution within the bounds, one by one."""
    keys = (A, B, C, D)
    start = dict(zip(keys, values, strict=True))
    named = [{key: times for key, times in zip(keys, row, strict=True) if times} for row in rows]
    totals = [sum(times * start[key] for key, times in row.items()) for row in named]
    solutions = {
        some[0]
        for some in product(range(7), repeat=4)
        if all(
            sum(times * some[keys.index(key)] for key, times in row.items()) == total
            for row, total in zip(named, totals, strict=True)
        )
    }
    moving = walk(named, start, dict.fromkeys(keys, (0, 6)))
    moving.push(A, 6)
    assert moving.at[A] >= max(solutions)
    moving.push(A, 0)
    assert moving.at[A] <= min(solutions)
    assert moving.seen[A] <= solutions
