"""What the college does to reach its objectives."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from agenda.models import Agenda, Objective, PartnerFields
from core.fields import measurement_field
from indicators.models import AgendaIndicator


class Obligation(models.TextChoices):
    MANDATORY = "verplicht", "verplicht"
    COMPLY_OR_EXPLAIN = "pas_toe_of_leg_uit", "pas toe of leg uit"
    OTHER = "overig", "overige actie"


class Intent(models.TextChoices):
    START = "starten", "starten"
    INVESTIGATE = "onderzoeken", "onderzoeken"
    CONTINUE = "continueren", "voortzetten"
    INTENSIFY = "intensiveren", "intensiveren"


class Measure(models.Model):
    """One measure of the plan, or a part of one."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="measures")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measures")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    code = models.CharField("code", max_length=24)
    title = models.CharField("titel", max_length=300)
    heading = models.CharField("kopje", max_length=240, blank=True, help_text="Hoe het plan ze groepeert.")
    source_codes = models.JSONField(default=list, help_text="Nummer of nummers in het plan.")
    obligation = models.CharField(
        "verplichting",
        max_length=20,
        choices=Obligation,
        blank=True,
        help_text="Leeg: het plan zegt het niet.",
    )
    applied = models.BooleanField("ingezet", default=True)
    explanation = models.TextField(
        "uitleg", blank=True, help_text="Verplicht als de maatregel niet wordt ingezet."
    )
    intent = models.CharField("inzet", max_length=14, choices=Intent, blank=True)
    lead = models.CharField(
        "trekker", max_length=160, blank=True, help_text="Een dienst of rol, nooit een persoon."
    )
    monitoring = models.JSONField(default=list, help_text="Waarmee gevolgd: JOB, interne audits ...")
    see = models.JSONField(
        default=list, help_text="Codes van maatregelen of doelstellingen die deze uitvoeren."
    )
    indicators = models.ManyToManyField(AgendaIndicator, through="MeasureIndicator", related_name="measures")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "code"], name="measure_code_once"),
            models.CheckConstraint(
                condition=Q(applied=True) | ~Q(explanation=""), name="measure_not_taken_is_explained"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="measure_is_not_its_own_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class MeasureIndicator(models.Model):
    """A measure should move this indicator."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="indicator_links")
    agenda_indicator = models.ForeignKey(
        AgendaIndicator, on_delete=models.CASCADE, related_name="measure_links"
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "agenda_indicator"], name="measureindicator_once")
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} -> {self.agenda_indicator_id}"


class PlanningStep(models.Model):
    """When a measure does what: onderzoeken in 2024, invoeren in 2025."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="planning")
    period = models.CharField("periode", max_length=12, blank=True, help_text="Leeg: het plan noemt er geen.")
    step = models.CharField("stap", max_length=40, blank=True)
    text = models.TextField("tekst", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.period} {self.step}"


class MeasureFigure(models.Model):
    """A number that the plan names with a measure, such as 50 students at the introduction week."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="figures")
    text = models.CharField("waarvan", max_length=240)
    value = measurement_field(verbose_name="aantal")
    period = models.CharField("periode", max_length=12, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.text}: {self.value}"


class MeasurePartner(PartnerFields):
    """A partner of one measure."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="partners")
