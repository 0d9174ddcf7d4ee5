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


def hidden_cells(
    cells: Mapping[Key, Cell],
    sums: Sequence[Sum],
    threshold: int,
    *,
    settled: Mapping[Key, Hidden | None] | None = None,
) -> dict[Key, Hidden]:
    """Which cells of one indicator and period must be hidden, and why.

    ``settled`` are cells that another page shows or hides on its own (``None``: it shows); every other one adapts.
    Small cells go first; then, as long as one of them can be worked out, the smallest cell that helps.
    """
    fixed = {} if settled is None else settled
    hidden: dict[Key, Hidden] = {key: why for key, why in fixed.items() if why}
    for key, cell in cells.items():
        if cell.value is None:
            hidden[key] = Hidden.ABSENT
        elif is_small(cell, threshold):
            hidden[key] = Hidden.SMALL
    guarded = {key for key, why in hidden.items() if why is Hidden.SMALL or cells[key].withheld}
    free = {key for key, cell in cells.items() if not cell.published and key not in fixed}
    while guarded:
        seen = {key for key in cells if key not in hidden}
        found = solve(sums, seen, together=False)
        if not guarded & set(found.via):  # the thorough look is slow; most leaks show in the quick one
            found = solve(sums, seen)
        extra = _extra(sorted(guarded & set(found.via)), found, sums, cells, free & seen)
        if not extra:
            return hidden
        hidden.update(dict.fromkeys(extra, Hidden.COMPLEMENTARY))
    return hidden


def _extra(
    leaks: Sequence[Key], found: Solved, sums: Sequence[Sum], cells: Mapping[Key, Cell], free: Collection[Key]
) -> set[Key]:
    """The cells to hide next: one for each sum that tells a leak, and one for leaks that only show together."""
    extra: set[Key] = set()
    mended: set[Sum | None] = set()
    for leak in leaks:
        source = found.source_of(leak)
        if source not in mended and (key := _next(leak, found, sums, cells, free)) is not None:
            extra.add(key)
            mended.add(source)
    return extra


def _next(
    leak: Key, found: Solved, sums: Sequence[Sum], cells: Mapping[Key, Cell], free: Collection[Key]
) -> Key | None:
    """The cell to hide next so that ``leak`` can be worked out no more; ``None``: nothing is left to hide."""
    source = found.source_of(leak)
    near = [source] if source else []
    near += [one for one in sums if leak in one.keys]
    near += [one for one in sums if any(key in found.via for key in one.keys)]
    for one in near:
        if parts := [key for key in one.parts if key in free]:
            return min(parts, key=lambda key: (cells[key].people or 0, key))
    return next((one.whole for one in near if one.whole in free), None)


def shown(cell: Cell, hidden: Hidden | None) -> Shown:
    """The cell as it may be shown."""
    return Shown.hide(hidden) if hidden else Shown(cell.value, cell.n)
