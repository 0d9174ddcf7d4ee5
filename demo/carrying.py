"""Who carries out which measure in the example, and what they report. Pure: no Django, no clock.

A measure has a mood of its own (it goes well, it is late, it is finished ...), so that the states of its units agree
with each other as those of real schools would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.remarks import CHANGED, FOLLOWING, REASONS
from demo.units import PEOPLE, SCHOOLS
from demo.walks import dice
from measures.models import Phase, Progress

WAITS, RUNS, LATE = Progress.NOT_STARTED, Progress.RUNNING, Progress.DELAYED
DONE, STOPPED, NOT_OURS = Progress.DONE, Progress.STOPPED, Progress.NOT_APPLICABLE

Course = tuple[Progress | None, ...]
"""What a unit reports in three rounds, the newest last; ``None``: nothing."""

# How often of a hundred a measure has a mood, and which courses its units then take.
_MOODS: tuple[tuple[int, tuple[Course, ...]], ...] = (
    (16, ((RUNS, DONE, DONE), (RUNS, RUNS, DONE), (DONE, DONE, DONE))),
    (40, ((RUNS, RUNS, RUNS), (WAITS, RUNS, RUNS), (RUNS, RUNS, DONE), (None, RUNS, RUNS), (NOT_OURS,) * 3)),
    (20, ((RUNS, LATE, LATE), (WAITS, LATE, RUNS), (RUNS, RUNS, LATE), (RUNS, RUNS, RUNS))),
    (12, ((WAITS, WAITS, WAITS), (WAITS, None, WAITS), (None, None, WAITS))),
    (3, ((RUNS, STOPPED, STOPPED),)),
    (9, ((None, None, None), (None, None, None), (RUNS, None, None))),
)
_LEAST_BUSY = {person.unit for person in PEOPLE if person.unit}
"""Units of which somebody can sign in: most of their reports for the open round are still to be made."""


@dataclass(frozen=True)
class Told:
    """One report. ``moment``: the place of its round, the open one last; ``after``: days since it opened."""

    moment: int
    after: int
    minute: int
    state: Progress
    progress: int | None
    phase: str
    changed: str
    following: str
    reason: str
    unchanged: bool


def carriers(code: str) -> tuple[str, ...]:
    """The codes of the units that carry a measure out: one or two schools, or a team in some schools."""
    rng = dice("carriers", code)
    if rng.random() < 0.25:
        return tuple(school.code for school in rng.sample(SCHOOLS, rng.choice((1, 2))))
    schools = rng.sample(SCHOOLS, rng.choice((2, 3, 3, 4)))
    return tuple(rng.choice(school.teams).code for school in schools)


def told(code: str, unit: str, moments: int) -> tuple[Told, ...]:
    """What a unit has reported on a measure, oldest first. ``moments``: how many rounds there are, at most four; the
    last is open.
    """
    mood = dice("mood", code)
    _, courses = mood.choices(_MOODS, weights=[weight for weight, _ in _MOODS])[0]
    rng = dice("told", code, unit)
    course = _longer(rng.choice(courses), code, unit)
    if rng.random() < _still_to_report(unit):
        course[-1] = None
    found: list[Told] = []
    for moment, state in enumerate(course[len(course) - moments :]):
        if state is not None:
            found.append(_told(rng, moment, state, found[-1] if found else None))
    return tuple(found)


def _longer(course: Course, code: str, unit: str) -> list[Progress | None]:
    """A course with the round before it: who ended up late or done, was at work before."""
    first = course[0]
    before = (
        first if first in {None, WAITS, NOT_OURS} else dice("before", code, unit).choice((RUNS, RUNS, WAITS))
    )
    return [before, *course]


def _still_to_report(unit: str) -> float:
    """Which part of its reports a unit still owes in the open round: most owe none, some half, a few nearly all."""
    if unit in _LEAST_BUSY:
        return 0.85
    return dice("pace", unit).choices((0.0, 0.4, 0.95), weights=(65, 22, 13))[0]


def _told(rng: Random, moment: int, state: Progress, before: Told | None) -> Told:
    after, minute = rng.randint(1, 18), rng.randint(8 * 60, 17 * 60)
    if before is not None and before.state is state and rng.random() < 0.4:
        return Told(
            moment, after, minute, state, before.progress, before.phase, before.changed, before.following,
            before.reason, True,
        )  # fmt: skip
    return Told(
        moment, after, minute, state, _progress(rng, state, before), _phase(rng, state),
        _one(rng, CHANGED[state]), _one(rng, FOLLOWING[state]), _one(rng, REASONS.get(state, ())), False,
    )  # fmt: skip


def _one(rng: Random, texts: Sequence[str]) -> str:
    return rng.choice(texts) if texts else ""


def _progress(rng: Random, state: Progress, before: Told | None) -> int | None:
    if state is DONE:
        return 100
    if state not in {RUNS, LATE} or rng.random() < 0.2:
        return None
    start = before.progress if before and before.progress is not None else 10
    return min(90, start + 5 * rng.randint(1, 6))


def _phase(rng: Random, state: Progress) -> str:
    phases = {
        WAITS: (Phase.PLAN,),
        RUNS: (Phase.DO, Phase.DO, Phase.CHECK),
        LATE: (Phase.DO,),
        DONE: (Phase.ACT,),
    }
    return str(rng.choice(phases[state])) if state in phases else ""


@dataclass(frozen=True)
class Moment:
    """A round of the example. ``closed``: the last day that it was open; ``None``: it still is."""

    kind: str
    year: int
    about: date
    due: date
    closed: date | None


_KINDS = ("4_maanden", "8_maanden", "12_maanden")
_EARLIER, _GRACE = 2, 5


def moments(on: date, starts: date) -> tuple[Moment, ...]:
    """The rounds of the example on a day: two or three that are closed, and one that is open. Oldest first.

    The last round of the year before is always among them: a report about that year has something to tell.

    The open one asks for the first day of the month and closes with the month; the others asked for the last month of
    their four. None before the agenda ``starts``.
    """
    third = (on.month - 1) // 4
    found = [_moment(on.year, third, on.replace(day=1), closed_by=None)]
    for back in range(1, max(_EARLIER, third + 1) + 1):
        year, place = on.year + (third - back) // 3, (third - back) % 3
        found.append(_moment(year, place, date(year, 4 * place + 4, 1), closed_by=on))
    return tuple(moment for moment in reversed(found) if moment.about >= starts)


def _moment(year: int, third: int, about: date, *, closed_by: date | None) -> Moment:
    due = (about + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    closed = min(due + timedelta(days=_GRACE), closed_by) if closed_by else None
    return Moment(_KINDS[third], year, about, due, closed)
