"""Which values may be shown. Every page, chart and download passes through here.

A value on fewer than ``threshold`` people is never shown; and where what shows would give one, or leave it so little
room that it may as well show (``indicators.bands``), more is hidden until it does not.
Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from indicators.bands import Guard, Narrow, narrow_cells, out_of_reach
from indicators.choosing import Choice
from indicators.printed import Limit, Ratio, Reach, Table, read, tightened
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
    source hid it for a small number. ``unit``: in what it is measured. ``decimals``: how precisely it is published.
    """

    value: Decimal | None
    people: int | None
    n: int | None = None
    published: bool = False
    withheld: bool = False
    unit: str = ""
    decimals: int = 0

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


def hidden_cells(
    cells: Mapping[Key, Cell],
    sums: Sequence[Sum],
    threshold: int,
    *,
    links: Sequence[Link] = (),
    ratios: Sequence[Ratio] = (),
    limits: Sequence[Limit] = (),
    settled: Mapping[Key, Hidden | None] | None = None,
    before: Mapping[Key, Hidden | None] | None = None,
) -> dict[Key, Hidden]:
    """Which cells of one indicator and period must be hidden, and why.

    ``settled`` are cells that another page shows or hides on its own (``None``: it shows); every other one adapts.
    ``before`` are cells as they were decided at an earlier moment: what was hidden stays so if it helps, and what
    showed goes on showing as long as something else helps, because who read it then knows it still.
    Small cells go first; then, as long as one of them can be worked out, the smallest cell that helps. With a count
    that is hidden go the shares that give it (``links``); with a small share goes the count that it is a share in.
    At last, as long as a hidden number of people has too little room by all that shows (``ratios`` and ``limits``
    too), a share that takes its room, else the smallest cell that helps.
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
    lasting = {key for key in cells if key not in hidden and key not in free}
    if earlier:  # what the settled and published cells alone tell, no other cell can keep
        guarded -= set(solve(sums, lasting | _given(lasting, links)).via)
    choice = _choice(cells, sums, links, free, hidden, earlier)
    hidden |= _shares_of_hidden(hidden, links, free)
    extra: Collection[Key] = guarded
    while extra:
        seen = {key for key in cells if key not in hidden}
        found = _worked_out(sums, seen | _given(seen, links), guarded)
        extra = choice.next(sorted(guarded & set(found.via)), found, seen)
        hidden |= dict.fromkeys(extra, Hidden.COMPLEMENTARY)
        hidden |= _shares_of_hidden(hidden, links, free)
    room = _Room(cells, _table(cells, sums, ratios, limits, threshold), free, lasting)
    return _with_room(hidden, guarded, room, choice, links) if guarded else hidden


def _with_room(
    hidden: dict[Key, Hidden], guarded: Collection[Key], room: _Room, choice: Choice, links: Sequence[Link]
) -> dict[Key, Hidden]:
    """As ``hidden``, with what must be hidden to leave every hidden number room, without what was hidden in vain."""
    while True:
        seen = {key for key in room.cells if key not in hidden}
        groups = room.narrow(hidden, guarded, seen)
        extra = {key for group in groups for key in choice.for_room(group.cells, seen)}
        if not extra:
            in_vain = {key for group in groups for key in group.in_vain if key in room.free}
            return {key: why for key, why in hidden.items() if key not in in_vain}
        hidden |= dict.fromkeys(extra, Hidden.COMPLEMENTARY)
        hidden |= _shares_of_hidden(hidden, links, room.free)


def _worked_out(sums: Sequence[Sum], known: Collection[Key], guarded: Collection[Key]) -> Solved:
    """What sums tell of the guarded cells: as soon as one after another does, no more than that."""
    found = solve(sums, known, together=False)
    return found if found.via.keys() & guarded else solve(sums, known)


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
) -> Choice:
    """What there is to choose from: not a count that a share gives away which nothing can hide."""
    lasting = {link.share for link in links if link.share not in free and link.share not in hidden}
    told = {key for key, why in earlier.items() if why is None}
    people = {key: cell.people for key, cell in cells.items() if cell.people is not None}
    return Choice(people, sums, set(free) - _given(lasting, links), told | _given(told, links))


def _table(
    cells: Mapping[Key, Cell],
    sums: Sequence[Sum],
    ratios: Sequence[Ratio],
    limits: Sequence[Limit],
    threshold: int,
) -> Table:
    """What holds of the true numbers of people."""
    people = {
        key: cell.people for key, cell in cells.items() if cell.people is not None and cell.value is not None
    }
    unclear = {key for key, cell in cells.items() if key not in people and not cell.withheld}
    return Table(people, unclear, sums, ratios, limits, threshold)


@dataclass(frozen=True)
class _Room:
    """Finds the hidden numbers of people that have too little room.

    ``free``: what may be hidden. ``lasting``: what shows and may not.
    """

    cells: Mapping[Key, Cell]
    table: Table
    free: Collection[Key]
    lasting: Collection[Key]

    def narrow(
        self, hidden: Mapping[Key, Hidden], guarded: Collection[Key], seen: Collection[Key]
    ) -> list[Narrow]:
        """As ``narrow_cells``, without those that no hiding can help."""
        people = self.table.people
        # Where a value has an n beside it, the n of what was hidden to help is not what it keeps.
        guards = {
            key: Guard.OTHER
            for key, why in hidden.items()
            if why is Hidden.COMPLEMENTARY and key in people and self.cells[key].is_count
        }
        guards |= {key: Guard.SMALL if key in people else Guard.WITHHELD for key in guarded}
        words = {
            key: why is Hidden.SMALL
            for key, why in hidden.items()
            if key in people and (why is Hidden.SMALL) == (people[key] < self.table.threshold)
        }
        found = narrow_cells(self.table, seen, guards, words)
        if not self.lasting or not any(group.cells for group in found):
            return found
        lost = out_of_reach(self.reach, self.table.threshold, guards)
        return [group.without(lost) for group in found]

    @cached_property
    def reach(self) -> Reach:
        """The bounds of each number by what lasts."""
        return tightened(read(self.table, self.lasting))


def shown(cell: Cell, hidden: Hidden | None) -> Shown:
    """The cell as it may be shown."""
    return Shown.hide(hidden) if hidden else Shown(cell.value, cell.n)
