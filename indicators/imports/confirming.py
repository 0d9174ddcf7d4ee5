"""Newer editions that say what stands there: remembered when they are applied, heard when others come or go."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, DateTimeField, Exists, OuterRef, QuerySet, Subquery, Value

from core.bulk import insert_selected
from imports.models import Origin
from indicators.imports.planning import Outcome, Remark
from indicators.models import Confirmation, Observation, StagedFact

_SPOT = ("series", "subject", "period")


def newest_confirmation(series: str, subject: str, period: str, origin: str) -> QuerySet[Confirmation]:
    """For a subquery: the confirmations of a fact, given by the names of its fields outside, the newest first."""
    return Confirmation.objects.filter(
        series=OuterRef(series), subject=OuterRef(subject), period=OuterRef(period), of=OuterRef(origin)
    ).order_by("-pk")


def newest_edition(observation: Observation) -> tuple[str, str]:
    """The newest edition that says what a fact says, and the reader whose edition that is."""
    found = (
        Confirmation.objects.filter(
            series=observation.series_id, subject=observation.subject_id, period=observation.period,
            of=observation.origin_id,
        )
        .select_related("by")
        .order_by("-pk")
        .first()
    )  # fmt: skip
    origin = found.by if found else observation.origin
    return origin.edition, origin.reader


def confirm(rows: QuerySet[StagedFact], origin: Origin) -> None:
    """Remember which facts an applied file says again, as a newer edition than stood there."""
    said = rows.filter(outcome=Outcome.EQUAL, reason=Remark.CONFIRMS, current__isnull=False)
    source = said.annotate(mine=Value(origin.pk, output_field=BigIntegerField()))
    names = (*_SPOT, "of", "by", "place")
    insert_selected(Confirmation, names, source.values_list(*_SPOT, "current__origin", "mine", "place"))


def hand_over(origin: int, closed_at: datetime, moment: datetime, fields: tuple[str, ...]) -> None:
    """Record what an origin that was taken back said, as far as a newer edition says so too, with that as its source.

    ``closed_at``: when the origin's facts were closed and those before them recorded again; these are closed at
    ``moment``, so that taking the newer edition back finds them. ``fields``: what a fact is made of.
    """
    mine = Confirmation.objects.filter(of=origin)
    if not mine.exists():
        return
    there = mine.filter(**{name: OuterRef(name) for name in _SPOT})
    restored = Observation.objects.current().filter(Exists(there), recorded_at=closed_at)
    restored.update(superseded_at=moment)
    newest = newest_confirmation(*_SPOT, "origin")
    said = Observation.objects.filter(origin=origin, superseded_at=closed_at).annotate(
        heir=Subquery(newest.values("by")[:1]),
        heir_place=Subquery(newest.values("place")[:1]),
        now=Value(moment, output_field=DateTimeField()),
    )
    rest = tuple(name for name in fields if name != "place")
    insert_selected(
        Observation,
        (*rest, "place", "origin", "recorded_at"),
        said.filter(heir__isnull=False).values_list(*rest, "heir_place", "heir", "now"),
    )
    _follow(mine)


def _follow(mine: QuerySet[Confirmation]) -> None:
    """Older confirmations of the same facts are those of the heir from here on."""
    later = Confirmation.objects.filter(**{name: OuterRef(name) for name in (*_SPOT, "of")})
    newest = mine.filter(~Exists(later.filter(pk__gt=OuterRef("pk"))))
    heirs = set(newest.order_by().values_list("by", flat=True).distinct())
    newest.delete()
    for heir in sorted(heirs):
        with_it = Observation.objects.current().filter(
            origin=heir, **{name: OuterRef(name) for name in _SPOT}
        )
        mine.filter(Exists(with_it)).update(of=heir)
