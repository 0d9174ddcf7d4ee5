"""Why figures can not carry a verdict: each rule, on rows built by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.fitness.kinds import KINDS, SEVERITY, GroupAim, Kind, Place
from indicators.rhythm import Rhythm
from indicators.suppression import Hidden
from indicators.wording import Aim
from tests.unit.indicators.fitness.builders import REACH, found, kinds, only, sound
from tests.unit.indicators.rows import a_point, a_series


def test_sound_series_has_no_problem():
    assert found(sound()) == ()
    assert found(sound(), sampled=True) == ()


def test_every_kind_has_words_and_its_own_weight():
    assert set(KINDS) == set(Kind)
    assert len(set(SEVERITY.values())) == len(Kind)
    for text in KINDS.values():
        assert text.remedy.startswith(f"De {text.who.value} ")


def test_indicator_without_series():
    (one,) = found()
    assert (one.kind, one.scope, one.labels) == (Kind.NO_SERIES, "", ())


# Numbers of people


@pytest.mark.parametrize(
    ("points", "baseline_n", "missing"),
    [
        ((a_point("2025", 86),), 900, True),
        ((a_point("2024", 86, n=900), a_point("2025", 86)), None, False),
        ((a_point("2022", 84, n=900), a_point("2025", 86)), 900, True),
        ((), None, True),
        ((), 900, False),
        ((a_point("2022", 84, n=900),), None, False),
        ((a_point("2025", None),), 900, False),
        ((a_point("2025", None),), None, True),
        ((a_point("2025", 0, n=900),), None, False),
        ((a_point("2025", 1, hidden=Hidden.SMALL),), None, False),
    ],
)
def test_number_of_people_is_looked_for_in_measurements_else_in_the_plan(points, baseline_n, missing):
    row = a_series(*points, baseline=a_point("2023", 85, n=baseline_n), aim=REACH)
    assert (Kind.NO_DENOMINATOR in kinds(row)) is missing


def test_no_figure_at_all_lacks_no_number_of_people():
    assert Kind.NO_DENOMINATOR not in kinds(a_series(baseline=a_point("2023", None), aim=REACH))


@pytest.mark.parametrize(
    ("unit", "people", "missing"),
    [("percent", True, True), ("score5", True, True), ("score10", True, True), ("count", True, False),
     ("euro", True, False), ("percent", False, False)],
)  # fmt: skip
def test_only_shares_and_scores_of_people_need_a_number(unit, people, missing):
    row = sound(a_point("2025", 86), unit=unit)
    assert (Kind.NO_DENOMINATOR in kinds(row, counts_people=people)) is missing


def test_chance_is_a_matter_of_samples_only():
    row = sound(a_point("2025", 86))
    texts = {only(Kind.NO_DENOMINATOR, row, sampled=sampled).what for sampled in (False, True)}
    assert len(texts) == 2


@pytest.mark.parametrize(
    ("n", "sampled", "small"),
    [(9, True, True), (10, True, False), (9, False, False), (None, True, False), (0, True, True)],
)
def test_small_sample(n, sampled, small):
    assert (Kind.TOO_SMALL in kinds(sound(a_point("2025", 86, n=n)), sampled=sampled)) is small


def test_small_numbers_before_the_newest_do_not_count():
    row = sound(a_point("2024", 86, n=3), a_point("2025", 86, n=900))
    assert Kind.TOO_SMALL not in kinds(row, sampled=True)


@pytest.mark.parametrize(
    ("hidden", "kind"), [(Hidden.SMALL, Kind.TOO_SMALL), (Hidden.COMPLEMENTARY, Kind.NOT_SHOWN)]
)
def test_hidden_newest_figure(hidden, kind):
    assert kinds(sound(a_point("2025", 1, hidden=hidden))) == {kind}


# The target


def test_no_target_is_not_the_choice_to_follow():
    assert Kind.NO_TARGET in kinds(sound(aim=None))
    assert kinds(sound(aim=Aim("monitor"))) == set()


def test_target_of_a_group_counts_for_its_members():
    group = GroupAim(Aim("relative", percent=Decimal(5), by="2027"), {"instroom": "totaal"})
    member = sound(aim=None, breakdown={"instroom": "totaal", "niveau": "2"})
    other = sound(aim=None, breakdown={"instroom": "switch", "niveau": "2"}, label="switch")
    assert kinds(member, groups=(group,)) == set()
    assert only(Kind.NO_TARGET, member, other, groups=(group,)).labels == ("switch",)


def test_member_without_baseline_does_not_count_in_its_group():
    group = GroupAim(Aim("relative", percent=Decimal(5), by="2027"), {})
    rows = (sound(aim=None), sound(aim=None, baseline=a_point("2023", None), label="nieuw"))
    one = only(Kind.NO_BASELINE, *rows, groups=(group,))
    assert (one.labels, one.place) == (("nieuw",), Place.SERIES)


@pytest.mark.parametrize(
    ("due", "kind"),
    [
        (None, Kind.TO_BE_SET),
        (date(2026, 11, 23), Kind.TO_BE_SET),
        (date(2026, 11, 22), Kind.TARGET_OVERDUE),
        (date(2025, 12, 31), Kind.TARGET_OVERDUE),
    ],
)
def test_target_that_must_still_be_set(due, kind):
    row = sound(aim=Aim("to_be_set", by="2027", due=due))
    assert kinds(row) == {kind}
    if due:
        assert str(due.year) in only(kind, row).what


@pytest.mark.parametrize(("due", "overdue"), [(date(2026, 11, 22), False), (date(2026, 11, 21), True)])
def test_target_that_must_be_renewed(due, overdue):
    row = sound(aim=Aim("reach", value=Decimal(87), by="2024", due=due))
    assert (Kind.TARGET_OVERDUE in kinds(row)) is overdue


def test_expired_target_is_not_asked_anything_else():
    aim = Aim("reach", value=Decimal(87), due=date(2025, 1, 1))
    assert kinds(sound(aim=aim, desired="none", baseline=None)) == {Kind.TARGET_OVERDUE}


@pytest.mark.parametrize(
    ("kind", "needs_baseline", "needs_direction"),
    [
        ("reach", True, True), ("relative", True, True), ("points", True, True), ("improve", True, True),
        ("grow", False, True), ("at_least", False, False), ("at_most", False, False), ("range", False, False),
        ("monitor", False, False), ("to_be_set", False, False),
    ],
)  # fmt: skip
def test_what_each_kind_of_target_needs(kind, needs_baseline, needs_direction):
    aim = Aim(kind, value=Decimal(87), by="2027")
    assert (Kind.NO_BASELINE in kinds(sound(aim=aim, baseline=None))) is needs_baseline
    assert (Kind.NO_BASELINE in kinds(sound(aim=aim, baseline=a_point("2023", None)))) is needs_baseline
    assert Kind.NO_BASELINE not in kinds(sound(aim=aim, baseline=a_point("2023", 0, n=900)))
    assert (Kind.NO_DIRECTION in kinds(sound(aim=aim, desired="none"))) is needs_direction
    assert (Kind.NO_YEAR in kinds(sound(aim=Aim(kind, value=Decimal(87))))) is needs_baseline


def test_baseline_that_cannot_be_compared():
    assert kinds(sound(comparable=False)) == {Kind.BASELINE_NOT_COMPARABLE}
    path = only(Kind.BASELINE_NOT_COMPARABLE, sound(comparable=False))
    hold = only(
        Kind.BASELINE_NOT_COMPARABLE,
        sound(comparable=False, aim=Aim("at_least", value=Decimal(8), by="2027")),
    )
    assert path.what != hold.what


@pytest.mark.parametrize("kind", ["at_least", "at_most", "grow"])
@pytest.mark.parametrize(("every", "slow"), [(1, False), (2, True), (3, True)])
def test_yearly_target_on_a_slower_survey(kind, every, slow):
    aim = Aim(kind, value=Decimal(7), by="2027")
    asked = kinds(sound(aim=aim), rhythm=Rhythm(every=every, first=2021))
    assert (Kind.YEARLY_TARGET_ON_SLOWER_SURVEY in asked) is slow


def test_target_along_a_path_is_no_yearly_target():
    assert Kind.YEARLY_TARGET_ON_SLOWER_SURVEY not in kinds(sound(), rhythm=Rhythm(every=2, first=2021))


# The source


@pytest.mark.parametrize("every", [None, 1, 2])
def test_ended_source_is_not_asked_when_it_measures(every):
    ended = Rhythm(every=every, first=2022, ended=True)
    assert kinds(sound(), rhythm=ended, releases=()) == {Kind.SOURCE_ENDED}


@pytest.mark.parametrize(
    ("rhythm", "unknown"),
    [(Rhythm(), True), (Rhythm(first=2022), True), (Rhythm(every=2), True), (Rhythm(every=1), False)],
)
def test_unknown_rhythm(rhythm, unknown):
    assert (Kind.RHYTHM_UNKNOWN in kinds(sound(), rhythm=rhythm)) is unknown


# Together


def test_one_problem_of_many_series_is_one_line():
    rows = [sound(label=f"reeks {n}", breakdown={"niveau": str(n)}) for n in range(1, 5)]
    bare = [sound(label=f"kaal {n}", aim=None, breakdown={"vak": str(n)}) for n in range(1, 4)]
    (one,) = found(*rows, *bare)
    assert one.scope == "3 van de 7 reeksen"
    assert one.labels == ("kaal 1", "kaal 2", "kaal 3")
    assert [row.number for row in one.series] == [5, 6, 7]
    assert [row.key for row in one.series] == ["vak=1", "vak=2", "vak=3"]


@pytest.mark.parametrize(
    ("bare", "whole", "scope"),
    [(1, 0, ""), (2, 0, "beide reeksen"), (3, 0, "alle 3 reeksen"), (1, 1, "kaal")],
)
def test_scope_in_words(bare, whole, scope):
    rows = [sound()] * whole + [sound(aim=None, label="kaal", breakdown={"vak": "x"})] * bare
    assert only(Kind.NO_TARGET, *rows).scope == scope


def test_what_the_headline_lacks_goes_first():
    head = sound(a_point("2025", 86))
    part = sound(aim=None, breakdown={"niveau": "2"})
    asked = [one.kind for one in found(head, part, headline_key="")]
    assert asked == [Kind.NO_DENOMINATOR, Kind.NO_TARGET]
    turned = [one.kind for one in found(head, part, headline_key="niveau=2")]
    assert turned == [Kind.NO_TARGET, Kind.NO_DENOMINATOR]


series = st.builds(
    lambda points, baseline, aim, more: a_series(*points, baseline=baseline, aim=aim, **more),
    st.lists(
        st.builds(a_point, st.sampled_from(["2022", "2025"]), st.one_of(st.none(), st.integers(0, 100)),
                  n=st.one_of(st.none(), st.integers(0, 30))),
        max_size=2,
    ),
    st.one_of(st.none(), st.builds(a_point, st.just("2023"), st.one_of(st.none(), st.integers(0, 100)))),
    st.one_of(
        st.none(),
        st.builds(Aim, st.sampled_from(["reach", "at_least", "grow", "monitor", "to_be_set", "relative"]),
                  value=st.just(Decimal(50)), percent=st.just(Decimal(5)),
                  by=st.sampled_from(["", "2025", "2027", "2026/2027"])),
    ),
    st.fixed_dictionaries({"comparable": st.booleans(), "desired": st.sampled_from(["higher", "none"])}),
)  # fmt: skip
rhythms = st.builds(
    Rhythm, every=st.one_of(st.none(), st.integers(1, 4)), first=st.one_of(st.none(), st.integers(2019, 2030)),
    measured_on=st.sampled_from([None, "02-15", "07-31"]), ended=st.booleans(),
)  # fmt: skip


@given(st.lists(series, min_size=1, max_size=4), rhythms, st.booleans())
def test_each_problem_is_said_once_about_series_that_are_there(rows, rhythm, sampled):
    asked = found(*rows, rhythm=rhythm, sampled=sampled)
    assert len({(one.kind, one.what, one.place) for one in asked}) == len(asked)
    for one in asked:
        numbers = [row.number for row in one.series]
        assert numbers == sorted(set(numbers))
        assert set(numbers) <= set(range(1, len(rows) + 1))


@given(st.lists(series, min_size=1, max_size=4), rhythms, st.booleans())
def test_what_is_said_of_a_series_does_not_depend_on_the_others(rows, rhythm, sampled):
    together = {
        (one.kind, one.what, row.number)
        for one in found(*rows, rhythm=rhythm, sampled=sampled)
        for row in one.series
    }
    alone = {
        (one.kind, one.what, number)
        for number, row in enumerate(rows, start=1)
        for one in found(row, rhythm=rhythm, sampled=sampled)
    }
    assert together == alone
