"""Which values may be shown. Every page, chart and download passes through here.

A value on fewer than ``threshold`` people is never shown; and where one hidden value could be had by subtracting
shown ones from each other, more is hidden until it can not. Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.sums import Key, Solved, Sum, solve


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
    source hid it for a small number.
    """

    value: Decimal | None
    people: int | None
    n: int | None = None
    published: bool = False
    withheld: bool = False


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


def hidden_cells(
    cells: Mapping[Key, Cell],
    sums: Sequence[Sum],
    threshold: int,
    *,
    settled: Mapping[Key, Hidden | None] | None = None,
    before: Mapping[Key, Hidden | None] | None = None,
) -> dict[Key, Hidden]:
    """Which cells of one indicator and period must be hidden, and why.

    ``settled`` are cells that another page shows or hides on its own (``None``: it shows); every other one adapts.
    ``before`` are cells as they were decided at an earlier moment: what was hidden stays so, and what showed goes on
    showing as long as something else helps, because who read it then knows it still.
    Small cells go first; then, as long as one of them can be worked out, the smallest cell that helps.
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
    if earlier:  # what the settled and published cells alone tell, no other cell can keep
        guarded -= set(solve(sums, {key for key in cells if key not in hidden and key not in free}).via)
    choice = _Choice(cells, sums, free, {key for key, why in earlier.items() if why is None})
    while guarded:
        seen = {key for key in cells if key not in hidden}
        found = solve(sums, seen, together=False)
        if not guarded & set(found.via):  # the thorough look is slow; most leaks show in the quick one
            found = solve(sums, seen)
        extra = choice.next(sorted(guarded & set(found.via)), found, seen)
        if not extra:
            return hidden
        hidden.update(dict.fromkeys(extra, Hidden.COMPLEMENTARY))
    return hidden


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
        """The smallest part of the nearest sum that has one to hide, else a whole."""
        for one in near:
            if parts := [key for key in one.parts if key in free]:
                return min(parts, key=lambda key: (self.cells[key].people or 0, key))
        return next((one.whole for one in near if one.whole in free), None)


def shown(cell: Cell, hidden: Hidden | None) -> Shown:
    """The cell as it may be shown."""
    return Shown.hide(hidden) if hidden else Shown(cell.value, cell.n)
