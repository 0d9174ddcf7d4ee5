"""How the college itself divides its budget lines over schools. Never in the agenda file: the plan does not divide."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from budgets.models.plan import BudgetLine
from core.fields import measurement_field
from organisation.models import Unit


class SchoolSplit(models.Model):
    """One version of the division of a line over schools, for all its years; a new one supersedes the one before.

    Without shares it says that the line is no longer divided.
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="school_splits")
    ground = models.TextField("waarom", help_text="Waarop de verdeling berust.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True, help_text="Leeg: deze geldt.")
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["line", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(superseded_at__isnull=True), name="schoolsplit_one_current"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("at")),
                name="schoolsplit_superseded_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.at}"


class SchoolShare(models.Model):
    """Which part of a line is a school's. Of one division all shares have a percentage, or none: equal parts."""

    split = models.ForeignKey(SchoolSplit, on_delete=models.CASCADE, related_name="shares")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="budget_shares")
    percent = measurement_field(
        verbose_name="aandeel", null=True, blank=True,
        help_text="0 tot en met 100; leeg: een even groot deel als de andere scholen.",
    )  # fmt: skip

    class Meta:
        ordering = ["split", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["split", "unit"], name="schoolshare_once"),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                name="schoolshare_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.percent}"
