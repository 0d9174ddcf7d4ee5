"""Adding up DUO's counts of students per college and programme, over levels, routes and places. Pure: no Django.

One suppressed cell makes a sum suppressed: what the source hides is neither 0 nor guessed at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from imports.cells import EMPTY, SUPPRESSED, CellError, is_total, read_brin, read_programme, text_of
from imports.columns import Reading
from imports.reading import SKIP, Options, Problem, Question, ReaderError, Severity
from imports.sheets import Sheet, Value, squashed
from imports.tables import Record, Table, find_table
from indicators.readers.figures import note, warning

BRIN_HEADERS = ("INSTELLINGSCODE", "BRIN NUMMER", "BRIN NUMMER INSTELLING", "BRIN", "BRINNR")
PROGRAMME_HEADERS = ("BEROEPSOPLEIDING CODE", "BEROEPSOPLEIDINGSCODE", "BC CODE", "CODE BEROEPSOPLEIDING")
CREBO_HEADERS = (
    "ERKENDE OPLEIDING CODE",
    "ERKENDEOPLEIDINGSCODE",
    "CREBO",
    "CREBO CODE",
    "CREBONUMMER",
    "KWALIFICATIE CODE",
)
TITLE_HEADERS = ("ERKENDE OPLEIDING NAAM", "KWALIFICATIE NAAM", "CREBO NAAM", "OPLEIDING NAAM")
PROGRAMME = "programme"
_BC = re.compile(r"bc\d{1,4}", re.ASCII | re.IGNORECASE)
_MATTERS = re.compile(r"brin|instellingscode|opleiding|kwalificatie|crebo|^bccode|dip|instroom|jaar$|^aantal")
"""Headings of which two cannot stand: two columns for a province harm nobody."""
_MOST_TWINS = 20
_START_OF_BRIN = re.compile(r"\d{0,2}[A-Za-z]{0,2}", re.ASCII)
_CREBO = re.compile(r"\d{4,6}", re.ASCII)


@dataclass(slots=True)
class Total:
    """A sum of cells. ``rows``: the first and the last that it is made of."""

    value: Decimal = Decimal(0)
    cells: int = 0
    rows: tuple[int, int] = (0, 0)
    suppressed: bool = False
    unknown: str = ""
    final: bool = True

    def add(self, reading: Reading, row: int) -> None:
        """Take in one cell; a cell without a value makes the sum one without a value."""
        self.rows = (self.rows[0] or row, row)
        self.cells += 1
        self.final = self.final and reading.final
        if reading.value is not None:
            self.value += reading.value
        elif reading.absence == SUPPRESSED:
            self.suppressed = True
        else:
            self.unknown = reading.absence

    def reading(self) -> Reading:
        """The sum, or why there is none."""
        if self.suppressed:
            return Reading(None, SUPPRESSED, self.final, "som met aantallen die de bron verbergt")
        if self.unknown or not self.cells:
            return Reading(None, self.unknown or EMPTY, self.final)
        return Reading(self.value, final=self.final)

    def place(self, sheet: Sheet, columns: str) -> str:
        first, last = self.rows
        where = sheet.place(first) if first == last else f"{sheet.place(first)} t/m {last}"
        return f"{where}, {columns}"[:120]


@dataclass
class Programmes:
    """From the code of a row to a bc-code of the agenda.

    ``known``: title by bc-code of the programmes that are followed; empty: every bc-code counts. ``crebos``: bc-code
    by crebo, from the settings of the upload and the answers of the user.
    """

    known: Mapping[str, str]
    crebos: Mapping[str, str]
    other: Counter[str] = field(default_factory=Counter)
    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, options: Options) -> Programmes:
        settings: Mapping[str, Any] = options.settings
        crebos = {str(key): str(value) for key, value in dict(settings.get("crebos") or {}).items()}
        crebos.update(options.answers.get(PROGRAMME, {}))
        return cls(dict(settings.get("programmes") or {}), crebos)

    def code(self, value: Value, record: Record, title: int | None, *, own: bool) -> str:
        """The bc-code; ``""`` for a programme that is not followed. Raises ``CellError`` for no code at all."""
        text = text_of(value)
        if text not in self._codes:
            self._codes[text] = self._code(text)
        code = self._codes[text]
        if code == text and _CREBO.fullmatch(text):
            if own and self.known and text not in self.asked:
                self.asked[text] = (record.place(), record.text(title) if title is not None else "")
            self.other[text] += 1
            return ""
        if code and self.known and code not in self.known:
            self.other[code] += 1
            return ""
        return code

    def _code(self, text: str) -> str:
        if _BC.fullmatch(text) or (text.isdigit() and len(text) <= 3):
            return read_programme(text)
        if _CREBO.fullmatch(text):
            found = self.crebos.get(text, text)
            return "" if found == SKIP else found
        raise CellError(f"'{text}' is geen code van een opleiding (bc-code of crebo)")

    def problems(self) -> Iterator[Problem]:
        """Questions about crebos of the own college, and notes on what was left out."""
        choices = (
            *((code, f"{code} {title}") for code, title in self.known.items()),
            (SKIP, "geen van deze"),
        )
        for crebo, (place, title) in self.asked.items():
            text = f"Bij welke beroepsopleiding hoort crebo {' '.join([crebo, title]).strip()}?"
            yield Problem(place, Severity.QUESTION, text, Question(PROGRAMME, crebo, text, choices))
        if self.known and any(_CREBO.fullmatch(text) for text in self._codes):
            yield note(
                "bestand",
                "Het bestand noemt crebo's. Van andere instellingen tellen alleen de crebo's mee die bij de eigen "
                "instelling horen: hun aantallen kunnen daardoor te laag zijn",
            )
        if self.other:
            some = ", ".join(sorted(self.other)[:8]) + (" en andere" if len(self.other) > 8 else "")
            yield note(
                "bestand", f"{len(self.other)} opleidingen volgt de agenda niet; ze zijn overgeslagen: {some}"
            )


@dataclass(frozen=True)
class Layout:
    """The table of a DUO file with one row per college, programme and more. Columns by number."""

    table: Table
    brin: int
    programme: int
    title: int | None


def find_counts(sheets: tuple[Sheet, ...], what: str) -> Layout:
    """The first sheet with a college and a programme in its header. Raises ``ReaderError``."""
    for sheet in sheets:
        for brin_header in BRIN_HEADERS:
            table = find_table(sheet, {brin_header})
            if table is None:
                continue
            brin = table.column(brin_header)
            programme = table.column(*PROGRAMME_HEADERS, *CREBO_HEADERS)
            if brin is not None and programme is not None:
                if double := [header for header in table.twice() if _MATTERS.search(squashed(header))]:
                    raise ReaderError(
                        f"De kop '{double[0]}' staat boven meer dan één kolom. Welke geldt, is niet te zien."
                    )
                return Layout(table, brin, programme, table.column(*TITLE_HEADERS))
    raise ReaderError(
        f"Dit bestand lijkt niet op '{what}' van DUO: er is geen rij met koppen waarin INSTELLINGSCODE en "
        "BEROEPSOPLEIDING CODE of ERKENDE OPLEIDING CODE staan. Kies een andere lezer of haal het bestand nog eens op."
    )


def no_counts(record: Record, brin: int, counts: Iterable[int]) -> Problem | None:
    """A note for a row that is nobody's: a footnote under the table, or a total of all colleges; else ``None``.

    What could be the beginning of a BRIN is no footnote: then the file may have been cut off.
    """
    try:
        text = record.text(brin)
    except CellError:
        return None
    if not text or _START_OF_BRIN.fullmatch(text):  # almost every row: the rest is not worked out for it
        return None
    if is_total(text):
        return note(record.place(), "deze rij is een totaal en is overgeslagen")
    filled = sum(value not in (None, "") for value in record.line.values)
    lone = filled == 1 or all(record.line.at(column) in (None, "") for column in counts)
    if lone:
        return note(record.place(), "deze rij heeft geen aantallen en is overgeslagen")
    return None


class Twins:
    """Finds rows that say exactly the same: DUO has one for each group of students, so that one counts twice."""

    def __init__(self) -> None:
        # Of a row only a hash of 64 bits is kept, not the row: a file may have a million. It decides on a warning.
        self._seen: dict[int, int] = {}
        self._told = 0

    def see(self, record: Record) -> Problem | None:
        """A warning for a row that was there before; the first ``_MOST_TWINS`` only."""
        first = self._seen.setdefault(hash(tuple(record.line.values)), record.row)
        if first == record.row or self._told == _MOST_TWINS:
            return None
        self._told += 1
        return warning(record.place(), f"deze rij is gelijk aan rij {first} en telt dus dubbel: klopt dat?")


class Brins:
    """Reads BRINs, each once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def read(self, value: Value) -> str:
        """Raises ``CellError``."""
        if not isinstance(value, str) or value not in self._known:
            brin = read_brin(value)
            if isinstance(value, str):
                self._known[value] = brin
            return brin
        return self._known[value]
