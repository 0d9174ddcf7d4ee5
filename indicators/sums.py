"""Which figures add up to which, and what somebody who sees some of them can work out about the others.

A cell is a unit's figure of one series in one period. Numbers of people add up over the units below a unit,
over the breakdowns of a series and over the parts of an indicator; so do value times people. Pure: no Django.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

Key = tuple[int, ...]
"""A unit's id and a series' id; of a figure that was corrected also which of its versions (``indicators.versions``)."""
Breakdowns = Mapping[int, tuple[str, Mapping[str, str]]]
"""Of each series of an indicator its part and its breakdown."""
Row = dict[Key, int | Fraction]
"""A sum without its known terms: how often each unknown cell counts in it. Whole numbers as long as it can: quicker."""


@dataclass(frozen=True)
class Sum:
    """The parts add up to the whole. ``certain``: by what they are, not because the numbers happen to."""

    whole: Key
    parts: tuple[Key, ...]
    certain: bool = field(default=True, compare=False)

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


def breakdown_sums(people: Mapping[Key, int | None], breakdowns: Breakdowns) -> list[Sum]:
    """A series is the sum of its breakdowns, wherever the numbers of people say so.

    Some breakdowns overlap or leave people out (switch is part of the whole intake); then the numbers do not add
    up, and there is nothing to subtract.
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


def part_sums(people: Mapping[Key, int | None], breakdowns: Breakdowns, counts: Collection[Key]) -> list[Sum]:
    """A part is the sum of all others with its breakdown, or rests on as many people, where the numbers say so.

    ``counts``: the cells whose value is itself their number of people; the others have an n beside their value. The
    parts are all counts, all figures with an n, or both; an n may also be the same people as one count or another n.
    A part without a figure of its own stands for its own breakdowns. Where no more than one of the parts is not 0
    the numbers soon agree by chance; then most breakdowns of the unit must say the same.
    """
    alike = _by_breakdown(breakdowns)
    found: dict[Sum, None] = {}
    units: dict[int, dict[int, int]] = defaultdict(dict)
    for (unit, series), n in people.items() if alike else ():
        if n is not None:
            units[unit][series] = n
    for unit, known in sorted(units.items()):
        told = {series for series in known if (unit, series) in counts}
        votes: Counter[tuple[str, frozenset[str]]] = Counter()
        held: list[tuple[_Part, list[_Part], bool]] = []
        for covers in alike:
            for whole, members in _may_add_up(_there(covers, known, told)):
                sizes = [one.people for one in members]
                holds = sum(sizes) == whole.people
                votes[_parts_of(whole, members)] += 1 if holds else -1
                if holds:
                    held.append((whole, members, sum(map(bool, sizes)) > 1))
        for whole, members, sure in held:
            if sure or votes[_parts_of(whole, members)] >= 0:
                parts = tuple((unit, series) for one in members for series in one.series)
                found[Sum((unit, whole.series[0]), parts, certain=False)] = None
    return list(found)


class _Part(NamedTuple):
    """What tells of everybody in a part, with one breakdown: its own series, or all of those that break it down."""

    part: str
    series: tuple[int, ...]
    people: int
    counted: bool


def _parts_of(whole: _Part, members: Iterable[_Part]) -> tuple[str, frozenset[str]]:
    return whole.part, frozenset(one.part for one in members)


def _by_breakdown(breakdowns: Breakdowns) -> list[dict[str, list[list[int]]]]:
    """Of every breakdown, by part, the series that tell of it: the ways in which they do, the nearest first.

    Only breakdowns that several parts have.
    """
    series: dict[str, dict[frozenset[tuple[str, str]], int]] = defaultdict(dict)
    for pk, (part, breakdown) in breakdowns.items():
        series[part][frozenset(breakdown.items())] = pk
    if len(series) < 2:
        return []
    wanted = {kept for some in series.values() for kept in some}
    found = []
    for kept in sorted(wanted, key=sorted):
        ways = {part: way for part, some in series.items() if (way := _ways(some, kept))}
        if len(ways) > 1:
            found.append(ways)
    return found


def _ways(
    series: Mapping[frozenset[tuple[str, str]], int], kept: frozenset[tuple[str, str]]
) -> list[list[int]]:
    """A series itself, and then the series that break it down, list by list."""
    ways: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for pairs, pk in series.items():
        if kept <= pairs:
            ways[tuple(sorted(name for name, _ in pairs - kept))].append(pk)
    return [sorted(ways[names]) for names in sorted(ways, key=lambda names: (len(names), names))]


def _there(
    covers: Mapping[str, Sequence[Sequence[int]]], known: Mapping[int, int], counts: Collection[int]
) -> list[_Part]:
    """The parts that have figures."""
    found = []
    for part, ways in covers.items():
        series = next((some for way in ways if (some := tuple(pk for pk in way if pk in known))), ())
        if series:
            size = sum(known[pk] for pk in series)
            found.append(_Part(part, series, size, all(pk in counts for pk in series)))
    return found


def _may_add_up(parts: Sequence[_Part]) -> Iterator[tuple[_Part, list[_Part]]]:
    """Every whole that could be the sum of others, with those; each once."""
    counted = [one for one in parts if one.counted]
    with_n = [one for one in parts if not one.counted]
    groups = [some for some in (counted, with_n, parts) if some]
    pairs: set[frozenset[str]] = set()  # two that are the same are so both ways
    for whole in parts:
        if len(whole.series) > 1:
            continue
        choices = [[one for one in some if one is not whole] for some in groups]
        if not whole.counted:
            later = with_n[with_n.index(whole) + 1 :]
            choices += [[one] for one in (*counted, *later) if len(one.series) == 1]
        for place, members in enumerate(choices):
            pair = frozenset((whole.part, members[0].part)) if len(members) == 1 else frozenset()
            if members and members not in choices[:place] and pair not in pairs:
                yield whole, members
                pairs |= {pair} if pair else set()


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
