"""What the services share: a batch under lock, and the words for a state in which it cannot be done."""

from __future__ import annotations

from datetime import datetime

from django.db.models import TextChoices
from django.utils import timezone

from core.templatetags.nl import moment
from imports.exceptions import ImportRefused, NotNow
from imports.models import Batch
from imports.registry import Reader, readers
from operations.services import file_forget
from organisation.access import By

State = Batch.State


def locked(batch: Batch, *allowed: TextChoices) -> Batch:
    """The batch as it is now, held until the commit. Raises ``NotNow`` when it is in none of these states."""
    now = Batch.objects.select_for_update().get(pk=batch.pk)
    if now.state not in allowed:
        raise NotNow(words_for(now))
    return now


def words_for(batch: Batch) -> str:
    """Why something cannot be done with a batch as it is: where it stands, and through whom."""
    said = {
        State.UPLOADED: "Dit bestand is nog niet gecontroleerd.",
        State.CHECKING: "Dit bestand wordt nog gecontroleerd. Wacht tot dat klaar is.",
        State.QUESTIONS: "Er zijn nog vragen over dit bestand. Beantwoord die eerst.",
        State.BLOCKED: "Er staan fouten in dit bestand. Herstel het en upload het opnieuw.",
        State.CHECKED: "Dit bestand is gecontroleerd en wacht op goedkeuring.",
        State.APPLIED: f"Dit bestand is al toegepast, {_by_and_at(batch.approved_label, batch.approved_at)}.",
        State.UNDONE: f"Dit bestand is al ongedaan gemaakt, {_by_and_at(batch.undone_label, batch.undone_at)}.",
        State.REJECTED: f"Dit bestand is al afgewezen, {_by_and_at(batch.rejected_label, batch.rejected_at)}.",
    }
    return said[State(batch.state)]


def _by_and_at(label: str, at: datetime | None) -> str:
    return f"door {who(label)} op {moment(at)}"


_OURSELVES = {"command:import_folder": "de map met bestanden", "command:import_retention": "de bewaartijd"}


def who(label: str) -> str:
    """A name, what the site did by itself, or which command it was."""
    return _OURSELVES.get(label, label.replace("command:", "opdracht "))


def reader_of(batch: Batch) -> Reader:
    """The batch's reader. Raises ``ImportRefused`` when the site has none of this name."""
    reader = readers().get(batch.reader)
    if reader is None:
        raise ImportRefused(f"De lezer '{batch.reader}' bestaat niet meer op deze site.")
    return reader


def bytes_forget(*, batch: Batch, by: By) -> None:
    """Throw the bytes of a batch away, and say so at every batch of the same bytes. Nothing happens when they are gone.

    Bytes do not come back when the transaction fails.
    """
    if batch.has_bytes and batch.file is not None:
        same = Batch.objects.filter(file=batch.file, forgotten_at__isnull=True)
        same.update(forgotten_at=timezone.now())
        file_forget(file=batch.file, by=by)
        batch.refresh_from_db(fields=["file", "forgotten_at"])
