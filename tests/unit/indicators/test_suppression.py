"""Small numbers never show, and cannot be had by subtraction either."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indicators.sums import Sum, breakdown_sums, tree_sums
from indicators.suppression import (
    Cell,
    Hidden,
    Link,
    Shown,
    hidden_cells,
    is_small,
    people_behind,
    shown,
)
from tests.unit.indicators.subtraction import had_by_subtraction

COLLEGE, SCHOOL_A, SCHOOL_B, SCHOOL_C = 1, 2, 3, 4
TEAMS_OF = {SCHOOL_A: (10, 11), SCHOOL_B: (12, 13), SCHOOL_C: (14, 15)}
PARENTS = {SCHOOL_A: COLLEGE, SCHOOL_B: COLLEGE, SCHOOL_C: COLLEGE} | {
    team: school for school, teams in TEAMS_OF.items() for team in teams
}
WHOLE, LEVEL_2, LEVEL_3 = 100, 102, 103


def cell(people, **more):
    return Cell(Decimal(50), people, people, **more)


def tree(counts, series=WHOLE):
    """Cells of teams with these numbers of people, and of everything above them."""
    cells = {(team, series): n for team, n in counts.items()}
    for school, teams in TEAMS_OF.items():
        if any(team in counts for team in teams):
            cells[school, series] = sum(counts.get(team, 0) for team in teams)
    cells[COLLEGE, series] = sum(counts.values())
    return {key: cell(n) for key, n in cells.items()}


def hide(cells, threshold=5, **more):
    return hidden_cells(cells, tree_sums(cells, PARENTS), threshold, **more)


def test_nothing_small_hides_nothing():
    assert hide(tree(dict.fromkeys(range(10, 16), 20))) == {}


@pytest.mark.parametrize(("people", "small"), [(0, True), (4, True), (5, False), (None, False)])
def test_is_small_below_the_threshold_only(people, small):
    assert is_small(cell(people), 5) is small
    assert not is_small(cell(people), 0)


def test_small_team_takes_the_smallest_other_team_along():
    hidden = hide(tree({10: 3, 11: 40, 12: 20, 13: 30}))
    assert hidden == {(10, WHOLE): Hidden.SMALL, (11, WHOLE): Hidden.COMPLEMENTARY}


def test_two_small_teams_need_no_third():
    cells = tree({10: 3, 11: 4, 12: 20, 13: 30})
    assert set(hide(cells)) == {(10, WHOLE), (11, WHOLE)}


def test_small_school_takes_the_smallest_school_and_its_smallest_team_along():
    """Else the second school would be the sum of its teams, and the first what is left of the college."""
    hidden = hide(tree({10: 2, 11: 1, 12: 20, 13: 30, 14: 60, 15: 70}))
    assert hidden == {
        (SCHOOL_A, WHOLE): Hidden.SMALL,
        (10, WHOLE): Hidden.SMALL,
        (11, WHOLE): Hidden.SMALL,
        (SCHOOL_B, WHOLE): Hidden.COMPLEMENTARY,
        (12, WHOLE): Hidden.COMPLEMENTARY,
    }


def test_school_without_a_cell_does_not_give_its_team_away():
    """The school's figure is the college's less the other schools', also when nobody stored it."""
    cells = tree({10: 3, 11: 40, 12: 20, 13: 30})
    del cells[SCHOOL_A, WHOLE]
    hidden = hide(cells)
    left = had_by_subtraction(
        [(s.whole, s.parts) for s in tree_sums(cells, PARENTS)], set(cells) - set(hidden)
    )
    assert (10, WHOLE) not in left


def test_small_breakdown_takes_another_breakdown_along():
    cells = {(10, WHOLE): cell(8), (10, LEVEL_2): cell(2), (10, LEVEL_3): cell(6)}
    sums = breakdown_sums(
        {key: one.people for key, one in cells.items()},
        {WHOLE: ("", {}), LEVEL_2: ("", {"niveau": "2"}), LEVEL_3: ("", {"niveau": "3"})},
    )
    assert hidden_cells(cells, sums, 5) == {
        (10, LEVEL_2): Hidden.SMALL,
        (10, LEVEL_3): Hidden.COMPLEMENTARY,
    }


def test_what_is_left_of_a_whole_is_no_band_of_small_numbers_only():
    """50 less 46 leaves 4 for two units: that they are few each is written there, but so not how few."""
    cells = {(10, WHOLE): cell(3), (11, WHOLE): cell(1), (12, WHOLE): cell(46), (SCHOOL_A, WHOLE): cell(50)}
    sums = [Sum((SCHOOL_A, WHOLE), ((10, WHOLE), (11, WHOLE), (12, WHOLE)))]
    assert set(hidden_cells(cells, sums, 5)) == {(10, WHOLE), (11, WHOLE), (12, WHOLE)}


