"""What is measured, and the facts: they outlive a plan."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.fields import measurement_field
from imports.models import Origin
from indicators.models.choices import Absence, MeasureUnit, Population
from indicators.querysets import ObservationQuerySet
from organisation.models import Unit


class Indicator(models.Model):
    """A definition that outlives agendas: what is counted, in what unit, by whom, how often."""

    key = models.SlugField(max_length=80, unique=True, help_text="Blijft gelijk over agenda's heen.")
    unit = models.CharField("eenheid", max_length=8, choices=MeasureUnit)
    decimals = models.PositiveSmallIntegerField(
        "decimalen", default=0, help_text="Hoe precies het cijfer verschijnt."
    )
    population = models.CharField("waarneming", max_length=8, choices=Population, default=Population.REGISTER)
    sources = models.JSONField("bronnen", default=list, help_text="JOB, DUO, CBS, MTO ...")
    every = models.PositiveSmallIntegerField("om de zoveel jaar", null=True, blank=True)
    first = models.PositiveSmallIntegerField("voor het eerst in", null=True, blank=True, help_text="Jaartal.")
    measured_on = models.CharField(
        "dag van de meting", max_length=5, blank=True, help_text="Maand-dag, zoals 02-15."
    )
    ended = models.BooleanField("bron gestopt", default=False)
    counts_people = models.BooleanField(
        default=True, help_text="Niet: praktoraten, meldingen. Dan geldt geen onderdrukking."
    )
    is_change = models.BooleanField(
        "is een verandering",
        default=False,
        help_text="Het cijfer is zelf een verschil, zoals een toename in procenten: het mag negatief zijn.",
    )

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=Q(unit__in=MeasureUnit.values), name="indicator_unit_known"),
            models.CheckConstraint(
                condition=Q(population__in=Population.values), name="indicator_population_known"
            ),
            models.CheckConstraint(condition=Q(decimals__lte=6), name="indicator_decimals_at_most_6"),
            models.CheckConstraint(
                condition=Q(every__isnull=True) | Q(every__gte=1), name="indicator_every_at_least_1"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Series(models.Model):
    """One line of figures: an indicator, a part of it where one code covers several things, and a breakdown."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="series")
    part = models.CharField("onderdeel", max_length=80, blank=True)
    key = models.CharField(max_length=160, blank=True, help_text="k=v;k=v, sorted; empty for the whole.")
    unit = models.CharField(
        "eenheid", max_length=8, choices=MeasureUnit, blank=True, help_text="Leeg: die van de indicator."
    )
    decimals = models.PositiveSmallIntegerField(
        "decimalen", null=True, blank=True, help_text="Leeg: die van de indicator."
    )
    sources = models.JSONField("bronnen", null=True, blank=True, help_text="Leeg: die van de indicator.")

    class Meta:
        ordering = ["indicator", "part", "key"]
        verbose_name_plural = "series"
        constraints = [models.UniqueConstraint(fields=["indicator", "part", "key"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.part} {self.key}".strip()


class Observation(models.Model):
    """A fact: the value of a series for a unit over a period, as known from ``recorded_at`` to ``superseded_at``.

    A correction closes the old row and adds a new one; nothing is overwritten. Without a value it says why.
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations")
    subject = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="observations", help_text="Over wie het gaat."
    )
    period = models.CharField(max_length=12)
    period_start = models.DateField()
    period_end = models.DateField()
    value = measurement_field(
        null=True, blank=True, help_text="In de eenheid van de reeks; leeg: zie absence."
    )
    absence = models.CharField(max_length=12, choices=Absence, blank=True)
    n = models.PositiveIntegerField(
        null=True, blank=True, help_text="Aantal personen, ongewogen; leeg: niet bekend."
    )
    sd = measurement_field(
        null=True, blank=True, help_text="Standaardafwijking van de antwoorden; leeg: niet bekend."
    )
    decimals = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Van dit cijfer; leeg: die van de reeks."
    )
    final = models.BooleanField(default=True, help_text="Niet: voorlopig cijfer.")
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="observations")
    place = models.CharField(max_length=120, blank=True, help_text="Blad en cel, of plaats in het document.")
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True, help_text="Leeg: geldt nu.")

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["series", "subject", "period_end", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "subject", "period"],
                condition=Q(superseded_at__isnull=True),
                name="observation_one_current",
            ),
            models.UniqueConstraint(
                fields=["series", "subject", "period", "recorded_at"],
                name="observation_one_version_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gt=F("recorded_at")),
                name="observation_superseded_later",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, absence="") | (Q(value__isnull=True) & ~Q(absence="")),
                name="observation_value_or_absence",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="observation_period_runs_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "series", "recorded_at"], name="observation_history"),
            models.Index(
                fields=["series", "subject", "period_end"],
                condition=Q(superseded_at__isnull=True),
                name="observation_current",
            ),
            models.Index(fields=["origin"], name="observation_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}/{self.subject_id} {self.period}: {self.value}"
