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
from indicators.imports.beside import no_longer_beside, stand_beside
from indicators.imports.bulk import insert_selected, tell_planner
from indicators.imports.staging import AT_ONCE, basis_of
from indicators.models import ImportPreview, Observation, Series, StagedFact
from indicators.querysets import ObservationQuerySet
from organisation.access import By
from organisation.models import Unit, UnitKind
from organisation.services import unit_add, unit_close, unit_reopen

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
    _make_units(written, preview, by)
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
    if added > AT_ONCE:
        tell_planner(Observation)
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
    made += [unit_reopen(unit=unit, by=by).code for unit in _without_figures(closed)]
    preview.made = made
    preview.save(update_fields=["made"])


def _without_figures(units: QuerySet[Unit]) -> QuerySet[Unit]:
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
        Observation, (*_FACT, "origin", "recorded_at"), source.values_list(*_FACT, "of", "now")
    )


def _moment(closing: QuerySet[Observation]) -> datetime:
    """Now, but always after what is closed was recorded: two machines' clocks may differ."""
    latest = closing.aggregate(latest=Max("recorded_at"))["latest"]
    now = timezone.now()
    return max(now, latest + _TICK) if latest else now


# Taking back --------------------------------------------------------------------------------------------
def undo(batch: Batch, by: By) -> int:
    """Close the facts of an import and record again what stood there before, with its own origin and place.

    Returns how many facts were closed. Raises ``UndoRefused`` when somebody changed one of them since.
    """
    if batch.origin_id is None:
        return 0
    mine = Observation.objects.filter(origin=batch.origin_id)
    _check_untouched(mine)
    closed = _restore(mine)
    no_longer_beside(batch.origin_id)
    _close_units(batch, by)
    return closed


def _restore(mine: ObservationQuerySet) -> int:
    applied_at = mine.aggregate(first=Min("recorded_at"))["first"]
    if applied_at is None:
        return 0
    standing = mine.current()
    now = _moment(standing)
    # Asked before anything is closed: this import may itself have been restored by the undo of a later one.
    before = _before(mine, applied_at)
    closed = standing.update(superseded_at=now)
    again = before.annotate(now=Value(now, output_field=DateTimeField()))
    names = (*_FACT, "origin")
    insert_selected(Observation, (*names, "recorded_at"), again.values_list(*names, "now"))
    return closed


def _close_units(batch: Batch, by: By) -> None:
    """Units that this import made and that no figure keeps: their history stays, so they are closed, not removed."""
    preview = ImportPreview.objects.filter(batch=batch).first()
    yesterday = timezone.localdate() - timedelta(days=1)
    made = Unit.objects.filter(code__in=preview.made if preview else [], closed_on__isnull=True)
    for unit in _without_figures(made):
        unit_close(unit=unit, last_day=yesterday, by=by)


def _before(mine: ObservationQuerySet, applied_at: datetime) -> QuerySet[Observation]:
    """What gave way to an import's own first rows: closed at the moment at which those were recorded."""
    same = mine.order_by().filter(
        series=OuterRef("series"),
        subject=OuterRef("subject"),
        period=OuterRef("period"),
        recorded_at=applied_at,
    )
    return Observation.objects.filter(Exists(same), superseded_at=applied_at)


def _check_untouched(mine: ObservationQuerySet) -> None:
    """Raises ``UndoRefused`` unless every figure of an import still stands."""
    key = ("subject__name", "series", "period_end", "subject", "period")
    # A difference of two sets: a join would be planned on what was known of the table before the import filled it.
    gone = mine.order_by().values_list(*key).difference(mine.current().order_by().values_list(*key))
    if not (count := gone.count()):
        return
    _, series, _, subject, period = gone.order_by("subject__name", "series", "period_end")[0]
    there = Observation.objects.select_related("series__indicator", "subject", "origin")
    first = there.filter(series=series, subject=subject, period=period).latest("recorded_at")
    later = there.current().filter(series=series, subject=subject, period=period).first()
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
