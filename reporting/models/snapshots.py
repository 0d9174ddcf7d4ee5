"""Snapshots: what a report was written from, kept as the very bytes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from agenda.models import Agenda
from organisation.models import Unit
from reporting.kinds import ReportKind


class ReportSnapshot(models.Model):
    """Everything that a report uses, as it was known at a moment. Never changed: a later one stands beside it."""

    KINDS = [(kind.value, kind.label) for kind in ReportKind]

    agenda = models.ForeignKey(Agenda, on_delete=models.PROTECT, related_name="snapshots")
    kind = models.CharField("soort", max_length=20, choices=KINDS)
    year = models.PositiveSmallIntegerField("jaar", help_text="Jaartal waarover het gaat.")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="snapshots",
        help_text="De school, de dienst of het team; leeg: de hele instelling.",
    )  # fmt: skip
    known_at = models.DateTimeField("zoals bekend op", help_text="Wat later is vastgelegd, staat er niet in.")
    content = models.TextField(
        "inhoud", help_text="De momentopname zelf: JSON in haar ene vaste schrijfwijze."
    )
    sha256 = models.CharField(max_length=64, unique=True, help_text="Van de bytes van de inhoud.")
    demo = models.BooleanField(default=False, help_text="Er staan verzonnen gegevens in.")
    made_at = models.DateTimeField("gemaakt op")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    made_by_label = models.CharField(max_length=160, help_text="Naam op dat moment, of command:NAAM.")

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["agenda", "year", "kind"], name="reportsnapshot_of_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ReportKind]), name="reportsnapshot_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=ReportKind.SCHOOL.value, unit__isnull=False)
                | (~Q(kind=ReportKind.SCHOOL.value) & Q(unit__isnull=True)),
                name="reportsnapshot_unit_of_a_school",
            ),
            models.CheckConstraint(condition=~Q(content=""), name="reportsnapshot_has_content"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year} {self.sha256[:8]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only once: raises ``TypeError`` for one that is there already."""
        if not self._state.adding:
            raise TypeError("a snapshot is never changed")
        super().save(*args, **kwargs)

    @property
    def bytes(self) -> bytes:
        """The very bytes of which ``sha256`` is the hash."""
        return self.content.encode()
