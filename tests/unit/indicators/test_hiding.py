"""What is hidden of figures that were corrected: two versions together tell no more than each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.suppression import Hidden
from tests.unit.indicators.subtraction import had_by_subtraction
from tests.unit.indicators.versions import (
    COLLEGE,
    LEVEL_2,
    LEVEL_3,
    PLAN,
    WHOLE,
    Figures,
    a_fact,
    decide,
    decide_alone,
    equations,
    rows_of,
    summed,
)

A, B, C = 2, 3, 4
PARENTS = {A: COLLEGE, B: COLLEGE, C: COLLEGE}


def schools(a: int | None, b: int | None, c: int | None) -> Figures:
    """A college of three schools; a school without a figure has nobody."""
    return {
        (A, WHOLE): a, (B, WHOLE): b, (C, WHOLE): c, (COLLEGE, WHOLE): sum(filter(None, (a, b, c))),
    }  # fmt: skip


def shown(moments: list[Figures], hidden_at: Callable[[int], dict[tuple[int, int], Hidden]]) -> set:
    """Every figure that shows in any of the versions."""
    return {
        (*key, people)
        for number, then in enumerate(moments)
        for key, people in then.items()
        if people is not None and key not in hidden_at(number)
    }


RESTATED = [schools(3, 20, 30), schools(3, 40, 30)]
"""School B is restated. The smallest school beside A is B at first and C afterwards."""


def test_versions_decided_alone_would_leak():
    """Else the tests below prove nothing."""
    rows = rows_of(*RESTATED)
    assert set(decide_alone(rows, PARENTS, 0)) == {(A, WHOLE), (B, WHOLE)}
    assert set(decide_alone(rows, PARENTS, 1)) == {(A, WHOLE), (C, WHOLE)}
    seen = shown(RESTATED, lambda number: decide_alone(rows, PARENTS, number))
    assert (A, WHOLE, 3) in had_by_subtraction(equations(RESTATED, PARENTS), seen)


def test_versions_decided_together_do_not():
    rows = rows_of(*RESTATED)
    seen = shown(RESTATED, lambda number: decide(rows, PARENTS, at=number))
    assert (A, WHOLE, 3) not in had_by_subtraction(equations(RESTATED, PARENTS), seen)


def test_what_showed_before_a_correction_shows_after_it():
    """Who read C at the time knows it still: hiding it afterwards helps nobody. The new B is hidden instead."""
    rows = rows_of(*RESTATED)
    assert set(decide(rows, PARENTS, at=0)) == {(A, WHOLE), (B, WHOLE)}
    assert set(decide(rows, PARENTS)) == {(A, WHOLE), (B, WHOLE)}
    assert set(decide(rows_of(RESTATED[0]), PARENTS)) == {(A, WHOLE), (B, WHOLE)}


def test_what_showed_is_hidden_when_nothing_else_helps():
    """B withdrawn: the college's new figure less C is A."""
    moments = [schools(3, 20, 30), schools(3, None, 30)]
    rows = rows_of(*moments)
    assert decide(rows, PARENTS, at=1)[C, WHOLE] is Hidden.COMPLEMENTARY
    assert decide(rows, PARENTS, at=0)[C, WHOLE] is Hidden.COMPLEMENTARY


def test_unchanged_figure_has_one_answer_in_every_version():
    moments = [schools(3, 20, 30), schools(3, 40, 30), schools(9, 40, 30)]
    rows = rows_of(*moments)
    for key in ((C, WHOLE), (B, WHOLE)):
        answers = {(moments[number][key], decide(rows, PARENTS, at=number).get(key)) for number in range(3)}
        assert len(answers) == len({people for people, _ in answers})


def test_figure_that_grows_does_not_tell_how_small_it_was():
    """With the new A one has B, which did not change, and with B the old A."""
    moments = [schools(3, 20, 30), schools(30, 20, 30)]
    rows = rows_of(*moments)
    assert decide(rows, PARENTS, at=0)[A, WHOLE] is Hidden.SMALL
    assert decide(rows, PARENTS)[A, WHOLE] is Hidden.COMPLEMENTARY
    alone = shown(moments, lambda number: decide_alone(rows, PARENTS, number))
    assert (A, WHOLE, 3) in had_by_subtraction(equations(moments, PARENTS), alone)


def test_figure_that_becomes_small_is_not_told_by_the_others_of_before():
    moments = [schools(30, 20, 40), schools(3, 20, 40)]
    rows = rows_of(*moments)
    seen = shown(moments, lambda number: decide(rows, PARENTS, at=number))
    assert (A, WHOLE, 3) not in had_by_subtraction(equations(moments, PARENTS), seen)


