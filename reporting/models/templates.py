"""The college's own DOCX templates, and from when until when each was used."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from operations.models import StoredFile


class ReportTemplate(models.Model):
    """A template that was uploaded and found good. Its bytes never change; another version is another template."""

    name = models.CharField("naam", max_length=200, help_text="Van het bestand, zoals het werd geupload.")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("toegevoegd op", auto_now_add=True)
    added_by_label = models.CharField(max_length=160, help_text="Naam op dat moment, of command:NAAM.")

    class Meta:
        ordering = ["-added_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class TemplateUse(models.Model):
    """A stretch of time in which new reports were made in a template. At most one runs."""

    template = models.ForeignKey(ReportTemplate, on_delete=models.PROTECT, related_name="uses")
    from_at = models.DateTimeField("vanaf")
    from_by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    runs = models.BooleanField(default=True, help_text="Of het nog in gebruik is.")
    until_at = models.DateTimeField("tot", null=True, blank=True, help_text="Leeg: in gebruik.")
    until_by_label = models.CharField(max_length=160, blank=True, help_text="Naam op dat moment.")

    class Meta:
        ordering = ["-from_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["runs"], condition=Q(runs=True), name="templateuse_one_runs"),
            models.CheckConstraint(
                condition=Q(runs=True, until_at__isnull=True) | Q(runs=False, until_at__isnull=False),
                name="templateuse_runs_until",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                name="templateuse_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} vanaf {self.from_at:%Y-%m-%d}"
