"""What somebody has who reads the figures that show: sums over those that do not, and bounds on them. Pure: no Django.

Whoever reads a table knows more than its sums: nobody is counted below zero, a part is no more than its whole, and a
percentage that was rounded still says between which numbers a count lies.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import NamedTuple

from indicators.sums import Key, Row, Sum

Reach = tuple[Mapping[Key, int], Mapping[Key, int]]
"""The lowest and the highest value of each number; without: 0, and no end."""
_ROUNDS = 50
"""After so many rounds bounds count as found: contradictory figures would go on for ever."""


@dataclass(frozen=True)
class Ratio:
    """While ``share`` shows, ``count`` lies between ``low`` and ``high`` times ``base``.

    ``base`` is the share itself where it has an n of its own, else a count.
    """

    share: Key
    count: Key
    base: Key
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Limit:
    """The part is at most the whole, whether or not anything adds up to it."""

    part: Key
    whole: Key


@dataclass(frozen=True)
class Table:
    """Everything that is known to hold. ``people``: the true numbers; ``unclear``: cells without one that nobody hid.

    A key that is in neither is a number that we do not know.
    """

    people: Mapping[Key, int]
    unclear: Collection[Key]
    sums: Sequence[Sum]
    ratios: Sequence[Ratio]
    limits: Sequence[Limit]
    threshold: int

    @cached_property
    def holding(self) -> list[Sum]:
        """The sums that the numbers do not contradict."""
        return [
            one for one in self.sums if not any(key in self.unclear for key in one.keys) and self._holds(one)
        ]

    def _holds(self, one: Sum) -> bool:
        if not all(key in self.people for key in one.keys):
            return True
        return self.people[one.whole] == sum(self.people[key] for key in one.parts)


class Equation(NamedTuple):
    """How often each unknown counts in a sum, and what they add up to. ``told``: the sum that is so, if it is one."""

    row: Row
    total: int
    told: Sum | None = None


@dataclass
class Read:
    """What somebody has who reads what shows: sums over what does not, and bounds on it.

    ``low`` and ``high`` (without: 0, and no end), with what shows that tells them.
    """

    rows: list[Equation] = field(default_factory=list)
    low: dict[Key, int] = field(default_factory=dict)
    high: dict[Key, int] = field(default_factory=dict)
    told_low: dict[Key, Key] = field(default_factory=dict)
    told_high: dict[Key, Key] = field(default_factory=dict)

    def at_least(self, key: Key, value: int, by: Key) -> None:
        if value > self.low.get(key, 0):
            self.low[key], self.told_low[key] = value, by

    def at_most(self, key: Key, value: int, by: Key) -> None:
        if key not in self.high or value < self.high[key]:
            self.high[key], self.told_high[key] = value, by

    def no_less(self, more: Key, times: int, less: Key, by_times: int, told: Key | None) -> None:
        """So many times the one is at least so many times the other; what is between is a number of its own."""
        between = (-1, len(self.rows))
        self.rows.append(Equation({more: times, less: -by_times, between: -1}, 0))
        if told is not None:
            self.told_low[between] = told


def read(table: Table, shown: Collection[Key]) -> Read:
    """What follows from the cells that show, one by one."""
    found, people = Read(), table.people
    for one in table.holding:
        row: Row = {key: 1 if key == one.whole else -1 for key in one.keys if key not in shown}
        if row:
            parts = sum(people[key] for key in one.parts if key in shown)
            found.rows.append(Equation(row, parts - (people[one.whole] if one.whole in shown else 0), one))
    for ratio in table.ratios:
        if ratio.share in shown and not (ratio.count in shown and ratio.base in shown):
            _read_ratio(found, ratio, people, shown)
    for limit in table.limits:
        part, whole = limit.part in shown, limit.whole in shown
        if whole and not part:
            found.at_most(limit.part, people[limit.whole], limit.whole)
        elif part and not whole:
            found.at_least(limit.whole, people[limit.part], limit.part)
        elif not part:
            found.no_less(limit.whole, 1, limit.part, 1, None)
    return found


def _read_ratio(found: Read, ratio: Ratio, people: Mapping[Key, int], shown: Collection[Key]) -> None:
    """What a share that shows tells of its count, of the number that it is a share of, or of both together."""
    count, base, told = ratio.count, ratio.base, ratio.share
    if base in shown:
        found.at_least(count, ceil(ratio.low * people[base]), told)
        found.at_most(count, floor(ratio.high * people[base]), told)
    elif count in shown:
        found.at_least(base, ceil(people[count] / ratio.high) if ratio.high else 0, told)
        if ratio.low:
            found.at_most(base, floor(people[count] / ratio.low), told)
    else:
        if ratio.low:
            found.no_less(count, ratio.low.denominator, base, ratio.low.numerator, told)
        if ratio.high:
            found.no_less(base, ratio.high.numerator, count, ratio.high.denominator, told)


def tightened(found: Read) -> Reach:
    """The lowest and highest value that each number can have, as far as one sum after another tells."""
    low, high = dict(found.low), dict(found.high)
    for _ in range(_ROUNDS):
        changed = [_tighten(one.row, one.total, low, high) for one in found.rows]
        if not any(changed):
            break
    return low, high


def _tighten(row: Row, total: int, low: dict[Key, int], high: dict[Key, int]) -> bool:
    """Bound each number of a row by what the others leave it; whether anything changed."""
    ends = {key: (low.get(key, 0), high.get(key)) for key in row}
    # Of each term the least and the most, and of the whole row; what has no end is counted apart.
    terms = {key: _term(times, *ends[key]) for key, times in row.items()}
    least, most = (sum(term[side] or 0 for term in terms.values()) for side in (0, 1))
    endless = [sum(term[side] is None for term in terms.values()) for side in (0, 1)]
    changed = False
    for key, times in row.items():
        own_least, own_most = terms[key]
        top = (
            None if endless[0] - (own_least is None) else (total - least + (own_least or 0)) / Fraction(times)
        )
        bottom = (
            None if endless[1] - (own_most is None) else (total - most + (own_most or 0)) / Fraction(times)
        )
        if times < 0:
            bottom, top = top, bottom
        if bottom is not None and ceil(bottom) > low.get(key, 0):
            low[key], changed = ceil(bottom), True
        if top is not None and (key not in high or floor(top) < high[key]):
            high[key], changed = floor(top), True
    return changed


def _term(
    times: int | Fraction, low: int, high: int | None
) -> tuple[int | Fraction | None, int | Fraction | None]:
    """The least and the most that a number adds to its row."""
    far = None if high is None else times * high
    return (times * low, far) if times > 0 else (far, times * low)