def test_moment_before_anything_was_known_hides_nothing():
    assert decide(rows_of(schools(3, 20, 30)), PARENTS, at=-1) == {}


def test_same_figure_recorded_again_changes_nothing():
    once = decide(rows_of(schools(3, 20, 30)), PARENTS)
    first = [
        replace(row, superseded_at=a_fact(0, 0, 0, since=1).recorded_at)
        for row in rows_of(schools(3, 20, 30))
    ]
    again = [a_fact(row.subject_id, row.series_id, row.n, since=1) for row in first]
    assert decide([*first, *again], PARENTS) == once
    assert decide([*first, *again], PARENTS, at=0) == once


def test_figure_of_the_plan_shows_and_its_correction_does_not():
    """The plan printed 4; a file says so too, but only the plan's is published."""
    printed = replace(a_fact(A, WHOLE, 4, until=1), origin=PLAN)
    rows = [printed, a_fact(A, WHOLE, 4, since=1), a_fact(B, WHOLE, 20), a_fact(COLLEGE, WHOLE, 24)]
    assert (A, WHOLE) not in decide(rows, PARENTS, at=0)
    assert decide(rows, PARENTS)[A, WHOLE] is Hidden.SMALL


def test_order_of_the_rows_does_not_matter():
    rows = rows_of(*RESTATED, schools(3, 41, 31))
    assert decide(rows, PARENTS) == decide(list(reversed(rows)), PARENTS)


# Properties: a college with levels, restated a few times ------------------------------------------------------
sizes = st.integers(0, 12) | st.integers(0, 200)


@st.composite
def histories(draw) -> tuple[dict[int, int], list[Figures]]:
    """The tree, and all figures at each moment: teams corrected or withdrawn, everything above them restated."""
    parents, teams, unit = {}, [], COLLEGE
    for _ in range(draw(st.integers(1, 3))):
        unit += 1
        school = unit
        parents[school] = COLLEGE
        for _ in range(draw(st.integers(1, 3))):
            unit += 1
            parents[unit] = school
            teams.append(unit)
    levels = [LEVEL_2, LEVEL_3] if draw(st.booleans()) else []
    # Nobody is not withdrawn here: that the others add up to what they did before would tell it, hidden or not.
    now = {
        (team, one): draw(sizes if levels else sizes.filter(bool))
        for team in teams
        for one in levels or [WHOLE]
    }
    moments = [summed(now, parents, levels)]
    for _ in range(draw(st.integers(1, 3))):
        for key in draw(st.lists(st.sampled_from(sorted(now)), min_size=1, max_size=3, unique=True)):
            now[key] = draw(sizes if levels else st.none() | sizes.filter(bool))
        moments.append(summed(now, parents, levels))
    return parents, moments


@settings(max_examples=60, deadline=None)
@given(histories())
def test_nobody_gets_a_small_figure_out_of_all_versions(history):
    """But for what the college's own figures tell: those follow from its breakdowns alone, and all else adapts."""
    parents, moments = history
    rows = rows_of(*moments)
    seen = shown(moments, lambda number: decide(rows, parents, at=number))
    small = {
        (*key, people)
        for then in moments
        for key, people in then.items()
        if people is not None and people < 5
    }
    series = (WHOLE, LEVEL_2, LEVEL_3) if any(one == LEVEL_2 for _, one in moments[0]) else (WHOLE,)
    assert not small & seen
    sums = equations(moments, parents, series)
    told_by_college = had_by_subtraction(sums, {key for key in seen if key[0] == COLLEGE})
    assert not (small & had_by_subtraction(sums, seen)) - told_by_college


@settings(max_examples=60, deadline=None)
@given(histories())
def test_the_colleges_own_page_hides_what_every_page_hides_of_it(history):
    """That page knows the college's rows alone."""
    parents, moments = history
    rows = rows_of(*moments)
    own = [row for row in rows if row.subject_id == COLLEGE]
    for number in range(len(moments)):
        every = decide(rows, parents, at=number)
        assert decide(own, {}, at=number) == {key: why for key, why in every.items() if key[0] == COLLEGE}


@settings(max_examples=60, deadline=None)
@given(histories())
def test_without_a_correction_nothing_is_different(history):
    """Facts that came in one after another are decided as if they had come at once."""
    parents, (first, *_) = history
    at_once = rows_of(first)
    in_turn = [a_fact(row.subject_id, row.series_id, row.n, since=at) for at, row in enumerate(at_once)]
    assert decide(in_turn, parents) == decide(at_once, parents)
