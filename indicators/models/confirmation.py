"""Which editions of a source say what stands there already."""

from __future__ import annotations

from django.db import models

from imports.models import Origin
from indicators.models.definitions import Series
from organisation.models import Unit


class Confirmation(models.Model):
    """A newer edition of a source said of a fact what stood there: no new fact, but an older one cannot change it.

    The fact is that of the origin ``of`` about a series, unit and period: an origin states it once, however often it
    is recorded again after others were taken back. Of several confirmations the last row is of the newest edition. When
    ``of`` is taken back the fact stands on, with ``by`` as its source; when ``by`` is, the row goes.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="+", help_text="Over wie het gaat."
    )
    period = models.CharField(max_length=12)
    of = models.ForeignKey(
        Origin, on_delete=models.CASCADE, related_name="confirmed", help_text="Van wie het feit is."
    )
    by = models.ForeignKey(
        Origin,
        on_delete=models.CASCADE,
        related_name="confirms",
        help_text="De nieuwere editie die hetzelfde zegt.",
    )
    place = models.CharField(max_length=120, blank=True, help_text="Blad en cel in de nieuwere editie.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "subject", "period", "of", "by"], name="confirmation_once_per_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} confirmed by {self.by_id}: {self.series_id}/{self.subject_id} {self.period}"
