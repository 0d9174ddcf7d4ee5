"""Where facts come from. Every fact has an origin from the first day on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from operations.models import StoredFile


class Origin(models.Model):
    """One way in for a set of facts: a file, the agenda file, an entry by hand, or invented example data."""

    class Kind(models.TextChoices):
        FILE = "file", "bestand"
        AGENDA = "agenda", "agendabestand"
        MANUAL = "manual", "met de hand ingevoerd"
        DEMO = "demo", "verzonnen voorbeeld"

    kind = models.CharField(max_length=6, choices=Kind)
    label = models.CharField(
        max_length=200, help_text="Naam van het bestand of van de invoer, zoals op de pagina."
    )
    edition = models.CharField(
        max_length=80, blank=True, help_text="Editie van de bron, bijvoorbeeld DUO 2025."
    )
    sha256 = models.CharField(max_length=64, blank=True, help_text="Hash van de bytes waaruit gelezen is.")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    ground = models.TextField(blank=True, help_text="Waarom, bij invoer met de hand.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    actor_label = models.CharField(max_length=160, help_text="Naam op dat moment, of command:NAAM.")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="manual") | ~Q(ground=""), name="origin_by_hand_has_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["file", "agenda", "manual", "demo"]), name="origin_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.label}"
