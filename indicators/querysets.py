"""Reusable filters over facts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

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
