"""Makes facts of what was staged, in the caller's transaction. ``undoing`` takes them back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import (
    BigIntegerField,
    DateTimeField,
    Exists,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import timezone

from core.bulk import insert_selected, tell_planner
from imports.exceptions import Outdated
from imports.models import Batch, Origin
from indicators.imports.beside import stand_beside
from indicators.imports.confirming import confirm
from indicators.imports.staging import AT_ONCE, basis_of
from indicators.models import ImportPreview, Observation, Series, StagedFact
from organisation.access import By
from organisation.models import Unit, UnitKind
from organisation.services import unit_add, unit_reopen

_WRITTEN = (StagedFact.Outcome.NEW, StagedFact.Outcome.CHANGED)
TICK = timedelta(microseconds=1)
FACT = (
    "series", "subject", "period", "period_start", "period_end", "value", "absence", "n", "sd", "decimals", "final",
    "place", "note",
)  # fmt: skip
"""What a fact says and where it stands; how it came in is not among it."""


def apply(batch: Batch, origin: Origin, by: By) -> int:
    """Close what gives way and add what was staged; make the units and series that are missing.

    Returns how many facts were added. Raises ``Outdated`` when other facts stand there than at the check.
    """
    preview = ImportPreview.objects.filter(batch=batch).first()
    if preview is None:
        raise Outdated
    rows = StagedFact.objects.filter(batch=batch, run=preview.run)
    written = rows.filter(outcome__in=_WRITTEN)
    _make_units(written, preview, by)
    _make_series(written)
    if basis_of(rows, now=True) != batch.basis:
        raise Outdated
    changed = Observation.objects.filter(
        pk__in=rows.filter(outcome=StagedFact.Outcome.CHANGED).values("current_id")
    )
    now = moment_after(changed)
    try:
        with transaction.atomic():
            changed.update(superseded_at=now)
            added = _record(written, origin.pk, now)
    except IntegrityError as error:  # somebody recorded one of these facts between the check above and now
        raise Outdated from error
    if added > AT_ONCE:
        tell_planner(Observation)
    confirm(rows, origin)
    stand_beside(rows, origin, contributes=added > 0)
    StagedFact.objects.filter(batch=batch).delete()
    return added


def _make_units(rows: QuerySet[StagedFact], preview: ImportPreview, by: By) -> None:
    """Units to compare with. One of this code may have come since the check; one that lost its figures reopens."""
    wanted = (
        rows.filter(subject__isnull=True)
        .order_by("unit_code")
        .values_list("unit_code", "unit_name", "unit_brin")
    )
    known = set(Unit.objects.filter(kind=UnitKind.BENCHMARK).values_list("code", flat=True))
    made = []
    for code, name, brin in wanted.distinct():
        if code not in known:
            unit_add(code=code, name=name, kind=UnitKind.BENCHMARK, parent=None, brin=brin, by=by)
            known.add(code)
            made.append(code)
    same = Unit.objects.filter(code=OuterRef("unit_code"), kind=UnitKind.BENCHMARK)
    rows.filter(subject__isnull=True).update(subject=Subquery(same.values("pk")[:1]))
    closed = Unit.objects.filter(pk__in=rows.values("subject"), closed_on__isnull=False)
    made += [unit_reopen(unit=unit, by=by).code for unit in without_figures(closed)]
    preview.made = made
    preview.save(update_fields=["made"])


def without_figures(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Those to compare with of which no figure holds now."""
    holds = Observation.objects.current().filter(subject=OuterRef("pk"))
    return units.filter(~Exists(holds), kind=UnitKind.BENCHMARK)


def _make_series(rows: QuerySet[StagedFact]) -> None:
    wanted = rows.filter(series__isnull=True).order_by("indicator_id", "part", "key")
    new = [
        Series(indicator_id=indicator, part=part, key=key)
        for indicator, part, key in wanted.values_list("indicator_id", "part", "key").distinct()
    ]
    Series.objects.bulk_create(new, ignore_conflicts=True)
    same = Series.objects.filter(
        indicator=OuterRef("indicator"), part=OuterRef("part"), key=OuterRef("key")
    ).order_by()
    rows.filter(series__isnull=True).update(series=Subquery(same.values("pk")[:1]))


def _record(rows: QuerySet[StagedFact], origin: int, now: datetime) -> int:
    source = rows.annotate(
        of=Value(origin, output_field=BigIntegerField()), now=Value(now, output_field=DateTimeField())
    )
    return insert_selected(
        Observation, (*FACT, "origin", "recorded_at"), source.values_list(*FACT, "of", "now")
    )


def moment_after(closing: QuerySet[Observation]) -> datetime:
    """Now, but always after what is closed was recorded: two machines' clocks may differ."""
    latest = closing.aggregate(latest=Max("recorded_at"))["latest"]
    now = timezone.now()
    return max(now, latest + TICK) if latest else now
