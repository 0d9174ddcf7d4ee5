"""Evidence as the pages show it, and who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from measures.evidence.links import host_of
from measures.models import Assignment, Evidence
from measures.reporting_rights import not_theirs, refusal
from measures.units import college_units
from organisation.access import Actor


@dataclass(frozen=True)
class EvidenceRow:
    """One piece. ``size``: bytes, ``None`` for a link and for bytes that were thrown away. ``host``: of a link."""

    pk: int
    title: str
    name: str
    size: int | None
    url: str
    host: str
    by: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str


@dataclass(frozen=True)
class EvidencePage:
    """All evidence of a unit for a measure. ``refused``: why this reader cannot add, empty when they can.

    ``theirs``: they report for the unit, so that they may withdraw, also when adding is over.
    """

    assignment: Assignment
    rows: tuple[EvidenceRow, ...]
    withdrawn: tuple[EvidenceRow, ...]
    refused: str
    theirs: bool


def readable_assignment(pk: int, actor: Actor) -> Assignment | None:
    """The assignment, for who may read what its unit reports; ``None`` for others, and where there is none."""
    row = (
        Assignment.objects.filter(pk=pk)
        .select_related("unit", "measure__agenda__college", "measure__objective")
        .first()
    )
    if row is None:
        return None
    readable = college_units(row.measure.agenda.college, actor.on).readable(actor)
    return row if row.unit_id in readable else None


def readable_evidence(pk: int, actor: Actor) -> Evidence | None:
    """One piece, for who may read what its unit reports."""
    row = Evidence.objects.filter(pk=pk).select_related("file").first()
    if row is None:
        return None
    assignment = readable_assignment(row.assignment_id, actor)
    if assignment is None:
        return None
    row.assignment = assignment
    return row


def evidence_page(assignment: Assignment, actor: Actor) -> EvidencePage:
    """One query."""
    rows = [_row(one) for one in assignment.evidence.select_related("file").order_by("-at", "-pk")]
    return EvidencePage(
        assignment=assignment,
        rows=tuple(row for row in rows if row.withdrawn_at is None),
        withdrawn=tuple(row for row in rows if row.withdrawn_at is not None),
        refused=refusal(assignment, by=actor, on=actor.on),
        theirs=not not_theirs(assignment, actor),
    )


def _row(one: Evidence) -> EvidenceRow:
    return EvidenceRow(
        one.pk, one.title, one.name, one.file.size if one.file and one.file.content else None, one.url,
        host_of(one.url), one.by_label, one.at, one.withdrawn_at, one.withdrawn_reason,
    )  # fmt: skip
