"""Writes facts. A fact is never overwritten: the old row is closed, then a new one is added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from core.periods import parse_period
from imports.models import Origin
from indicators.models import Observation
from organisation.models import Unit

_AT_ONCE = 1000


@dataclass(frozen=True)
class Fact:
    """A value to record. ``value`` in the series' unit; without a value ``absence`` says why."""

    series_id: int
    period: str
    value: Decimal | None
    absence: str = ""
    n: int | None = None
    sd: Decimal | None = None
    decimals: int | None = None
    final: bool = True
    place: str = ""
    note: str = ""

    def equals(self, row: Observation) -> bool:
        """Whether the stored row already says this; the place does not count."""
        return (row.value, row.absence, row.n, row.sd, row.decimals, row.final, row.note) == (
            self.value, self.absence, self.n, self.sd, self.decimals, self.final, self.note,
        )  # fmt: skip


def observations_record(*, subject: Unit, facts: list[Fact], origin: Origin, over: frozenset[str]) -> int:
    """Record facts about one unit; see ``observations_record_many``."""
    return observations_record_many(facts={subject: facts}, origin=origin, over=over)


@transaction.atomic
def observations_record_many(
    *, facts: Mapping[Unit, Sequence[Fact]], origin: Origin, over: frozenset[str]
) -> int:
    """Record facts, by the unit that they are about; returns how many rows were added.

    ``over`` names the kinds of origin whose current value may be superseded; a current value of another kind stays,
    because it is newer knowledge than a plan's. Recording the same again adds nothing.
    """
    current = {
        (row.subject_id, row.series_id, row.period): row
        for row in Observation.objects.current()
        .filter(
            subject__in=list(facts),
            series_id__in={fact.series_id for some in facts.values() for fact in some},
        )
        .select_related("origin")
    }
    now = timezone.now()
    closed, added = [], []
    for subject, some in facts.items():
        for fact in some:
            row = current.get((subject.pk, fact.series_id, fact.period))
            if row is not None:
                if fact.equals(row) or row.origin.kind not in over:
                    continue
                closed.append(row.pk)
            added.append(_row(subject, fact, origin, now))
    for start in range(0, len(closed), _AT_ONCE):
        Observation.objects.filter(pk__in=closed[start : start + _AT_ONCE]).update(superseded_at=now)
    Observation.objects.bulk_create(added, batch_size=_AT_ONCE)
    return len(added)


def _row(subject: Unit, fact: Fact, origin: Origin, now: datetime) -> Observation:
    period = parse_period(fact.period)
    return Observation(
        series_id=fact.series_id,
        subject=subject,
        period=period.key,
        period_start=period.start,
        period_end=period.end,
        value=fact.value,
        absence=fact.absence,
        n=fact.n,
        sd=fact.sd,
        decimals=fact.decimals,
        final=fact.final,
        origin=origin,
        place=fact.place,
        note=fact.note[:300],
        recorded_at=now,
    )
