"""Versions of figures, built by hand: who knew what when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from indicators.facts import Source, StoredFact
from indicators.hiding import hidden_figures
from indicators.models import Indicator
from indicators.suppression import Hidden
from tests.unit.indicators.subtraction import Equation

PERIOD = "2025"
COLLEGE = 1
WHOLE, LEVEL_2, LEVEL_3 = 100, 102, 103
DUO = Source("file", "DUO", "2025")
PLAN = Source("agenda", "agenda.yaml", "")
Figures = Mapping[tuple[int, int], int | None]
"""Of a unit and a series the number of people; ``None``: there is no figure."""


class Part(NamedTuple):
    part: str = ""
    key: str = ""
    unit: str = ""
    decimals: int | None = None


SERIES = {WHOLE: Part(), LEVEL_2: Part(key="niveau=2"), LEVEL_3: Part(key="niveau=3")}


def moment(number: int) -> datetime:
    return datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)


def a_fact(
    unit: int, series: int, people: int | None, since: int = 0, until: int | None = None
) -> StoredFact:
    """A percentage over so many people; the value differs with them."""
    return StoredFact(
        series_id=series, subject_id=unit, period=PERIOD, period_start=date(2025, 1, 1), period_end=date(2025, 12, 31),
        value=None if people is None else Decimal(people) / 2, absence="nb" if people is None else "", n=people,
        sd=None, decimals=None, final=True, place="", note="", recorded_at=moment(since),
        superseded_at=None if until is None else moment(until), origin=DUO,
    )  # fmt: skip


def rows_of(*moments: Figures) -> list[StoredFact]:
    """Facts as a source restates them: at each moment all figures; the unchanged ones are not recorded again."""
    rows: list[StoredFact] = []
    current: dict[tuple[int, int], int] = {}
    for number, figures in enumerate(moments):
        for key in sorted(current.keys() | figures.keys()):
            at = current.get(key)
            if at is not None and rows[at].n == figures.get(key):
                continue
            if at is not None:
                rows[at] = replace(rows[at], superseded_at=moment(number))
            current[key] = len(rows)
            rows.append(a_fact(*key, figures.get(key), since=number))
    return rows


def decide(
    rows: Iterable[StoredFact],
    parents: Mapping[int, int],
    at: int | None = None,
    threshold: int = 5,
    series: Sequence[int] = (WHOLE, LEVEL_2, LEVEL_3),
) -> dict[tuple[int, int], Hidden]:
    """What is hidden of the figures as known at the moment with that number; ``None``: now."""
    what = Indicator(pk=1, unit="percent")
    found = hidden_figures(
        rows, {pk: (what, SERIES[pk]) for pk in series}, college=COLLEGE, threshold=threshold, parents=parents,
        known_at=None if at is None else moment(at),
    )  # fmt: skip
    return {(unit, one): why for (unit, one, _), why in found.items()}


def decide_alone(
    rows: Iterable[StoredFact], parents: Mapping[int, int], at: int, threshold: int = 5
) -> dict[tuple[int, int], Hidden]:
    """The same as if there were no other version: the rule that leaks."""
    known = [replace(row, superseded_at=None) for row in rows if row.known_at(moment(at))]
    return decide(known, parents, threshold=threshold)


def equations(
    moments: Sequence[Figures], parents: Mapping[int, int], series: Sequence[int] = (WHOLE,)
) -> list[Equation]:
    """What adds up at each moment. A figure on as many people as before is the same unknown."""
    found = []
    for then in moments:
        there = {key for key, people in then.items() if people is not None}
        for unit in sorted(set(parents.values())):
            for one in series:
                parts = [
                    (u, one, then[u, one])
                    for u, above in parents.items()
                    if above == unit and (u, one) in there
                ]
                if parts and (unit, one) in there:
                    found.append(((unit, one, then[unit, one]), parts))
        if len(series) > 1:
            for unit in sorted({unit for unit, _ in there}):
                levels = [(unit, one, then[unit, one]) for one in (LEVEL_2, LEVEL_3) if (unit, one) in there]
                if levels and (unit, WHOLE) in there:
                    found.append(((unit, WHOLE, then[unit, WHOLE]), levels))
    return found


def summed(teams: Figures, parents: Mapping[int, int], levels: Sequence[int]) -> Figures:
    """The figures of teams with those of every unit above them, and of the whole where there are levels."""
    found = dict(teams)
    for team in {team for team, _ in teams} if levels else ():
        found[team, WHOLE] = sum(teams[team, one] or 0 for one in levels)
    for (unit, one), people in list(found.items()):
        while unit in parents:
            unit = parents[unit]
            found[unit, one] = (found.get((unit, one)) or 0) + (people or 0)
    return found
