"""Makes facts of what was staged, and takes an import back. Both in the caller's transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import (
    BigIntegerField,
    DateTimeField,
    Exists,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import timezone

from core.numbers import format_date
from imports.exceptions import Outdated, UndoRefused
from imports.models import Batch, Origin
from indicators.imports.bulk import insert_selected
from indicators.imports.staging import basis_of
from indicators.models import ComparedWith, ImportPreview, Observation, Series, StagedFact
from indicators.querysets import ObservationQuerySet
from organisation.access import By
from organisation.models import Unit, UnitKind
from organisation.services.units import unit_add

_WRITTEN = (StagedFact.Outcome.NEW, StagedFact.Outcome.CHANGED)
_TICK = timedelta(microseconds=1)
_FACT = (
    "series", "subject", "period", "period_start", "period_end", "value", "absence", "n", "sd", "decimals", "final",
    "place", "note",
)  # fmt: skip
"""What a fact says and where it stands; how it came in is not among it."""


# Applying -----------------------------------------------------------------------------------------------
def apply(batch: Batch, origin: Origin, by: By) -> int:
    """Close what gives way and add what was staged; make the units and series that are missing.

    Returns how many facts were added. Raises ``Outdated`` when other facts stand there than at the check.
    """
    preview = ImportPreview.objects.filter(batch=batch).first()
    if preview is None:
        raise Outdated
    rows = StagedFact.objects.filter(batch=batch, run=preview.run)
    written = rows.filter(outcome__in=_WRITTEN)
    _make_units(written, by)
    _make_series(written)
    if basis_of(rows, now=True) != batch.basis:
        raise Outdated
    changed = Observation.objects.filter(
        pk__in=rows.filter(outcome=StagedFact.Outcome.CHANGED).values("current_id")
    )
    now = _moment(changed)
    try:
        with transaction.atomic():
            changed.update(superseded_at=now)
            added = _record(written, origin.pk, now)
    except IntegrityError as error:  # somebody recorded one of these facts between the check above and now
        raise Outdated from error
    _stand_beside(rows)
    StagedFact.objects.filter(batch=batch).delete()
    return added


def _make_units(rows: QuerySet[StagedFact], by: By) -> None:
    """Units to compare with. One of this code may have come since the check."""
    wanted = (
        rows.filter(subject__isnull=True)
        .order_by("unit_code")
        .values_list("unit_code", "unit_name", "unit_brin")
    )
    known = dict(Unit.objects.filter(kind=UnitKind.BENCHMARK).values_list("code", "pk"))
    for code, name, brin in wanted.distinct():
        if code not in known:
            unit = unit_add(code=code, name=name, kind=UnitKind.BENCHMARK, parent=None, brin=brin, by=by)
            known[code] = unit.pk
    same = Unit.objects.filter(code=OuterRef("unit_code"), kind=UnitKind.BENCHMARK)
    rows.filter(subject__isnull=True).update(subject=Subquery(same.values("pk")[:1]))


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
        Observation, (*_FACT, "origin", "recorded_at"), source.values_list(*_FACT, "of", "now")
    )


def _stand_beside(rows: QuerySet[StagedFact]) -> None:
    """The comparison group that the source places the college in. An earlier one gives way."""
    group = rows.filter(beside=True, subject__isnull=False).values_list("subject_id", flat=True).first()
    college = Unit.objects.filter(kind=UnitKind.COLLEGE).first()
    if group is not None and college is not None:
        ComparedWith.objects.filter(college=college).exclude(unit_id=group).delete()
        ComparedWith.objects.get_or_create(college=college, unit_id=group)


def _moment(closing: QuerySet[Observation]) -> datetime:
    """Now, but always after what is closed was recorded: two machines' clocks may differ."""
    latest = closing.aggregate(latest=Max("recorded_at"))["latest"]
    now = timezone.now()
    return max(now, latest + _TICK) if latest else now


# Taking back --------------------------------------------------------------------------------------------
def undo(batch: Batch) -> int:
    """Close the facts of an import and record again what stood there before, with its own origin and place.

    Returns how many facts were closed. Raises ``UndoRefused`` when somebody changed one of them since.
    """
    if batch.origin_id is None:
        return 0
    mine = Observation.objects.filter(origin=batch.origin_id)
    _check_untouched(mine)
    applied_at = mine.aggregate(first=Min("recorded_at"))["first"]
    if applied_at is None:
        return 0
    standing = mine.current()
    now = _moment(standing)
    # Asked before anything is closed: this import may itself have been restored by the undo of a later one.
    before = _before(mine.filter(recorded_at=applied_at))
    closed = standing.update(superseded_at=now)
    again = before.annotate(now=Value(now, output_field=DateTimeField()))
    names = (*_FACT, "origin")
    insert_selected(Observation, (*names, "recorded_at"), again.values_list(*names, "now"))
    return closed


def _before(first: QuerySet[Observation]) -> QuerySet[Observation]:
    """What gave way to an import's own first rows: closed at the moment at which those were recorded."""
    gave_way = Observation.objects.filter(
        series=OuterRef("series"),
        subject=OuterRef("subject"),
        period=OuterRef("period"),
        superseded_at=OuterRef("recorded_at"),
    )
    return Observation.objects.filter(
        pk__in=first.annotate(gave_way=Subquery(gave_way.values("pk")[:1])).values("gave_way")
    )


def _check_untouched(mine: ObservationQuerySet) -> None:
    """Raises ``UndoRefused`` unless every figure of an import still stands."""
    stands = mine.current().filter(
        series=OuterRef("series"), subject=OuterRef("subject"), period=OuterRef("period")
    )
    gone = mine.filter(~Exists(stands)).order_by("subject__name", "series", "period_end", "recorded_at")
    keys = gone.order_by().values("series_id", "subject_id", "period").distinct()
    first = gone.select_related("series__indicator", "subject").first()
    if first is None:
        return
    later = (
        Observation.objects.current()
        .filter(series=first.series_id, subject=first.subject_id, period=first.period)
        .select_related("origin")
        .first()
    )
    count = keys.count()
    by_whom = (
        f"'{later.origin.label}' van {format_date(timezone.localdate(later.recorded_at))}"
        if later
        else "het agendabestand"
    )
    raise UndoRefused(
        f"Deze invoer kan niet ongedaan worden gemaakt: {_count(count)} daarna vervangen. Het eerste is dat van "
        f"{first.subject.name}, {first.series.indicator.key} over {first.period}, door {by_whom}. "
        "Draai eerst die latere wijziging terug."
    )


def _count(count: int) -> str:
    return "één cijfer is" if count == 1 else f"{count} cijfers zijn"
