"""On which days whom to remind of a round, and how such a mail is known. Pure: no Django.

A reminder is told apart by what it reminds of: the round, which of the three reminders, and the last day it was about.
Somebody who had it does not get it again, whatever day the clock runs on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_BEFORE = 7
"""So many days before the last day people are reminded first."""
DAYS_LATE = 14
"""After so many days past the last day nobody is mailed about it any more: then somebody calls, or closes the round."""
START = "herinnering "
"""What the key of every reminder begins with."""


class Reminder(StrEnum):
    """The three reminders of a round."""

    BEFORE = "vooraf"
    ON = "vandaag"
    AFTER = "te-laat"


def reminder_of(due_on: date, on: date) -> Reminder | None:
    """Which reminder is due on a day; ``None``: none is.

    The first one holds until the last day and the third until two weeks after it, so that a clock that stood still for
    some days makes up for it.
    """
    if on == due_on:
        return Reminder.ON
    if due_on - timedelta(days=DAYS_BEFORE) <= on < due_on:
        return Reminder.BEFORE
    if due_on < on <= due_on + timedelta(days=DAYS_LATE):
        return Reminder.AFTER
    return None


@dataclass(frozen=True)
class Told:
    """Who is told what: one person, one reminder of one round with one last day."""

    user: int
    round: int
    reminder: Reminder
    due_on: date

    @property
    def text(self) -> str:
        return f"{self.round}:{self.reminder}:{self.due_on.isoformat()}"


def reminder_key(told: Collection[Told]) -> str:
    """The key of one mail that tells one person these things."""
    users = {one.user for one in told}
    if len(users) != 1:
        raise ValueError("a mail goes to one person")
    return f"{START}{users.pop()} {' '.join(sorted(one.text for one in told))}"


def told_by(keys: Iterable[str]) -> set[Told]:
    """What mails with these keys tell. A key that is no reminder tells nothing."""
    found: set[Told] = set()
    for key in keys:
        user, *texts = key.removeprefix(START).split(" ") if key.startswith(START) else [""]
        for text in texts:
            pk, reminder, day = text.split(":")
            found.add(Told(int(user), int(pk), Reminder(reminder), date.fromisoformat(day)))
    return found


def reminders_of(round_pk: int) -> tuple[str, str]:
    """How the key of every reminder of a round begins, and what stands in it."""
    return START, f" {round_pk}:"
