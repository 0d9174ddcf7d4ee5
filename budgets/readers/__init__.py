"""Readers of money: the ledger. How to write a reader stands in docs/readers.md."""

from __future__ import annotations

LEDGER = "ledger"


def register_all() -> None:
    """Tell the import about every reader of this floor. Called once, when the site starts."""
    from budgets.ledger_import import LedgerHandler
    from budgets.readers.ledger import read
    from imports.registry import Reader, register
    from organisation.access import Action

    register(
        Reader(
            name=LEDGER,
            title="Grootboek",
            source="Grootboek",
            read=read,
            handler=LedgerHandler(),
            extensions=("csv", "xlsx", "xls"),
            hint="Boekingen: kostenplaats, rekening, periode of datum, en bedrag (of debet en credit).",
            action=Action.KEEP_LEDGER,
        )
    )
