"""When a source's next figures come."""

from __future__ import annotations

from datetime import date

from agenda.calendar import Publication, next_publication
from core.periods import PeriodKind

YEAR, SCHOOL = PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR

JOB_2024 = Publication("JOB", "2024", date(2024, 12, 31), date(2024, 6, 15), True)
JOB_2026 = Publication("JOB", "2026", date(2026, 12, 31), date(2026, 6, 15), True)
EARLY = Publication("DUO", "2023/2024", date(2024, 7, 31), date(2025, 3, 1), False)
FINAL = Publication("DUO", "2023/2024", date(2024, 7, 31), date(2025, 10, 31), True)
OLD = Publication("DUO", "2022/2023", date(2023, 7, 31), date(2024, 10, 31), True)
CALENDAR = (JOB_2024, OLD, EARLY, FINAL, JOB_2026)


def test_next_publication_is_the_first_period_after_the_day():
    assert (
        next_publication(CALENDAR, ["JOB"], kind=YEAR, after=date(2024, 2, 15), measured_on="02-15")
        == JOB_2026
    )
    assert (
        next_publication(CALENDAR, ["JOB"], kind=YEAR, after=date(2022, 2, 15), measured_on="02-15")
        == JOB_2024
    )
    assert (
        next_publication(CALENDAR, ["JOB"], kind=YEAR, after=date(2026, 2, 15), measured_on="02-15") is None
    )


def test_survey_counts_by_its_own_day_and_not_by_the_end_of_the_year():
    assert (
        next_publication(CALENDAR, ["JOB"], kind=YEAR, after=date(2024, 3, 1), measured_on="02-15")
        == JOB_2026
    )
    assert next_publication(CALENDAR, ["JOB"], kind=YEAR, after=date(2024, 3, 1)) == JOB_2024


def test_provisional_figures_count_first():
    assert next_publication(CALENDAR, ["DUO"], kind=SCHOOL, after=date(2023, 7, 31)) == EARLY


def test_figures_of_before_the_agenda_do_not_count():
    assert next_publication(CALENDAR, ["DUO"], kind=SCHOOL, after=None, start=date(2024, 1, 1)) == EARLY
    assert next_publication(CALENDAR, ["DUO"], kind=SCHOOL, after=None) == OLD


def test_unknown_source_has_no_publication():
    assert next_publication(CALENDAR, ["CBS"], kind=SCHOOL, after=None) is None
    assert next_publication((), ["DUO"], kind=SCHOOL, after=None) is None


def test_figures_over_other_periods_are_not_waited_for():
    assert next_publication(CALENDAR, ["DUO"], kind=YEAR, after=None) is None
