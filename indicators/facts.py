"""Stored facts and the plan's series as light rows: pages read thousands of them, and model instances are slow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from imports.models import Origin
from indicators.models import Observation, PlanFigure, PlanSeries


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from, as much of an ``Origin`` as pages and reports show. ``sha256``: of its file, or ``""``."""

    kind: str
    label: str
    edition: str
    sha256: str = ""

    @property
    def is_plan(self) -> bool:
        """Printed in the published plan."""
        return self.kind == Origin.Kind.AGENDA

    @property
    def is_demo(self) -> bool:
        return self.kind == Origin.Kind.DEMO


@dataclass(frozen=True, slots=True)
class StoredFact:
    """One version of an observation. ``value`` in the unit of its series; ``None``: see ``absence``.

    ``superseded_at`` ``None``: it holds now.
    """

    series_id: int
    subject_id: int
    period: str
    period_start: date
    period_end: date
    value: Decimal | None
    absence: str
    n: int | None
    sd: Decimal | None
    decimals: int | None
    final: bool
    place: str
    note: str
    recorded_at: datetime
    superseded_at: datetime | None
    origin: Source

    def known_at(self, moment: datetime | None) -> bool:
        """Whether it held at the moment, as ``ObservationQuerySet.known_at`` asks the database; ``None``: now."""
        if moment is None:
            return self.superseded_at is None
        return self.recorded_at <= moment and (self.superseded_at is None or self.superseded_at > moment)


_FIELDS = (
    "series_id", "subject_id", "period", "period_start", "period_end", "value", "absence", "n", "sd", "decimals",
    "final", "place", "note", "recorded_at", "superseded_at", "origin__kind", "origin__label", "origin__edition",
    "origin__sha256",
)  # fmt: skip


_OF_SOURCE = sum(name.startswith("origin__") for name in _FIELDS)


def facts(rows: QuerySet[Observation]) -> Iterator[StoredFact]:
    """The rows of a query, oldest period first. One query."""
    sources: dict[tuple[str, ...], Source] = {}
    stored: Iterable[Any] = rows.order_by("period_end", "period_start").values_list(*_FIELDS)
    for row in stored:
        key = row[-_OF_SOURCE:]
        source = sources.get(key) or sources.setdefault(key, Source(*key))
        yield StoredFact(*row[:-_OF_SOURCE], source)  # type: ignore[call-arg]  # one field a column, and the source


@dataclass(frozen=True, slots=True)
class Stated:
    """A baseline as the plan prints it. ``period`` ``""``: the plan names none."""

    period: str
    value: Decimal | None
    n: int | None
    final: bool
    comparable: bool
    absence: str
    note: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A series as the plan follows it: ``PlanSeries`` with its ``Series`` and baseline.

    ``unit`` ``""`` and ``decimals`` ``None``: those of the indicator. ``desired`` ``""``: that of the indicator.
    """

    pk: int
    agenda_indicator_id: int
    series_id: int
    desired: str
    stretch: Decimal | None
    note: str
    also_stated: list[dict[str, str]]
    part: str
    key: str
    unit: str
    decimals: int | None
    sources: list[str] | None
    baseline: Stated | None


_SERIES = (
    "pk", "agenda_indicator_id", "series_id", "desired", "stretch", "note", "also_stated",
    "series__part", "series__key", "series__unit", "series__decimals", "series__sources",
)  # fmt: skip
_BASELINE = (
    "baseline__period", "baseline__value", "baseline__n", "baseline__final", "baseline__comparable",
    "baseline__absence", "baseline__note", "baseline__pk",
)  # fmt: skip


def followed(rows: QuerySet[PlanSeries]) -> list[Followed]:
    """The rows of a query in the plan's order, each with its baseline. One query."""
    with_baseline = rows.annotate(
        baseline=FilteredRelation("figures", condition=Q(figures__role=PlanFigure.Role.BASELINE))
    )
    found = []
    stored: Iterable[Any] = with_baseline.order_by("order").values_list(*_SERIES, *_BASELINE)
    for row in stored:
        stated = row[len(_SERIES) :]
        baseline = Stated(*stated[:-1]) if stated[-1] is not None else None
        found.append(Followed(*row[: len(_SERIES)], baseline))  # type: ignore[call-arg]  # one field a column
    return found
