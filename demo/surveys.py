"""Invented answers of students (JOB): every school and team counts the same people, so that sums hold.

Pure: no Django. Answers are invented per team and level and then only added up; no figure above a team is
invented on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from demo.arrivals import Arrival
from demo.lines import COLLEGE, Figure, Line, Lines, figure, with_sd
from demo.units import SCHOOLS, Cell
from demo.walks import (
    ANSWERS,
    HUNDRED,
    ZERO,
    answers,
    apportion,
    between,
    bounded,
    centred,
    mean_of,
    percentage,
    sd_of,
    whole,
    wobble,
)

SUPPORTED_SHARE = Decimal("0.24")
"""Which part of the students who answer gets extra support."""


@dataclass(frozen=True)
class Respondents:
    """Who answered in one team, at one level, on one route."""

    school: str
    team: str
    cell: Cell
    n: int


@cache
def respondents(period: str) -> tuple[Respondents, ...]:
    """Everybody who answered the survey of a period."""
    return tuple(
        Respondents(school.code, team.code, cell, n)
        for school in SCHOOLS
        for team in school.teams
        for cell, students in team.students.items()
        if (n := whole(students * between(Decimal("0.40"), Decimal("0.60"), "response", team.code, period)))
    )


def survey_figures(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """The figures of one indicator in one survey, for the college and for each school and team."""
    groups = respondents(arrival.period.key)
    if lines.with_breakdown("antwoord") and lines.get("gemiddelde") is None:
        yield from _shares_by_answer(lines, arrival, groups)
    elif any(line.unit == "score5" for line in lines):
        yield from _by_answers(lines, arrival, groups)
    else:
        for line in lines:
            if not line.breakdown:
                yield from _share(line, arrival, groups)


# Everybody's place in the sums --------------------------------------------------------------------------
def _places(group: Respondents) -> tuple[str, str, str]:
    return COLLEGE, group.school, group.team


def _offsets(indicator: str, groups: tuple[Respondents, ...], size: Decimal) -> list[Decimal]:
    """How much each group differs from the college: its school's character, and its own; 0 on the whole."""
    raw = [
        wobble(size, "school", indicator, group.school)
        + wobble(size, "team", indicator, group.team)
        + wobble(size / 2, "level", indicator, group.cell[1])
        for group in groups
    ]
    return centred(raw, [group.n for group in groups])


# A percentage of people ---------------------------------------------------------------------------------
def _positives(
    line: Line, arrival: Arrival, groups: tuple[Respondents, ...], room: list[int]
) -> list[int] | None:
    """How many in each group say so, at most ``room``; together as many as the college's percentage asks."""
    goal = line.goal(arrival)
    if goal is None:
        return None
    total = whole(goal * sum(group.n for group in groups) / HUNDRED)
    rates = [bounded(goal + offset, ZERO, HUNDRED) for offset in _offsets(line.indicator, groups, Decimal(4))]
    return apportion(total, [group.n * rate for group, rate in zip(groups, rates, strict=True)], room)


def _emit_shares(
    line: Line, arrival: Arrival, groups: tuple[Respondents, ...], counts: list[int]
) -> Iterator[Figure]:
    sums: dict[str, list[int]] = {}
    for group, count in zip(groups, counts, strict=True):
        for place in _places(group):
            both = sums.setdefault(place, [0, 0])
            both[0] += count
            both[1] += group.n
    for place, (count, n) in sums.items():
        yield figure(line, place, arrival, percentage(count, n, line.decimals), n)


def _share(line: Line, arrival: Arrival, groups: tuple[Respondents, ...]) -> Iterator[Figure]:
    counts = _positives(line, arrival, groups, [group.n for group in groups])
    if counts is not None:
        yield from _emit_shares(line, arrival, groups, counts)


def _shares_by_answer(lines: Lines, arrival: Arrival, groups: tuple[Respondents, ...]) -> Iterator[Figure]:
    """Shares of "goed" and "heel goed", and their sum as the whole."""
    together = [0] * len(groups)
    for line in lines.with_breakdown("antwoord"):
        room = [group.n - count for group, count in zip(groups, together, strict=True)]
        counts = _positives(line, arrival, groups, room)
        if counts is None:
            return
        together = [a + b for a, b in zip(together, counts, strict=True)]
        yield from _emit_shares(line, arrival, groups, counts)
    if positive := lines.get():
        yield from _emit_shares(positive, arrival, groups, together)


# Five answers -------------------------------------------------------------------------------------------
def _by_answers(lines: Lines, arrival: Arrival, groups: tuple[Respondents, ...]) -> Iterator[Figure]:
    """A question with five answers: its mean, and every share of the same answers."""
    means = [line for line in lines if line.unit == "score5"]
    for question in means:
        asked = tuple(group for group in groups if _takes_part(question, group))
        goal = question.goal(arrival)
        if goal is None or not asked:
            continue
        same = lines if len(means) == 1 else Lines((question,))
        offsets = _offsets(question.indicator + question.key, asked, Decimal("0.18"))
        given = [answers(group.n, goal + offset) for group, offset in zip(asked, offsets, strict=True)]
        yield from _from_answers(same, arrival, asked, given)


def _takes_part(line: Line, group: Respondents) -> bool:
    route, level = group.cell
    return line.breakdown.get("leerweg", route) == route and line.breakdown.get("niveau", level) == level


def _from_answers(
    lines: Lines, arrival: Arrival, groups: tuple[Respondents, ...], given: list[list[int]]
) -> Iterator[Figure]:
    totals = _totals(groups, given)
    college = totals[COLLEGE]
    for line in lines:
        if line.unit == "score5":
            for place, counts in totals.items():
                yield with_sd(figure(line, place, arrival, mean_of(counts), sum(counts)), sd_of(counts))
        elif not line.breakdown:
            for place, counts in totals.items():
                yield figure(line, place, arrival, _positive(counts, line), sum(counts))
        elif "niveau" in line.breakdown:
            some = [(g, c) for g, c in zip(groups, given, strict=True) if _takes_part(line, g)]
            counts = _totals(tuple(g for g, _ in some), [c for _, c in some]).get(COLLEGE, [0] * 5)
            yield figure(line, COLLEGE, arrival, _positive(counts, line), sum(counts))
        elif "antwoord" in line.breakdown:
            count = college[ANSWERS.index(line.breakdown["antwoord"])]
            yield figure(line, COLLEGE, arrival, percentage(count, sum(college), line.decimals), sum(college))
        elif "ondersteuning" in line.breakdown:
            n, count = _supported(college)
            if line.breakdown["ondersteuning"] == "geen":
                n, count = sum(college) - n, sum(college[3:]) - count
            yield figure(line, COLLEGE, arrival, percentage(count, n, line.decimals), n)


def _totals(groups: tuple[Respondents, ...], given: list[list[int]]) -> dict[str, list[int]]:
    """The five counts per unit, the college included."""
    totals: dict[str, list[int]] = {}
    for group, counts in zip(groups, given, strict=True):
        for place in _places(group):
            row = totals.setdefault(place, [0] * 5)
            for score, count in enumerate(counts):
                row[score] += count
    return totals


def _positive(counts: list[int], line: Line) -> Decimal | None:
    return percentage(sum(counts[3:]), sum(counts), line.decimals)


def _supported(counts: list[int]) -> tuple[int, int]:
    """Of all who answered: how many get support, and how many of those are positive."""
    n = whole(sum(counts) * SUPPORTED_SHARE)
    return n, min(n, whole(sum(counts[3:]) * SUPPORTED_SHARE * Decimal("0.92")))
