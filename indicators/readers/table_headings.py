"""A table that says itself what its columns are, so that it needs no saved plan: ``export_values`` writes such a one.

Only headings that mean one thing are known (``table_words``). Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from imports.cells import text_of
from imports.sheets import Book, Broken, Line, Sheet
from indicators.breakdowns import BREAKDOWNS
from indicators.readers.table_plan import ASK, MOST_HEADER_ROW, ROLES, TablePlan, name
from indicators.readers.table_words import BRINS, CODES, INSTITUTIONS, bare_of, role_of

NEEDED = ("indicator", "value")
EXAMPLE = "indicator;eenheid;periode;uitsplitsing;waarde;n"
_LABELS = {
    "indicator": (CODES - {"code"}, frozenset({"indicator"})),
    "unit": (BRINS, INSTITUTIONS),
}
"""Where a code and a name stand side by side, the code counts and the name is its label."""


def recognised(book: Book) -> tuple[TablePlan, Sheet] | None:
    """The plan that the headings of a file tell, and the sheet where they stand; ``None``: they do not.

    Two headings that say the same tell nothing; ``doubled`` says which.
    """
    for sheet in book.sheets:
        for line in islice(sheet.lines(), MOST_HEADER_ROW):
            columns, double = _columns(_texts(line))
            if columns is not None and not double:
                units = "any" if "unit" in columns else "own"
                scale = "as_is" if "superseded_at" in columns else ASK
                plan = TablePlan(columns, sheet=sheet.name, header_row=line.number, units=units, scale=scale)
                return plan, sheet
    return None


def doubled(book: Book) -> str:
    """Why a row of headings that has all that is needed tells nothing, in Dutch; ``""``: there is no such row."""
    for sheet in book.sheets:
        for line in islice(sheet.lines(), MOST_HEADER_ROW):
            columns, double = _columns(_texts(line))
            if columns is not None and double:
                one, other = double
                return (
                    f"De koppen '{one}' en '{other}' ({sheet.place(line.number)}) zeggen hetzelfde, en maar een van de "
                    "twee kan gelden. Haal de andere kolom weg, of leg bij Import, Eigen tabellen, een indeling vast."
                )
    return ""


def said(plan: TablePlan) -> str:
    """What was recognised, in Dutch, for the preview."""
    return (
        "Herkend aan de koppen: "
        + ", ".join(f"'{column}' is {word_of(role)}" for role, column in plan.columns.items())
        + "."
    )


def word_of(role: str) -> str:
    """What a role is called on pages."""
    if role in ROLES:
        return ROLES[role]
    known = {"breakdown": "uitsplitsing", "final": "definitief", "suppressed": "onderdrukt"}
    return known.get(role, role if role in BREAKDOWNS else "vervangen op")


def _texts(line: Line) -> list[str]:
    return ["" if isinstance(value, Broken) else text_of(value) for value in line.values]


def _columns(headers: Sequence[str]) -> tuple[dict[str, str] | None, tuple[str, str] | None]:
    """Headings by role, ``None`` when one that is needed is missing; and the first two that say the same."""
    found: dict[str, str] = {}
    double: tuple[str, str] | None = None
    for header in headers:
        role = role_of(header)
        if not role:
            continue
        if role not in found:
            found[role] = name(header)
        elif (code := _code_among(role, found[role], header)) is not None:
            found[role] = name(code)
        else:
            double = double or (found[role], name(header))
    return (found if all(role in found for role in NEEDED) else None), double


def _code_among(role: str, one: str, other: str) -> str | None:
    """Which of two headings is the code that the other is the label of; ``None``: neither."""
    codes, labels = _LABELS.get(role, (frozenset(), frozenset()))
    for code, label in ((one, other), (other, one)):
        if bare_of(code) in codes and bare_of(label) in labels:
            return code
    return None


def is_label(plan: TablePlan, header: str) -> bool:
    """Whether a heading is the name beside a code that the plan takes: it says nothing that the code does not."""
    return any(
        role in plan.columns and bare_of(header) in labels and bare_of(plan.columns[role]) in codes
        for role, (codes, labels) in _LABELS.items()
    )
