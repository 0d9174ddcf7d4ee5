"""How much room hidden numbers of people have."""

from __future__ import annotations

from fractions import Fraction

from indicators.bands import Guard, narrow_cells, out_of_reach
from indicators.printed import Ratio, Table, read, tightened
from indicators.sums import Sum

A, B, C, WHOLE, SHARE = ((1, number) for number in range(5))
THREE = Sum(WHOLE, (A, B, C))


def narrow(people, sums, shown, guards, ratios=(), words=None):
    table = Table(people, set(), sums, ratios, (), 5)
    groups = narrow_cells(table, shown, guards, words or {})
    cells = {key: held for group in groups for key, held in group.cells.items()}
    return cells, {key for group in groups for key in group.in_vain}


def test_small_number_needs_every_number_below_the_threshold_and_one_above():
    people = {A: 1, B: 3, C: 40, WHOLE: 44}
    cells, _ = narrow(people, [THREE], {C, WHOLE}, {A: Guard.SMALL, B: Guard.SMALL})
    assert set(cells) == {A, B}
    assert set(cells[A].sums) == {THREE}
    people = {A: 1, B: 4, C: 40, WHOLE: 45}
    assert narrow(people, [THREE], {C, WHOLE}, {A: Guard.SMALL, B: Guard.SMALL}) == ({}, set())


def test_share_that_takes_the_room_is_named():
    nearly_none = Ratio(SHARE, A, SHARE, Fraction(0), Fraction("0.005"))
    people = {A: 1, B: 30, C: 40, WHOLE: 71, SHARE: 485}
    cells, _ = narrow(people, [THREE], {C, WHOLE, SHARE}, {A: Guard.SMALL}, [nearly_none])
    assert cells[A].by == {SHARE}


def test_other_number_needs_a_second_value():
    """B and C add up to 60, but C is also 40 by itself."""
    people = {A: 2, B: 20, C: 40, WHOLE: 62}
    guards = {B: Guard.OTHER, C: Guard.OTHER}
    assert narrow(people, [THREE], {A, WHOLE}, guards) == ({}, set())
    again = Sum((2, 1), (C,))
    cells, in_vain = narrow({**people, (2, 1): 40}, [THREE, again], {A, WHOLE, (2, 1)}, guards)
    assert (cells, in_vain) == ({}, {B, C})


def test_what_only_seems_to_add_up_makes_nothing_show():
    people = {A: 2, B: 20, C: 40, WHOLE: 62, (2, 1): 40}
    chance = Sum((2, 1), (C,), certain=False)
    cells, in_vain = narrow(people, [THREE, chance], {A, WHOLE, (2, 1)}, {C: Guard.OTHER})
    assert set(cells) == {C}
    assert not in_vain


def test_number_that_its_source_kept_back_needs_as_much_room_as_the_threshold():
    people = {A: 30, C: 40, WHOLE: 72}
    shown = {A, C, WHOLE}
    assert set(narrow(people, [THREE], shown, {B: Guard.WITHHELD})[0]) == {B}
    assert narrow(people, [THREE], shown - {C}, {B: Guard.WITHHELD}) == ({}, set())


def test_words_alone_may_not_tell_either():
    """Both below 5, and 8 together."""
    people = {A: 4, B: 4, WHOLE: 8}
    sums, guards = [Sum(WHOLE, (A, B))], {A: Guard.SMALL, B: Guard.SMALL}
    assert narrow(people, sums, {WHOLE}, guards) == ({}, set())
    assert set(narrow(people, sums, {WHOLE}, guards, words={A: True, B: True})[0]) == {A, B}
    people = {A: 0, B: 5, WHOLE: 5}
    assert set(narrow(people, sums, {WHOLE}, guards, words={A: True, B: False})[0]) == {A, B}


def test_numbers_that_cannot_be_true_together_tell_nothing():
    """The source kept B back, and what is left for it is below 0."""
    people = {A: 30, C: 40, WHOLE: 60}
    assert narrow(people, [THREE], {A, C, WHOLE}, {B: Guard.WITHHELD}) == ({}, set())


def test_out_of_reach_is_what_lasting_figures_leave_no_room():
    people = {A: 2, B: 2, WHOLE: 4}
    table = Table(people, set(), [Sum(WHOLE, (A, B))], (), (), 5)
    ends = tightened(read(table, {WHOLE}))
    assert out_of_reach(ends, 5, {A: Guard.SMALL, B: Guard.OTHER}) == {A}
    assert out_of_reach(tightened(read(table, set())), 5, {A: Guard.SMALL}) == set()
