"""Keeping every state of an agenda, and saying later that a council agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agenda.models import Agenda
from operations.models import StoredFile
from operations.services import audit_record
from organisation.access import By
from planfile.changenotes import ChangeNote
from planfile.difference import Change
from planfile.models import AgendaVersion


def version_record(
    *, agenda: Agenda, file: StoredFile, source: str, changes: Iterable[Change], note: ChangeNote, by: By
) -> AgendaVersion:
    """Keep the state that the agenda has now, in the transaction that made it so; the agenda's row must be locked."""
    newest = AgendaVersion.objects.filter(agenda=agenda).aggregate(newest=Max("number"))["newest"] or 0
    from_when = timezone.localdate() if newest else agenda.starts
    version = AgendaVersion(
        agenda=agenda,
        number=newest + 1,
        file=file,
        source=source[-200:],
        changes=[vars(change) | {"path": list(change.path)} for change in changes],
        reason=note.reason,
        effective_on=note.effective_on or from_when,
        works_council_on=note.works_council_on,
        student_council_on=note.student_council_on,
        by=by.user,
        by_label=by.label[:160],
        at=timezone.now(),
    )
    version.full_clean()
    version.save()
    return version


@transaction.atomic
def version_consent(
    *, version: AgendaVersion, works_council_on: date | None, student_council_on: date | None, by: By
) -> None:
    """Say on which day a council agreed with a change, or that it did not after all. Nothing new: nothing happens."""
    version = AgendaVersion.objects.select_for_update().get(pk=version.pk)
    old = version.works_council_on, version.student_council_on
    new = works_council_on, student_council_on
    if old == new:
        return
    version.works_council_on, version.student_council_on = new
    version.full_clean()
    version.save(update_fields=["works_council_on", "student_council_on"])
    audit_record(
        by=by,
        verb="version_consent",
        obj=version,
        details={"old": {"or": old[0], "csr": old[1]}, "new": {"or": new[0], "csr": new[1]}},
    )
