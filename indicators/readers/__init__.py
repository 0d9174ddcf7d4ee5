"""Readers of figures: one module each, one entry here. How to write one stands in docs/readers.md.

An entry names its function as text, so that a reader stays free of the framework and is only loaded when it reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import BinaryIO

from imports.reading import Item, Options, Read


@dataclass(frozen=True)
class Entry:
    """A reader as the import knows it; the fields mean what they mean in ``imports.registry.Reader``.

    ``read``: ``module:function`` within this package. ``respondents``: headings, written together in lower case.
    """

    title: str
    source: str
    read: str
    extensions: tuple[str, ...]
    hint: str = ""
    version: int = 1
    keeps_file: bool = True
    respondents: tuple[frozenset[str], ...] = ()


TABLES = ("csv", "xlsx", "xls")

READERS: dict[str, Entry] = {
    "duo_indicators": Entry(
        "DUO: indicatoren per instelling", "DUO", "duo_indicators:read", TABLES,
        "Jaarresultaat, diplomaresultaat en nieuwe voortijdig schoolverlaters van alle instellingen.",
    ),
    "duo_gediplomeerden": Entry(
        "DUO: gediplomeerden", "DUO", "followed:gediplomeerden", TABLES,
        "Gediplomeerden per instelling, van de beroepsopleidingen die de agenda volgt.",
    ),
    "duo_instroom": Entry(
        "DUO: instromende studenten", "DUO", "followed:instroom", TABLES,
        "Instroom per instelling, in de beroepsopleidingen die de agenda volgt.",
    ),
    "cbs": Entry(
        "CBS StatLine", "CBS", "cbs:read", ("csv", "json"), "Landelijke en regionale cijfers om mee te vergelijken.",
    ),
    "job": Entry(
        "JOB-monitor", "JOB", "stored:job", TABLES,
        "Antwoorden van studenten worden opgeteld; daarna wordt het bestand weggegooid.", keeps_file=False,
        respondents=(frozenset({"weegfac1"}),),
    ),
    "mto": Entry(
        "Medewerkersonderzoek (MTO)", "MTO", "stored:mto", TABLES,
        "Antwoorden van medewerkers worden opgeteld; daarna wordt het bestand weggegooid.", keeps_file=False,
        respondents=(frozenset({"questiontext", "score"}), frozenset({"questionid", "score"})),
    ),
    "table": Entry(
        "Eigen tabel", "Tabel", "stored:table", TABLES,
        "Een tabel met een indeling die u zelf vastlegt, of met koppen die zeggen wat er staat.",
    ),
}  # fmt: skip


def register_all() -> None:
    """Tell the import about every reader of this floor. Called once, when the site starts."""
    from imports.registry import Reader, register
    from indicators.imports.handler import IndicatorHandler

    handler = IndicatorHandler()
    for name, entry in READERS.items():
        register(
            Reader(
                name=name,
                title=entry.title,
                source=entry.source,
                read=reading(entry.read),
                handler=handler,
                extensions=entry.extensions,
                hint=entry.hint,
                version=entry.version,
                keeps_file=entry.keeps_file,
                respondents=entry.respondents,
            )
        )


def reading(address: str) -> Read:
    """The function at ``module:function``, found when it is first used."""
    module, _, function = address.partition(":")

    def read(file: BinaryIO, options: Options) -> Iterator[Item]:
        found: Read = getattr(import_module(f"{__name__}.{module}"), function)
        yield from found(file, options)

    return read
