"""Which figures add up to which, and what somebody who sees some of them can work out about the others.

A cell is a unit's figure of one series in one period. Numbers of people add up over the units below a unit, and
over the breakdowns of a series; so do value times people. Pure: no Django.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Key = tuple[int, ...]
"""A unit's id and a series' id; of a figure that was corrected also which of its versions (``indicators.versions``)."""
Row = dict[Key, int | Fraction]
"""A sum without its known terms: how often each unknown cell counts in it. Whole numbers as long as it can: quicker."""


@dataclass(frozen=True)
class Sum:
    """The parts add up to the whole."""

    whole: Key
    parts: tuple[Key, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        return (self.whole, *self.parts)


def units_above(unit: int, parents: Mapping[int, int]) -> list[int]:
    """The unit's parent, the parent's parent and so on; ends where a circle closes."""
    passed = [unit]
    while (above := parents.get(passed[-1])) is not None and above not in passed:
        passed.append(above)
    return passed[1:]


def tree_sums(cells: Collection[Key], parents: Mapping[int, int]) -> list[Sum]:
    """A unit is the sum of the units below it, series by series.

    A unit without a cell of its own counts as soon as something below it has one: then it is merely not told.
    """
    there = set(cells)
    for unit, series in sorted(cells):
        there.update((above, series) for above in units_above(unit, parents))
    parts: dict[Key, list[Key]] = defaultdict(list)
    for unit, series in sorted(there):
        if (above := parents.get(unit)) is not None:
            parts[above, series].append((unit, series))
    return [Sum(whole, tuple(members)) for whole, members in sorted(parts.items())]


def breakdown_sums(
    people: Mapping[Key, int | None], breakdowns: Mapping[int, tuple[str, Mapping[str, str]]]
) -> list[Sum]:
    """A series is the sum of its breakdowns, wherever the numbers of people say so.

    ``breakdowns``: of each series its part and its breakdown. Some breakdowns overlap or leave people out (switch
    is part of the whole intake); then the numbers do not add up, and there is nothing to subtract.
    """
    found = {(part, frozenset(breakdown.items())): series for series, (part, breakdown) in breakdowns.items()}
    families: dict[tuple[int, frozenset[str]], list[int]] = defaultdict(list)
    for (part, pairs), series in found.items():
        for size in range(len(pairs)):
            for kept in combinations(sorted(pairs), size):
                whole = found.get((part, frozenset(kept)))
                if whole is not None:
                    more = frozenset(name for name, _ in pairs) - {name for name, _ in kept}
                    families[whole, more].append(series)
    sums = []
    for unit in sorted({unit for unit, _ in people}):
        for (whole, _), members in families.items():
            parts = tuple((unit, series) for series in sorted(members) if (unit, series) in people)
            counts = [people[key] for key in parts]
            total = people.get((unit, whole))
            if parts and total is not None and None not in counts and sum(filter(None, counts)) == total:
                sums.append(Sum((unit, whole), parts))
    return sums


@dataclass(frozen=True)
class Solved:
    """What can be worked out. ``via``: the sum that told a cell; ``None``: only several sums together do."""

    via: dict[Key, Sum | None]

    def source_of(self, key: Key) -> Sum | None:
        """The sum with which working out this cell begins: it had one unknown term from the start."""
        via, seen = self.via.get(key), {key}
        while via is not None:
            earlier = next((other for other in via.keys if other in self.via and other not in seen), None)
            if earlier is None or self.via[earlier] is None:
                return via
            seen.add(earlier)
            via = self.via[earlier]
        return via


def solve(sums: Sequence[Sum], shown: Collection[Key], *, together: bool = True) -> Solved:
    """Every cell that is not shown and yet follows from those that are.

    Without ``together`` only what follows from one sum after another, not what only several at once tell.
    """
    unknown = [{key for key in one.keys if key not in shown} for one in sums]
    holding: dict[Key, list[int]] = defaultdict(list)
    for place, keys in enumerate(unknown):
        for key in keys:
            holding[key].append(place)
    via: dict[Key, Sum | None] = {}
    ready = [place for place, keys in enumerate(unknown) if len(keys) == 1]
    while ready:
        place = ready.pop(0)
        for key in list(unknown[place]):
            via[key] = sums[place]
            for other in holding[key]:
                unknown[other].discard(key)
                if len(unknown[other]) == 1:
                    ready.append(other)
    if not together:
        return Solved(via)
    rows: list[Row] = [
        {key: 1 if key == one.whole else -1 for key in keys}
        for one, keys in zip(sums, unknown, strict=True)
        if keys
    ]
    return Solved(via | dict.fromkeys(_lone(rows)))


def _lone(rows: Iterable[Row]) -> set[Key]:
    """The unknowns that a system of equations fixes: after elimination they stand alone in their row."""
    solved: dict[Key, Row] = {}
    for row in rows:
        left: Row = dict(row)
        for key in [key for key in left if key in solved]:
            _subtract(left, solved[key], left[key])
        if not left:
            continue
        pivot = min(left)
        first = left[pivot]
        left = {
            key: value * first if abs(first) == 1 else Fraction(value) / first for key, value in left.items()
        }
        for other in solved.values():
            if pivot in other:
                _subtract(other, left, other[pivot])
        solved[pivot] = left
    return {key for key, row in solved.items() if len(row) == 1}


def _subtract(row: Row, other: Row, times: int | Fraction) -> None:
    """Take another row off a row, in place; what becomes 0 leaves it."""
    for key, value in other.items():
        rest = row.get(key, 0) - times * value
        if rest:
            row[key] = rest
        else:
            row.pop(key, None)
