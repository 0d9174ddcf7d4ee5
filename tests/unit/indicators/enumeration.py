"""Somebody who tries every table: which values a number can have, given all that is printed. Knows no rule of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Name = tuple[str, ...]
Ends = dict[Name, tuple[int, int]]


@dataclass
class Tables:
    """All tables of whole numbers from 0 up that print the same.

    ``cells``: of every number the leaves that it is the sum of, a leaf of itself. ``most``: no leaf is tried above it.
    ``between``: what is known of each, both ends included. ``within``: pairs of which the first is no more than the
    second.
    """

    cells: Mapping[Name, Sequence[Name]]
    most: int
    between: Ends = field(default_factory=dict)
    within: Sequence[tuple[Name, Name]] = ()

    def __post_init__(self) -> None:
        self._leaves = sorted({leaf for leaves in self.cells.values() for leaf in leaves})
        for name, leaves in self.cells.items():
            self.between.setdefault(name, (0, self.most * len(leaves)))

    def print_number(self, name: Name, value: int) -> None:
        self.know(name, value, value)

    def print_share(self, name: Name, of: int, percentage: Fraction, decimals: int) -> None:
        """A percentage as it was rounded, of a number that is printed beside it."""
        half = Fraction(1, 2 * 10**decimals)
        low, high = (percentage - half) * of / 100, (percentage + half) * of / 100
        self.know(name, -(-low.numerator // low.denominator), high.numerator // high.denominator)

    def know(self, name: Name, low: int, high: int) -> None:
        least, most = self.between[name]
        self.between[name] = (max(least, low), min(most, high))

    def can_be(self, name: Name, low: int, high: int) -> bool:
        """Whether some table has this number between these."""
        least, most = self.between[name]
        return self._is_some({**self.between, name: (max(least, low), min(most, high))})

    def _is_some(self, known: Ends) -> bool:
        """Whether there is a table: by trying the values of one leaf after another."""
        if not self._narrowed(known):
            return False
        open_leaves = [leaf for leaf in self._leaves if known[leaf][0] < known[leaf][1]]
        if not open_leaves:
            return True
        leaf = min(open_leaves, key=lambda one: known[one][1] - known[one][0])
        low, high = known[leaf]
        return any(self._is_some({**known, leaf: (value, value)}) for value in range(low, high + 1))

    def _narrowed(self, known: Ends) -> bool:
        """Leave out values that a single sum or pair excludes; false: nothing is left."""
        before: Ends = {}
        while before != known:
            before = dict(known)
            for name, leaves in self.cells.items():
                low, high = known[name]
                lows, highs = (sum(known[leaf][end] for leaf in leaves) for end in (0, 1))
                known[name] = low, high = max(low, lows), min(high, highs)
                for leaf in leaves:
                    least, most = known[leaf]
                    known[leaf] = (max(least, low - highs + most), min(most, high - lows + least))
            for less, more in self.within:
                known[less] = (known[less][0], min(known[less][1], known[more][1]))
                known[more] = (max(known[more][0], known[less][0]), known[more][1])
            if any(low > high for low, high in known.values()):
                return False
        return True
