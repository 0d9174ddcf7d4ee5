"""What to hide next so that a hidden value can be worked out no more: the smallest cell that helps. Pure: no Django."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from indicators.bands import Held
from indicators.sums import Key, Solved, Sum


@dataclass(frozen=True)
class Choice:
    """Chooses what to hide so that a cell can be worked out no more.

    ``people``: on how many each cell rests, where that is known. ``free`` may be hidden. ``told`` showed at an
    earlier moment: somebody knows them.
    """

    people: Mapping[Key, int]
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

    def for_room(self, leaks: Mapping[Key, Held], seen: Collection[Key]) -> set[Key]:
        """The cells to hide for those that have too little room, one for each that is held by other things.

        Whatever else is hidden, what holds a cell goes on holding it; so what is hidden has to do with that.
        """
        extra: set[Key] = set()
        mended: set[Sum | Key] = set()
        for leak in sorted(leaks, key=lambda key: (self.people.get(key, 0), key)):
            held = leaks[leak]
            if not mended.isdisjoint(held.sums) or not mended.isdisjoint(held.by):
                continue
            if (key := self._for_room(leak, held, seen)) is not None:
                extra.add(key)
                mended |= held.sums.keys() | held.by
        return extra

    def _for_room(self, leak: Key, held: Held, seen: Collection[Key]) -> Key | None:
        """One that tells a bound, else one of the sums that hold it; what showed at an earlier moment at last."""
        free = {key for key in self.free if key in seen}
        sums = sorted(held.sums, key=lambda one: leak not in one.keys)
        for may in (free - set(self.told), free):
            if telling := may & held.by:
                return self._least(telling)
            if (key := self._smallest(sums, may)) is not None:
                return key
        return None

    def _least(self, keys: Collection[Key]) -> Key:
        return min(keys, key=lambda key: (self.people.get(key, 0), key))

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
                return self._least(parts)
        return next((one.whole for one in near if one.whole in free), None)
