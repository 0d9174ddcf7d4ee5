"""The four ways to write a period, and the day that a figure describes."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    Period,
    PeriodKind,
    described_day,
    parse_month_day,
    parse_period,
)


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31), PeriodKind.YEAR),
        ("2022/2023", date(2022, 8, 1), date(2023, 7, 31), PeriodKind.SCHOOL_YEAR),
        ("1999/2000", date(1999, 8, 1), date(2000, 7, 31), PeriodKind.SCHOOL_YEAR),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), PeriodKind.MONTH),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), PeriodKind.MONTH),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31), PeriodKind.MONTH),
        ("2024-H1", date(2024, 1, 1), date(2024, 6, 30), PeriodKind.HALF_YEAR),
        ("2024-H2", date(2024, 7, 1), date(2024, 12, 31), PeriodKind.HALF_YEAR),
        (f"{FIRST_YEAR}", date(1990, 1, 1), date(1990, 12, 31), PeriodKind.YEAR),
        (f"{LAST_YEAR}", date(2099, 1, 1), date(2099, 12, 31), PeriodKind.YEAR),
    ],
)
def test_parse_period_knows_four_forms(text, start, end, kind):
    assert parse_period(text) == Period(end, start, text, kind)
    assert str(parse_period(text)) == text


def test_parse_period_ignores_blanks_around_it():
    assert parse_period(" 2022/2023 ") is not None
    assert parse_period(" 2022/2023 ").key == "2022/2023"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is geen periode"),
        ("22", "is geen periode"),
        ("2022-2023", "is geen periode"),
        ("2022/23", "is geen periode"),
        ("2022'23", "is geen periode"),
        ("2024-H3", "is geen periode"),
        ("2024-h1", "is geen periode"),
        ("2024-1", "is geen periode"),
        ("2022\n2023", "is geen periode"),
        ("2024-Q1", "is geen periode"),
        ("2022/2024", "twee opeenvolgende jaren"),
        ("2023/2022", "twee opeenvolgende jaren"),
        ("2022/2022", "twee opeenvolgende jaren"),
        ("2024-00", "bestaat niet"),
        ("2024-13", "bestaat niet"),
        ("1989", "buiten 1990-2099"),
        ("2100", "buiten 1990-2099"),
        ("1989/1990", "buiten 1990-2099"),
        ("0000-01", "buiten 1990-2099"),
    ],
)
def test_parse_period_refuses_with_a_dutch_reason(text, says):
    with pytest.raises(ValueError, match=says) as caught:
        parse_period(text)
    assert text.strip() in str(caught.value)


@pytest.mark.parametrize("text", ["２０２２", "٢٠٢٢", "२०२२/२०२३"])
def test_parse_period_refuses_digits_of_other_scripts(text):
    """They would be another key for the same year."""
    with pytest.raises(ValueError, match="is geen periode"):
        parse_period(text)


def test_periods_sort_by_their_last_day_then_their_first():
    texts = ["2023", "2022/2023", "2022-H2", "2022-12", "2022", "2023-07", "2021/2022"]
    assert [str(period) for period in sorted(map(parse_period, texts))] == [
        "2021/2022",
        "2022",
        "2022-H2",
        "2022-12",
        "2022/2023",
        "2023-07",
        "2023",
    ]


years = st.integers(FIRST_YEAR, LAST_YEAR - 1)
texts = st.one_of(
    years.map(str),
    years.map(lambda year: f"{year}/{year + 1}"),
    st.tuples(years, st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02}"),
    st.tuples(years, st.integers(1, 2)).map(lambda pair: f"{pair[0]}-H{pair[1]}"),
)


@given(texts)
def test_every_period_starts_a_month_and_ends_one(text):
    period = parse_period(text)
    assert period.start.day == 1
    assert (period.end + timedelta(days=1)).day == 1
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
    assert months == {"year": 12, "school_year": 12, "month": 1, "half_year": 6}[period.kind]


@given(texts, texts)
def test_order_of_periods_never_contradicts_the_calendar(one, other):
    first, second = parse_period(one), parse_period(other)
    if first.end < second.start:
        assert first < second
    assert (first < second) != (second <= first)


@pytest.mark.parametrize(
    ("text", "expected"), [("02-15", (2, 15)), ("12-31", (12, 31)), (" 01-01 ", (1, 1)), ("02-28", (2, 28))]
)
def test_parse_month_day(text, expected):
    assert parse_month_day(text) == expected


@pytest.mark.parametrize("text", ["02-29", "13-01", "00-10", "04-31", "4-30", "", "15 februari", "12-00"])
def test_parse_month_day_refuses_what_is_not_in_every_year(text):
    with pytest.raises(ValueError, match="is geen dag"):
        parse_month_day(text)


@pytest.mark.parametrize(
    ("text", "measured_on", "day"),
    [
        ("2024", None, date(2024, 12, 31)),
        ("2024", "", date(2024, 12, 31)),
        ("2024", "02-15", date(2024, 2, 15)),
        ("2023/2024", None, date(2024, 7, 31)),
        ("2023/2024", "02-15", date(2024, 7, 31)),
        ("2024-H1", "02-15", date(2024, 6, 30)),
        ("2024-02", None, date(2024, 2, 29)),
    ],
)
def test_described_day(text, measured_on, day):
    """Only a survey over a whole year has a day of its own."""
    assert described_day(parse_period(text), measured_on) == day


@given(texts, st.dates(date(2023, 1, 1), date(2023, 12, 31)).map(lambda day: f"{day:%m-%d}"))
def test_described_day_lies_in_its_period(text, measured_on):
    period = parse_period(text)
    assert period.start <= described_day(period, measured_on) <= period.end
    assert described_day(period).day == calendar.monthrange(period.end.year, period.end.month)[1]
