"""On which day which reminder, and how a mail is told apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.reminders import Reminder, Told, reminder_key, reminder_of, reminders_of, told_by

DUE = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("days", "reminder"),
    [
        (-8, None), (-7, Reminder.BEFORE), (-1, Reminder.BEFORE), (0, Reminder.ON), (1, Reminder.AFTER),
        (14, Reminder.AFTER), (15, None),
    ],
)  # fmt: skip
def test_reminder_of_a_day(days, reminder):
    assert reminder_of(DUE, DUE + timedelta(days=days)) is reminder


told = st.builds(
    Told, user=st.just(7), round=st.integers(1, 10**6), reminder=st.sampled_from(Reminder), due_on=st.dates()
)


@given(some=st.sets(told, min_size=1, max_size=3))
def test_told_by_reads_back_what_a_key_says(some):
    key = reminder_key(some)
    assert told_by([key]) == some
    assert len(key) <= 200
    for one in some:
        start, part = reminders_of(one.round)
        assert key.startswith(start)
        assert part in key


def test_reminder_key_is_of_one_person():
    two = [Told(user, 1, Reminder.ON, DUE) for user in (1, 2)]
    with pytest.raises(ValueError, match="one person"):
        reminder_key(two)


def test_told_by_other_mails_is_nothing():
    assert told_by(["invitation 1", "vraag 3 4"]) == set()
