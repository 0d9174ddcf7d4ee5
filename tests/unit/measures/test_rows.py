from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from measures.rows import MeasureCounts, MeasureRow, chosen_rows, count_rows, tree_order, with_wholes
from measures.states import State


def row(pk: int, parent: int | None = None, depth: int = 0, state: State = State.TAKEN) -> MeasureRow:
    return MeasureRow(
        pk=pk, code=f"c{pk}", title=f"Maatregel {pk}", heading="", objective="1.1", parent=parent, depth=depth,
        part_of="", obligation="", intent="", lead="", applied=True, explanation="", see=(), years=(), state=state,
    )  # fmt: skip


THREE_LEVELS = (row(1), row(2, 1, 1), row(3, 2, 2), row(4, 1, 1), row(5))


def test_tree_order_puts_parts_after_their_whole() -> None:
    assert tree_order({1: None, 5: None, 2: 1, 4: 1, 3: 2}) == [(1, 0), (2, 1), (3, 2), (4, 1), (5, 0)]


def test_tree_order_of_a_part_whose_whole_is_elsewhere_stands_alone() -> None:
    assert tree_order({2: 1, 3: 2}) == [(2, 0), (3, 1)]


@given(st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 12)))
def test_tree_order_never_loses_or_doubles_one(parents: dict[int, int | None]) -> None:
    assert sorted(pk for pk, _ in tree_order(parents)) == sorted(parents)


def test_with_wholes_climbs_to_the_top() -> None:
    assert with_wholes([3], {1: None, 2: 1, 3: 2, 4: 1}) == {1, 2, 3}


def test_with_wholes_ends_in_a_ring() -> None:
    assert with_wholes([1], {1: 2, 2: 1}) == {1, 2}


def test_chosen_rows_keeps_parts_under_a_whole_that_is_shown() -> None:
    shown = chosen_rows(THREE_LEVELS, {1, 2, 3})
    assert [(one.pk, one.depth, one.part_of) for one in shown] == [(1, 0, ""), (2, 1, ""), (3, 2, "")]


def test_chosen_rows_names_a_whole_that_is_not_shown() -> None:
    shown = chosen_rows(THREE_LEVELS, {3, 4})
    assert [(one.pk, one.depth, one.part_of) for one in shown] == [(3, 0, "c2"), (4, 0, "c1")]


def test_count_rows_counts_parts_and_states_apart() -> None:
    rows = (
        row(1),
        row(2, 1, state=State.NOT_TAKEN),
        row(3, 1, state=State.REFERS),
        row(4, state=State.WITHOUT_PLANNING),
    )
    assert count_rows(rows) == MeasureCounts(
        total=4, top_level=2, taken=1, not_taken=1, without_planning=1, refers=1
    )