def test_two_numbers_that_are_as_great_as_words_allow_need_a_third():
    """Two times "te klein aantal" that add up to 8 are 4 and 4."""
    cells = tree({10: 4, 11: 4, 12: 20, 13: 30})
    assert {key for key in hide(cells) if key[0] in (SCHOOL_A, SCHOOL_B)} == {
        (SCHOOL_A, WHOLE),
        (SCHOOL_B, WHOLE),
    }


def test_number_that_was_hidden_in_vain_shows():
    """It is the same as another that shows, so it never helped."""
    small, same, third, whole, other = ((10, one) for one in range(5))
    numbers = {small: 2, same: 20, third: 30, whole: 52, other: 20}
    cells = {key: count(number) for key, number in numbers.items()}
    sums = [Sum(whole, (small, same, third)), Sum((11, 4), (same,)), Sum((11, 4), (other,))]
    before = {same: Hidden.COMPLEMENTARY, other: None}
    assert hidden_cells(cells, sums, 5, before=before) == {small: Hidden.SMALL, third: Hidden.COMPLEMENTARY}


def test_published_cells_always_show():
    cells = {key: cell(one.people, published=True) for key, one in tree({10: 3, 11: 40}).items()}
    assert hide(cells) == {}


def test_value_that_its_source_withheld_cannot_be_had_either():
    cells = tree({10: 3, 11: 40, 12: 20, 13: 30}) | {(10, WHOLE): Cell(None, None, withheld=True)}
    assert hide(cells) == {(10, WHOLE): Hidden.ABSENT, (11, WHOLE): Hidden.COMPLEMENTARY}


def test_missing_value_hides_nothing_else():
    cells = tree({10: 30, 11: 40}) | {(12, WHOLE): Cell(None, None)}
    assert hide(cells) == {(12, WHOLE): Hidden.ABSENT}


def test_settled_cells_stay_as_they_are():
    cells = tree({10: 3, 11: 6, 12: 7, 13: 8})
    settled = {(11, WHOLE): None, (12, WHOLE): Hidden.COMPLEMENTARY}
    hidden = hide(cells, settled=settled)
    assert (11, WHOLE) not in hidden
    assert hidden[12, WHOLE] is Hidden.COMPLEMENTARY


def test_leak_that_cannot_be_stopped_does_not_end_the_work():
    """One figure is out already, by the plan; the other is still kept."""
    cells = tree({10: 3, 11: 40, 12: 2, 13: 30})
    for key in ((11, WHOLE), (SCHOOL_A, WHOLE)):
        cells[key] = cell(cells[key].people, published=True)
    assert hide(cells)[13, WHOLE] is Hidden.COMPLEMENTARY


def test_what_was_hidden_before_stays_hidden_and_what_showed_goes_on_showing():
    """Team 11 is the smaller one to hide, but it was told; team 12 was hidden, and is again."""
    cells = tree({10: 3, 11: 20, 12: 30, 13: 40})
    teams = {2: (10, 11, 12, 13)}
    parents = dict.fromkeys(teams[2], 2) | {2: COLLEGE}
    cells = {key: one for key, one in cells.items() if key[0] in {10, 11, 12, 13}} | {
        (2, WHOLE): cell(93), (COLLEGE, WHOLE): cell(93),
    }  # fmt: skip
    sums = tree_sums(cells, parents)
    assert hidden_cells(cells, sums, 5)[11, WHOLE] is Hidden.COMPLEMENTARY
    before = {(11, WHOLE): None, (12, WHOLE): Hidden.COMPLEMENTARY}
    hidden = hidden_cells(cells, sums, 5, before=before)
    assert set(hidden) == {(10, WHOLE), (12, WHOLE)}
    assert set(hidden_cells(cells, sums, 5, before={(11, WHOLE): None})) == {(10, WHOLE), (12, WHOLE)}


def test_what_showed_before_is_hidden_when_nothing_else_is_left():
    cells = {(10, WHOLE): cell(3), (11, WHOLE): cell(20), (SCHOOL_A, WHOLE): cell(23, published=True)}
    hidden = hide(cells, before={(11, WHOLE): None})
    assert hidden[11, WHOLE] is Hidden.COMPLEMENTARY


