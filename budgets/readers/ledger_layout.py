"""Where everything stands in an export of the ledger: columns by their headers, in any order. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from imports.reading import Problem
from imports.sheets import Sheet, Value, squashed
from imports.tables import Record, Table, find_table
from indicators.readers.figures import note, warning

FILE = "bestand"
NAMES: Mapping[str, tuple[str, ...]] = {
    "cost_centre": ("kostenplaats", "kostenplaatscode", "kostenplaatsnummer", "kpl", "kstpl",
                    "cost centre", "cost center"),
    "account": ("rekening", "rekeningnummer", "grootboek", "grootboekrekening", "grootboekrekeningnummer", "account",
                "gbr"),
    "period": ("periode", "boekperiode", "maand", "period"),
    "year": ("jaar", "boekjaar", "year"),
    "date": ("datum", "boekdatum", "boekingsdatum", "date"),
    "amount": ("bedrag", "bedrag in euro", "bedrag (EUR)", "bedrag EUR", "saldo", "amount", "boekbedrag"),
    "debit": ("debet", "debetbedrag", "bedrag debet", "debit"),
    "credit": ("credit", "creditbedrag", "bedrag credit"),
    "side": ("d/c", "dc", "debet/credit", "debet credit", "d-c"),
    "description": ("omschrijving", "boekingsomschrijving", "description", "tekst"),
    "document": ("stuk", "stuknummer", "boekstuk", "boekstuknummer", "document", "factuurnummer"),
    "kind": ("soort", "soort boeking", "type", "boekingstype"),
}  # fmt: skip
AMOUNTS = ("amount", "debit", "credit")
_EURO = r"(?:€|euro?(?:'?s)?)?"
_THOUSANDS = re.compile(
    rf"[x×*]{_EURO}(?:1\.?000|duizend){_EURO}|(?:in)?{_EURO}duizend(?:en|tallen)?{_EURO}|[x×*]?(?:k€|€k|keuro?)"
)
"""``x € 1.000``, ``(x 1.000 euro)``, ``in duizenden euro's``: as written without spaces, in small letters."""


class Cells(NamedTuple):
    """The cells of a row by our names for their columns, those of ``NAMES``; ``None`` where there is no such column."""

    cost_centre: Value
    account: Value
    period: Value
    year: Value
    date: Value
    amount: Value
    debit: Value
    credit: Value
    side: Value
    description: Value
    document: Value
    kind: Value


@dataclass(frozen=True)
class Layout:
    """``columns``: by our name, the number of the column. ``factor``: what one of an amount's numbers is worth."""

    table: Table
    columns: Mapping[str, int]
    factor: Mapping[str, int]

    def has(self, name: str) -> bool:
        return name in self.columns

    @cached_property
    def _picked(self) -> itemgetter[tuple[Value, ...]]:
        return itemgetter(*(self.columns.get(name, -1) for name in Cells._fields))

    def cells(self, record: Record) -> Cells:
        """What stands in a row. Every reading begins here, for each of its many rows."""
        values = record.line.values
        short = len(self.table.headers) - len(values)
        # The last one is for columns that the file does not have; a workbook leaves empty cells at the end out.
        padded = [*values, None] if short <= 0 else [*values, *[None] * (short + 1)]
        return Cells._make(self._picked(padded))


def layout_of(sheet: Sheet) -> Layout | None:
    """The table of bookings in a sheet; ``None`` when there is none."""
    table = _found(sheet)
    return None if table is None else _layout(table)


def _found(sheet: Sheet) -> Table | None:
    for wanted in product(NAMES["cost_centre"], NAMES["account"]):
        if (table := find_table(sheet, wanted)) is not None:
            return table
    return None


def _layout(table: Table) -> Layout | None:
    columns: dict[str, int] = {}
    factor: dict[str, int] = {}
    for name, headers in NAMES.items():
        for place, header in enumerate(table.headers):
            plain, worth = _unit_of(header) if name in AMOUNTS else (squashed(header), 1)
            if plain in {squashed(one) for one in headers} and name not in columns:
                columns[name], factor[name] = place, worth
    money = "amount" in columns or ("debit" in columns and "credit" in columns)
    return Layout(table, columns, factor) if money and {"period", "date"} & set(columns) else None


def _unit_of(header: str) -> tuple[str, int]:
    """A header without its ``(x 1.000)``, and what one of its numbers is worth in euros."""
    flat = "".join(header.split()).casefold().replace("’", "'")
    if (found := _THOUSANDS.search(flat)) is None:
        return squashed(header), 1
    plain = flat[: found.start()] + flat[found.end() :]
    return squashed(plain.replace("()", "").replace("[]", "").strip("-,:;")), 1000


def without_amount(sheet: Sheet) -> list[str] | None:
    """The headers of a sheet with cost centres and accounts that is no ledger for want of the rest."""
    table = _found(sheet)
    return None if table is None else [header for header in table.headers if header]


def remarks(layout: Layout) -> Iterator[Problem]:
    for header in layout.table.twice():
        yield warning(FILE, f"de kop '{header}' staat er meer dan eens; de eerste kolom telt")
    for name in AMOUNTS:
        if layout.factor.get(name, 1) != 1:
            label = layout.table.label(layout.columns[name])
            yield note(FILE, f"kolom {label} is in duizenden euro's; de bedragen zijn keer duizend gedaan")
    known = set(layout.columns.values())
    others = [header for place, header in enumerate(layout.table.headers) if header and place not in known]
    if others:
        yield note(FILE, f"niet gebruikte kolommen: {', '.join(others)}")
