"""What runs behind the pages: audit events, mails, and stored files. Jobs are in ``operations/jobs.py``.

Every function that writes joins the transaction of its caller: the event, the mail and the change it is about
are stored together or not at all.
"""

from __future__ import annotations

import hashlib
import smtplib
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import structlog
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from operations import queue
from operations.exceptions import EmptyFileError
from operations.jobs import job_fail, job_finish, job_progress, job_start, job_take, jobs_sweep
from operations.models import AuditEvent, OutboxMail, StoredFile, until_given_up
from organisation.access import By

__all__ = [
    "audit_record",
    "file_forget",
    "file_store",
    "job_fail",
    "job_finish",
    "job_progress",
    "job_start",
    "job_take",
    "jobs_sweep",
    "mail_queue",
    "mail_withdraw",
    "outbox_drop",
    "outbox_given_up",
    "outbox_retry",
    "outbox_send",
    "outbox_stuck",
]

log = structlog.get_logger(__name__)

LONGEST_MAIL_PAUSE = timedelta(hours=1)
BUSY = "wordt nu verstuurd"
"""Stands in ``OutboxMail.error``, with the moment, from just before a mail goes out until its outcome is known."""
STUCK_AFTER = timedelta(hours=1)
"""A mail that is busy for longer was left by a worker that died: a mail server gets ``EMAIL_TIMEOUT`` seconds."""


