"""Answers about kinds of bookings that are remembered for the next file. All within a transaction."""

from __future__ import annotations

from django.db import transaction

from budgets.models import LedgerWord
from imports.models import Batch
from operations.services import audit_record
from organisation.access import By


def word_remember(batch: Batch, word: str, answer: str, by: By) -> None:
    """Keep what a word means; a later answer takes the place of an earlier one. The answer itself is on record."""
    LedgerWord.objects.update_or_create(word=word, defaults={"meaning": answer, "batch": batch})


def word_forget(batch: Batch, word: str, answer: str, by: By) -> None:
    """Ask about a word again, if this answer is the one that is remembered."""
    for row in LedgerWord.objects.filter(word=word, meaning=answer):
        word_remove(row=row, by=by)


@transaction.atomic
def word_remove(*, row: LedgerWord, by: By) -> None:
    """Forget what a word means. Bookings that were read with it stay."""
    audit_record(by=by, verb="ledger_word_remove", obj=row, details={"meaning": row.get_meaning_display()})
    row.delete()
