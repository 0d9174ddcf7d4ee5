"""What is hidden of figures that were corrected: two versions together tell no more than each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.facts import StoredFact
from indicators.hiding import hidden_figures
from indicators.models import Indicator
from indicators.suppression import Hidden
from tests.unit.indicators.subtraction import had_by_subtraction
from tests.unit.indicators.versions import (
    COLLEGE,
    LEVEL_2,
    LEVEL_3,
    PLAN,
    WHOLE,
    Figures,
    Part,
    a_fact,
    decide,
    decide_alone,
    equations,
    moment,
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


# Parts of an indicator, and shares in them -----------------------------------------------------------------
Figured = dict[tuple[str, str], tuple[int, int | None]]
"""Of a part and a breakdown the value and the n; the part ``""`` holds the shares, the others count."""


def facts_of(figures: Figured, unit: int = COLLEGE, since: int = 0) -> list[tuple[Part, StoredFact]]:
    return [
        (
            Part(part, key, "count" if part else ""),
            replace(a_fact(unit, 0, n, since), value=Decimal(value), absence=""),
        )
        for (part, key), (value, n) in figures.items()
    ]  # fmt: skip


def hidden_of(
    facts: list[tuple[Part, StoredFact]], parents: dict[int, int] | None = None
) -> dict[tuple[int, str, str], Hidden]:
    """What is hidden now, by unit, part and breakdown."""
    parts = list(dict.fromkeys(part for part, _ in facts))
    what = Indicator(pk=1, unit="percent")
    rows = [replace(fact, series_id=parts.index(part)) for part, fact in facts]
    found = hidden_figures(
        rows, {pk: (what, part) for pk, part in enumerate(parts)}, college=COLLEGE, threshold=5, parents=parents
    )  # fmt: skip
    return {(unit, parts[pk].part, parts[pk].key): why for (unit, pk, _), why in found.items()}


FORMER_EDUCATION: Figured = {
    (part, key): (number, None)
    for part, numbers in {
        "mbo niveau 1": (67, 104, 171), "praktijkonderwijs": (52, 37, 89), "vmbo-bbl": (23, 312, 335),
        "vso arbeidsmarkt": (10, 1, 11), "vso vervolgonderwijs": (14, 31, 45), "totaal": (166, 485, 651),
    }.items()
    for key, number in zip(("niveau=1", "niveau=2", ""), numbers, strict=True)
}  # fmt: skip


def test_part_is_not_had_from_the_total_less_the_other_parts():
    hidden = hidden_of(facts_of(FORMER_EDUCATION))
    assert hidden[COLLEGE, "vso arbeidsmarkt", "niveau=2"] is Hidden.SMALL
    assert set(hidden) == {
        (COLLEGE, part, key)
        for part in ("vso arbeidsmarkt", "vso vervolgonderwijs")
        for key in ("niveau=1", "niveau=2")
    }


WORKING: Figured = {
    (part, key): figures
    for key, leavers, working in (
        ("leerweg=EX;niveau=2", 20, 13), ("leerweg=EX;niveau=3", 9, 0), ("leerweg=EX;niveau=4", 28, 25),
        ("leerweg=BOL;niveau=2", 246, 141), ("leerweg=BOL;niveau=3", 398, 297), ("leerweg=BOL;niveau=4", 1027, 816),
        ("leerweg=EX", 57, 38), ("leerweg=BOL", 1671, 1254),
        ("niveau=2", 266, 154), ("niveau=3", 407, 297), ("niveau=4", 1055, 841), ("", 1728, 1292),
    )
    for part, figures in {
        "": (round(working * 100 / leavers), leavers), "uitstromers": (leavers, None), "werknemers": (working, None),
    }.items()
}  # fmt: skip


def test_hidden_count_is_not_had_from_a_share_times_its_n():
    hidden = hidden_of(facts_of(WORKING))
    assert hidden[COLLEGE, "werknemers", "leerweg=EX;niveau=3"] is Hidden.SMALL
    assert hidden[COLLEGE, "werknemers", "leerweg=EX;niveau=2"] is Hidden.COMPLEMENTARY
    for key in ("leerweg=EX;niveau=3", "leerweg=EX;niveau=2"):
        assert hidden[COLLEGE, "", key] is Hidden.COMPLEMENTARY
    assert not [part for _, part, _ in hidden if part == "uitstromers"]
    assert (COLLEGE, "", "") not in hidden


def test_published_share_goes_on_showing():
    facts = [
        (part, replace(fact, origin=PLAN) if part.part == "" else fact) for part, fact in facts_of(WORKING)
    ]
    hidden = hidden_of(facts)
    assert not [part for _, part, _ in hidden if part == ""]
    assert hidden[COLLEGE, "werknemers", "leerweg=EX;niveau=3"] is Hidden.SMALL


def test_hidden_n_is_not_had_from_a_count_of_the_same_people():
    """The n of niveau 2 is hidden to keep that of niveau 3; the part with as many people would tell it."""
    figures: Figured = {
        ("", "niveau=2"): (45, 20), ("", "niveau=3"): (67, 3), ("", "niveau=4"): (40, 90), ("", ""): (41, 113),
        ("begonnen", "niveau=2"): (20, None), ("begonnen", ""): (113, None),
    }  # fmt: skip
    hidden = hidden_of(facts_of(figures))
    assert set(hidden) == {
        (COLLEGE, "", "niveau=3"),
        (COLLEGE, "", "niveau=2"),
        (COLLEGE, "begonnen", "niveau=2"),
    }


def test_share_restated_over_as_many_people_does_not_tell_the_new_count():
    """60 % of 20 becomes 15 %: the number of people is the same, the count that it gives is not."""
    key = "niveau=2"
    first = facts_of({("", key): (60, 20), ("werk", key): (12, None)})
    closed = [(part, replace(fact, superseded_at=moment(1))) for part, fact in first]
    hidden = hidden_of(closed + facts_of({("", key): (15, 20), ("werk", key): (3, None)}, since=1))
    assert hidden == {
        (COLLEGE, "werk", key): Hidden.SMALL,
        (COLLEGE, "", key): Hidden.COMPLEMENTARY,
    }


def test_count_whose_share_was_told_is_not_what_is_hidden_to_keep_another():
    """Niveau 2 is 65 % of 20 for who read it before; so the total is hidden, not niveau 2."""
    first = facts_of({("", "niveau=2"): (65, 20), ("werk", "niveau=2"): (13, None)})
    later = facts_of({("werk", "niveau=3"): (2, None), ("werk", ""): (15, None)}, since=1)
    other = facts_of({("werk", "niveau=3"): (8, None)})
    closed = [(part, replace(fact, superseded_at=moment(1))) for part, fact in other]
    hidden = hidden_of(first + closed + later)
    assert set(hidden) == {(COLLEGE, "werk", "niveau=3"), (COLLEGE, "werk", "")}


LEVELS = ("niveau=2", "niveau=3")


@st.composite
def starters(draw):
    """Who began, who of them goes on and who does not, per team and level, with the share of all who began."""
    parents, teams, unit = {}, [], COLLEGE
    for _ in range(draw(st.integers(1, 3))):
        unit += 1
        school = unit
        parents[school] = COLLEGE
        for _ in range(draw(st.integers(1, 2))):
            unit += 1
            parents[unit] = school
            teams.append(unit)
    counts: dict[tuple[int, str, str], int] = {}
    for team in teams:
        for level in LEVELS:
            on, off = draw(sizes), draw(sizes)
            for part, number in (("begonnen", on + off), ("verder", on), ("gestopt", off)):
                for above in (team, parents[team], COLLEGE):
                    for key in (level, ""):
                        counts[above, part, key] = counts.get((above, part, key), 0) + number
    return parents, counts


@settings(max_examples=60, deadline=None)
@given(starters())
def test_nobody_gets_a_small_part_by_subtracting_or_multiplying(college):
    parents, counts = college
    truth: dict[tuple[int, str, str], int] = dict(counts)
    facts = []
    gives = {}
    for (unit, part, key), number in counts.items():
        facts += facts_of({(part, key): (number, None)}, unit)
        if part == "begonnen" and number:
            on = counts[unit, "verder", key]
            share = round(on * 100 / number)
            facts += facts_of({("", key): (share, number)}, unit)
            truth[unit, "", key] = number
            if abs(share * number / 100 - on) <= 0.5:
                gives[unit, "", key] = (unit, "verder", key)
    hidden = hidden_of(facts, parents)
    small = {key for key, number in truth.items() if number < 5}
    shown = truth.keys() - hidden.keys()
    assert not small & shown
    known = shown | {gives[key] for key in shown & gives.keys()}
    sums = [((unit, part, ""), [(unit, part, level) for level in LEVELS]) for unit, part, _ in counts]
    sums += [
        ((unit, "begonnen", key), [(unit, part, key) for part in ("verder", "gestopt")])
        for unit, _, key in counts
    ]
    sums += [((unit, "", key), [(unit, "begonnen", key)]) for unit, part, key in truth if part == ""]
    sums += [
        ((unit, part, key), [(below, part, key) for below, above in parents.items() if above == unit])
        for unit, part, key in counts
        if unit in parents.values()
    ]
    assert not small & (known | had_by_subtraction(sums, known))
