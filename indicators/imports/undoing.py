"""Takes an import back, in the caller's transaction: its facts are closed, and those before them recorded again."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Value
from django.utils import timezone

from core.bulk import insert_selected
from core.numbers import format_date
from imports.exceptions import UndoRefused
from imports.models import Batch, Origin
from indicators.imports.applying import FACT, TICK, moment_after, without_figures
from indicators.imports.beside import no_longer_beside
from indicators.imports.confirming import hand_over
from indicators.models import Confirmation, ImportPreview, Observation
from indicators.querysets import ObservationQuerySet
from organisation.access import By
from organisation.models import Unit
from organisation.services import unit_close


def undo(batch: Batch, by: By) -> int:
    """Close the facts of an import and record again what stood there before, with its own origin and place.

    What a newer edition confirmed stands on, with that edition as its source. Returns how many facts were closed.
    Raises ``UndoRefused`` when somebody changed one of them since.
    """
    if batch.origin_id is None:
        return 0
    mine = Observation.objects.filter(origin=batch.origin_id)
    _check_untouched(mine)
    closed = _restore(mine, batch.origin_id)
    Confirmation.objects.filter(by=batch.origin_id).delete()
    no_longer_beside(batch.origin_id)
    _close_units(batch, by)
    return closed


def _restore(mine: ObservationQuerySet, origin: int) -> int:
    standing = mine.current()
    if not standing.exists():
        return 0
    now = moment_after(standing)
    before = _before(mine)
    closed = standing.update(superseded_at=now)
    again = before.annotate(now=Value(now, output_field=DateTimeField()))
    names = (*FACT, "origin")
    insert_selected(Observation, (*names, "recorded_at"), again.values_list(*names, "now"))
    hand_over(origin, now, now + TICK, FACT)
    return closed


def _close_units(batch: Batch, by: By) -> None:
    """Units that this import made and that no figure keeps: their history stays, so they are closed, not removed."""
    preview = ImportPreview.objects.filter(batch=batch).first()
    yesterday = timezone.localdate() - timedelta(days=1)
    made = Unit.objects.filter(code__in=preview.made if preview else [], closed_on__isnull=True)
    for unit in without_figures(made):
        unit_close(unit=unit, last_day=yesterday, by=by)


def _before(mine: ObservationQuerySet) -> QuerySet[Observation]:
    """What gave way to an import's own first rows: closed at the moment at which those were recorded.

    That is when it was applied, and for a fact that came to it later when an older edition was taken back.
    """
    moments = list(mine.order_by().values_list("recorded_at", flat=True).distinct())
    same = mine.order_by().filter(
        series=OuterRef("series"), subject=OuterRef("subject"), period=OuterRef("period")
    )
    return Observation.objects.filter(
        Exists(same.filter(recorded_at=OuterRef("superseded_at"))),
        # This import may itself have been restored by the undo of a later one.
        ~Exists(same.filter(recorded_at__lt=OuterRef("superseded_at"))),
        superseded_at__in=moments,
    )


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
    raise UndoRefused(
        f"Deze invoer kan niet ongedaan worden gemaakt: {_count(count)} daarna vervangen. Het eerste is dat van "
        f"{first.subject.name}, {first.series.indicator.key} over {first.period}, {_by_whom(later)}"
    )


def _by_whom(later: Observation | None) -> str:
    """Who replaced a figure, and what must happen before the file can be taken back."""
    if later is None:
        return "door het agendabestand. Dat is niet terug te draaien; verbeter de cijfers die niet kloppen."
    day = format_date(timezone.localdate(later.recorded_at))
    if later.origin.kind == Origin.Kind.MANUAL:
        return (
            f"met de hand door {later.origin.actor_label} op {day}. Neem die wijziging eerst terug: bij de indicator, "
            "onder 'Invoeren of verbeteren'."
        )
    return f"door '{later.origin.label}' van {day}. Draai eerst die latere wijziging terug."


def _count(count: int) -> str:
    return "één cijfer is" if count == 1 else f"{count} cijfers zijn"
