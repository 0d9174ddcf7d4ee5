from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import PeriodKind, described_day, parse_period
from indicators.rhythm import Rhythm, deciding_day, deciding_period, last_measurement_year, period_kind

JOB = Rhythm(every=2, first=2022, measured_on="02-15")
YEARLY = Rhythm(every=1, first=2023, measured_on="07-31")
MTO = Rhythm(every=2, first=2023, measured_on="12-31")


@pytest.mark.parametrize(
    ("rhythm", "by", "expected"),
    [
        (JOB, 2027, 2026),
        (JOB, 2026, 2026),
        (JOB, 2022, 2022),
        (JOB, 2021, None),
        (MTO, 2027, 2027),
        (Rhythm(every=3, first=2022), 2027, 2025),
        (YEARLY, 2027, 2027),
        (Rhythm(every=1), 2027, 2027),
        (Rhythm(every=2), 2027, None),
        (Rhythm(first=2022), 2027, None),
        (Rhythm(every=2, first=2022, ended=True), 2027, None),
    ],
)
def test_last_measurement_year(rhythm, by, expected):
    assert last_measurement_year(rhythm, by) == expected


@pytest.mark.parametrize(
    ("by", "rhythm", "kind", "period", "day"),
    [
        ("2027", JOB, PeriodKind.YEAR, "2026", date(2026, 2, 15)),
        ("2026", JOB, PeriodKind.YEAR, "2026", date(2026, 2, 15)),
        ("2027", MTO, PeriodKind.YEAR, "2027", date(2027, 12, 31)),
        ("2026/2027", MTO, PeriodKind.YEAR, "2025", date(2025, 12, 31)),
        ("2027", YEARLY, PeriodKind.SCHOOL_YEAR, "2026/2027", date(2027, 7, 31)),
        ("2026/2027", YEARLY, PeriodKind.SCHOOL_YEAR, "2026/2027", date(2027, 7, 31)),
        ("2027-06", YEARLY, PeriodKind.SCHOOL_YEAR, "2025/2026", date(2026, 7, 31)),
        ("2027", Rhythm(every=1, first=2022), PeriodKind.YEAR, "2027", date(2027, 12, 31)),
        ("2026/2027", Rhythm(every=1, first=2022), PeriodKind.YEAR, "2026", date(2026, 12, 31)),
        ("2027", Rhythm(every=1, first=2022), PeriodKind.MONTH, "2027-12", date(2027, 12, 31)),
        ("2026/2027", Rhythm(every=1, first=2022), PeriodKind.MONTH, "2027-07", date(2027, 7, 31)),
        ("2026/2027", Rhythm(every=1, first=2022), PeriodKind.HALF_YEAR, "2027-H1", date(2027, 6, 30)),
        ("2027", Rhythm(first=2022, ended=True), PeriodKind.YEAR, "2027", date(2027, 12, 31)),
        ("2027", Rhythm(), PeriodKind.SCHOOL_YEAR, "2026/2027", date(2027, 7, 31)),
        ("2021", JOB, PeriodKind.YEAR, "2021", date(2021, 2, 15)),
    ],
)
def test_deciding_period_and_day(by, rhythm, kind, period, day):
    assert deciding_period(by, rhythm, kind).key == period
    assert deciding_day(by, rhythm, kind) == day


@pytest.mark.parametrize("by", ["", "2027/2029", "volgend jaar"])
def test_deciding_period_refuses_what_is_no_period(by):
    with pytest.raises(ValueError, match="'"):
        deciding_period(by, JOB, PeriodKind.YEAR)


years = st.integers(1995, 2090)
rhythms = st.builds(
    Rhythm,
    every=st.one_of(st.none(), st.integers(1, 20)),
    first=st.one_of(st.none(), years),
    measured_on=st.sampled_from([None, "02-15", "12-31"]),
    ended=st.booleans(),
)
periods = years.flatmap(
    lambda year: st.sampled_from([f"{year}", f"{year}/{year + 1}", f"{year}-04", f"{year}-H1"])
)


@given(rhythm=rhythms, by=years)
def test_last_measurement_year_is_the_last_that_falls(rhythm, by):
    last = last_measurement_year(rhythm, by)
    if last is None:
        return
    assert last <= by
    if rhythm.first is not None:
        assert last >= rhythm.first
        assert (last - rhythm.first) % rhythm.every == 0
        assert last + rhythm.every > by


@given(by=periods, rhythm=rhythms, kind=st.sampled_from(PeriodKind))
def test_deciding_period_is_of_its_kind_and_in_time(by, rhythm, kind):
    period = deciding_period(by, rhythm, kind)
    assert period.kind is kind
    assert described_day(period, rhythm.measured_on) <= parse_period(by).end


@given(by=periods, rhythm=rhythms, kind=st.sampled_from(PeriodKind), later=st.integers(1, 5))
def test_deciding_day_never_moves_back_for_a_later_target(by, rhythm, kind, later):
    """Only from where measurements are known: before the first one the plan's own year stands in."""
    end = parse_period(by).end.year
    if last_measurement_year(rhythm, end - 1) is None:
        return
    assert deciding_day(by, rhythm, kind) <= deciding_day(str(end + later), rhythm, kind)


@pytest.mark.parametrize(
    ("newest", "baseline", "measured_on", "kind"),
    [
        ("2023/2024", "2022", None, PeriodKind.SCHOOL_YEAR),
        ("", "2022/2023", None, PeriodKind.SCHOOL_YEAR),
        ("", "2022", "07-31", PeriodKind.YEAR),
        ("", "", "07-31", PeriodKind.SCHOOL_YEAR),
        ("", "", "02-15", PeriodKind.YEAR),
    ],
)
def test_period_kind_follows_the_newest_figure_then_the_baseline_then_the_day(
    newest, baseline, measured_on, kind
):
    assert period_kind(newest, baseline, Rhythm(measured_on=measured_on)) is kind


@pytest.mark.parametrize(
    ("rhythm", "said"),
    [
        (Rhythm(), "Niet bekend"),
        (Rhythm(every=1), "Elk jaar"),
        (Rhythm(every=2, first=2022), "Eens in de 2 jaar, voor het eerst in 2022"),
        (Rhythm(every=1, ended=True), "De bron bestaat niet meer; er komt geen nieuwe meting."),
    ],
)
def test_text_says_how_often(rhythm, said):
    assert rhythm.text == said
