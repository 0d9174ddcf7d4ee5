"""Which versions are one figure, what was known together, and what then adds up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from indicators.sums import Sum
from indicators.suppression import Cell, Link
from indicators.versions import Unfolding, Version, history

PARENTS = {2: 1, 3: 1}
COLLEGE, A, B = (1, 7), (2, 7), (3, 7)
WHOLE = {7: ("", {})}


def at(number: int) -> datetime:
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number)


def version(place, people, since=0, until=None, value=50, **more) -> Version:
    cell = Cell(None if value is None else Decimal(value), people, **({"n": people} | more))
    return Version(place, cell, at(since), None if until is None else at(until))


def then(*pairs):
    return tuple(sorted(pairs))


def test_history_without_a_correction_has_no_moments():
    found = history([version(A, 3), version(B, 20, since=1)])
    assert found.keys == (A, B)
    assert found.moments == ()


def test_history_names_a_correction_apart():
    found = history([version(A, 9, since=1), version(A, 3, until=1), version(B, 20)])
    assert found.keys == ((*A, 1), A, B)
    assert found.cells[A].people == 3
    assert found.cells[*A, 1].people == 9
    assert found.moments == (then((A, A), (B, B)), then((A, (*A, 1)), (B, B)))


def test_history_same_number_of_people_is_the_same_cell():
    """Whatever the value: the numbers of people add up, and did not change."""
    found = history(
        [version(A, 9, until=1), version(A, 9, since=1, until=2, value=60), version(A, 9, since=2)]
    )
    assert found.keys == (A, A, A)
    assert found.moments == (then((A, A)),)


def test_history_comes_back_to_a_number():
    found = history([version(A, 9, until=1), version(A, 8, since=1, until=2), version(A, 9, since=2)])
    assert found.keys == (A, (*A, 1), A)


def test_history_remembers_every_value_of_a_cell():
    found = history(
        [version(A, 9, until=1), version(A, 9, since=1, until=2, value=60), version(A, 9, since=2, value=50)]
    )
    assert found.cells[A].value == 50
    assert found.also == ((A, (Decimal(60),)),)
    assert history([version(A, 9, until=1), version(A, 9, since=1)]).also == ()


def test_history_other_value_on_unknown_people_is_another_cell():
    found = history([version(A, None, until=1), version(A, None, since=1, value=60)])
    assert found.keys == (A, (*A, 1))


def test_history_published_or_absent_is_another_cell():
    found = history(
        [
            version(A, 9, until=1),
            version(A, 9, since=1, until=2, published=True),
            version(A, None, since=2, value=None),
        ]
    )
    assert len(set(found.keys)) == 3


def test_history_keeps_what_was_withdrawn_without_a_successor():
    found = history([version(A, 3, until=1), version(B, 20)])
    assert found.moments == (then((A, A), (B, B)), then((B, B)))


def test_history_moments_that_only_add_are_one():
    """The college first, a school a day later, another after that; then a correction."""
    versions = [
        version(COLLEGE, 23),
        version(A, 3, since=1),
        version(B, 20, since=2, until=3),
        version(B, 21, since=3),
    ]
    assert [len(moment) for moment in history(versions).moments] == [3, 3]


def known(versions):
    found = history(versions)
    return list(Unfolding(found.cells, found.moments, PARENTS, WHOLE))


def test_unfolding_ties_the_moments_by_what_did_not_change():
    versions = [
        version(COLLEGE, 23, until=1), version(COLLEGE, 33, since=1),
        version(A, 3), version(B, 20, until=1), version(B, 30, since=1),
    ]  # fmt: skip
    before, after = known(versions)
    first, second = Sum(COLLEGE, (A, B)), Sum((*COLLEGE, 1), (A, (*B, 1)))
    assert before.over_units == [first]
    assert after.over_units == [first, second]
    assert set(before.cells) == {COLLEGE, A, B}
    assert set(after.cells) == {COLLEGE, A, B, (*COLLEGE, 1), (*B, 1)}


def test_unfolding_without_moments_is_one():
    (only,) = known([version(COLLEGE, 23), version(A, 3), version(B, 20)])
    assert only.over_units == [Sum(COLLEGE, (A, B))]


def test_unfolding_unit_without_a_figure_is_one_unknown_as_long_as_the_same_lies_below_it():
    parents = {2: 1, 3: 1, 10: 2, 11: 3}
    team, other = (10, 7), (11, 7)
    versions = [
        version(COLLEGE, 23, until=1), version(COLLEGE, 24, since=1),
        version(team, 3), version(other, 20, until=1), version(other, 21, since=1),
    ]  # fmt: skip
    found = history(versions)
    *_, last = Unfolding(found.cells, found.moments, parents, WHOLE)
    wholes = [one.whole for one in last.over_units if (10, 7) in one.parts]
    changed = [one.whole for one in last.over_units if one.parts in {(other,), ((*other, 1),)}]
    assert len(wholes) == 1
    assert wholes[0] not in last.cells
    assert len(set(changed)) == 2


def test_unfolding_within_a_unit_where_the_numbers_add_up_at_that_moment():
    levels = {7: ("", {}), 8: ("", {"niveau": "2"}), 9: ("", {"niveau": "3"})}
    versions = [
        version((1, 7), 10), version((1, 8), 4), version((1, 9), 6, until=1), version((1, 9), 7, since=1),
    ]  # fmt: skip
    found = history(versions)
    before, after = Unfolding(found.cells, found.moments, {}, levels)
    assert before.inside == after.inside == [Sum((1, 7), ((1, 8), (1, 9)))]


PARTS = {7: ("", {}), 8: ("uit", {}), 9: ("werk", {})}


def test_unfolding_links_a_share_with_the_count_that_it_gave_at_that_moment():
    versions = [
        version((1, 7), 20, until=1, value=60, unit="percent"),
        version((1, 7), 20, since=1, value=65, unit="percent"),
        version((1, 9), 12, until=1, value=12, n=None, unit="count"),
        version((1, 9), 13, since=1, value=13, n=None, unit="count"),
    ]  # fmt: skip
    found = history(versions)
    before, after = Unfolding(found.cells, found.moments, {}, PARTS, found.also)
    assert before.links == [Link((1, 7), (1, 9))]
    assert after.links == [Link((1, 7), (1, 9)), Link((1, 7), (1, 9, 1))]


def test_unfolding_within_a_unit_adds_up_parts():
    parts = {7: ("totaal", {}), 8: ("uit", {}), 9: ("werk", {})}
    versions = [
        version((1, pk), people, value=people, n=None, unit="count")
        for pk, people in ((7, 23), (8, 20), (9, 3))
    ]
    found = history(versions)
    (only,) = Unfolding(found.cells, found.moments, {}, parts)
    assert only.inside == [Sum((1, 7), ((1, 8), (1, 9)))]
