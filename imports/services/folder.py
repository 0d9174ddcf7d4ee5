"""Taking files from the folder that is watched. They are only checked; a person approves. Nothing in it is changed.

What was looked at is remembered by its size and moments of change, what was taken in by its hash: a file is read
once and uploaded once, also when it comes again under another name. What is wrong with one stands on the import page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import structlog
from django.conf import settings
from django.core.files import File
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from imports.checks import check_extension
from imports.exceptions import FileRefused
from imports.folder import UNREADABLE, Found, StillChangingError, copied, scan
from imports.models import Batch, WatchedFile
from imports.registry import readers
from imports.services.upload import batch_upload, check_size
from operations.letters import letter_queue
from operations.models import Job
from organisation.access import Action, By, CommandActor
from organisation.holders import people_with

log = structlog.get_logger(__name__)

BY_FOLDER = CommandActor("import_folder")
MOST_AT_ONCE = 20
"""Files that one round reads; the next round takes the rest."""
NO_FOLDER = "De map is er niet, of de site mag haar niet lezen. Vraag de beheerder."
BROKEN = (
    "Dit bestand kan niet worden ingelezen. In het logboek van de server staat waarom; vraag de beheerder."
)


def folder_take(*, by: By = BY_FOLDER, now: datetime | None = None) -> list[Batch]:
    """Upload every new file that has stopped changing and have it checked; returns those. Safe to run twice.

    Without ``IMPORT_FOLDER`` nothing happens. What cannot be read never stops the round: it is remembered with why.
    """
    root = settings.IMPORT_FOLDER
    if not root:
        return []
    try:
        found = scan(root, list(readers()), (now or timezone.now()).timestamp())
    except OSError as error:
        log.warning("import folder cannot be read", error=type(error).__name__)
        _note(Found("", message=NO_FOLDER))
        return []
    _forget_gone(found)
    taken = [batch for one in _unseen(found)[:MOST_AT_ONCE] if (batch := _take(root, one, by)) is not None]
    _note(Found(""))
    return taken


def _forget_gone(found: Iterable[Found]) -> None:
    there = {one.path for one in found}
    known = WatchedFile.objects.exclude(path="").values_list("pk", "path")
    WatchedFile.objects.filter(pk__in=[pk for pk, path in known if path not in there]).delete()


def _unseen(found: Iterable[Found]) -> list[Found]:
    """What was not looked at before, or changed since; then what could not be read the last time."""
    known = {
        path: (stamp, said)
        for path, stamp, said in WatchedFile.objects.values_list("path", "stamp", "message")
    }
    new = [one for one in found if one.ready and not _is_known(one, known.get(one.path))]
    return sorted(new, key=lambda one: one.path in known)


def _is_known(one: Found, known: tuple[str, str] | None) -> bool:
    if known is None:
        return False
    stamp, said = known
    return said == one.message if one.message else stamp == one.stamp


def _take(root: str, one: Found, by: By) -> Batch | None:
    """Upload one file; ``None``: it was not, and why is remembered."""
    try:
        if one.message:
            raise FileRefused(one.message)
        check_extension(one.name, readers()[one.reader].extensions)
        check_size(one.size, one.name)
        with copied(root, one) as (file, sha256):
            return _store(one, File(cast(Any, file), one.name), sha256, by)
    except StillChangingError:
        return None
    except FileRefused as error:
        _note(one, str(error))
    except (OperationalError, InterfaceError):
        # Without its database a worker can remember nothing; the next round begins anew.
        raise
    except OSError:
        # Without its stamp: a network folder may come back, so it is tried again, and told once.
        _note(replace(one, stamp=""), UNREADABLE)
    except Exception:
        # Anything may lie in that folder; the files after this one must be looked at too.
        log.exception("file from the folder cannot be taken", path=one.path)
        _note(one, BROKEN)
    return None


@transaction.atomic
def _store(one: Found, file: File[Any], sha256: str, by: By) -> Batch | None:
    """Upload it, unless another worker did so meanwhile or the same bytes were uploaded before."""
    row = _locked(one)
    if row.stamp == one.stamp:
        return None
    known = Batch.objects.filter(reader=one.reader, sha256=sha256).order_by("-pk").first()
    row.batch = known or batch_upload(reader=one.reader, file=file, name=one.name, by=by)
    row.stamp, row.message, row.told = one.stamp, "", known is not None
    row.save()
    return None if known else row.batch


@transaction.atomic
def _note(one: Found, message: str = "") -> None:
    """Remember that this was looked at, and what is wrong with it. The same thing twice is told once."""
    row = _locked(one)
    message = message or one.message
    if row.message != message or row.stamp != one.stamp:
        row.told = False
    row.stamp, row.message, row.batch = one.stamp, message, None
    row.save()


def _locked(one: Found) -> WatchedFile:
    """The row of a path, held until the commit; of two workers at once the second waits here."""
    WatchedFile.objects.get_or_create(path=one.path)
    return WatchedFile.objects.select_for_update().get(path=one.path)


# Telling somebody -----------------------------------------------------------------------------------------
@transaction.atomic
def folder_tell(*, now: datetime | None = None) -> int:
    """Mail the data stewards once what came out of the folder; returns how many things that are.

    A file is told when it waits for somebody, or cannot be read. While nobody has the role, it stays to be told.
    """
    now = now or timezone.now()
    rows = WatchedFile.objects.select_for_update(of=("self",)).select_related("batch__job").filter(told=False)
    over = [row for row in rows if _is_over(row)]
    due = [row for row in rows if row.message or _waits(row.batch)]
    people = people_with(Action.IMPORT_DATA, timezone.localdate(now)) if due else []
    for person in people:
        key = f"import_folder:{now.isoformat()}:{person.pk}"
        letter_queue(person=person, template="imports/mail/folder.txt", key=key, rows=due)
    told = [*over, *due] if people else over
    WatchedFile.objects.filter(pk__in=[row.pk for row in told]).update(told=True)
    return len(due) if people else 0


def _waits(batch: Batch | None) -> bool:
    """Whether a person must do something with it: also when its check was given up."""
    if batch is None:
        return False
    if batch.state == Batch.State.CHECKING:
        return batch.job is not None and batch.job.state == Job.State.FAILED
    return batch.state in {Batch.State.CHECKED, Batch.State.QUESTIONS, Batch.State.BLOCKED}


def _is_over(row: WatchedFile) -> bool:
    """Whether there is nothing to tell: somebody decided on it already, or it is the folder, and that is well."""
    if row.batch is None:
        return not row.message
    return row.batch.state in {Batch.State.APPLIED, Batch.State.UNDONE, Batch.State.REJECTED}
