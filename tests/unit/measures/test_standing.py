"""Out of reports of units the state of a measure; which measures speak for which; what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.models import Progress
from measures.standing import (
    SHORT_WORDS,
    Carrying,
    MeasureStanding,
    carrying,
    counted,
    is_assignable,
    measure_standing,
    measure_state,
    speakers,
)

WAITS, RUNS, LATE = Progress.NOT_STARTED, Progress.RUNNING, Progress.DELAYED
DONE, STOPPED, NOT_OURS = Progress.DONE, Progress.STOPPED, Progress.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], None),
        ([None], None),
        ([None, None], None),
        ([NOT_OURS], NOT_OURS),
        ([NOT_OURS, NOT_OURS], NOT_OURS),
        ([NOT_OURS, None], None),
        ([NOT_OURS, RUNS], RUNS),
        ([NOT_OURS, DONE], DONE),
        ([WAITS], WAITS),
        ([WAITS, None], WAITS),
        ([WAITS, RUNS], RUNS),
        ([RUNS, None], RUNS),
        ([RUNS, DONE], RUNS),
        ([LATE, DONE], LATE),
        ([LATE, None], LATE),
        ([LATE, RUNS, WAITS, STOPPED], LATE),
        ([DONE], DONE),
        ([DONE, DONE], DONE),
        ([DONE, None], RUNS),
        ([DONE, WAITS], RUNS),
        ([DONE, STOPPED], DONE),
        ([DONE, STOPPED, None], RUNS),
        ([STOPPED], STOPPED),
        ([STOPPED, STOPPED, NOT_OURS], STOPPED),
        ([STOPPED, WAITS], WAITS),
        ([STOPPED, RUNS], RUNS),
        ([STOPPED, None], None),
    ],
)
def test_measure_state_by_the_table(states: list[Progress | None], expected: Progress | None) -> None:
    for order in permutations(states):
        assert measure_state(order) is expected


STATES = st.lists(st.sampled_from([*Progress, None]))


@given(STATES)
def test_measure_state_never_takes_silence_for_not_started(states: list[Progress | None]) -> None:
    if measure_state(states) is WAITS:
        assert WAITS in states


@given(STATES)
def test_measure_state_is_finished_only_when_nobody_owes_anything(states: list[Progress | None]) -> None:
    if measure_state(states) in {DONE, STOPPED}:
        assert set(states) <= {DONE, STOPPED, NOT_OURS}


@given(STATES, st.integers(1, 3))
def test_measure_state_does_not_depend_on_how_many_say_the_same(
    states: list[Progress | None], times: int
) -> None:
    assert measure_state(states * times) is measure_state(states)


@given(STATES)
def test_measure_standing_counts_every_unit(states: list[Progress | None]) -> None:
    found = measure_standing(states)
    assert found.units == len(states)
    assert found.units - found.reported == states.count(None)


@pytest.mark.parametrize(
    ("found", "key"),
    [
        (measure_standing([]), "niet_verdeeld"),
        (measure_standing([None, None]), "niet_gemeld"),
        (measure_standing([RUNS]), "loopt"),
    ],
)
def test_measure_standing_says_why_there_is_no_state(found: MeasureStanding, key: str) -> None:
    assert found.key == key
    assert found.word == SHORT_WORDS[key]


# Which measures speak for which ---------------------------------------------------------------------------
@dataclass(frozen=True)
class Row:
    pk: int
    code: str
    objective: str = "1.1"
    parent: int | None = None
    applied: bool = True
    see: tuple[str, ...] = ()


def test_speakers_of_a_whole_are_itself_and_its_parts_at_every_depth() -> None:
    rows = [Row(1, "1"), Row(2, "1.a", parent=1), Row(3, "1.a.x", parent=2), Row(4, "2")]
    assert speakers(rows) == {1: (1, 2, 3), 2: (2, 3), 3: (3,), 4: (4,)}


def test_speakers_leave_out_what_the_plan_does_not_take() -> None:
    rows = [Row(1, "1"), Row(2, "1.a", parent=1, applied=False), Row(3, "3", applied=False)]
    assert speakers(rows) == {1: (1,), 2: (), 3: ()}


def test_speakers_of_a_measure_that_points_are_what_it_points_to() -> None:
    rows = [
        Row(1, "1", see=("2",)), Row(2, "2"), Row(3, "2.a", parent=2),
        Row(4, "4", see=("9.9",)), Row(5, "9.9.1", objective="9.9"), Row(6, "9.9.2", objective="9.9", see=("2",)),
        Row(7, "7", see=("is-er-niet",)),
    ]  # fmt: skip
    found = speakers(rows)
    assert found[1] == (2, 3)
    assert found[4] == (5,), "of an objective, what points elsewhere is left out"
    assert found[7] == ()


def test_speakers_of_a_whole_leave_out_parts_that_point_elsewhere_unless_there_are_no_others() -> None:
    rows = [
        Row(1, "1"), Row(2, "1.a", parent=1), Row(3, "1.b", parent=1, see=("5",)),
        Row(4, "4"), Row(6, "4.a", parent=4, see=("5",)), Row(5, "5"),
    ]  # fmt: skip
    found = speakers(rows)
    assert found[1] == (1, 2)
    assert set(found[4]) == {4, 5}


def test_speakers_of_measures_in_a_ring_end() -> None:
    rows = [Row(1, "1", see=("2",)), Row(2, "2", see=("1",)), Row(3, "3", see=("3",))]
    assert speakers(rows) == {1: (), 2: (), 3: ()}


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(0, 5)), st.lists(st.integers(0, 6), max_size=3), st.booleans()
        ),
        max_size=6,
    )
)
def test_speakers_end_for_every_plan_and_name_only_what_can_be_carried_out(
    plan: list[tuple[int | None, list[int], bool]],
) -> None:
    rows = [
        Row(pk, str(pk), parent=parent if parent is None or parent < pk else None, see=tuple(map(str, see)), applied=on)
        for pk, (parent, see, on) in enumerate(plan)
    ]  # fmt: skip
    by_pk = {row.pk: row for row in rows}
    for found in speakers(rows).values():
        assert len(set(found)) == len(found)
        assert all(is_assignable(by_pk[pk]) for pk in found)


# What is counted ------------------------------------------------------------------------------------------
def test_counted_takes_each_piece_of_work_once() -> None:
    rows = [
        Row(1, "1"), Row(2, "1.a", parent=1), Row(3, "1.b", parent=1, see=("2",)),
        Row(4, "4"), Row(5, "4.a", parent=4, see=("2",)), Row(6, "6", applied=False),
    ]  # fmt: skip
    assert counted(rows, {}) == (2, 4), "4 has no part that anybody carries out"
    assert counted(rows, {1: None}) == (1, 2, 4), "a whole that is itself assigned counts too"


def test_carrying_counts_by_state_and_tells_the_unknown_apart() -> None:
    found = carrying(
        [
            MeasureStanding(RUNS, 1, 1),
            MeasureStanding(RUNS, 2, 1),
            MeasureStanding(None, 1),
            MeasureStanding(),
        ]
    )
    assert (found.total, found.reported) == (4, 2)
    assert [(share.key, share.value, share.tone) for share in found.shares] == [
        ("loopt", 2, "running"), ("niet_gemeld", 1, "unknown"), ("niet_verdeeld", 1, "unknown"),
    ]  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted(SHORT_WORDS)), st.integers(0, 99)))
def test_carrying_shares_add_up_to_the_total(by_key: dict[str, int]) -> None:
    found = Carrying(by_key)
    assert sum(share.value for share in found.shares) == found.total
