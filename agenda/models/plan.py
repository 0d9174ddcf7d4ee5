"""The plan: agenda, priorities, objectives, who is responsible, partners and programmes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.fields import measurement_field
from organisation.models import Unit


class Agenda(models.Model):
    """A college's plan for some years, agreed with the ministry."""

    class Kind(models.TextChoices):
        QUALITY = "kwaliteitsagenda", "kwaliteitsagenda"
        ACTIVITIES = "activiteitenplan", "activiteitenplan"
        ACTION = "actieagenda", "actieagenda"

    slug = models.SlugField(max_length=80, unique=True)
    college = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="agendas")
    title = models.CharField("titel", max_length=160)
    kind = models.CharField("soort", max_length=20, choices=Kind, default=Kind.QUALITY)
    starts = models.DateField("begint op", help_text="Eerste dag.")
    ends = models.DateField("eindigt op", help_text="Laatste dag.")
    label_priority = models.CharField(
        max_length=40, default="Prioriteit", help_text="Hoe deze instelling het noemt."
    )
    label_objective = models.CharField(max_length=40, default="Doelstelling")
    label_measure = models.CharField(max_length=40, default="Maatregel")
    min_n = models.PositiveIntegerField(
        default=0, help_text="Aantal antwoorden waaronder een steekproef niet beoordeeld wordt."
    )
    suppress_below = models.PositiveIntegerField(
        default=5, help_text="Aantal personen waaronder een waarde niet getoond wordt."
    )
    four_eyes = models.BooleanField(
        default=False,
        help_text="Of iemand anders dan wie een bestand met cijfers uploadde, het moet goedkeuren.",
    )
    money_over = measurement_field(
        default=Decimal(5), help_text="Procent van het plan waarboven een regel te hoog uitkomt."
    )
    money_under = measurement_field(
        default=Decimal(10), help_text="Procent onder het plan waarna een regel te laag uitkomt."
    )
    sha256 = models.CharField(
        max_length=64, blank=True, help_text="Hash van het laatst geladen agendabestand."
    )

    class Meta:
        ordering = ["-starts", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="agenda_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(kind__in=["kwaliteitsagenda", "activiteitenplan", "actieagenda"]),
                name="agenda_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(money_over__gt=0, money_over__lte=100, money_under__gt=0, money_under__lte=100),
                name="agenda_money_thresholds_are_percentages",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> range:
        """The calendar years that the agenda covers."""
        return range(self.starts.year, self.ends.year + 1)

    def nearest_year(self, on: date) -> int:
        """The calendar year of a day; before or after the agenda its first or last."""
        return min(max(on.year, self.starts.year), self.ends.year)

    @property
    def period(self) -> str:
        """``2024-2027``: how the agenda is called in addresses."""
        return f"{self.starts.year}-{self.ends.year}"


class Programme(models.Model):
    """A vocational programme (bc-code) that the agenda follows on its own."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="programmes")
    code = models.CharField("code", max_length=12, help_text="bc-code, met voorloopnullen.")
    title = models.CharField("naam", max_length=160)
    sector = models.CharField("sector", max_length=80, blank=True)
    level = models.PositiveSmallIntegerField(
        "niveau", null=True, blank=True, help_text="1-4; leeg: niet bekend of meer dan een."
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "code"], name="programme_code_once"),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__range=(1, 4)), name="programme_level_1_to_4"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Priority(models.Model):
    """One of the agenda's main themes."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="priorities")
    code = models.CharField("code", max_length=12)
    title = models.CharField("titel", max_length=200)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "priorities"
        constraints = [models.UniqueConstraint(fields=["agenda", "code"], name="priority_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Objective(models.Model):
    """What a priority wants to reach."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="objectives")
    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="objectives")
    code = models.CharField("code", max_length=12)
    title = models.CharField("titel", max_length=200)
    owner = models.CharField(
        "eigenaar", max_length=160, blank=True, help_text="Een rol of dienst, nooit een persoon."
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["agenda", "code"], name="objective_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ObjectiveOwner(models.Model):
    """Who at present fills an objective's owner role. Kept outside the agenda file, which names no people."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="owners")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="owned_objectives"
    )

    class Meta:
        ordering = ["objective", "user"]
        constraints = [models.UniqueConstraint(fields=["objective", "user"], name="objectiveowner_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.objective}"


class Ambition(models.Model):
    """One sentence that says what a priority or an objective wants, and by when."""

    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.CASCADE, related_name="ambitions"
    )
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.CASCADE, related_name="ambitions"
    )
    text = models.TextField("tekst")
    by = models.PositiveSmallIntegerField(
        "jaar", null=True, blank=True, help_text="Jaartal; leeg: zonder jaar."
    )
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.CheckConstraint(
                condition=Q(priority__isnull=True, objective__isnull=False)
                | Q(priority__isnull=False, objective__isnull=True),
                name="ambition_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class PartnerSide(models.TextChoices):
    INTERNAL = "intern", "intern"
    EXTERNAL = "extern", "extern"


class PartnerFields(models.Model):
    """An organisation or department that works along, and in what role. Never a person."""

    name = models.CharField("naam", max_length=200)
    side = models.CharField("kant", max_length=6, choices=PartnerSide, blank=True)
    role = models.TextField("rol", blank=True)
    branch = models.CharField("branche", max_length=160, blank=True)
    topic = models.CharField("onderwerp", max_length=200, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Partner(PartnerFields):
    """A partner of an objective."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="partners")


class Release(models.Model):
    """A row of the survey calendar: on which real date a source's next figures come."""

    agenda = models.ForeignKey(Agenda, on_delete=models.CASCADE, related_name="releases")
    source = models.CharField("bron", max_length=40, help_text="JOB, DUO, CBS, MTO ...")
    period = models.CharField("periode", max_length=12, help_text="Waarover de cijfers gaan.")
    period_end = models.DateField(help_text="Laatste dag van die periode; om op te sorteren.")
    expected_on = models.DateField("verwacht op", help_text="De dag waarop de cijfers er moeten zijn.")
    final = models.BooleanField("definitief", default=True)
    note = models.CharField("opmerking", max_length=300, blank=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "source", "period", "final"], name="release_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.period}: {self.expected_on}"
