"""Every state that an agenda was in: the file, what changed, why, and who agreed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from agenda.models import Agenda
from operations.models import StoredFile


class AgendaVersion(models.Model):
    """The agenda as it was stored once. Never changed, but for the days on which the councils agreed.

    The file holds the whole agenda; ``changes`` says in words what differs from the version before.
    """

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("versie", help_text="1 is de eerste; telt per agenda.")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="agenda_versions")
    source = models.CharField("uit", max_length=200, help_text="Naam van het bestand, of 'formulier'.")
    changes = models.JSONField(default=list, help_text="Wat er veranderde: soort, plaats, was en wordt.")
    reason = models.TextField(
        "reden", blank=True, help_text="Leeg: niet genoemd, zoals bij de eerste versie."
    )
    effective_on = models.DateField("geldt vanaf", help_text="Eerste dag.")
    works_council_on = models.DateField(
        "instemming OR op", null=True, blank=True, help_text="Leeg: niet gevraagd of nog niet gegeven."
    )
    student_council_on = models.DateField(
        "instemming CSR op", null=True, blank=True, help_text="Leeg: niet gevraagd of nog niet gegeven."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment, of command:NAME.")
    at = models.DateTimeField(help_text="Sinds wanneer de agenda zo in het systeem staat.")

    class Meta:
        ordering = ["agenda", "-number"]
        constraints = [models.UniqueConstraint(fields=["agenda", "number"], name="agendaversion_once")]

    def __str__(self) -> str:
        return f"{self.agenda}, versie {self.number}"
