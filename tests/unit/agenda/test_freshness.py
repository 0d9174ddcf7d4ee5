"""How fresh a source is: by what is there, not by what was promised."""

from __future__ import annotations

from datetime import date

from agenda.calendar import Publication
from agenda.freshness import Newest, sources_freshness

EARLY = Publication("DUO", "2023/2024", date(2024, 7, 31), date(2025, 3, 1), False)
FINAL = Publication("DUO", "2023/2024", date(2024, 7, 31), date(2025, 10, 31), True)
NEXT = Publication("DUO", "2024/2025", date(2025, 7, 31), date(2026, 3, 1), False)
CALENDAR = (EARLY, FINAL, NEXT)


def duo(there, on):
    (found,) = sources_freshness(CALENDAR, there, on)
    return found.newest, found.late, found.coming


def test_promised_figures_are_not_there_until_they_are():
    assert duo({}, date(2025, 2, 1)) == ("", None, EARLY)
    assert duo({}, date(2025, 3, 1)) == ("", None, EARLY)
    assert duo({}, date(2025, 3, 2)) == ("", EARLY, FINAL)


def test_provisional_figures_are_there_and_final_ones_still_come():
    there = {"DUO": Newest("2023/2024", False)}
    assert duo(there, date(2025, 4, 1)) == ("2023/2024", None, FINAL)
    assert duo(there, date(2025, 11, 1)) == ("2023/2024", FINAL, NEXT)


def test_final_or_later_figures_leave_nothing_to_wait_for():
    assert duo({"DUO": Newest("2023/2024", True)}, date(2025, 11, 1)) == ("2023/2024", None, NEXT)
    assert duo({"DUO": Newest("2024/2025", False)}, date(2026, 4, 1)) == ("2024/2025", None, None)


def test_source_outside_the_calendar_has_no_freshness():
    assert sources_freshness((), {"CBS": Newest("2023", True)}, date(2025, 1, 1)) == []


def test_every_publication_that_is_late_is_told_not_only_the_first():
    (found,) = sources_freshness(CALENDAR, {}, date(2026, 4, 1))
    assert (found.overdue, found.late, found.coming) == ((EARLY, FINAL, NEXT), EARLY, None)
    (found,) = sources_freshness(CALENDAR, {"DUO": Newest("2023/2024", False)}, date(2026, 4, 1))
    assert found.overdue == (FINAL, NEXT)
