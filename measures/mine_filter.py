"""What somebody asked to see of "Mijn maatregelen". Everything stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from measures.mine import Mine, MineRow, MineUnit


class Show(StrEnum):
    DUE = "te-doen"
    DONE = "gemeld"
    ALL = "alles"

    @property
    def label(self) -> str:
        return {"te-doen": "Te doen", "gemeld": "Gemeld", "alles": "Alles"}[self.value]

    def admits(self, row: MineRow) -> bool:
        if self is Show.DUE:
            return row.todo
        return self is Show.ALL or (row.asked and row.reported and not row.todo)


@dataclass(frozen=True)
class Tab:
    """One choice of what to show, with how many measures that is."""

    show: Show
    count: int


@dataclass(frozen=True)
class ShownUnit:
    """A unit with those of its rows that were asked for."""

    whole: MineUnit
    rows: tuple[MineRow, ...]


@dataclass(frozen=True)
class MineFilter:
    """``unit``: a unit's code, empty for all. ``units``: what is left to show. ``tabs``: none without a round."""

    show: Show
    unit: str
    units: tuple[ShownUnit, ...]
    tabs: tuple[Tab, ...]

    @property
    def query(self) -> str:
        """The part of the address after the question mark that gives this list again."""
        return f"toon={self.show}" + (f"&eenheid={self.unit}" if self.unit else "")

    @property
    def can_stay(self) -> int:
        """How many of the rows shown can be reported unchanged."""
        return sum(row.can_stay for unit in self.units for row in unit.rows)


def read_filter(query: Mapping[str, str], mine: Mine) -> MineFilter:
    """Read the address; a value that does not exist counts as not given. What is due shows first."""
    asked = query.get("toon", "")
    due = Show.DUE if mine.todo else Show.ALL
    show = Show(asked) if asked in set(Show) else due
    unit = query.get("eenheid", "")
    if unit not in {one.unit.code for one in mine.units}:
        unit = ""
    inside = [one for one in mine.units if not unit or one.unit.code == unit]
    shown = [ShownUnit(one, tuple(row for row in one.rows if show.admits(row))) for one in inside]
    rows = [row for one in inside for row in one.rows]
    tabs = [Tab(each, sum(each.admits(row) for row in rows)) for each in Show]
    return MineFilter(
        show=show,
        unit=unit,
        units=tuple(one for one in shown if one.rows),
        tabs=tuple(tabs) if mine.round or mine.todo else (),
    )
