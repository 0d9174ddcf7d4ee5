"""Bijsturing: what is decided when an indicator is not on course."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from agenda.models import Agenda, Objective
from indicators.models import AgendaIndicator


class Decision(models.Model):
    """What is decided, who does it and by when. Open until it is closed with what came of it.

    It is about an objective as a whole, or about one indicator; one that stands above the objectives has none.
    """

    agenda = models.ForeignKey(Agenda, on_delete=models.PROTECT, related_name="decisions")
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions",
        help_text="Leeg: een indicator die boven de doelstellingen staat.",
    )  # fmt: skip
    agenda_indicator = models.ForeignKey(
        AgendaIndicator, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions",
        help_text="De indicator die de aanleiding is; leeg: de doelstelling als geheel.",
    )  # fmt: skip
    status = models.CharField(
        max_length=24, blank=True, help_text="De status van de indicator op het moment van besluiten."
    )
    status_reason = models.TextField(blank=True, help_text="De reden die er toen bij stond.")
    text = models.TextField("besluit")
    owner = models.CharField("wie", max_length=160, help_text="Rol, dienst of eenheid.")
    due_on = models.DateField("uiterlijk")
    first_due_on = models.DateField(
        "eerst uiterlijk", null=True, blank=True, help_text="De dag die eerst gold; leeg: niet verzet."
    )
    moved_reason = models.TextField(
        "reden van verzetten", blank=True, help_text="De laatste; leeg: niet verzet."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Wie besloot; naam op dat moment.")
    at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Leeg: staat nog open.")
    closed_by_label = models.CharField(max_length=160, blank=True)
    outcome = models.TextField("uitkomst", blank=True, help_text="Verplicht bij afronden.")
    submission = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="Eén per formulier: twee keer versturen geeft één besluit."
    )
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["closed_at", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(outcome=""), name="decision_closed_with_outcome"
            ),
            models.CheckConstraint(
                condition=Q(objective__isnull=False) | Q(agenda_indicator__isnull=False),
                name="decision_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(first_due_on__isnull=True) | ~Q(moved_reason=""),
                name="decision_moved_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
