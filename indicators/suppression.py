"""Which values may be shown. Every page, chart and download passes through here.

A value on fewer than ``threshold`` people is never shown; and where one hidden value could be had by subtracting
the shown ones from their total, a second is hidden too. Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


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
    """One measurement of one unit, before hiding. ``people``: on how many people it rests; ``None``: not known."""

    value: Decimal | None
    people: int | None
    n: int | None = None


def people_behind(value: Decimal | None, n: int | None, unit: str) -> int | None:
    """On how many people a value rests: its n, or for a count of people the count itself."""
    if n is not None:
        return n
    return int(value) if unit == "count" and value is not None else None


def hidden_cells(
    cells: Mapping[int, Cell], parents: Mapping[int, int], threshold: int, exempt: bool = False
) -> dict[int, Hidden]:
    """Which units' cells of one series and period must be hidden, and why.

    ``cells`` by unit id; ``parents``: unit id -> id of the unit it is part of. Units without a cell take no part.
    A known small cell is hidden first. Then, until nothing changes: one hidden part of a shown whole pulls the
    smallest other part along; shown parts of a hidden whole hide their smallest.
    """
    hidden: dict[int, Hidden] = {}
    for unit, cell in cells.items():
        if cell.value is None:
            hidden[unit] = Hidden.ABSENT
        elif not exempt and cell.people is not None and cell.people < threshold:
            hidden[unit] = Hidden.SMALL
    if exempt:
        return hidden
    families: dict[int, list[int]] = {}
    for unit, parent in parents.items():
        if unit in cells and cells[unit].value is not None:
            families.setdefault(parent, []).append(unit)
    while extra := _second(cells, families, hidden):
        hidden[extra] = Hidden.COMPLEMENTARY
    return hidden


def _second(
    cells: Mapping[int, Cell], families: Mapping[int, Sequence[int]], hidden: Mapping[int, Hidden]
) -> int | None:
    """The next cell that has to go, or ``None`` when nothing can be had by subtraction any more."""
    for parent, members in families.items():
        out = [unit for unit in members if unit in hidden]
        rest = sorted(
            (unit for unit in members if unit not in hidden), key=lambda unit: (cells[unit].people or 0, unit)
        )
        if not rest:
            continue
        whole_hidden = hidden.get(parent) in {Hidden.SMALL, Hidden.COMPLEMENTARY}
        if (parent in cells and not whole_hidden and len(out) == 1) or (whole_hidden and not out):
            return rest[0]
    return None


def shown(cell: Cell, hidden: Hidden | None) -> Shown:
    """The cell as it may be shown."""
    return Shown.hide(hidden) if hidden else Shown(cell.value, cell.n)