def audit_record(
    *,
    by: By,
    verb: str,
    obj: models.Model,
    label: str | None = None,
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write down who did what. ``verb`` is the service's name; ``label=None`` takes ``str(obj)`` as is.

    ``details`` holds old and new values; dates and numbers in it become text.
    """
    return AuditEvent.objects.create(
        actor=by.user,
        actor_label=by.label[:160],
        verb=verb,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=(str(obj) if label is None else label)[:200],
        details=_as_text(details or {}),
    )


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_text(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_as_text(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)


# Mail ----------------------------------------------------------------------------------------------------
@transaction.atomic
def mail_queue(*, key: str, to: str, subject: str, body: str) -> OutboxMail:
    """Have a plain text mail sent, once per ``key``: a key that was used before gives back the earlier mail.

    It goes out after the commit; when the broker is down, the next round of the beat takes it.
    """
    row, new = OutboxMail.objects.get_or_create(
        key=key, defaults={"to": to, "subject": " ".join(subject.split())[:200], "body": body}
    )
    if new:
        transaction.on_commit(lambda: queue.publish("operations.outbox_send"))
    return row


def mail_withdraw(*, start: str, part: str = "") -> int:
    """Take back mails that did not go out yet, whose key begins with ``start`` and holds ``part``; returns how many.

    One that is going out at this moment stays. A key that is taken back may be used again.
    """
    mails = OutboxMail.objects.filter(sent_at__isnull=True, key__startswith=start, key__contains=part)
    return mails.exclude(error__startswith=BUSY).delete()[0]


def mail_pause(tries: int) -> timedelta:
    """How long a mail rests that failed ``tries`` times, at least once: 1, 2, 4, 8, 16, 32 minutes, then an hour."""
    return min(timedelta(minutes=2 ** min(tries - 1, 6)), LONGEST_MAIL_PAUSE)


def outbox_send() -> int:
    """Send what is waiting and due; returns how many mails went out.

    A mail is never sent twice: it is marked in a transaction of its own before it goes out, so a second
    worker passes it by. A worker that dies in between leaves it marked; whether it went out is then not
    known, and it is left for a person to judge (``outbox_retry``). A refusal by the mail server is stored, and
    tried again: every hour, until the mail is given up.
    """
    now = timezone.now()
    waiting = OutboxMail.objects.filter(_kept_trying(now), sent_at__isnull=True, due_at__lte=now)
    waiting = waiting.exclude(error__startswith=BUSY)
    return sum(_send_one(pk) for pk in list(waiting.values_list("pk", flat=True)))


def _kept_trying(now: datetime) -> Q:
    """One that was never tried is not given up, however long the worker was away."""
    return Q(until__gt=now) | Q(tries=0)


def _send_one(pk: int) -> bool:
    with transaction.atomic():
        mail = (
            OutboxMail.objects.select_for_update(skip_locked=True).filter(pk=pk, sent_at__isnull=True).first()
        )
        if mail is None or mail.error.startswith(BUSY):
            return False
        mail.error, mail.tries = f"{BUSY} {timezone.now().isoformat()}", mail.tries + 1
        mail.save(update_fields=["error", "tries"])
    # Outside a transaction: a slow mail server must not hold the only writer of SQLite.
    try:
        EmailMessage(mail.subject, mail.body, None, [mail.to]).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        mail.error = f"{type(error).__name__}: {error}"[:300]
        mail.due_at = timezone.now() + mail_pause(mail.tries)
        mail.save(update_fields=["error", "due_at"])
        log.warning("mail not sent", mail=mail.pk, tries=mail.tries, error=mail.error)
        return False
    # The text may hold a link that opens an account; it has no use here any more.
    mail.sent_at, mail.error, mail.body = timezone.now(), "", ""
    mail.save(update_fields=["sent_at", "error", "body"])
    return True


def busy_since(mail: OutboxMail) -> datetime:
    """Since when a busy mail is going out; when it was made where its mark names no moment."""
    try:
        return datetime.fromisoformat(mail.error.removeprefix(BUSY).strip())
    except ValueError:
        return mail.created_at


def outbox_stuck() -> list[OutboxMail]:
    """Mails that a worker left halfway more than an hour ago, oldest first. Whether they went out is not known."""
    return _stuck(OutboxMail.objects.all())


def _stuck(mails: models.QuerySet[OutboxMail]) -> list[OutboxMail]:
    before = timezone.now() - STUCK_AFTER
    busy = mails.filter(sent_at__isnull=True, error__startswith=BUSY).order_by("created_at", "pk")
    return [mail for mail in busy if busy_since(mail) < before]


def outbox_given_up() -> list[OutboxMail]:
    """Mails that the mail server refused for so long that they are tried no more, oldest first. They did not go out."""
    return _given_up(OutboxMail.objects.all())


def _given_up(mails: models.QuerySet[OutboxMail]) -> list[OutboxMail]:
    unsent = mails.filter(sent_at__isnull=True).exclude(error__startswith=BUSY)
    return list(unsent.exclude(_kept_trying(timezone.now())).order_by("created_at", "pk"))


@transaction.atomic
def outbox_retry(*, ids: Collection[int], by: By) -> list[OutboxMail]:
    """Have mails sent again, as new; returns those that were left halfway or given up, others stay as they are.

    A person decides this: when a mail did go out before its worker died, it goes out twice.
    """
    held = OutboxMail.objects.select_for_update().filter(pk__in=ids)
    mails = [*_stuck(held), *_given_up(held)]
    for mail in mails:
        audit_record(by=by, verb="outbox_retry", obj=mail, details={"tries": mail.tries})
        mail.error, mail.tries, mail.due_at, mail.until = "", 0, timezone.now(), until_given_up()
        mail.save(update_fields=["error", "tries", "due_at", "until"])
    if mails:
        transaction.on_commit(lambda: queue.publish("operations.outbox_send"))
    return mails


@transaction.atomic
def outbox_drop(*, ids: Collection[int], by: By) -> int:
    """Throw away the mails with these ids that were left halfway or given up; returns how many."""
    held = OutboxMail.objects.select_for_update().filter(pk__in=ids)
    mails = [*_stuck(held), *_given_up(held)]
    for mail in mails:
        audit_record(by=by, verb="outbox_drop", obj=mail, details={"tries": mail.tries})
        mail.delete()
    return len(mails)


# Files ---------------------------------------------------------------------------------------------------
def file_store(*, name: str, content: bytes | File[Any], by: By) -> StoredFile:
    """Keep bytes under their SHA-256; the same bytes are kept once, with the first uploader's name.

    Raises ``EmptyFileError``.
    """
    source: File[Any] = ContentFile(content) if isinstance(content, bytes) else content
    sha256, size = _measure(source)
    if not size:
        raise EmptyFileError(name)
    existing = StoredFile.objects.filter(sha256=sha256).first()
    path = f"files/{sha256[:2]}/{sha256}"
    # Bytes that a rolled-back upload left behind are the same bytes: their name says so.
    if not default_storage.exists(path) or default_storage.size(path) != size:
        default_storage.delete(path)
        source.seek(0)
        path = default_storage.save(path, source)
    if existing is not None:
        if existing.content.name != path:
            # Its bytes were thrown away once.
            existing.content = path
            existing.save(update_fields=["content"])
        return existing
    row = StoredFile(sha256=sha256, name=name[-200:], size=size, content=path, uploaded_by=by.user)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        return StoredFile.objects.get(sha256=sha256)
    audit_record(by=by, verb="file_store", obj=row, details={"sha256": sha256, "bytes": size})
    return row


@transaction.atomic
def file_forget(*, file: StoredFile, by: By) -> None:
    """Throw the bytes of a file away at once. Its row goes too, unless facts still name it: then the hash stays.

    Bytes do not come back when the transaction fails: what must go, must not linger.
    """
    audit_record(by=by, verb="file_forget", obj=file, details={"sha256": file.sha256, "bytes": file.size})
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=file.pk).delete()
    except ProtectedError:
        StoredFile.objects.filter(pk=file.pk).update(content="")
    if name := file.content.name:
        default_storage.delete(name)


def _measure(source: File[Any]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(source):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _chunks(source: File[Any]) -> Iterator[bytes]:
    source.seek(0)
    yield from source.chunks()
