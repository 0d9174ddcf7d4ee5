"""Book years that the controller closed: what was booked is then what the year came to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agenda.models import Agenda


class YearClosing(models.Model):
    """Somebody says that a book year is done. Holds until somebody reopens it, with a reason; then it stays to be read.

    A year is never closed by what its ledger has: one booking in December does not make a year complete.
    """

    agenda = models.ForeignKey(Agenda, on_delete=models.PROTECT, related_name="year_closings")
    year = models.PositiveSmallIntegerField("boekjaar")
    note = models.TextField(
        "toelichting", blank=True, help_text="Waarom dit klopt, bijvoorbeeld bij maanden zonder boekingen."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField(help_text="Wanneer het jaar is afgesloten.")
    superseded_at = models.DateTimeField(null=True, blank=True, help_text="Wanneer heropend; leeg: gesloten.")
    reason = models.TextField("reden van heropenen", blank=True)
    reopened_by_label = models.CharField(max_length=160, blank=True, help_text="Naam op dat moment.")
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["agenda", "year", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "year"],
                condition=Q(superseded_at__isnull=True),
                name="yearclosing_one_current",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("at")),
                name="yearclosing_reopened_after",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | ~Q(reason=""),
                name="yearclosing_reopened_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Boekjaar {self.year}"