def test_leak_of_settled_cells_takes_nothing_along_when_there_is_a_past():
    cells = {key: cell(n) for key, n in (((10, WHOLE), 3), ((SCHOOL_A, WHOLE), 3), ((12, WHOLE), 40))}
    cells[SCHOOL_A, WHOLE] = cell(3, published=True)
    assert set(hide(cells, before={(12, WHOLE): None})) == {(10, WHOLE)}


# Shares and the counts that they give ----------------------------------------------------------------------
SHARE, LEAVERS, WORKING = (10, 1), (10, 2), (10, 3)


def share(value, n, **more):
    return Cell(Decimal(value), n, n, unit="percent", **more)


def count(number, **more):
    return Cell(Decimal(number), number, unit="count", **more)


def test_share_that_gives_a_hidden_count_is_hidden():
    cells = {SHARE: share(10, 20), WORKING: count(2)}
    assert hidden_cells(cells, [], 5, links=[Link(SHARE, WORKING)]) == {
        SHARE: Hidden.COMPLEMENTARY,
        WORKING: Hidden.SMALL,
    }


def test_count_that_a_small_share_is_of_is_hidden():
    cells = {SHARE: share(75, 4), WORKING: Cell(Decimal(3), 40, 40, unit="count")}
    assert hidden_cells(cells, [], 5, links=[Link(SHARE, WORKING)]) == {
        SHARE: Hidden.SMALL,
        WORKING: Hidden.COMPLEMENTARY,
    }


def test_share_of_enough_people_leaves_its_count_alone():
    cells = {SHARE: share(65, 20), WORKING: count(13)}
    assert hidden_cells(cells, [], 5, links=[Link(SHARE, WORKING)]) == {}


def test_count_that_a_published_share_gives_is_no_help():
    """Hiding it would keep nothing: the next smallest is hidden instead."""
    cells = {
        (10, 1): share(65, 20, published=True), (10, 3): count(13), (10, 4): count(3), (10, 5): count(30),
        (10, 6): count(46),
    }  # fmt: skip
    sums = [Sum((10, 6), ((10, 3), (10, 4), (10, 5)))]
    assert set(hidden_cells(cells, sums, 5, links=[])) == {(10, 4), (10, 3)}
    assert set(hidden_cells(cells, sums, 5, links=[Link((10, 1), (10, 3))])) == {(10, 4), (10, 5)}


def test_count_that_a_settled_share_gives_is_known():
    """It was hidden before, but its share shows on another page: something else must help."""
    cells = {
        (10, 1): share(65, 20),
        (10, 3): count(13),
        (10, 4): count(3),
        (10, 5): count(30),
        (10, 6): count(46),
    }
    sums = [Sum((10, 6), ((10, 3), (10, 4), (10, 5)))]
    hidden = hidden_cells(
        cells, sums, 5, links=[Link((10, 1), (10, 3))],
        settled={(10, 1): None}, before={(10, 3): Hidden.COMPLEMENTARY},
    )  # fmt: skip
    assert (10, 5) in hidden


def test_of_two_that_are_the_same_the_one_that_shows_is_hidden():
    """The n of one is the count of the other; without this its neighbours would be hidden one after another."""
    cells = {
        (10, 1): share(45, 20),
        (10, 2): count(20),
        (10, 3): count(3),
        (10, 4): count(40),
        (10, 5): count(63),
    }
    sums = [Sum((10, 5), ((10, 2), (10, 3), (10, 4))), Sum((10, 1), ((10, 2),))]
    assert set(hidden_cells(cells, sums, 5)) == {(10, 3), (10, 2), (10, 1)}


@pytest.mark.parametrize(
    ("value", "n", "unit", "people"),
    [
        (Decimal(80), 12, "percent", 12),
        (Decimal(80), None, "percent", None),
        (Decimal(3), None, "count", 3),
        (Decimal(3), 40, "count", 40),
        (None, None, "count", None),
        (Decimal("3.4"), 0, "score5", 0),
    ],
)
def test_people_behind(value, n, unit, people):
    assert people_behind(value, n, unit) == people


def test_shown_tells_nothing_of_what_is_hidden():
    assert shown(cell(3), Hidden.SMALL) == Shown(None, None, Hidden.SMALL)
    assert shown(cell(30), None) == Shown(Decimal(50), 30, None)


# Properties: a college with breakdowns over a random tree ---------------------------------------------------
LEVELS = {WHOLE: ("", {}), LEVEL_2: ("", {"niveau": "2"}), LEVEL_3: ("", {"niveau": "3"})}
sizes = st.integers(0, 12) | st.integers(0, 200)


