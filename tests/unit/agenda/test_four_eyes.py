"""Whether an agenda asks that somebody else than the uploader approves a file."""

from __future__ import annotations

from datetime import date

import pytest

from agenda.models import Agenda
from agenda.selectors import four_eyes_asked
from imports.registry import four_eyes


def an_agenda(college, first: int, last: int, kind: str = Agenda.Kind.QUALITY, *, asks: bool) -> Agenda:
    return Agenda.objects.create(
        college=college, slug=f"{kind}-{first}", title="Agenda", kind=kind, four_eyes=asks,
        starts=date(first, 1, 1), ends=date(last, 12, 31),
    )  # fmt: skip


def test_without_an_agenda_nobody_asks(db):
    assert not four_eyes(date(2026, 1, 1))


@pytest.mark.parametrize("asks", [True, False])
def test_agenda_that_runs_decides_and_the_import_hears_it(college, asks):
    an_agenda(college, 2024, 2027, asks=asks)
    assert four_eyes_asked(date(2026, 1, 1)) is asks
    assert four_eyes(date(2026, 1, 1)) is asks


def test_last_figures_after_the_last_day_are_asked_for_too(college):
    an_agenda(college, 2024, 2027, asks=True)
    assert four_eyes_asked(date(2028, 6, 1))


def test_agenda_that_was_followed_up_asks_no_more(college):
    an_agenda(college, 2019, 2022, asks=True)
    an_agenda(college, 2024, 2027, asks=False)
    assert not four_eyes_asked(date(2026, 1, 1))


def test_one_of_two_that_run_is_enough(college):
    an_agenda(college, 2024, 2027, asks=False)
    an_agenda(college, 2025, 2026, Agenda.Kind.ACTION, asks=True)
    assert four_eyes_asked(date(2026, 1, 1))
    assert not four_eyes_asked(date(2027, 1, 1))
