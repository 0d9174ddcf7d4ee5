"""Whether the figures that must show a target are measured and published in time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import PeriodKind, described_day, parse_period
from indicators.fitness.kinds import Kind
from indicators.fitness.timing import measured_by, next_measurement
from indicators.rhythm import Rhythm
from indicators.wording import Aim
from tests.unit.indicators.fitness.builders import TODAY, a_release, kinds, only, sound
from tests.unit.indicators.rows import a_point, a_series


@pytest.mark.parametrize(
    ("rhythm", "by", "baseline", "late"),
    [
        (Rhythm(2, 2022, "02-15"), "2027", "2022", False),
        (Rhythm(2, 2022, "02-15"), "2025", "2022", False),
        (Rhythm(2, 2022, "02-15"), "2025", "2024", True),
        (Rhythm(4, 2022), "2025", "2021", True),
        (Rhythm(4, 2022), "2026", "2021", False),
        (Rhythm(1, 2028), "2027", "2023", True),
        (Rhythm(1, 2027, "12-31"), "2026/2027", "2023", True),
        (Rhythm(1, 2020), "2023", "2022", True),
        (Rhythm(1, 2020), "2024", "2022", False),
    ],
)
def test_measurement_must_fall_between_start_and_target(rhythm, by, baseline, late):
    row = a_series(baseline=a_point(baseline, 85, n=900), aim=Aim("reach", value=Decimal(87), by=by))
    asked = kinds(row, rhythm=rhythm, releases=(a_release("DUO", "2030", date(2030, 1, 1)),))
    assert (Kind.NO_MEASUREMENT_IN_TIME in asked) is late


def test_first_measurement_after_the_target_is_named():
    row = a_series(baseline=a_point("2021", 85, n=900), aim=Aim("reach", value=Decimal(87), by="2025"))
    assert "over 2026." in only(Kind.NO_MEASUREMENT_IN_TIME, row, rhythm=Rhythm(every=4, first=2022)).what


def test_target_without_year_is_asked_by_the_agendas_end():
    row = a_series(aim=Aim("at_least", value=Decimal(7)))
    assert Kind.NO_MEASUREMENT_IN_TIME in kinds(row, rhythm=Rhythm(every=1, first=2028))
    assert Kind.NO_MEASUREMENT_IN_TIME not in kinds(row, rhythm=Rhythm(every=1, first=2027))


@pytest.mark.parametrize(
    ("released", "late"),
    [
        ([("2027", date(2027, 12, 31), True)], False),
        ([("2027", date(2028, 1, 1), True)], True),
        ([("2027", date(2028, 10, 31), True), ("2027", date(2027, 12, 1), False)], False),
        ([("2025", date(2026, 12, 1), True)], True),
        ([("2025", date(2025, 12, 1), True)], False),
        ([("2026/2027", date(2028, 3, 1), True)], False),
        ([("2029", date(2030, 3, 1), True)], False),
        ([], False),
    ],
)
def test_figures_that_come_after_the_agenda(released, late):
    """The calendar names the day, else its last row of the same kind of period says how long figures take."""
    releases = [a_release("DUO", *one) for one in released]
    assert (Kind.NO_MEASUREMENT_IN_TIME in kinds(sound(), releases=releases)) is late


def test_late_figures_say_when_they_come_and_what_comes_before():
    releases = (
        a_release("DUO", "2027", date(2028, 10, 31)),
        a_release("DUO", "2027", date(2028, 3, 1), final=False),
        a_release("DUO", "2025", date(2027, 3, 1)),
        a_release("DUO", "2023", date(2025, 3, 1)),
    )
    text = only(Kind.NO_MEASUREMENT_IN_TIME, sound(), releases=releases).what
    assert "1\u00a0maart\u00a02028" in text
    assert "voorlopig" in text
    assert text.endswith("gaan over 2025.")
    early = only(Kind.NO_MEASUREMENT_IN_TIME, sound(), releases=(*releases[:2], releases[3])).what
    assert "2023" not in early


def test_estimated_day_shows_no_more_than_its_year():
    releases = (a_release("DUO", "2024", date(2026, 2, 28)),)
    text = only(Kind.NO_MEASUREMENT_IN_TIME, sound(), releases=releases).what
    assert "naar schatting pas in 2029" in text
    assert "februari" not in text


def test_leap_day_in_the_calendar():
    releases = (a_release("DUO", "2026", date(2028, 2, 29)),)
    assert "2029" in only(Kind.NO_MEASUREMENT_IN_TIME, sound(), releases=releases).what


def test_figures_that_are_there_are_not_late():
    late = (a_release("DUO", "2027", date(2028, 3, 1)),)
    assert Kind.NO_MEASUREMENT_IN_TIME in kinds(sound(), releases=late)
    assert Kind.NO_MEASUREMENT_IN_TIME not in kinds(sound(a_point("2027", 86, n=900)), releases=late)


def test_figures_of_two_sources_are_there_with_the_last():
    releases = (a_release("A", "2027", date(2027, 12, 1)), a_release("B", "2027", date(2028, 2, 1)))
    one = only(Kind.NO_MEASUREMENT_IN_TIME, sound(sources=("A", "B")), releases=releases)
    assert "B 2027" in one.what


@pytest.mark.parametrize(
    ("release", "unknown"),
    [
        (a_release("DUO", "2026", TODAY), False),
        (a_release("DUO", "2026", date(2026, 11, 21)), True),
        (a_release("CBS", "2026", date(2027, 3, 1)), True),
        (a_release("DUO", "2025/2026", date(2027, 3, 1)), True),
    ],
)
def test_calendar_must_name_coming_figures_of_the_source(release, unknown):
    assert (Kind.RELEASE_UNKNOWN in kinds(sound(), releases=(release,))) is unknown


def test_series_with_a_source_of_its_own():
    releases = (a_release("CBS", "2026", date(2027, 3, 1)),)
    asked = only(Kind.RELEASE_UNKNOWN, sound(), sound(label="tweede", sources=("CBS",)), releases=releases)
    assert asked.labels == ("hele instelling",)


rhythms = st.builds(
    Rhythm,
    every=st.one_of(st.none(), st.integers(1, 5)),
    first=st.one_of(st.none(), st.integers(2015, 2035)),
    measured_on=st.sampled_from([None, "02-15", "12-31"]),
    ended=st.booleans(),
)


@given(rhythm=rhythms, kind=st.sampled_from(PeriodKind), year=st.integers(2020, 2030))
def test_no_measurement_is_skipped_between_the_last_by_a_day_and_the_next_after_it(rhythm, kind, year):
    limit = parse_period(str(year)).end
    last, coming = measured_by(str(year), rhythm, kind), next_measurement(limit, rhythm, kind)
    if last is not None:
        assert described_day(last, rhythm.measured_on) <= limit
    if coming is not None:
        assert coming > limit
    if last is not None and coming is not None and kind is PeriodKind.YEAR:
        assert coming.year - last.end.year == rhythm.every


@pytest.mark.parametrize(
    ("rhythm", "by", "period"),
    [
        (Rhythm(2, 2022, "02-15"), "2027", "2026"),
        (Rhythm(2, 2022), "2021", None),
        (Rhythm(1), "2027", "2027"),
        (Rhythm(2), "2027", None),
        (Rhythm(ended=True), "2027", None),
        (Rhythm(), "2027", None),
    ],
)
def test_measured_by_is_none_where_the_plans_own_year_stands_in(rhythm, by, period):
    assert measured_by(by, rhythm, PeriodKind.YEAR) == (parse_period(period) if period else None)
