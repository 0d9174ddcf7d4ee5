"""Only figures that would have come in are invented."""

from __future__ import annotations

from datetime import date

import pytest

from demo.arrivals import arrivals, is_school_year
from indicators.rhythm import Rhythm

JOB = Rhythm(every=2, first=2022, measured_on="02-15")
YEARLY = Rhythm(every=1, first=2023, measured_on="07-31")
CALENDAR = {("JOB", "2024"): date(2024, 6, 15), ("JOB", "2026"): date(2026, 6, 15)}


def keys(
    rhythm: Rhythm, source: str, on: date, *, school_years: bool = False, after: date = date.min
) -> list[str]:
    found = arrivals(
        rhythm, sources=(source,), school_years=school_years, after=after, on=on, calendar=CALENDAR
    )
    return [f"{arrival.period}{'' if arrival.final else '*'}" for arrival in found]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 6, 14), []),
        (date(2024, 6, 15), ["2024"]),
        (date(2026, 6, 14), ["2024"]),
        (date(2026, 11, 21), ["2024", "2026"]),
    ],
)
def test_arrivals_of_a_survey_follow_the_calendar(on: date, expected: list[str]) -> None:
    assert keys(JOB, "JOB", on, after=date(2022, 2, 15)) == expected


def test_arrivals_of_a_register_lag_and_the_newest_is_provisional() -> None:
    assert keys(YEARLY, "DUO", date(2026, 11, 21), school_years=True, after=date(2023, 7, 31)) == [
        "2023/2024",
        "2024/2025*",
    ]


def test_arrivals_become_final_with_the_next_edition() -> None:
    assert keys(YEARLY, "DUO", date(2027, 3, 2), school_years=True, after=date(2024, 7, 31)) == [
        "2024/2025",
        "2025/2026*",
    ]


def test_arrivals_of_the_college_itself_are_final_at_once() -> None:
    assert keys(YEARLY, "Instelling", date(2026, 11, 21), school_years=True, after=date(2025, 7, 31)) == [
        "2025/2026"
    ]


@pytest.mark.parametrize(
    "rhythm", [Rhythm(every=1, first=2022, ended=True), Rhythm(first=2022), Rhythm(every=1)]
)
def test_arrivals_of_an_unknown_or_ended_rhythm_are_none(rhythm: Rhythm) -> None:
    assert keys(rhythm, "DUO", date(2026, 11, 21)) == []


def test_arrivals_never_describe_a_later_day() -> None:
    found = arrivals(
        JOB, sources=("JOB",), school_years=False, after=date.min, on=date(2026, 2, 1),
        calendar={("JOB", "2026"): date(2026, 1, 1)},
    )  # fmt: skip
    assert [arrival.period.key for arrival in found] == ["2022", "2024"]


def test_is_school_year() -> None:
    assert is_school_year("2022/2023")
    assert not is_school_year("2022")
