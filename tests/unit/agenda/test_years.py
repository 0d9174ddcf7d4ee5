"""Which year of an agenda a day is in."""

from __future__ import annotations

from datetime import date

import pytest

from agenda.models import Agenda


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2023, 12, 31), 2024),
        (date(2024, 1, 1), 2024),
        (date(2026, 7, 1), 2026),
        (date(2027, 12, 31), 2027),
        (date(2031, 1, 1), 2027),
    ],
)
def test_nearest_year(on: date, year: int) -> None:
    agenda = Agenda(starts=date(2024, 1, 1), ends=date(2027, 12, 31))
    assert agenda.nearest_year(on) == year
