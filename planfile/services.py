"""Loading an agenda: from a file or from a form, always the whole document, in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction

import agenda.models as plan
import indicators.models as figures
from operations.models import StoredFile
from operations.services import audit_record, file_store
from organisation.access import By
from planfile.changenotes import ChangeNote
from planfile.difference import Change, difference
from planfile.document import Document
from planfile.exceptions import LoadRefusedError
from planfile.facts import figures_record
from planfile.refusals import Refusals, measurements, refusals
from planfile.schema import read_document
from planfile.selectors import agenda_document
from planfile.store import college_of, head_fields, store_document
from planfile.versions import version_record
from planfile.writer import fingerprint, write_document

CHANGED_MEANWHILE = "De agenda is intussen door iemand anders gewijzigd. Bekijk de verschillen opnieuw."

NO_NOTE = ChangeNote()
"""A change of which nobody says why: the first load, and a command."""


@dataclass(frozen=True)
class Plan:
    """What loading a document would do. ``base`` names the state it was compared with, ``""`` for none.

    ``conflicts`` and ``losses``: see ``refusals``. ``measurements``: how many stand on this agenda's indicators;
    all of them stay, whatever is loaded.
    """

    document: Document
    changes: list[Change]
    conflicts: tuple[str, ...]
    losses: tuple[str, ...]
    retire: bool
    base: str
    measurements: int

    @property
    def refusals(self) -> list[str]:
        """Why it may not be loaded; losses do not count when items may retire."""
        return [*self.conflicts, *(() if self.retire else self.losses)]


def plan_load(document: Document, *, retire: bool = False) -> Plan:
    """Compare with what is stored; writes nothing."""
    agenda = plan.Agenda.objects.filter(slug=document.agenda.slug).select_related("college").first()
    old = agenda_document(agenda) if agenda else None
    changes = difference(old, document)
    reasons = refusals(agenda, document) if changes else Refusals()
    return Plan(
        document=document,
        changes=changes,
        conflicts=reasons.conflicts,
        losses=reasons.losses,
        retire=retire,
        base=base_of(old),
        measurements=_measured(agenda) if agenda else 0,
    )


def _measured(agenda: plan.Agenda) -> int:
    series = figures.PlanSeries.objects.filter(agenda_indicator__agenda=agenda).values("series_id")
    return measurements().current().filter(series__in=series).count()


def base_of(document: Document | None) -> str:
    """A short name for a state of the agenda, to see whether somebody else changed it meanwhile."""
    return hashlib.sha256(fingerprint(document).encode()).hexdigest() if document else ""


@transaction.atomic
def agenda_load(
    *,
    content: bytes,
    name: str,
    by: By,
    retire: bool = False,
    base: str | None = None,
    note: ChangeNote = NO_NOTE,
) -> Plan:
    """Load an agenda file's bytes. ``name`` is shown as where its figures come from; ``note`` goes with the version.

    Raises ``SourceError`` for a file that is wrong, ``LoadRefusedError`` for one that would lose something or where
    the agenda is no longer the one that ``base`` names.
    """
    return agenda_store(
        document=read_document(content), name=name, by=by, retire=retire, base=base, note=note
    )


@transaction.atomic
def agenda_store(
    *,
    document: Document,
    name: str,
    by: By,
    retire: bool = False,
    base: str | None = None,
    note: ChangeNote = NO_NOTE,
) -> Plan:
    """Make the stored agenda equal to a document that has been checked. See ``agenda_load``.

    Keeps the agenda file as it now is, as a version of its own: ``Agenda.sha256`` names its bytes.
    """
    plan.Agenda.objects.select_for_update().filter(slug=document.agenda.slug).first()
    planned = plan_load(document, retire=retire)
    if base is not None and base != planned.base:
        raise LoadRefusedError([CHANGED_MEANWHILE])
    if planned.refusals:
        raise LoadRefusedError(planned.refusals)
    if not planned.changes:
        return planned
    content = write_document(document).encode()
    file = file_store(name=f"{document.agenda.slug}.yaml", content=content, by=by)
    agenda = _write(document, file)
    figures_record(agenda, document, name=name, file=file, by=by)
    if agenda_document(agenda) != document:
        raise RuntimeError("the stored agenda differs from the document; nothing was kept")
    version_record(agenda=agenda, file=file, source=name, changes=planned.changes, note=note, by=by)
    audit_record(
        by=by,
        verb="agenda_load",
        obj=agenda,
        details={
            "file": name,
            "sha256": file.sha256,
            "changes": [str(change) for change in planned.changes[:200]],
        },
    )
    return planned


def _write(document: Document, file: StoredFile) -> plan.Agenda:
    agenda, _ = plan.Agenda.objects.update_or_create(
        slug=document.agenda.slug,
        defaults={
            **head_fields(document.agenda),
            "college": college_of(document.agenda),
            "sha256": file.sha256,
        },
    )
    store_document(agenda, document)
    return plan.Agenda.objects.select_related("college").get(pk=agenda.pk)
