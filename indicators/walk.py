"""Whole numbers that move while sums keep holding: how far each can go. A small exact simplex method. Pure: no Django.

It begins at one solution (the true figures are one) and only goes to others, so every value that it notes is one that
the sums and bounds really allow: nothing is noted on the way through fractions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from indicators.sums import Key, Row

Number = int | Fraction
Bounds = dict[Key, tuple[int | None, int | None]]
"""The lowest and highest value of each unknown; ``None``: no end."""
_PATIENCE = 400
"""After so many turns a number counts as one that goes no further."""


class Walk:
    """A solution that moves.

    ``rows``: how often each unknown counts in a sum. What each sum adds up to follows from ``start``, a solution.
    ``watched``: the unknowns of which the values passed are kept, in ``seen``. ``idle``: numbers that never move.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        start: Mapping[Key, int],
        watched: Collection[Key],
        idle: Collection[Key] = (),
    ) -> None:
        self._watched, self._idle = watched, idle
        self._follows: dict[Key, Row] = {}
        """What moves along, and how much with each of those that move freely."""
        self._with: dict[Key, set[Key]] = defaultdict(set)
        """Of each that moves freely what moves along with it."""
        for row in rows:
            self._add(row)
        self.begin(start, {})

    def begin(self, start: Mapping[Key, int], bounds: Bounds) -> None:
        """Go to a solution of the same sums, within bounds; an unknown without any has no end on either side."""
        self.at: dict[Key, Number] = dict(start)
        self._bounds = bounds
        self.seen: dict[Key, set[int]] = {key: {start[key]} for key in self._watched}

    def push(self, target: Key, goal: int) -> set[Key]:
        """Move one towards a value, as far as it goes. When it stays short: those that hold it, at their bounds."""
        for _ in range(_PATIENCE):
            left = goal - self.at[target]
            if not left:
                return set()
            way = 1 if left > 0 else -1
            slopes = self._follows.get(target, {target: 1})
            able = [key for key, slope in slopes.items() if self._room(key, slope * way) != 0]
            if not able:
                return set(slopes)
            mover = min(able)  # always the first: so it never goes round in circles
            slope = slopes[mover] * way
            self._move(mover, 1 if slope > 0 else -1, abs(Fraction(left) / slope))
        return set()

    def _room(self, key: Key, way: Number) -> Number | None:
        """How far one may still go up or down; ``None``: no end."""
        low, high = self._bounds.get(key, (None, None))
        end = high if way > 0 else low
        if end is None:
            return None
        here = self.at[key]
        return end - here if way > 0 else here - end

    def _move(self, mover: Key, way: int, most: Number) -> None:
        """Move one that moves freely, until it or one that moves along is at its bound."""
        own = self._room(mover, way)
        length: Number = most if own is None else min(own, most)
        stopped: Key | None = None
        along = {key: self._follows[key][mover] * way for key in sorted(self._with[mover])}
        for key, slope in along.items():
            room = self._room(key, slope)
            if room is not None and (reach := abs(Fraction(room) / slope)) < length:
                length, stopped = reach, key
        self._note({mover: way, **along}, length)
        for key, slope in ((mover, way), *along.items()):
            self.at[key] = _whole(self.at[key] + slope * length)
        if stopped is not None:
            self._swap(stopped, mover)

    def _note(self, moves: Mapping[Key, Number], length: Number) -> None:
        """Keep every whole solution on the way."""
        whole = all(isinstance(slope, int) for slope in moves.values())
        if whole and all(isinstance(value, int) for value in self.at.values()):
            for key in self._watched:
                if slope := moves.get(key):
                    self.seen[key].update(
                        int(self.at[key] + slope * step) for step in range(1, int(length) + 1)
                    )

    def _add(self, row: Row) -> None:
        """One more sum: one of its unknowns follows from the others."""
        left: Row = {}
        for key, times in row.items():
            for other, more in self._follows.get(key, {key: 1}).items():
                left[other] = left.get(other, 0) + times * more
        left = {key: times for key, times in left.items() if times}
        if left:
            first = min(
                left, key=lambda key: (key in self._idle, abs(left[key]) != 1, len(self._with[key]), key)
            )
            self._enter(first, left, left.pop(first))

    def _swap(self, leaving: Key, entering: Key) -> None:
        """One that moved along moves freely from now on, and the other along with it."""
        row = self._follows.pop(leaving)
        for key in row:
            self._with[key].discard(leaving)
        self._enter(entering, {**row, leaving: -1}, row[entering])

    def _enter(self, key: Key, row: Row, times: Number) -> None:
        """Let one follow from the others of a row that adds up to nothing, in which it counts so often."""
        mine: Row = {other: _whole(Fraction(-value) / times) for other, value in row.items() if other != key}
        for place in sorted(self._with.pop(key, ())):
            theirs = self._follows[place]
            factor = theirs.pop(key)
            for other, value in mine.items():
                rest = theirs.get(other, 0) + factor * value
                if rest:
                    theirs[other] = _whole(rest)
                    self._with[other].add(place)
                elif other in theirs:
                    del theirs[other]
                    self._with[other].discard(place)
        self._follows[key] = mine
        for other in mine:
            self._with[other].add(key)


def _whole(value: Number) -> Number:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value
