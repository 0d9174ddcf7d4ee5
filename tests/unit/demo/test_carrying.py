"""Who carries out what in the example, what they say, and which rounds there are."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.carrying import carriers, moments, told
from demo.units import SCHOOLS, TEAMS
from measures.models.reports import NEEDS_REASON

UNITS = {school.code for school in SCHOOLS} | {team.code for team in TEAMS}
CODES = st.text("0123456789.", min_size=1, max_size=8)


@given(CODES)
def test_carriers_are_some_different_units_and_always_the_same(code: str) -> None:
    found = carriers(code)
    assert 1 <= len(found) == len(set(found)) <= 4
    assert set(found) <= UNITS
    assert carriers(code) == found


@given(CODES, st.sampled_from(sorted(UNITS)), st.integers(0, 3))
def test_told_gives_at_most_one_report_a_round_with_a_reason_where_one_is_asked(
    code: str, unit: str, rounds: int
) -> None:
    found = told(code, unit, rounds)
    assert [one.moment for one in found] == sorted({one.moment for one in found})
    for one in found:
        assert one.moment < rounds
        assert one.progress is None or 0 <= one.progress <= 100
        if one.state.value in NEEDS_REASON:
            assert one.reason


def test_told_leaves_a_manager_something_to_report() -> None:
    unit = TEAMS[0].code
    open_ = [code for code in map(str, range(40)) if not any(one.moment == 2 for one in told(code, unit, 3))]
    assert len(open_) > 20


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (
            date(2026, 11, 22),
            [
                ("12_maanden", 2025, True),
                ("4_maanden", 2026, True),
                ("8_maanden", 2026, True),
                ("12_maanden", 2026, False),
            ],
        ),
        (
            date(2026, 1, 31),
            [("8_maanden", 2025, True), ("12_maanden", 2025, True), ("4_maanden", 2026, False)],
        ),
        (date(2024, 5, 1), [("4_maanden", 2024, True), ("8_maanden", 2024, False)]),
        (date(2024, 1, 1), [("4_maanden", 2024, False)]),
    ],
)
def test_moments_are_the_last_rounds_of_the_agenda_the_newest_open(
    on: date, expected: list[tuple[str, int, bool]]
) -> None:
    found = moments(on, date(2024, 1, 1))
    assert [(one.kind, one.year, one.closed is not None) for one in found] == expected
    assert [one.about for one in found] == sorted(one.about for one in found)
    for one in found:
        assert one.about <= one.due
        assert one.closed is None or one.due < one.closed <= on
