"""What the services share: a batch under lock, and the words for a state in which it cannot be done."""

from __future__ import annotations

from datetime import datetime

from django.db.models import TextChoices

from core.templatetags.nl import moment
from imports.exceptions import ImportRefused, NotNow
from imports.models import Batch
from imports.registry import Reader, readers

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


def who(label: str) -> str:
    """A name, or which command it was."""
    return label.replace("command:", "opdracht ")


def reader_of(batch: Batch) -> Reader:
    """The batch's reader. Raises ``ImportRefused`` when the site has none of this name."""
    reader = readers().get(batch.reader)
    if reader is None:
        raise ImportRefused(f"De lezer '{batch.reader}' bestaat niet meer op deze site.")
    return reader
