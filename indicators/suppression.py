"""Which values may be shown. Every page, chart and download passes through here.

A value on fewer than ``threshold`` people is never shown; and where one hidden value could be had by subtracting
shown ones from each other, or a share times its people gives a hidden count, more is hidden until it can not.
Pure: no Django.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.sums import Breakdowns, Key, Solved, Sum, solve

_NEAREST = Decimal("0.5")


class Hidden(StrEnum):
    """Why a value does not show."""

    SMALL = "small"
    COMPLEMENTARY = "complementary"
    ABSENT = "absent"


@dataclass(frozen=True)
class Shown:
    """What may be shown of a measurement: its value and n, or the kind of hiding (then both are ``None``)."""

    value: Decimal | None
    n: int | None = None
    hidden: Hidden | None = None

    @classmethod
    def hide(cls, why: Hidden) -> Shown:
        return cls(None, None, why)


@dataclass(frozen=True)
class Cell:
    """One measurement of one unit, before hiding. ``people``: on how many people it rests; ``None``: not known.

    ``published``: everybody can read it in the plan, or it counts no people; it always shows. ``withheld``: its
    source hid it for a small number. ``unit``: in what it is measured.
    """

    value: Decimal | None
    people: int | None
    n: int | None = None
    published: bool = False
    withheld: bool = False
    unit: str = ""

    @property
    def is_count(self) -> bool:
        """Whether the value is itself the number of people."""
        return self.unit == "count" and self.n is None


@dataclass(frozen=True)
class Link:
    """A count that somebody with a share has by multiplying."""

    share: Key
    count: Key


def people_behind(value: Decimal | None, n: int | None, unit: str) -> int | None:
    """On how many people a value rests: its n, or for a count of people the count itself."""
    if n is not None:
        return n
    return int(value) if unit == "count" and value is not None else None


def is_small(cell: Cell, threshold: int) -> bool:
    """Whether a value rests on too few people to be shown."""
    return (
        cell.value is not None and not cell.published and cell.people is not None and cell.people < threshold
    )


def has_figure(cell: Cell) -> bool:
    """Whether there are people to count: a value, or one that its source kept back. Without, a unit has nobody."""
    return cell.value is not None or cell.withheld


def share_links(
    cells: Mapping[Key, Cell],
    breakdowns: Breakdowns,
    also: Mapping[Key, Collection[Decimal]] | None = None,
) -> list[Link]:
    """The counts that a percentage of the same unit and breakdown gives, where the numbers say so.

    A percentage times its own n; without an n, times a count that may be the number of people. ``also``: other values
    of the same cells (a figure restated over as many people).
    """
    alike: dict[tuple[int, frozenset[tuple[str, str]]], list[Key]] = defaultdict(list)
    if len({part for part, _ in breakdowns.values()}) > 1:
        for unit, series in sorted(cells):
            alike[unit, frozenset(breakdowns[series][1].items())].append((unit, series))
    found = []
    for keys in alike.values():
        shares = [key for key in keys if cells[key].unit == "percent"]
        counts = (
            {key: _values(key, cells, also) for key in keys if cells[key].unit == "count"} if shares else {}
        )
        for share in shares:
            n = cells[share].n
            for count, numbers in counts.items():
                over = [n] if n is not None else [b for key in counts if key != count for b in counts[key]]
                values = _values(share, cells, also)
                if any(
                    _gives(value, base, number) for value in values for base in over for number in numbers
                ):
                    found.append(Link(share, count))
    return found


def _values(
    key: Key, cells: Mapping[Key, Cell], also: Mapping[Key, Collection[Decimal]] | None
) -> set[Decimal]:
    first = cells[key].value
    return {first, *(also or {}).get(key, ())} if first is not None else set()


def _gives(percentage: Decimal, people: int | Decimal, count: Decimal) -> bool:
    """Whether a percentage of so many people, to the nearest whole one, is the count."""
    return abs(percentage * people / 100 - count) <= _NEAREST


def hidden_cells(
    cells: Mapping[Key, Cell],
    sums: Sequence[Sum],
    threshold: int,
    *,
    links: Sequence[Link] = (),
    settled: Mapping[Key, Hidden | None] | None = None,
    before: Mapping[Key, Hidden | None] | None = None,
) -> dict[Key, Hidden]:
    """Which cells of one indicator and period must be hidden, and why.

    ``settled`` are cells that another page shows or hides on its own (``None``: it shows); every other one adapts.
    ``before`` are cells as they were decided at an earlier moment: what was hidden stays so, and what showed goes on
    showing as long as something else helps, because who read it then knows it still.
    Small cells go first; then, as long as one of them can be worked out, the smallest cell that helps. With a count
    that is hidden go the shares that give it (``links``); with a small share goes the count that it is a share in.
    """
    fixed, earlier = settled or {}, before or {}
    hidden: dict[Key, Hidden] = {key: why for key, why in (*earlier.items(), *fixed.items()) if why}
    for key, cell in cells.items():
        if cell.value is None:
            hidden[key] = Hidden.ABSENT
        elif is_small(cell, threshold):
            hidden[key] = Hidden.SMALL
    guarded = {key for key, why in hidden.items() if why is Hidden.SMALL or cells[key].withheld}
    free = {key for key, cell in cells.items() if not cell.published and key not in fixed}
    hidden |= _counts_of_small(hidden, links, free)
    if earlier:  # what the settled and published cells alone tell, no other cell can keep
        alone = {key for key in cells if key not in hidden and key not in free}
        guarded -= set(solve(sums, alone | _given(alone, links)).via)
    choice = _choice(cells, sums, links, free, hidden, earlier)
    while True:
        hidden |= _shares_of_hidden(hidden, links, free)
        if not guarded:
            return hidden
        seen = {key for key in cells if key not in hidden}
        known = seen | _given(seen, links)
        found = solve(sums, known, together=False)
        if not guarded & set(found.via):  # the thorough look is slow; most leaks show in the quick one
            found = solve(sums, known)
        extra = choice.next(sorted(guarded & set(found.via)), found, seen)
        if not extra:
            return hidden
        hidden.update(dict.fromkeys(extra, Hidden.COMPLEMENTARY))


def _given(seen: Collection[Key], links: Sequence[Link]) -> set[Key]:
    """The counts that shares which show give away, whether the counts themselves show or not."""
    return {link.count for link in links if link.share in seen}


def _shares_of_hidden(
    hidden: Mapping[Key, Hidden], links: Sequence[Link], free: Collection[Key]
) -> dict[Key, Hidden]:
    """The shares that would give a hidden count away."""
    shares = {link.share for link in links if link.count in hidden and link.share not in hidden}
    return dict.fromkeys(shares.intersection(free), Hidden.COMPLEMENTARY)


def _counts_of_small(
    hidden: Mapping[Key, Hidden], links: Sequence[Link], free: Collection[Key]
) -> dict[Key, Hidden]:
    """The counts that are a share of few people."""
    counts = {
        link.count for link in links if hidden.get(link.share) is Hidden.SMALL and link.count not in hidden
    }
    return dict.fromkeys(counts.intersection(free), Hidden.COMPLEMENTARY)


def _choice(
    cells: Mapping[Key, Cell],
    sums: Sequence[Sum],
    links: Sequence[Link],
    free: Collection[Key],
    hidden: Collection[Key],
    earlier: Mapping[Key, Hidden | None],
) -> _Choice:
    """What there is to choose from: not a count that a share gives away which nothing can hide."""
    lasting = {link.share for link in links if link.share not in free and link.share not in hidden}
    told = {key for key, why in earlier.items() if why is None}
    return _Choice(cells, sums, set(free) - _given(lasting, links), told | _given(told, links))


@dataclass(frozen=True)
class _Choice:
    """Chooses what to hide so that a cell can be worked out no more.

    ``free`` may be hidden. ``told`` showed at an earlier moment: somebody knows them.
    """

    cells: Mapping[Key, Cell]
    sums: Sequence[Sum]
    free: Collection[Key]
    told: Collection[Key]

    def next(self, leaks: Sequence[Key], found: Solved, seen: Collection[Key]) -> set[Key]:
        """The cells to hide next: one for each sum that tells a leak, and one for leaks that only show together."""
        extra: set[Key] = set()
        mended: set[Sum | None] = set()
        for leak in leaks:
            source = found.source_of(leak)
            if source not in mended and (key := self._one(leak, found, seen)) is not None:
                extra.add(key)
                mended.add(source)
        return extra

    def _one(self, leak: Key, found: Solved, seen: Collection[Key]) -> Key | None:
        """The cell to hide for one leak; ``None``: nothing is left to hide."""
        free = {key for key in self.free if key in seen}
        source = found.source_of(leak)
        near = [source] if source else []
        near += [one for one in self.sums if leak in one.keys]
        if self.told and (key := self._smallest(near, free - set(self.told))) is not None:
            return key
        near += [one for one in self.sums if any(key in found.via for key in one.keys)]
        if self.told:
            near += self._around(leak, seen)
        return self._smallest(near, free)

    def _around(self, leak: Key, seen: Collection[Key]) -> list[Sum]:
        """The sums that have to do with a cell by way of others that do not show, the nearest first."""
        reached, found, left = {leak}, list[Sum](), list(self.sums)
        while more := [one for one in left if reached.intersection(one.keys)]:
            found += more
            left = [one for one in left if not reached.intersection(one.keys)]
            reached.update(key for one in more for key in one.keys if key not in seen)
        return found

    def _smallest(self, near: Sequence[Sum], free: Collection[Key]) -> Key | None:
        """The smallest part of the nearest sum that has one to hide, else a whole.

        Of two figures of a unit that rest on the same people either is as good as a part.
        """
        for one in near:
            same = (one.whole,) if [key[0] for key in one.parts] == [one.whole[0]] else ()
            if parts := [key for key in (*one.parts, *same) if key in free]:
                return min(parts, key=lambda key: (self.cells[key].people or 0, key))
        return next((one.whole for one in near if one.whole in free), None)


def shown(cell: Cell, hidden: Hidden | None) -> Shown:
    """The cell as it may be shown."""
    return Shown.hide(hidden) if hidden else Shown(cell.value, cell.n)