@st.composite
def colleges(draw):
    """The numbers of people of every unit: schools of 1 to 4 teams, with or without two levels; some cells lost."""
    parents, teams, unit = {}, [], 1
    for _ in range(draw(st.integers(1, 4))):
        unit += 1
        school = unit
        parents[school] = COLLEGE
        for _ in range(draw(st.integers(1, 4))):
            unit += 1
            parents[unit] = school
            teams.append(unit)
    series = [WHOLE, LEVEL_2, LEVEL_3] if draw(st.booleans()) else [WHOLE]
    people = {}
    for team in teams:
        for one in series[1:] or [WHOLE]:
            people[team, one] = draw(sizes)
        people[team, WHOLE] = sum(people[team, one] for one in series[1:]) or people.get((team, WHOLE), 0)
    for (team, one), n in list(people.items()):
        for above in (parents[team], COLLEGE):
            people[above, one] = people.get((above, one), 0) + n
    below = sorted(key for key in people if key[0] != COLLEGE)
    lost = draw(st.lists(st.sampled_from(below), max_size=2)) if len(series) == 1 else []
    return parents, series, people, set(lost)


def decide(college, threshold=5):
    """What is hidden, and the equations that hold whatever is stored."""
    parents, series, people, lost = college
    cells = {key: cell(n) for key, n in people.items() if key not in lost}
    levels = {one: LEVELS[one] for one in series}
    counts = {key: one.people for key, one in cells.items()}
    own = {key: one for key, one in cells.items() if key[0] == COLLEGE}
    settled = hidden_cells(own, breakdown_sums({key: counts[key] for key in own}, levels), threshold)
    sums = tree_sums(cells, parents) + breakdown_sums(counts, levels)
    hidden = hidden_cells(cells, sums, threshold, settled={key: settled.get(key) for key in own})
    units = {COLLEGE, *parents}
    equations = [
        ((unit, one), [(child, one) for child, above in parents.items() if above == unit])
        for unit in sorted(set(parents.values()))
        for one in series
    ]
    if len(series) > 1:
        equations += [((unit, WHOLE), [(unit, LEVEL_2), (unit, LEVEL_3)]) for unit in sorted(units)]
    return cells, hidden, settled, equations


quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TWO_SCHOOLS = {2: 1, 3: 2, 4: 1, 5: 4}


@quick
@given(colleges(), st.sampled_from([0, 5, 10]))
def test_nothing_below_the_threshold_shows(college, threshold):
    cells, hidden, _, _ = decide(college, threshold)
    for key, one in cells.items():
        may = shown(one, hidden.get(key))
        assert may.value is None or one.people >= threshold
        assert may.n is None or one.people >= threshold


@quick
@given(colleges())
@example(({2: 1, 3: 2, 4: 2, 5: 1, 6: 5}, [WHOLE], {(3, WHOLE): 2, (4, WHOLE): 9, (6, WHOLE): 30,
          (2, WHOLE): 11, (5, WHOLE): 30, (1, WHOLE): 41}, {(2, WHOLE)}))  # fmt: skip
@example((TWO_SCHOOLS, [WHOLE, LEVEL_2, LEVEL_3], {
    (3, LEVEL_2): 2, (3, LEVEL_3): 50, (3, WHOLE): 52, (5, LEVEL_2): 20, (5, LEVEL_3): 0, (5, WHOLE): 20,
    (2, LEVEL_2): 2, (2, LEVEL_3): 50, (2, WHOLE): 52, (4, LEVEL_2): 20, (4, LEVEL_3): 0, (4, WHOLE): 20,
    (1, LEVEL_2): 22, (1, LEVEL_3): 50, (1, WHOLE): 72}, set()))  # fmt: skip
def test_nobody_gets_a_small_cell_by_subtraction(college):
    """Over units and breakdowns together: people add up, and value times people does in the very same way."""
    cells, hidden, _, equations = decide(college)
    small = {key for key, one in cells.items() if one.people < 5}
    told = had_by_subtraction(equations, {key for key in cells if key not in hidden})
    assert not small & told


@quick
@given(colleges())
def test_the_college_shows_the_same_on_every_page(college):
    cells, hidden, settled, _ = decide(college)
    for key in cells:
        if key[0] == COLLEGE:
            assert hidden.get(key) == settled.get(key)


@quick
@given(colleges())
def test_hiding_is_the_same_each_time_and_for_a_reason(college):
    cells, hidden, _, _ = decide(college)
    assert decide(college)[1] == hidden
    small = {key for key, one in cells.items() if one.people < 5}
    assert {key for key, why in hidden.items() if why is Hidden.SMALL} == small
    assert small or not hidden
