from __future__ import annotations

import pytest

from measures.states import State, period_label, planned_years, state_of


@pytest.mark.parametrize(
    ("applied", "refers", "planned", "state"),
    [
        (True, False, True, State.TAKEN),
        (True, False, False, State.WITHOUT_PLANNING),
        (True, True, False, State.REFERS),
        (True, True, True, State.REFERS),
        (False, False, True, State.NOT_TAKEN),
        (False, True, False, State.NOT_TAKEN),
    ],
)
def test_state_of_gives_the_first_that_holds(
    applied: bool, refers: bool, planned: bool, state: State
) -> None:
    assert state_of(applied=applied, refers=refers, planned=planned) is state


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2024", "2024"),
        ("2023/2024", "2023/2024"),
        ("2024-05", "mei 2024"),
        ("2024-H1", "eerste helft 2024"),
        ("2023-H2", "tweede helft 2023"),
        ("", "zonder periode"),
        ("ooit", "ooit"),
    ],
)
def test_period_label_reads_as_dutch(text: str, label: str) -> None:
    assert period_label(text) == label


def test_planned_years_gives_each_year_once_in_order() -> None:
    periods = ["2025", "2024-05", "2024-H1", "2023/2024", "2024", "", "ooit"]
    assert planned_years(periods) == ("2023/2024", "2024", "2025", "ooit")


def test_planned_years_without_periods_is_empty() -> None:
    assert planned_years(["", ""]) == ()
