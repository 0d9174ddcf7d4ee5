"""Which reports one can be compared with, and what differs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from organisation.access import Actor
from reporting.canonical import read
from reporting.comparing.differences import Differences, differences
from reporting.kinds import ReportKind
from reporting.models import Report
from reporting.snapshot import make
from reporting.workflow.selectors import reports_for


@dataclass(frozen=True)
class Comparison:
    """``report`` beside ``other``, which is the earlier one. ``others``: what it can be compared with.

    ``other`` and ``found``: ``None`` when there is nothing to compare with, or nothing of the report was made yet.
    """

    report: Report
    others: tuple[Report, ...]
    other: Report | None
    found: Differences | None


def comparison(pk: int, actor: Actor, with_pk: int | None) -> Comparison | None:
    """A report beside another of its kind. ``with_pk``: ``None`` takes the version before it, else the newest about an
    earlier day: of last year, or of the round before.

    ``None``: there is no such report for this reader, or the other is none to compare with.
    """
    row = reports_for(actor).select_related("snapshot").filter(pk=pk).first()
    if row is None:
        return None
    if row.snapshot is None:
        return Comparison(row, (), None, None)
    others = tuple(_others(row, actor))
    if with_pk is None:
        here = (row.about_on, row.number)
        other = next((one for one in others if (one.about_on, one.number) < here), None)
    else:
        other = next((one for one in others if one.pk == with_pk), None)
        if other is None:
            return None
    if other is None or other.snapshot is None:
        return Comparison(row, others, None, None)
    return Comparison(row, others, other, _found(other, row))


def since_made(row: Report) -> Differences | None:
    """What became different between a report and the data of now; ``None``: nothing of it was made yet.

    As many queries as a snapshot takes.
    """
    if row.snapshot is None:
        return None
    now = make(row.agenda, row.year, ReportKind(row.kind), row.unit, about=row.about, known_at=timezone.now())
    return differences(read(row.snapshot.bytes), now)


def _others(row: Report, actor: Actor) -> QuerySet[Report]:
    """Reports of the same kind about the same unit, the newest first; those of which nothing was made left out."""
    alike = reports_for(actor).filter(agenda=row.agenda, kind=row.kind, unit=row.unit, snapshot__isnull=False)
    return alike.exclude(pk=row.pk).select_related("snapshot").order_by("-about_on", "-number")


def _found(other: Report, row: Report) -> Differences:
    if other.snapshot is None or row.snapshot is None:
        raise ValueError("both reports need a snapshot")
    return differences(read(other.snapshot.bytes), read(row.snapshot.bytes))
