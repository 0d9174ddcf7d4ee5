"""Invented figures that need no sums, and small families of counts within one indicator.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from demo.arrivals import Arrival
from demo.lines import COLLEGE, Figure, Line, Lines, absent, figure
from demo.units import all_students
from demo.walks import HUNDRED, dice, percentage, whole

TOTAL = "totaal"
_ASKED = {"MTO": 1180, "JOB": 7400}
_ASKED_BY_US = 210
_STARTING_STAFF = 126


def plain_figures(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """One figure a line, each on its own."""
    for line in lines:
        goal = line.goal(arrival)
        if goal is not None:
            yield _one(line, arrival, goal)
        elif line.absence and line.breakdown:
            yield absent(line, arrival)


def _one(line: Line, arrival: Arrival, value: Decimal) -> Figure:
    n = _people(line, arrival)
    if n and line.unit == "percent":
        # A share of these people: a whole number of them.
        value = percentage(whole(value * n / HUNDRED), n, line.decimals + 2) or Decimal(0)
    return figure(line, COLLEGE, arrival, value, n)


def _people(line: Line, arrival: Arrival) -> int | None:
    """On how many people the figure rests; ``None``: the source does not say, or it is a count itself."""
    if line.unit not in {"percent", "score5", "score10"}:
        return None
    rng = dice("people", line.indicator, arrival.period.key)
    if line.sampled:
        source = next((name for name in line.sources if name in _ASKED), "")
        asked = _STARTING_STAFF if "startend" in line.indicator else _ASKED.get(source, _ASKED_BY_US)
        return asked + rng.randint(-asked // 20, asked // 20)
    if line.breakdown:
        # Everybody who took an exam, or who left one programme.
        low, high = (180, 900) if "examen" in line.breakdown else (40, 190)
        return dice("people", line.indicator, line.key).randint(low, high) + rng.randint(-9, 9)
    return None


def within_first(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """Lines of which none may be above the first, because they are parts of it."""
    most: Decimal | None = None
    for made in plain_figures(lines, arrival):
        if most is None:
            most = made.value
        yield made if made.value is None or most is None else _capped(made, most)


def _capped(made: Figure, most: Decimal) -> Figure:
    value = made.value if made.value is None else min(made.value, most)
    return Figure(made.unit, made.series_id, made.period, value, made.final, made.n, made.sd, made.decimals)


def reach(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """A number of students, and which share of all students that is."""
    number: int | None = None
    for line in lines:
        goal = line.goal(arrival)
        if line.unit == "count" and goal is not None:
            number = whole(goal)
            yield figure(line, COLLEGE, arrival, Decimal(number))
        elif line.unit == "percent" and number is not None:
            everybody = all_students(arrival.period.key)
            yield figure(line, COLLEGE, arrival, percentage(number, everybody, line.decimals), everybody)


def salary_scales(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """Shares that leave room for the other scales."""
    room = Decimal("99.2")
    for line in lines:
        goal = line.goal(arrival)
        if goal is not None:
            made = figure(line, COLLEGE, arrival, min(goal, room))
            room -= made.value or 0
            yield made


# Former education ---------------------------------------------------------------------------------------
def former_education(lines: Lines, arrival: Arrival) -> dict[tuple[str, str], int]:
    """How many began after which former education, per level: (part, breakdown key) to number, totals included."""
    counts: dict[tuple[str, str], int] = {}
    for line in lines:
        goal = line.goal(arrival)
        if line.part == TOTAL or not line.breakdown or goal is None:
            continue
        number = whole(goal)
        for name in ((line.part, line.key), (line.part, ""), (TOTAL, line.key), (TOTAL, "")):
            counts[name] = counts.get(name, 0) + number
    return counts


def former_education_counts(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    counts = former_education(lines, arrival)
    for line in lines:
        if (line.part, line.key) in counts:
            yield figure(line, COLLEGE, arrival, Decimal(counts[line.part, line.key]))


def former_education_shares(lines: Lines, counted: Lines, arrival: Arrival) -> Iterator[Figure]:
    """The shares that go with ``former_education_counts``; ``counted`` are the lines of the counts."""
    counts = former_education(counted, arrival)
    for line in lines:
        if (line.part, line.key) in counts:
            total = counts[TOTAL, line.key]
            value = percentage(counts[line.part, line.key], total, line.decimals)
            yield figure(line, COLLEGE, arrival, value, total)
