"""Making snapshots. There is nothing here that changes one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from agenda.models import Agenda
from core.moment import one_moment
from operations.services import audit_record
from organisation.access import By
from organisation.models import Unit
from reporting.about import About
from reporting.canonical import Json, canonical, fingerprint
from reporting.exceptions import ReportRefusedError
from reporting.kinds import ReportKind
from reporting.models import ReportSnapshot
from reporting.snapshot import make

AHEAD = "Dit moment moet nog komen. Kies een moment dat geweest is."


def snapshot_make(
    *,
    agenda: Agenda,
    year: int,
    kind: ReportKind,
    unit: Unit | None = None,
    about: About | None = None,
    template: Json | None = None,
    known_at: datetime | None = None,
    by: By,
) -> ReportSnapshot:
    """Keep everything that a report uses. ``about``: a round or a day. ``template``: what it says of the
    college's own. ``known_at``: aware; ``None``: now.

    The same facts at the same moment give the snapshot that is there already. Raises ``ReportRefusedError``.
    """
    now = timezone.now()
    if known_at is not None and known_at > now:
        raise ReportRefusedError(AHEAD)
    moment = known_at or now
    with one_moment():
        content = make(agenda, year, kind, unit, about=about, template=template, known_at=moment)
    return snapshot_keep(content=content, agenda=agenda, unit=unit, known_at=moment, by=by)


@transaction.atomic
def snapshot_keep(
    *, content: Json, agenda: Agenda, unit: Unit | None, known_at: datetime, by: By
) -> ReportSnapshot:
    """Keep a snapshot that was made already, under its hash; one that is there is given back.

    ``unit`` and ``known_at``: what the content says of itself.
    """
    written = canonical(content)
    sha256 = fingerprint(written)
    # Two who make the same one: the second waits here, and finds the first.
    Agenda.objects.select_for_update().get(pk=agenda.pk)
    if (there := ReportSnapshot.objects.filter(sha256=sha256).first()) is not None:
        return there
    made = ReportSnapshot(
        agenda=agenda, kind=content["kind"], year=content["year"], unit=unit, known_at=known_at,
        content=written.decode(), sha256=sha256, demo=content["demo"], made_at=timezone.now(), made_by=by.user,
        made_by_label=by.label[:160],
    )  # fmt: skip
    made.full_clean()
    made.save()
    audit_record(
        by=by,
        verb="snapshot_make",
        obj=made,
        details={
            "kind": made.kind,
            "year": made.year,
            "unit": unit.code if unit else "",
            "sha256": sha256,
        },
    )
    return made
