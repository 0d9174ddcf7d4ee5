"""Applies suppression to stored facts: the same answer for every page, whatever part of it a page shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, Protocol

from indicators.breakdowns import parse_key
from indicators.facts import StoredFact
from indicators.models import Absence, Indicator, Series
from indicators.sums import Key
from indicators.suppression import Cell, Hidden, hidden_cells, is_small, people_behind
from indicators.versions import Also, Known, Then, Unfolding, Version, history


class SeriesKey(Protocol):
    """What identifies a series within its indicator, in what unit it is and how precisely it is published.

    ``""`` and ``None``: as the indicator.
    """

    @property
    def part(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int | None: ...


Followed = Mapping[int, tuple[Indicator, SeriesKey]]
"""The series in question by id, each with its indicator."""
Breakdown = tuple[int, str, str]
"""A series' id, its part and its breakdown key."""
Place = tuple[int, int, str]
"""A unit's id, a series' id and a period."""
Decided = Mapping[Key, Hidden | None]
"""Why each cell must be hidden; ``None``: it shows."""


def cell_of(row: StoredFact, what: Indicator, series: SeriesKey) -> Cell:
    """A stored fact before hiding. Figures of the published plan, and counts that are not of people, always show."""
    unit = series.unit or what.unit
    published = (row.decimals, series.decimals, what.decimals)
    return Cell(
        value=row.value,
        people=people_behind(row.value, row.n, unit),
        n=row.n,
        published=row.origin.is_plan or not what.counts_people,
        withheld=row.absence == Absence.SUPPRESSED,
        unit=unit,
        decimals=next(places for places in published if places is not None),
    )


def hidden_figures(
    rows: Iterable[StoredFact],
    followed: Followed,
    *,
    college: int,
    threshold: int,
    parents: Mapping[int, int] | None = None,
    known_at: datetime | None = None,
) -> dict[Place, Hidden]:
    """Which facts, of those known at a moment (``None``: now), must be hidden, and why.

    ``rows``: all versions of the facts of the college and, with ``parents``, of everything in its tree. They are
    decided together, so that a figure is hidden in all versions alike and two versions tell no more than one. The
    college's own figures are decided from its own breakdowns alone, so that a page that shows only those hides the
    same ones.
    """
    decided = hidden_versions(rows, followed, college=college, threshold=threshold, parents=parents)
    return {
        (row.subject_id, row.series_id, row.period): why
        for row, why in decided
        if why is not None and row.known_at(known_at)
    }


def hidden_versions(
    rows: Iterable[StoredFact],
    followed: Followed,
    *,
    college: int,
    threshold: int,
    parents: Mapping[int, int] | None = None,
) -> Iterator[tuple[StoredFact, Hidden | None]]:
    """Every version with why it must be hidden; ``None``: it may be shown. ``rows``: as for ``hidden_figures``."""
    groups: dict[tuple[int, str], list[StoredFact]] = defaultdict(list)
    for row in rows:
        groups[followed[row.series_id][0].pk, row.period].append(row)
    breakdowns: dict[int, list[Breakdown]] = defaultdict(list)
    for pk, (what, series) in followed.items():
        breakdowns[what.pk].append((pk, series.part, series.key))
    above = tuple(sorted((parents or {}).items()))
    for (indicator, _), some in groups.items():
        past = history([_version(row, *followed[row.series_id]) for row in some])
        placed = tuple(sorted(past.cells.items(), key=lambda pair: pair[0]))
        known = _Given(placed, past.moments, past.also, tuple(breakdowns[indicator]), above)
        hidden = _hidden(known, college, threshold)
        for row, key in zip(some, past.keys, strict=True):
            yield row, hidden.get(key)


def everything_followed(followed: Followed, rows: Iterable[StoredFact]) -> Followed:
    """``followed`` with every other series of the same indicators that has facts among ``rows``.

    What no plan follows, a file may still have brought: it adds up with the rest. One query where there is any.
    """
    other = {row.series_id for row in rows} - followed.keys()
    if not other:
        return followed
    found = Series.objects.filter(pk__in=other).select_related("indicator")
    return {**followed, **{series.pk: (series.indicator, series) for series in found}}


def _version(row: StoredFact, what: Indicator, series: SeriesKey) -> Version:
    place = (row.subject_id, row.series_id)
    return Version(place, cell_of(row, what, series), row.recorded_at, row.superseded_at)


class _Given(NamedTuple):
    """All figures of one indicator and period, with what their places mean, as something to remember by."""

    placed: tuple[tuple[Key, Cell], ...]
    moments: tuple[Then, ...]
    also: Also
    breakdowns: tuple[Breakdown, ...]
    parents: tuple[tuple[int, int], ...]


@lru_cache(maxsize=512)
def _hidden(given: _Given, college: int, threshold: int) -> dict[Key, Hidden]:
    """What to hide of one indicator and period. Remembered by all that it depends on, so it is never out of date."""
    cells = dict(given.placed)
    if not any(cell.withheld or is_small(cell, threshold) for cell in cells.values()):
        return {key: Hidden.ABSENT for key, cell in cells.items() if cell.value is None}
    parsed = {pk: (part, parse_key(key)) for pk, part, key in given.breakdowns}
    hidden: dict[Key, Hidden] = {}
    settled: Decided = {}
    before: Decided = {}
    # Moment by moment, as it was decided at the time: what somebody read then cannot be taken back.
    for known in Unfolding(cells, given.moments, dict(given.parents), parsed, given.also):
        own = known.of_unit(college)
        mine = _decided(own, threshold, {}, settled)
        settled = {key: mine.get(key) for key in own.cells}
        hidden = _decided(known, threshold, settled, before)
        before = {key: hidden.get(key) for key in known.cells}
    return hidden


def _decided(known: Known, threshold: int, settled: Decided, before: Decided) -> dict[Key, Hidden]:
    return hidden_cells(
        known.cells,
        known.over_units + known.inside,
        threshold,
        links=known.links,
        ratios=known.ratios,
        limits=known.limits,
        settled=settled,
        before=before,
    )
