"""Adding evidence and taking it back. Who adds is who reports for the unit; nothing is ever removed."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from measures.evidence.content import check_size, checked
from measures.evidence.exceptions import EvidenceRefusedError
from measures.evidence.links import checked_link, host_of
from measures.models import Assignment, Evidence
from measures.reporting_rights import not_theirs, refusal
from operations.services import audit_record, file_store
from organisation.access import By

MOST = 50
"""Pieces that count, for one unit and one measure."""
LONGEST_TITLE = 200
LONGEST_REASON = 2000


@transaction.atomic
def evidence_add_file(
    *, assignment: Assignment, title: str, name: str, content: File[bytes], on: date, by: By
) -> Evidence:
    """Keep a file. ``title=""``: the name of the file says it. The same file twice is one piece.

    Raises ``EvidenceRefusedError`` for a file that may not be kept, and for somebody who does not report here now.
    """
    held = _held(assignment, on, by)
    check_size(content.size, settings.EVIDENCE_MAX_BYTES, name)
    content.seek(0)
    bytes_ = content.read()
    file = checked(name=name, content=bytes_, limit=settings.EVIDENCE_MAX_BYTES)
    stored = file_store(name=file.name, content=bytes_, by=by)
    if (there := held.evidence.filter(file=stored, withdrawn_at__isnull=True).first()) is not None:
        return there
    return _add(
        Evidence(
            assignment=held,
            title=_title(title, file.name),
            file=stored,
            name=file.name,
            media_type=file.media_type,
        ),
        by,
    )


@transaction.atomic
def evidence_add_link(*, assignment: Assignment, title: str, url: str, on: date, by: By) -> Evidence:
    """Keep a link. ``title=""``: the host says it. The same link twice is one piece. Raises as for a file."""
    held = _held(assignment, on, by)
    url = checked_link(url)
    if (there := held.evidence.filter(url=url, withdrawn_at__isnull=True).first()) is not None:
        return there
    return _add(Evidence(assignment=held, title=_title(title, host_of(url)), url=url), by)


@transaction.atomic
def evidence_withdraw(*, evidence: Evidence, reason: str, by: By) -> Evidence:
    """Take a piece back: it no longer counts and cannot be opened; that it was there, and why it went, stays.

    Twice is once. Raises ``EvidenceRefusedError`` without a reason, and for somebody who does not report for the unit.
    """
    row = (
        Evidence.objects.select_for_update(of=("self",))
        .select_related("assignment__unit")
        .get(pk=evidence.pk)
    )
    if why := not_theirs(row.assignment, by):
        raise EvidenceRefusedError(why)
    reason = reason.strip()
    if not reason:
        raise EvidenceRefusedError("Schrijf op waarom u dit intrekt.")
    if len(reason) > LONGEST_REASON:
        raise EvidenceRefusedError(f"De reden is te lang; ten hoogste {LONGEST_REASON} tekens.")
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_reason = timezone.now(), reason
        row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        _audit("evidence_withdraw", row, by, reason=reason)
    return row


def _held(assignment: Assignment, on: date, by: By) -> Assignment:
    """The assignment with its row ours, for somebody who reports on it now and while there is room."""
    held = Assignment.objects.select_for_update(of=("self",)).select_related("unit", "measure")
    row = held.filter(pk=assignment.pk).first()
    if row is None:
        raise EvidenceRefusedError("Deze maatregel is niet meer verdeeld zoals toen u de pagina opende.")
    if why := refusal(row, by=by, on=on):
        raise EvidenceRefusedError(why)
    if row.evidence.filter(withdrawn_at__isnull=True).count() >= MOST:
        raise EvidenceRefusedError(f"Er staan al {MOST} bewijsstukken. Trek er eerst een in.")
    return row


def _title(title: str, otherwise: str) -> str:
    words = " ".join(title.split()) or otherwise
    if len(words) > LONGEST_TITLE:
        raise EvidenceRefusedError(f"De omschrijving is te lang; ten hoogste {LONGEST_TITLE} tekens.")
    return words


def _add(row: Evidence, by: By) -> Evidence:
    row.by, row.by_label = by.user, by.label[:160]
    row.full_clean()
    row.save()
    _audit("evidence_add", row, by)
    return row


def _audit(verb: str, row: Evidence, by: By, **more: object) -> None:
    what = {"sha256": row.file.sha256, "name": row.name} if row.file else {"url": row.url}
    held = row.assignment
    audit_record(
        by=by,
        verb=verb,
        obj=row,
        details={"measure": held.measure.code, "unit": held.unit.name, **what, **more},
    )
