"""The reader of the ledger with what was answered at earlier files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from budgets.models import LedgerWord
from budgets.readers import ledger
from budgets.readers.ledger_kinds import KIND
from imports.reading import Item, Options


def read(file: BinaryIO, options: Options) -> Iterator[Item]:
    """As ``budgets.readers.ledger.read``. One query."""
    words = dict(LedgerWord.objects.values_list("word", "meaning"))
    yield from ledger.read(file, replace(options, settings={KIND: words, **options.settings}))
