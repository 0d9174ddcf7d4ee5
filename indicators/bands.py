"""How much room what shows leaves to what does not. Pure: no Django.

Sums and bounds together can leave a hidden number of people only one value, or a few. It has room when there are
tables with other values that print the same. Such tables are looked for; where they are not found, there is no room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

from indicators.printed import Equation, Reach, Read, Table, read
from indicators.sums import Key, Row, Sum
from indicators.walk import Bounds, Walk

_OWED, _SUM = -2, -3
"""In the place of a unit: numbers of our own."""


class Guard(Enum):
    """How much room a hidden number of people needs.

    ``SMALL``: every number below the threshold, and one above it. ``WITHHELD``, kept back by its source so that we do
    not know it either: as many numbers apart as the threshold. ``OTHER``: any second value.
    """

    SMALL = "small"
    WITHHELD = "withheld"
    OTHER = "other"


@dataclass
class Held:
    """Why a cell can go no further. ``sums`` that together hold it; ``by``: what shows and tells a bound that does."""

    sums: dict[Sum, None] = field(default_factory=dict)
    by: set[Key] = field(default_factory=set)
    certain: bool = True
    """Whether it is the sums alone, and not because numbers happen to add up."""


class Narrow(NamedTuple):
    """The guarded cells without room, of all that hangs together.

    ``in_vain``: those that only needed a second value, and follow from sums that are certain: they may as well show.
    """

    cells: dict[Key, Held]
    in_vain: set[Key]

    def without(self, lost: Collection[Key]) -> Narrow:
        """The same but for cells that are given up."""
        return self._replace(cells={key: held for key, held in self.cells.items() if key not in lost})


def narrow_cells(
    table: Table, shown: Collection[Key], guards: Mapping[Key, Guard], words: Mapping[Key, bool]
) -> list[Narrow]:
    """The guarded cells without room; a group for all that hangs together.

    ``words``: what is written where a number is hidden: ``True`` it is below the threshold, ``False`` it is not. By
    them no hidden cell may be left a single value either.
    """
    known = read(table, shown)
    return [
        _Cluster(table, known, rows, keys, words).narrow(
            {key: one for key, one in guards.items() if key in keys}
        )
        for rows, keys in _connected(known.rows, guards)
    ]


def _connected(
    rows: Sequence[Equation], guards: Collection[Key]
) -> Iterator[tuple[list[Equation], set[Key]]]:
    """Rows that have to do with each other, and their unknowns; only where something is guarded."""
    holding: dict[Key, list[int]] = defaultdict(list)
    for place, one in enumerate(rows):
        for key in one.row:
            holding[key].append(place)
    done: set[Key] = set()
    for first in sorted(guards):
        if first in done:
            continue
        keys, places, ahead = {first}, set[int](), [first]
        while ahead:
            for place in holding[ahead.pop()]:
                if place not in places:
                    places.add(place)
                    more = rows[place].row.keys() - keys
                    keys |= more
                    ahead += more
        done |= keys
        yield [rows[place] for place in sorted(places)], keys


class _Cluster:
    """What hangs together in a table, apart from the rest, with one solution of its sums: the true one."""

    def __init__(
        self,
        table: Table,
        known: Read,
        rows: Sequence[Equation],
        keys: Collection[Key],
        words: Mapping[Key, bool],
    ) -> None:
        self._threshold, self._known = table.threshold, known
        self._bounds: Bounds = {key: (known.low.get(key, 0), known.high.get(key)) for key in keys}
        self._worded: Bounds = {key: self._in_words(key, words.get(key)) for key in keys}
        self._start = {key: table.people[key] for key in keys if key in table.people}
        _fill(self._start, rows, self._bounds)
        self._rows = [self._owing(one, (_OWED, place)) for place, one in enumerate(rows)]
        self._sums: dict[Key, Sum | None] = {}
        for place, one in enumerate(rows):
            self._mark(self._rows[place], (_SUM, place), one.told)

    def _in_words(self, key: Key, small: bool | None) -> tuple[int | None, int | None]:
        low, high = self._bounds[key]
        if small is None:
            return low, high
        if small:
            return low, self._threshold - 1 if high is None else min(high, self._threshold - 1)
        return max(low or 0, self._threshold), high

    def _owing(self, one: Equation, name: Key) -> Row:
        """The row, with a number more where what we filled in does not add up: it must get to 0."""
        owed = one.total - int(sum(times * self._start[key] for key, times in one.row.items()))
        if not owed:
            return dict(one.row)
        self._start[name] = owed
        for bounds in (self._bounds, self._worded):
            bounds[name] = (min(owed, 0), max(owed, 0))
        return {**one.row, name: 1}

    def _mark(self, row: Row, name: Key, told: Sum | None) -> None:
        """Put a number in a row that is always 0: where it turns up, the sum had to do with it."""
        row[name], self._start[name], self._sums[name] = 1, 0, told
        self._bounds[name] = self._worded[name] = (0, 0)

    def _settled(self, guards: Collection[Key]) -> Walk | None:
        """The walk at a solution. A sum into which numbers that a source kept back cannot be fitted, tells nothing.

        ``None``: no whole numbers were found.
        """
        walk = Walk(self._rows, self._start, guards, self._sums)
        owing = [key for key in self._start if key[0] == _OWED]
        walk.begin(self._start, self._worded)
        for name in owing:
            walk.push(name, 0)
            self._bounds[name] = self._worded[name] = (None, None) if walk.at[name] else (0, 0)
        if any(isinstance(one, Fraction) for one in walk.at.values()):
            return None
        self._start = {key: int(value) for key, value in walk.at.items()}
        return walk

    def narrow(self, guards: Mapping[Key, Guard]) -> Narrow:
        """The guarded cells without room, each with what takes it."""
        found = Narrow({}, set())
        walk = self._settled(guards)
        if walk is None:
            return found
        walk.begin(self._start, self._bounds)
        for key, guard in guards.items():
            if (held := self._held(walk, key, guard)) is not None:
                if guard is Guard.OTHER and held.certain:
                    found.in_vain.add(key)
                else:
                    found.cells[key] = held
        walk.begin(self._start, self._worded)
        for key in sorted(guards.keys() - found.cells.keys() - found.in_vain):
            if (held := self._held(walk, key, Guard.OTHER)) is not None:
                found.cells[key] = held
        return found

    def _held(self, walk: Walk, key: Key, guard: Guard) -> Held | None:
        """Push one cell up and down until it has been at all values that it needs; what holds it when it can not."""
        here, held = self._start[key], Held()
        goals = {
            Guard.SMALL: (0, self._threshold),
            Guard.WITHHELD: (0, here + self._threshold),
            Guard.OTHER: (here + 1, here - 1),
        }
        for goal in goals[guard]:
            if not self._has_room(walk.seen[key], guard):
                self._note(walk, walk.push(key, goal), held)
        if self._has_room(walk.seen[key], guard):
            return None
        if not held.sums and not held.by:  # not shown to be held, but no table was found either
            held.sums = dict.fromkeys(
                one for one in self._sums.values() if one is not None and key in one.keys
            )
        return held

    def _note(self, walk: Walk, stopped: Collection[Key], held: Held) -> None:
        """What a cell that was pushed tells by those that stopped it: sums, and unknowns at a bound."""
        held.certain = held.certain and bool(stopped)
        for key in sorted(stopped):
            if key in self._sums:
                told = self._sums[key]
                held.certain = held.certain and told is not None and told.certain
                held.sums |= {told: None} if told is not None else {}
                continue
            held.certain = False
            low, high = self._bounds[key]
            if walk.at[key] == low and key in self._known.told_low:
                held.by.add(self._known.told_low[key])
            if walk.at[key] == high and key in self._known.told_high:
                held.by.add(self._known.told_high[key])

    def _has_room(self, seen: Collection[int], guard: Guard) -> bool:
        """Whether these values are enough."""
        if guard is Guard.SMALL:
            return max(seen) >= self._threshold and all(value in seen for value in range(self._threshold))
        return max(seen) - min(seen) >= (self._threshold if guard is Guard.WITHHELD else 1)


def _fill(start: dict[Key, int], rows: Sequence[Equation], bounds: Bounds) -> None:
    """Guess the numbers that we do not know: what is left of a row where one is missing, else the least."""
    missing = [key for key in bounds if key not in start]
    while missing:
        for row, total, _ in rows:
            open_keys = [key for key in row if key not in start]
            if len(open_keys) == 1:
                left = total - sum(times * start[key] for key, times in row.items() if key in start)
                start[open_keys[0]] = _between(int(left // row[open_keys[0]]), bounds[open_keys[0]])
        still = [key for key in missing if key not in start]
        if len(still) == len(missing):
            start[still[0]] = bounds[still[0]][0] or 0
        missing = [key for key in still if key not in start]


def _between(value: int, ends: tuple[int | None, int | None]) -> int:
    low, high = ends
    return max(low or 0, value if high is None else min(value, high))


def out_of_reach(ends: Reach, threshold: int, guards: Mapping[Key, Guard]) -> set[Key]:
    """Guarded cells that have no room whatever else is hidden. ``ends``: by what shows and cannot be hidden."""
    low, high = ends
    found = set()
    for key, guard in guards.items():
        least, most = low.get(key, 0), high.get(key)
        room = threshold if most is None else most - least
        if (guard is Guard.SMALL and least > 0) or room < (1 if guard is Guard.OTHER else threshold):
            found.add(key)
    return found
