"""How a college's own table is built: which column says what. Made once in the page, kept under a name.

A plan is stored as JSON::

    {"sheet": "", "header_row": 1, "columns": {"value": "Percentage", "period": "Jaar", "niveau": "Niveau"},
     "fixed": {"indicator": "nieuwe-vsv"}, "units": "own", "scale": "as_is"}

``columns`` and ``fixed`` name what they are for (``ROLES``, or a kind of breakdown) and where it stands: a header, or
always the same text. Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.periods import parse_period
from indicators.breakdowns import BREAKDOWNS, PROGRAMME, breakdown_problem

ROLES: dict[str, str] = {
    "indicator": "indicator",
    "part": "onderdeel",
    "unit": "eenheid",
    "period": "periode",
    "value": "waarde",
    "n": "aantal personen",
}
UNITS: dict[str, str] = {
    "own": "de eigen instelling",
    "name": "naam van een school, team of instelling",
    "brin": "BRIN van een instelling",
    "any": "BRIN, code of naam",
}
SCALES: dict[str, str] = {
    "as_is": "zoals het er staat; een percentage loopt van 0 tot 100",
    "fraction": "als deel van 1: 0,85 is 85 procent",
}
ASK = "ask"
"""A scale that the numbers tell, and the user where they do not; never chosen in the page."""
RECOGNISED = frozenset({"breakdown", "final", "suppressed", "superseded_at"})
"""Roles of a table that tells itself what its columns are; see ``table_headings``."""
MOST_HEADER_ROW = 50


@dataclass(frozen=True)
class TablePlan:
    """``columns`` and ``fixed`` by role. ``header_row`` counts from 1; ``sheet`` empty: the first one.

    ``units``: what the column ``unit`` holds (``UNITS``). ``scale``: of the column ``value`` (``SCALES``, ``ASK``).
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    header_row: int = 1
    units: str = "own"
    scale: str = "as_is"

    def has(self, role: str) -> bool:
        """Whether the plan says where something stands."""
        return role in self.columns or role in self.fixed

    def stored(self) -> dict[str, Any]:
        """As JSON; ``plan_of`` reads it back."""
        return {
            "sheet": self.sheet, "header_row": self.header_row, "columns": dict(self.columns),
            "fixed": dict(self.fixed), "units": self.units, "scale": self.scale,
        }  # fmt: skip


def plan_of(stored: Mapping[str, Any]) -> TablePlan:
    """A stored plan. What is missing gets its default; ``plan_problems`` says what is wrong with the rest."""
    return TablePlan(
        columns={
            str(role): name(text) for role, text in dict(stored.get("columns") or {}).items() if name(text)
        },
        fixed={str(role): name(text) for role, text in dict(stored.get("fixed") or {}).items() if name(text)},
        sheet=str(stored.get("sheet") or ""),
        header_row=int(stored.get("header_row") or 1),
        units=str(stored.get("units") or "own"),
        scale=str(stored.get("scale") or "as_is"),
    )


def name(text: object) -> str:
    """A header without needless spaces and line ends; how headers are compared."""
    return " ".join(str(text if text is not None else "").split())


def plan_problems(plan: TablePlan) -> dict[str, str]:
    """What is wrong with a plan itself, by role or field, in Dutch. Empty: it can be kept."""
    found: dict[str, str] = {}
    allowed = {*ROLES, *BREAKDOWNS, *RECOGNISED}
    for role in {*plan.columns, *plan.fixed} - allowed:
        found[role] = f"'{role}' is geen onderdeel van een cijfer."
    for role in set(plan.columns) & set(plan.fixed):
        found[role] = "Kies een kolom of een vaste tekst, niet allebei."
    if "value" not in plan.columns:
        found["value"] = "Kies in welke kolom de waarde staat."
    if not plan.has("indicator"):
        found["indicator"] = "Kies een indicator, of de kolom waar die in staat."
    if plan.units not in UNITS:
        found["units"] = f"Kies wat er in de kolom met eenheden staat: {', '.join(UNITS.values())}."
    elif plan.units != "own" and "unit" not in plan.columns:
        found["unit"] = "Kies in welke kolom de eenheid staat."
    if plan.scale not in {*SCALES, ASK}:
        found["scale"] = "Kies hoe een percentage in het bestand staat."
    if not 1 <= plan.header_row <= MOST_HEADER_ROW:
        found["header_row"] = f"De kopregel is rij 1 tot en met {MOST_HEADER_ROW}."
    found |= _fixed_problems(plan.fixed)
    return found


def _fixed_problems(fixed: Mapping[str, str]) -> dict[str, str]:
    found = {}
    if "period" in fixed:
        try:
            parse_period(fixed["period"])
        except ValueError as error:
            found["period"] = f"{error}."
    for key in set(fixed) & set(BREAKDOWNS) - {PROGRAMME}:
        if problem := breakdown_problem({key: fixed[key]}, set()):
            found[key] = f"{problem}."
    return found


def missing_columns(plan: TablePlan, header: Sequence[str]) -> list[str]:
    """Headers that the plan names and the file does not have."""
    there = {name(text) for text in header}
    return [column for column in plan.columns.values() if column not in there]
