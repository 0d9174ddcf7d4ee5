"""Applies suppression to stored facts: the same answer for every page, whatever part of it a page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from indicators.breakdowns import parse_key
from indicators.facts import StoredFact
from indicators.models import Absence, Indicator
from indicators.sums import Key, breakdown_sums, tree_sums
from indicators.suppression import Cell, Hidden, hidden_cells, is_small, people_behind


class SeriesKey(Protocol):
    """What identifies a series within its indicator, and in what unit it is (``""``: that of the indicator)."""

    @property
    def part(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def unit(self) -> str: ...


Followed = Mapping[int, tuple[Indicator, SeriesKey]]
"""The series in question by id, each with its indicator."""
Breakdown = tuple[int, str, str]
"""A series' id, its part and its breakdown key."""
Place = tuple[int, int, str]
"""A unit's id, a series' id and a period."""


def cell_of(row: StoredFact, what: Indicator, series: SeriesKey) -> Cell:
    """A stored fact before hiding. Figures of the published plan, and counts that are not of people, always show."""
    return Cell(
        value=row.value,
        people=people_behind(row.value, row.n, series.unit or what.unit),
        n=row.n,
        published=row.origin.is_plan or not what.counts_people,
        withheld=row.absence == Absence.SUPPRESSED,
    )


def hidden_figures(
    rows: Iterable[StoredFact],
    followed: Followed,
    *,
    college: int,
    threshold: int,
    parents: Mapping[int, int] | None = None,
) -> dict[Place, Hidden]:
    """Which facts must be hidden, and why.

    ``rows``: current facts of the college and, with ``parents``, of everything in its tree. The college's own
    figures are decided from its own breakdowns alone, so that a page that shows only those hides the same ones.
    """
    groups: dict[tuple[int, str], list[tuple[Key, Cell]]] = defaultdict(list)
    for row in rows:
        what, series = followed[row.series_id]
        groups[what.pk, row.period].append(((row.subject_id, row.series_id), cell_of(row, what, series)))
    breakdowns: dict[int, list[Breakdown]] = defaultdict(list)
    for pk, (what, series) in followed.items():
        breakdowns[what.pk].append((pk, series.part, series.key))
    above = tuple(sorted((parents or {}).items()))
    found: dict[Place, Hidden] = {}
    for (indicator, period), cells in groups.items():
        key = tuple(sorted(cells, key=lambda pair: pair[0]))
        hidden = _hidden(key, tuple(breakdowns[indicator]), above, college, threshold)
        found |= {(unit, series, period): why for (unit, series), why in hidden.items()}
    return found


@lru_cache(maxsize=512)
def _hidden(
    placed: tuple[tuple[Key, Cell], ...],
    breakdowns: tuple[Breakdown, ...],
    parents: tuple[tuple[int, int], ...],
    college: int,
    threshold: int,
) -> dict[Key, Hidden]:
    """What to hide of one indicator and period. Remembered by all that it depends on, so it is never out of date."""
    cells = dict(placed)
    if not any(cell.withheld or is_small(cell, threshold) for cell in cells.values()):
        return {key: Hidden.ABSENT for key, cell in cells.items() if cell.value is None}
    parsed = {pk: (part, parse_key(key)) for pk, part, key in breakdowns}
    own = {key: cell for key, cell in cells.items() if key[0] == college}
    people = {key: cell.people for key, cell in cells.items()}
    settled = hidden_cells(own, breakdown_sums({key: people[key] for key in own}, parsed), threshold)
    # Without a value a unit has nobody, unless its source kept the value back or something below it has one.
    there = [key for key, cell in cells.items() if cell.value is not None or cell.withheld]
    sums = tree_sums(there, dict(parents)) + breakdown_sums(people, parsed)
    return hidden_cells(cells, sums, threshold, settled={key: settled.get(key) for key in own})
