"""Readers of money: the ledger. How to write a reader stands in docs/readers.md."""

from __future__ import annotations

LEDGER = "ledger"


def register_all() -> None:
    """Tell the import about every reader of this floor. Called once, when the site starts."""
    from budgets.ledger_import import LedgerHandler
    from budgets.readers.ledger_kinds import KIND
    from budgets.readers.remembering import read
    from budgets.services.words import word_forget, word_remember
    from imports.registry import Memory, Reader, memories, register
    from organisation.access import Action

    memories[KIND] = Memory(word_remember, word_forget)
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
