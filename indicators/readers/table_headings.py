"""A table that says itself what its columns are, so that it needs no saved plan: ``export_values`` writes such a one.

Only headings that mean one thing are known. Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from imports.cells import text_of
from imports.sheets import Book, Broken, Sheet, squashed
from indicators.breakdowns import BREAKDOWNS
from indicators.readers.table_plan import ASK, MOST_HEADER_ROW, TablePlan, name

HEADINGS: dict[str, frozenset[str]] = {
    "indicator": frozenset({"indicator", "indicatorcode", "indicatornummer"}),
    "part": frozenset({"onderdeel", "part"}),
    "unit": frozenset(
        {"unit", "eenheid", "unitcode", "eenheidcode", "brin", "brinnummer", "brinnr", "instelling"}
        | {"instellingscode", "school", "team", "brinofcode"}
    ),
    "period": frozenset({"period", "periode", "jaar", "schooljaar", "studiejaar", "year", "peiljaar"}),
    "value": frozenset({"value", "waarde", "percentage", "score", "cijfer"}),
    "n": frozenset({"n", "aantal", "aantalpersonen", "respondenten", "respons", "aantalrespondenten"}),
    "breakdown": frozenset({"breakdown", "uitsplitsing"}),
    "final": frozenset({"final", "definitief"}),
    "suppressed": frozenset({"suppressed"}),
    "superseded_at": frozenset({"supersededat"}),
    **{key: frozenset({squashed(key)}) for key in BREAKDOWNS},
}
NEEDED = ("indicator", "value")
EXAMPLE = "indicator;eenheid;periode;uitsplitsing;waarde;n"


def recognised(book: Book) -> tuple[TablePlan, Sheet] | None:
    """The plan that the headings of a file tell, and the sheet where they stand; ``None``: they do not.

    A heading that stands there twice, also under two names, tells nothing.
    """
    for sheet in book.sheets:
        for line in islice(sheet.lines(), MOST_HEADER_ROW):
            texts = ["" if isinstance(value, Broken) else text_of(value) for value in line.values]
            columns = _columns(texts)
            if columns is not None:
                units = "any" if "unit" in columns else "own"
                scale = "as_is" if "superseded_at" in columns else ASK
                plan = TablePlan(columns, sheet=sheet.name, header_row=line.number, units=units, scale=scale)
                return plan, sheet
    return None


def said(plan: TablePlan) -> str:
    """What was recognised, in Dutch, for the preview."""
    return (
        "Herkend aan de koppen: "
        + ", ".join(f"'{column}' is {role}" for role, column in plan.columns.items())
        + "."
    )


def _columns(headers: Sequence[str]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for header in headers:
        role = next((role for role, words in HEADINGS.items() if squashed(header) in words), "")
        if role in found:
            return None
        if role:
            found[role] = name(header)
    return found if all(role in found for role in NEEDED) else None
