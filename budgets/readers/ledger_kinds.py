"""What a row of an export says that it is: a booking, a commitment, or nothing that was booked. Pure: no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from budgets.readers.ledger_layout import FILE, Layout
from imports.cells import CellError, text_of
from imports.reading import Options, Problem, Question, Severity
from imports.sheets import Value
from indicators.readers.figures import error

KIND = "ledger_kind"
"""Kind of the question, and the name of what was answered before in ``Options.settings``."""
ACTUAL, COMMITMENT, PLANNED = "actual", "commitment", "planned"
KNOWN: Mapping[str, str] = {
    "": ACTUAL,
    **dict.fromkeys(("boeking", "boekingen", "realisatie", "gerealiseerd", "werkelijk", "actual"), ACTUAL),
    **dict.fromkeys(("verplichting", "verplichtingen", "commitment", "obligo"), COMMITMENT),
    **dict.fromkeys(("begroting", "begroot", "budget", "prognose", "raming"), PLANNED),
}
CHOICES = (
    (ACTUAL, "Een boeking: het is gerealiseerd"),
    (COMMITMENT, "Een verplichting: afgesproken, nog niet geboekt"),
    (PLANNED, "Geen van beide: sla deze rijen over"),
)
MOST = 25
"""More words than this are no kinds of bookings."""
TOO_MANY = (
    "kolom {label} heeft {count} verschillende woorden. Dat zijn geen soorten boekingen: haal de kolom weg, of geef "
    "haar een andere kop"
)
_LONGEST = 80


@dataclass(frozen=True)
class Kinds:
    """``meanings``: by the word that stands there, in small letters."""

    meanings: Mapping[str, str]

    def of(self, cell: Value) -> tuple[str, str]:
        """What a row is, and the word that says so. Raises ``CellError`` for a cell that cannot be read."""
        said = _said(cell)
        return self.meanings[said], said


def kinds_of(layout: Layout, options: Options) -> tuple[Kinds, list[Problem]]:
    """What every word of the column means, and what must be asked: nothing is booked as realised by itself."""
    known = {**KNOWN, **_answered(options)}
    if not layout.has("kind"):
        return Kinds(known), []
    unknown: dict[str, None] = {}
    for record in layout.table.records():
        try:
            said = _said(layout.cells(record).kind)
        except CellError:
            continue  # told with its row
        if said not in known:
            unknown[said] = None
    if len(unknown) > MOST:
        label = layout.table.label(layout.columns["kind"])
        return Kinds(known), [error(FILE, TOO_MANY.format(label=label, count=len(unknown)))]
    return Kinds(known), [_question(word) for word in unknown]


def _question(word: str) -> Problem:
    text = f"Wat betekent de soort '{word}' in dit bestand?"
    return Problem(FILE, Severity.QUESTION, text, Question(KIND, word, text, CHOICES))


def _answered(options: Options) -> dict[str, str]:
    """What was answered before, and at this file, which goes first."""
    before: Mapping[str, str] = options.settings.get(KIND) or {}
    return {**before, **options.answers.get(KIND, {})}


@lru_cache(maxsize=1024, typed=True)
def _said(cell: Value) -> str:
    """What the row says that it is, in small letters; empty where it says nothing."""
    return " ".join(text_of(cell).split()).casefold()[:_LONGEST]
