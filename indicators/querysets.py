"""Reusable filters over facts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery

if TYPE_CHECKING:
    from indicators.models import Observation  # noqa: F401 - named in the base class below


class ObservationQuerySet(models.QuerySet["Observation"]):
    def current(self) -> ObservationQuerySet:
        """Facts as known now."""
        return self.filter(superseded_at__isnull=True)

    def known_at(self, moment: datetime | None) -> ObservationQuerySet:
        """Facts as known at an aware moment; ``None``: now."""
        if moment is None:
            return self.current()
        return self.filter(recorded_at__lte=moment).filter(
            Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        )

    def with_before(self) -> models.QuerySet[Any]:
        """An attribute ``before``: the id of the version that gave way when a fact's origin first recorded it.

        ``None``: nothing stood there. It is the same for a fact that is recorded again because a later one went.
        """
        spot = {name: OuterRef(name) for name in ("series", "subject", "period")}
        first = self.model._default_manager.filter(origin=OuterRef("origin"), **spot).order_by("recorded_at")
        gave_way = self.model._default_manager.filter(superseded_at=OuterRef("first_recorded"), **spot)
        return self.annotate(first_recorded=Subquery(first.values("recorded_at")[:1])).annotate(
            before=Subquery(gave_way.order_by().values("pk")[:1])
        )
