"""What goes after a time: the bytes of uploads, and what was staged for files that nobody will apply.

Of every upload the hash, the counts, the problems and who did what stay; of every fact its file and cell.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from imports.exceptions import ImportRefused, NotNow
from imports.models import Batch, Origin
from imports.registry import handlers, readers
from imports.services._store import State, bytes_forget, words_for
from imports.services.check import can_be_checked
from imports.services.decide import batch_reject
from operations.models import StoredFile
from organisation.access import By, CommandActor

log = structlog.get_logger(__name__)

BY_RETENTION = CommandActor("import_retention")
NEEDS_BYTES = (State.UPLOADED, State.CHECKING, State.QUESTIONS)
"""States that a file cannot leave without its bytes: it is rejected when they go."""
WITHOUT_USE = (State.BLOCKED, State.APPLIED, State.UNDONE, State.REJECTED)
"""States in which nobody will apply what was staged."""
REFUSED = (State.BLOCKED, State.REJECTED)
"""States of files from which nothing came in."""
PERSONS = (
    "Dit bestand met antwoorden van personen wachtte langer dan {days} dagen. Het is weggegooid. "
    "Upload het opnieuw als u de vragen kunt beantwoorden."
)
KEPT = "De bewaartijd van {days} dagen is voorbij. Het bestand is weggegooid voordat er iets mee gebeurde."


@dataclass(frozen=True)
class Gone:
    """How much went: bytes of so many files, and so many staged rows."""

    files: int
    rows: int


def retention_run(*, by: By = BY_RETENTION, now: datetime | None = None) -> Gone:
    """Throw away what is past its time. Safe to run twice; one file that fails does not keep the others."""
    now = now or timezone.now()
    wait, keep = settings.IMPORT_RESPONDENT_DAYS, settings.IMPORT_KEEP_DAYS
    refused = settings.IMPORT_BLOCKED_DAYS
    files = _forget(_blocked(now - timedelta(days=refused)), "", by)
    files += _forget(_with_persons(now - timedelta(days=wait)), PERSONS.format(days=wait), by)
    if keep is not None:
        files += _forget(_past(now - timedelta(days=keep)), KEPT.format(days=keep), by)
    unused = Batch.objects.filter(state__in=WITHOUT_USE)
    rows = sum(handler.discard(unused) for handler in handlers())
    if files or rows:
        log.info("imports tidied", files=files, rows=rows)
    return Gone(files, rows)


def _kept() -> QuerySet[Batch]:
    return Batch.objects.filter(file__isnull=False).exclude(file__content="").order_by("pk")


def _with_persons(before: datetime) -> list[Batch]:
    """Files about persons whose bytes still wait for something."""
    names = [one.name for one in readers().values() if not one.keeps_file]
    return list(_kept().filter(reader__in=names, uploaded_at__lt=before))


def _blocked(before: datetime) -> list[Batch]:
    """Files with errors or that were rejected; not when the same bytes were taken in by another upload."""
    used = _kept().filter(file=OuterRef("file")).exclude(state__in=REFUSED)
    stale = _kept().filter(state__in=REFUSED, uploaded_at__lt=before)
    return list(stale.filter(~_kept_by_others(), ~Exists(used)))


def _past(before: datetime) -> list[Batch]:
    """Files that were last uploaded before a moment, and that nothing but the import keeps."""
    last = _kept().filter(file=OuterRef("file")).order_by().values("file").annotate(last=Max("uploaded_at"))
    return list(_kept().filter(~_kept_by_others(), ~Exists(last.filter(last__gte=before))))


def _kept_by_others() -> Q:
    """Whether a file is something else as well, for instance the evidence of a measure."""
    found = Q(pk__in=[])
    for relation in StoredFile._meta.related_objects:
        if relation.related_model not in {Batch, Origin}:
            users = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("file")})
            found |= Q(Exists(users))
    return found


def _forget(batches: Iterable[Batch], note: str, by: By) -> int:
    """Throw the bytes of each away; returns of how many."""
    count = 0
    for batch in batches:
        try:
            count += _let_go(batch, note, by)
        except ImportRefused as error:
            log.info("file stays for now", batch=batch.pk, reason=str(error))
        except OSError as error:
            log.warning("bytes cannot be thrown away", batch=batch.pk, error=str(error))
    return count


@transaction.atomic
def _let_go(batch: Batch, note: str, by: By) -> bool:
    """Raises ``NotNow`` while a worker reads it."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if not batch.has_bytes:
        return False
    if batch.state in NEEDS_BYTES:
        if not can_be_checked(batch):
            raise NotNow(words_for(batch))
        batch = batch_reject(batch=batch, by=by, note=note)
    bytes_forget(batch=batch, by=by)
    return True
