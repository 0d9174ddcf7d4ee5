"""What a plan says of indicators: its places, baselines and targets."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from agenda.models import Agenda, Objective, Priority
from core.fields import measurement_field
from indicators.models.choices import Absence, Desired, MeasureUnit, TargetKind
from indicators.models.definitions import Indicator, Series


class AgendaIndicator(models.Model):
    """An indicator as a plan names it: its code, its place, and what the plan wants of it."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="uses")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.CASCADE, related_name="indicators"
    )
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.CASCADE, related_name="indicators"
    )
    code = models.CharField("code", max_length=24)
    title = models.CharField("titel", max_length=240)
    definition = models.TextField(
        "definitie",
        blank=True,
        help_text="Wat er precies wordt geteld, in de woorden van het plan. Leeg: zegt het plan niet.",
    )
    mandatory = models.BooleanField(
        "verplicht", default=True, help_text="Verplichte indicator van het ministerie."
    )
    desired = models.CharField("gewenst", max_length=6, choices=Desired, default=Desired.HIGHER)
    stated_unit = models.CharField(
        max_length=8,
        choices=MeasureUnit,
        blank=True,
        help_text="Waar de officiële titel van spreekt, als dat anders is.",
    )
    headline = models.CharField(max_length=160, null=True, blank=True, help_text="Breakdown key; null: none.")  # noqa: DJ001
    note = models.TextField("opmerking", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "code"], name="agendaindicator_code_once"),
            models.UniqueConstraint(fields=["agenda", "indicator"], name="agendaindicator_definition_once"),
            models.CheckConstraint(
                condition=Q(priority__isnull=True, objective__isnull=False)
                | Q(priority__isnull=False, objective__isnull=True),
                name="agendaindicator_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(desired__in=Desired.values), name="agendaindicator_desired_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PlanSeries(models.Model):
    """A series as the plan follows it."""

    agenda_indicator = models.ForeignKey(
        AgendaIndicator, on_delete=models.CASCADE, related_name="plan_series"
    )
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="plans")
    desired = models.CharField(
        "gewenst", max_length=6, choices=Desired, blank=True, help_text="Leeg: die van de indicator."
    )
    stretch = measurement_field(null=True, blank=True, help_text="Bij voorkeur; getoond, niet beoordeeld.")
    note = models.TextField("opmerking", blank=True)
    also_stated = models.JSONField(
        default=list, help_text="Andere waarden in hetzelfde plan: field, value, where."
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "plan series"
        constraints = [models.UniqueConstraint(fields=["agenda_indicator", "series"], name="planseries_once")]

    def __str__(self) -> str:
        return f"{self.agenda_indicator_id}: {self.series_id}"


class PlanFigure(models.Model):
    """A figure as the plan prints it: its baseline, or an earlier measurement. Stays as it was printed."""

    class Role(models.TextChoices):
        BASELINE = "baseline", "0-meting"
        HISTORY = "history", "eerdere meting"

    plan_series = models.ForeignKey(PlanSeries, on_delete=models.CASCADE, related_name="figures")
    role = models.CharField(max_length=8, choices=Role)
    period = models.CharField("periode", max_length=12, blank=True, help_text="Leeg: het plan noemt er geen.")
    value = measurement_field(null=True, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True)
    final = models.BooleanField("definitief", default=True)
    comparable = models.BooleanField("vergelijkbaar", default=True, help_text="Met latere metingen.")
    absence = models.CharField(max_length=12, choices=Absence, blank=True)
    stated_as = models.CharField(
        max_length=60, blank=True, help_text="In welke termen, als dat verschilt van het doel."
    )
    note = models.TextField("opmerking", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["role", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_series"], condition=Q(role="baseline"), name="planfigure_one_baseline"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(absence=""), name="planfigure_value_or_absence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.period}: {self.value}"


class GroupTarget(models.Model):
    """A target over several series together, such as "gemiddeld +5 %"."""

    class Method(models.TextChoices):
        SUM = "sum", "som"
        MEAN = "mean", "gemiddelde"

    agenda_indicator = models.ForeignKey(AgendaIndicator, on_delete=models.CASCADE, related_name="groups")
    title = models.CharField("titel", max_length=200)
    members = models.JSONField(
        default=dict, help_text="Uitsplitsing die leden gemeen hebben, bijvoorbeeld instroom: totaal."
    )
    method = models.CharField("methode", max_length=4, choices=Method)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class Target(models.Model):
    """One version of what must be reached. The last one of its series or group counts; earlier ones are its history."""

    plan_series = models.ForeignKey(
        PlanSeries, null=True, blank=True, on_delete=models.CASCADE, related_name="targets"
    )
    group = models.ForeignKey(
        GroupTarget, null=True, blank=True, on_delete=models.CASCADE, related_name="targets"
    )
    kind = models.CharField("soort", max_length=10, choices=TargetKind)
    value = measurement_field(null=True, blank=True, help_text="In de eenheid van de reeks.")
    percent = measurement_field(null=True, blank=True, help_text="Bij relative: procent van de 0-meting.")
    points = measurement_field(null=True, blank=True, help_text="Bij points: procentpunten.")
    low = measurement_field(null=True, blank=True)
    high = measurement_field(null=True, blank=True)
    strict = models.BooleanField("strikt", default=False, help_text="De grens zelf telt niet mee.")
    margin = measurement_field(default=0, help_text="Marge waarbinnen een misser aandacht vraagt.")
    by = models.CharField(
        "uiterlijk", max_length=12, blank=True, help_text="Jaar of periode waarin het doel geldt."
    )
    due = models.DateField(
        "vaststellen voor",
        null=True,
        blank=True,
        help_text="Dag waarop het doel gesteld of herijkt moet zijn.",
    )
    set_on = models.DateField("gesteld op", null=True, blank=True)
    interim = models.JSONField(default=list, help_text="Tussendoelen: period, value.")
    stated_as = models.CharField(
        max_length=60, blank=True, help_text="In welke termen, als dat verschilt van de 0-meting."
    )
    note = models.TextField("opmerking", blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(plan_series__isnull=True, group__isnull=False)
                | Q(plan_series__isnull=False, group__isnull=True),
                name="target_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(kind__in=TargetKind.values), name="target_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=["reach", "at_least", "at_most"]) | Q(value__isnull=False),
                name="target_has_its_value",
            ),
            models.CheckConstraint(
                condition=~Q(kind="relative") | Q(percent__isnull=False), name="target_has_its_percent"
            ),
            models.CheckConstraint(
                condition=~Q(kind="points") | Q(points__isnull=False), name="target_has_its_points"
            ),
            models.CheckConstraint(
                condition=~Q(kind="range") | Q(low__isnull=False, high__isnull=False, low__lte=F("high")),
                name="target_has_its_range",
            ),
            models.CheckConstraint(condition=Q(margin__gte=0), name="target_margin_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value or self.percent or ''} {self.by}"
