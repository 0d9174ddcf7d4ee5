"""What a report is about within its year, and how that is said in titles and names of files."""

from __future__ import annotations

from datetime import date

import pytest

from reporting.about import About, round_name, unless_said, whole_year
from reporting.kinds import ReportKind

YEAR_END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("about", "words", "stem"),
    [
        (whole_year(2026), "2026", "2026"),
        (About(date(2026, 4, 1), "4 maanden"), "4 maanden 2026", "2026-4-maanden"),
        (About(YEAR_END, "12 maanden"), "12 maanden 2026", "2026-12-maanden"),
        (About(date(2026, 4, 20)), "20 april 2026", "2026-04-20"),
    ],
)
def test_words_and_stem(about, words, stem):
    assert about.words.replace("\xa0", " ") == words
    assert about.stem == stem


@pytest.mark.parametrize(
    ("kind", "today", "on"),
    [
        (ReportKind.MANAGEMENT, date(2026, 4, 20), date(2026, 4, 20)),
        (ReportKind.MANAGEMENT, date(2027, 4, 20), YEAR_END),
        (ReportKind.MANAGEMENT, date(2025, 4, 20), date(2026, 1, 1)),
        (ReportKind.ACCOUNT, date(2026, 4, 20), YEAR_END),
        (ReportKind.SCHOOL, date(2026, 4, 20), YEAR_END),
    ],
)
def test_when_nobody_says(kind, today, on):
    assert unless_said(kind, 2026, today) == About(on)


def test_round_is_named_without_its_underscore():
    assert round_name("12_maanden") == "12 maanden" and round_name("") == ""
