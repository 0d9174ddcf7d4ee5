"""Invented registers (DUO, CBS, the college's own): counts first, every percentage from its own counts.

Pure: no Django. Each function takes one indicator's lines and one period, and leaves lines that it does not
know to ``plain_figures``.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from demo.arrivals import Arrival
from demo.lines import COLLEGE, Figure, Line, Lines, absent, figure
from demo.units import SCHOOLS, School, students
from demo.walks import HUNDRED, ZERO, apportion, dice, percentage, whole, wobble

PROGRAMME = "beroepsopleiding"
_FIRST_YEARS = (22, 60)
"""How many begin with one programme, from and to."""


def _counts(goal: Decimal, sizes: list[int], rates: list[Decimal]) -> list[int]:
    """How many of each group, together ``goal`` percent of all."""
    total = whole(goal * sum(sizes) / HUNDRED)
    return apportion(total, [n * max(ZERO, rate) for n, rate in zip(sizes, rates, strict=True)], sizes)


# Early school leavers -----------------------------------------------------------------------------------
def dropouts(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """Leavers per route and level, for the college, each school and each team."""
    sums: dict[str, list[int]] = {}
    for line in lines.with_breakdown("leerweg", "niveau"):
        goal = line.goal(arrival)
        cell = (line.breakdown["leerweg"], line.breakdown["niveau"])
        groups = [
            (school.code, team.code, n)
            for school in SCHOOLS
            for team in school.teams
            if (n := students(team, cell, arrival.period.key))
        ]
        if goal is None or not groups:
            continue
        rates = [
            goal * (1 + wobble(Decimal("0.35"), "vsv", team, arrival.period.key)) for _, team, _ in groups
        ]
        counts = _counts(goal, [n for _, _, n in groups], rates)
        here: dict[str, list[int]] = {}
        for (school, team, n), count in zip(groups, counts, strict=True):
            for table in (here, sums):
                for place in (COLLEGE, school, team):
                    row = table.setdefault(place, [0, 0])
                    row[0] += count
                    row[1] += n
        yield from _shares(line, arrival, here)
    if whole_line := lines.get():
        yield from _shares(whole_line, arrival, sums)


def _shares(line: Line, arrival: Arrival, sums: dict[str, list[int]]) -> Iterator[Figure]:
    for place, (count, n) in sums.items():
        yield figure(line, place, arrival, percentage(count, n, line.decimals), n)


# First year ---------------------------------------------------------------------------------------------
def first_year(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """Success in the first year: per level and school from the same starters; sectors from programmes."""
    sums: dict[str, list[int]] = {}
    for line in lines.with_breakdown("niveau"):
        level = line.breakdown["niveau"]
        sizes = {school.code: _starters(school, level, arrival.period.key) for school in SCHOOLS}
        goal = line.goal(arrival)
        if goal is None:
            continue
        rates = [goal + wobble(Decimal(5), "start", code) for code in sizes]
        counts = _counts(goal, list(sizes.values()), rates)
        yield figure(
            line,
            COLLEGE,
            arrival,
            percentage(sum(counts), sum(sizes.values()), line.decimals),
            sum(sizes.values()),
        )
        for code, count in zip(sizes, counts, strict=True):
            for place in (COLLEGE, code):
                row = sums.setdefault(place, [0, 0])
                row[0] += count
                row[1] += sizes[code]
    if (everybody := lines.get()) and sums:
        yield from _shares(everybody, arrival, {place: both for place, both in sums.items() if both[1]})
    yield from _sectors(lines, arrival)


def _starters(school: School, level: str, period: str) -> int:
    """About three in ten students of a level are in their first year."""
    known = sum(
        students(team, cell, period) for team in school.teams for cell in team.students if cell[1] == level
    )
    return whole(known * Decimal("0.31"))


def _sectors(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """Programmes with their own starters, and each sector from its programmes and some others."""
    totals: dict[str, list[int]] = {}
    for line in lines.with_breakdown(PROGRAMME):
        goal = line.goal(arrival)
        if goal is None:
            if line.absence:
                yield absent(line, arrival)
            continue
        n = dice("starters", line.key, arrival.period.key).randint(*_FIRST_YEARS)
        count = whole(goal * n / HUNDRED)
        yield figure(line, COLLEGE, arrival, percentage(count, n, line.decimals), n)
        row = totals.setdefault(lines.sectors.get(line.breakdown[PROGRAMME], ""), [0, 0])
        row[0] += count
        row[1] += n
    for line in lines.with_breakdown("sector"):
        goal = line.goal(arrival)
        if goal is None:
            continue
        count, n = totals.get(line.breakdown["sector"], [0, 0])
        others = 20 + n // 2
        value = percentage(count + whole(goal * others / HUNDRED), n + others, line.decimals)
        yield figure(line, COLLEGE, arrival, value, n + others)


# Work after leaving -------------------------------------------------------------------------------------
def work(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """Leavers and how many of them work, per route and level; sums and shares follow from those."""
    cells: dict[tuple[str, str], tuple[int, int]] = {}
    for line in lines.with_breakdown("leerweg", "niveau", part="uitstromers"):
        leavers, rate_line = line.goal(arrival), lines.get("", line.key)
        rate = rate_line.goal(arrival) if rate_line else None
        if leavers is not None and rate is not None:
            n = whole(leavers)
            cells[line.breakdown["leerweg"], line.breakdown["niveau"]] = (n, whole(rate * n / HUNDRED))
    for line in lines:
        some = [
            both
            for (route, level), both in cells.items()
            if line.breakdown.get("leerweg", route) == route and line.breakdown.get("niveau", level) == level
        ]
        n, working = sum(both[0] for both in some), sum(both[1] for both in some)
        if not some:
            continue
        if line.part == "":
            yield figure(line, COLLEGE, arrival, percentage(working, n, line.decimals), n)
        else:
            yield figure(line, COLLEGE, arrival, Decimal(n if line.part == "uitstromers" else working))


# From mbo to hbo ----------------------------------------------------------------------------------------
def higher_education(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """Starters in higher education, how many succeed, and the shares; sectors hold their programmes."""
    totals: dict[str, list[int]] = {}
    for line in lines.with_breakdown(PROGRAMME):
        goal, starters = line.goal(arrival), lines.get("starters", line.key)
        if goal is None:
            yield from (
                absent(row, arrival)
                for row in (line, starters, lines.get("succes", line.key))
                if row is not None and row.absence
            )
            continue
        asked = starters.goal(arrival) if starters else None
        n = whole(asked) if asked is not None else dice("hbo", line.key).randint(6, 30)
        count = whole(goal * n / HUNDRED)
        yield figure(line, COLLEGE, arrival, percentage(count, n, line.decimals), n)
        for part, number in (("starters", n), ("succes", count)):
            if row := lines.get(part, line.key):
                yield figure(row, COLLEGE, arrival, Decimal(number))
        both = totals.setdefault(lines.sectors.get(line.breakdown[PROGRAMME], ""), [0, 0])
        both[0] += count
        both[1] += n
    everybody = [0, 0]
    for line in [*lines.with_breakdown("sector"), *filter(None, [lines.get()])]:
        goal = line.goal(arrival)
        if goal is None:
            continue
        count, n = totals.get(line.breakdown["sector"], [0, 0]) if line.breakdown else everybody
        others = 12 + n // 2
        count, n = count + whole(goal * others / HUNDRED), n + others
        everybody = [everybody[0] + count, everybody[1] + n]
        yield figure(line, COLLEGE, arrival, percentage(count, n, line.decimals), n)


# Programmes ---------------------------------------------------------------------------------------------
def intake(lines: Lines, arrival: Arrival) -> Iterator[Figure]:
    """Students who begin, and how many of those switched from another programme."""
    for line in lines.with_breakdown(PROGRAMME, "instroom"):
        goal = line.goal(arrival)
        if goal is None:
            if line.absence:
                yield absent(line, arrival)
            continue
        value = goal
        if line.breakdown["instroom"] == "switch":
            all_ = lines.get("", line.key.replace("instroom=switch", "instroom=totaal"))
            most = all_.goal(arrival) if all_ else None
            value = min(goal, most) if most is not None else goal
        yield figure(line, COLLEGE, arrival, value)
