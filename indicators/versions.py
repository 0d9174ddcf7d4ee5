"""All versions of the figures of one indicator and period, and what somebody who kept every version can add up.

A correction closes one version of a figure and opens the next. Deciding what to hide version by version would leak:
what one version hides to keep a small number, the next may show. So all versions are decided together. Pure: no Django.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from indicators.printed import Limit, Ratio
from indicators.shares import part_limits, share_links, share_ratios
from indicators.sums import Breakdowns, Key, Sum, breakdown_sums, part_sums, tree_sums, units_above
from indicators.suppression import Cell, Link, has_figure

Then = tuple[tuple[Key, Key], ...]
"""What was known at one moment: of each unit and series which cell."""

Also = tuple[tuple[Key, tuple[Decimal, ...]], ...]
"""Other values of some cells than the one that they carry."""


class Version(NamedTuple):
    """A figure of a unit (``place``: its id and the series'), as known from a moment until another.

    ``until`` ``None``: it holds now. A tuple, because a page makes thousands of them.
    """

    place: Key
    cell: Cell
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class History:
    """The different cells among some versions. ``keys``: of each version its cell, in the order given.

    ``moments``: what was known when; empty where nothing was ever corrected: then everything holds at once.
    ``also``: of the cells that had more values than one (over as many people) the others.
    """

    cells: dict[Key, Cell]
    keys: tuple[Key, ...]
    moments: tuple[Then, ...] = ()
    also: Also = ()


def history(versions: Sequence[Version]) -> History:
    """Which versions are one cell, and which cells were known together.

    Versions that rest on as many people are one cell: for who adds up numbers of people nothing changed. Who
    multiplies them by a share does see another value; ``History.also`` keeps it.
    """
    if all(version.until is None for version in versions):
        keys = tuple(version.place for version in versions)
        return History({version.place: version.cell for version in versions}, keys)
    found: dict[Key, dict[tuple[object, ...], Key]] = defaultdict(dict)
    cells: dict[Key, Cell] = {}
    named: dict[int, Key] = {}
    also: dict[Key, set[Decimal]] = defaultdict(set)
    for number, version in sorted(enumerate(versions), key=lambda pair: (pair[1].since, pair[0])):
        same = found[version.place]
        key = same.setdefault(_sameness(version.cell), (*version.place, len(same)) if same else version.place)
        first = cells.setdefault(key, version.cell)
        named[number] = key
        if version.cell.value is not None and version.cell.value != first.value:
            also[key].add(version.cell.value)
    keys = tuple(named[number] for number in range(len(versions)))
    more = tuple((key, tuple(sorted(values))) for key, values in sorted(also.items()))
    return History(cells, keys, _moments(versions, keys), more)


def _sameness(cell: Cell) -> tuple[object, ...]:
    """What two versions have in common when they are one cell: where people are known, the value does not count."""
    by = cell.value if cell.people is None else None
    return cell.value is None, cell.people, by, cell.published, cell.withheld


def _moments(versions: Sequence[Version], keys: Sequence[Key]) -> tuple[Then, ...]:
    """What was known after each change, but for what only grew: the next moment tells that and more."""
    changes = {version.since for version in versions} | {v.until for v in versions if v.until is not None}
    found: list[Then] = []
    for moment in sorted(changes):
        then = tuple(
            sorted(
                (version.place, key)
                for version, key in zip(versions, keys, strict=True)
                if version.since <= moment and (version.until is None or version.until > moment)
            )
        )
        while found and set(found[-1]) <= set(then):
            found.pop()
        found.append(then)
    return tuple(found)


@dataclass(frozen=True)
class Known:
    """All that was known up to and including a moment: the cells, the sums over units and within them, the shares."""

    cells: dict[Key, Cell]
    over_units: list[Sum]
    inside: list[Sum]
    links: list[Link]
    ratios: list[Ratio]
    limits: list[Limit]

    def of_unit(self, unit: int) -> Known:
        """The same of one unit alone, as a page knows it that reads no other."""
        return Known(
            {key: cell for key, cell in self.cells.items() if key[0] == unit},
            [],
            [one for one in self.inside if one.whole[0] == unit],
            [one for one in self.links if one.share[0] == unit],
            [one for one in self.ratios if one.share[0] == unit],
            [one for one in self.limits if one.whole[0] == unit],
        )

    def and_then(self, later: Known) -> Known:
        """With what became known at a later moment."""
        return Known(
            self.cells | later.cells,
            list(dict.fromkeys((*self.over_units, *later.over_units))),
            list(dict.fromkeys((*self.inside, *later.inside))),
            list(dict.fromkeys((*self.links, *later.links))),
            list(dict.fromkeys((*self.ratios, *later.ratios))),
            list(dict.fromkeys((*self.limits, *later.limits))),
        )


class Unfolding:
    """A history as it came to be known, moment by moment.

    ``breakdowns``: as for ``breakdown_sums``. ``also``: see ``History``. ``parents``: unit id -> id of the unit above
    it, at every moment alike.
    """

    def __init__(
        self,
        cells: Mapping[Key, Cell],
        moments: Sequence[Then],
        parents: Mapping[int, int],
        breakdowns: Breakdowns,
        also: Also = (),
    ) -> None:
        self._cells, self._parents, self._breakdowns = cells, parents, breakdowns
        self._also = dict(also)
        self._moments = [dict(then) for then in moments] or [{key: key for key in cells}]
        self._untold: dict[tuple[Key, frozenset[Key]], Key] = {}

    def __iter__(self) -> Iterator[Known]:
        known = Known({}, [], [], [], [], [])
        for then in self._moments:
            known = known.and_then(self._known(then))
            yield known

    def _known(self, then: Mapping[Key, Key]) -> Known:
        """What was known at one moment."""
        cells = {place: self._cells[key] for place, key in then.items()}
        also = {place: self._also[key] for place, key in then.items() if key in self._also}
        people = {place: cell.people for place, cell in cells.items()}
        counts = {place for place, cell in cells.items() if cell.is_count}
        inside = breakdown_sums(people, self._breakdowns) + part_sums(people, self._breakdowns, counts)
        ratios = share_ratios(cells, self._breakdowns, also)
        return Known(
            {key: self._cells[key] for key in then.values()},
            self._over_units(then),
            [
                replace(one, whole=then[one.whole], parts=tuple(then[part] for part in one.parts))
                for one in inside
            ],
            [Link(then[one.share], then[one.count]) for one in share_links(cells, self._breakdowns, also)],
            [
                replace(one, share=then[one.share], count=then[one.count], base=then[one.base])
                for one in ratios
            ],
            [
                Limit(then[one.part], then[one.whole])
                for one in part_limits(cells, self._breakdowns, inside, ratios)
            ],
        )

    def _over_units(self, then: Mapping[Key, Key]) -> list[Sum]:
        there = {place: key for place, key in then.items() if has_figure(self._cells[key])}
        below = self._below(there)
        return [
            Sum(
                self._named(one.whole, there, below),
                tuple(self._named(part, there, below) for part in one.parts),
            )
            for one in tree_sums(there, self._parents)
        ]

    def _below(self, there: Mapping[Key, Key]) -> dict[Key, set[Key]]:
        """The cells somewhere below each unit, series by series."""
        below: dict[Key, set[Key]] = defaultdict(set)
        for (unit, series), key in there.items():
            for above in units_above(unit, self._parents):
                below[above, series].add(key)
        return below

    def _named(self, place: Key, there: Mapping[Key, Key], below: Mapping[Key, Collection[Key]]) -> Key:
        """The cell at a place. Without a figure of its own: an unknown, one as long as the same lies below it."""
        if place in there:
            return there[place]
        return self._untold.setdefault((place, frozenset(below[place])), (*place, -1 - len(self._untold)))
