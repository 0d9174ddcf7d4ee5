"""Definitions, series and facts, which outlive a plan; and what a plan says about them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from agenda.models import Agenda, Objective, Priority
from core.fields import measurement_field
from imports.models import Origin
from indicators.querysets import ObservationQuerySet
from organisation.models import Unit


class MeasureUnit(models.TextChoices):
    """In what a value is expressed. A percentage is 0-100."""

    PERCENT = "percent", "procent"
    SCORE5 = "score5", "score op 5"
    SCORE10 = "score10", "cijfer op 10"
    COUNT = "count", "aantal"
    EURO = "euro", "euro"
    TEXT = "text", "beschrijving"


class Desired(models.TextChoices):
    HIGHER = "higher", "hoger is beter"
    LOWER = "lower", "lager is beter"
    NONE = "none", "geen richting"


class Population(models.TextChoices):
    SAMPLE = "sample", "steekproef"
    REGISTER = "register", "registratie"


class Absence(models.TextChoices):
    """Why there is no value. Missing is never zero."""

    NB = "nb", "niet beschikbaar"
    DOT = ".", "niet te berekenen"
    EMPTY = "leeg", "niet ingevuld"
    NOT_APPLICABLE = "nvt", "niet van toepassing"
    SUPPRESSED = "onderdrukt", "te klein aantal, bij de bron verborgen"


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


class TargetKind(models.TextChoices):
    REACH = "reach", "bereiken"
    AT_LEAST = "at_least", "ten minste"
    AT_MOST = "at_most", "ten hoogste"
    RELATIVE = "relative", "procentuele verandering"
    POINTS = "points", "verandering in procentpunten"
    IMPROVE = "improve", "verbeteren"
    GROW = "grow", "elke periode beter"
    RANGE = "range", "binnen grenzen"
    TO_BE_SET = "to_be_set", "nog vast te stellen"
    MONITOR = "monitor", "alleen volgen"


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
