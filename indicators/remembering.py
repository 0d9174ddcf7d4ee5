"""Answers about DUO's crebos that are remembered for the next file. All within a transaction."""

from __future__ import annotations

from django.db import transaction

from imports.models import Batch
from imports.reading import SKIP
from indicators.models import ProgrammeCrebo
from operations.services import audit_record
from organisation.access import By


def crebo_remember(batch: Batch, crebo: str, answer: str, by: By) -> None:
    """Keep to which programme a crebo belongs; a later answer takes the place of an earlier one."""
    asked = batch.problems.filter(question_key=crebo).values_list("question_text", flat=True).first() or ""
    title = " ".join(asked.partition(f"crebo {crebo}")[2].rstrip("?").split())
    ProgrammeCrebo.objects.update_or_create(
        crebo=crebo,
        defaults={"programme": "" if answer == SKIP else answer, "title": title[:200], "batch": batch},
    )


def crebo_forget(batch: Batch, crebo: str, answer: str, by: By) -> None:
    """Ask about a crebo again, if this answer is the one that is remembered."""
    programme = "" if answer == SKIP else answer
    for row in ProgrammeCrebo.objects.filter(crebo=crebo, programme=programme):
        crebo_remove(row=row, by=by)


@transaction.atomic
def crebo_remove(*, row: ProgrammeCrebo, by: By) -> None:
    """Forget to which programme a crebo belongs. Figures that were read with it stay."""
    audit_record(by=by, verb="crebo_remove", obj=row, details={"programme": row.programme})
    row.delete()
