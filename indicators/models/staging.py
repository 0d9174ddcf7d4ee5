"""What a file would change, before it does: facts on their way in, and what the preview says of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.fields import measurement_field
from imports.models import Origin
from indicators.models.choices import Absence
from indicators.models.definitions import Indicator, Observation, Series
from organisation.models import Unit


class StagedFact(models.Model):
    """A row of a file as it would be recorded. Nothing outside the import's own page reads it.

    There are as many as a file has figures, and they are gone when it is applied. So what they refer to has no index
    and no constraint of the database: each would cost more than storing the row. Applying makes facts, which have both.
    """

    class Outcome(models.TextChoices):
        NEW = "new", "nieuw"
        CHANGED = "changed", "gewijzigd"
        EQUAL = "equal", "gelijk"
        REFUSED = "refused", "geweigerd"

    batch = models.ForeignKey(
        "imports.Batch", on_delete=models.CASCADE, related_name="staged_facts", db_index=False
    )
    run = models.CharField(max_length=16, help_text="Which check staged it; only that of the preview counts.")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    part = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=160, blank=True, help_text="Breakdown key, as of a series.")
    series = models.ForeignKey(
        Series,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
        help_text="Leeg: wordt gemaakt.",
    )
    unit_code = models.CharField(max_length=40, help_text="Of the unit that it is about.")
    unit_name = models.CharField(max_length=160, blank=True, help_text="For a unit that is to be made.")
    unit_brin = models.CharField(max_length=6, blank=True, help_text="For a unit that is to be made.")
    beside = models.BooleanField(default=False, help_text="The own college's comparison group.")
    subject = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
        help_text="Leeg: wordt gemaakt.",
    )
    period = models.CharField(max_length=12)
    period_start = models.DateField()
    period_end = models.DateField()
    value = measurement_field(
        null=True, blank=True, help_text="In de eenheid van de reeks; leeg: zie absence."
    )
    absence = models.CharField(max_length=12, choices=Absence, blank=True)
    n = models.PositiveIntegerField(null=True, blank=True, help_text="Aantal personen, ongewogen.")
    sd = measurement_field(null=True, blank=True)
    decimals = models.PositiveSmallIntegerField(null=True, blank=True)
    final = models.BooleanField(default=True)
    place = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=300, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.NEW)
    reason = models.CharField(
        max_length=8, blank=True, help_text="Why it is refused, or what else is to be known."
    )
    current = models.ForeignKey(
        Observation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False,
        db_constraint=False,
        help_text="Wat er bij de controle stond.",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["new", "changed", "equal", "refused"]),
                name="stagedfact_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, absence="") | (Q(value__isnull=True) & ~Q(absence="")),
                name="stagedfact_value_or_absence",
            ),
        ]
        indexes = [models.Index(fields=["batch", "run", "outcome"], name="stagedfact_run_outcome")]

    def __str__(self) -> str:
        return f"{self.place}: {self.value}"


class ImportPreview(models.Model):
    """What a checked file would change, as it was worked out at the check. Facts that change later outdate it."""

    batch = models.OneToOneField("imports.Batch", on_delete=models.CASCADE, related_name="indicator_preview")
    run = models.CharField(max_length=16, help_text="Of the staged facts that it is about.")
    content = models.JSONField(default=dict, help_text="By section; see indicators.imports.preview.")
    made = models.JSONField(default=list, help_text="Codes of units to compare with that applying it made.")

    def __str__(self) -> str:
        return f"preview {self.batch_id}"


class ComparedWith(models.Model):
    """A unit that always stands beside a college: its comparison group, as an edition of its source places it.

    Each applied file that places the college leaves a row; that of the newest edition stands. Taking the file back
    removes its row, so that the one before it stands again.
    """

    college = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="compared_with")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    origin = models.ForeignKey(
        Origin, null=True, blank=True, on_delete=models.CASCADE, related_name="places",
        help_text="Leeg: door niemand geplaatst, en dan gaat elke bron voor.",
    )  # fmt: skip
    stands = models.BooleanField("geldt", default=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "compared with"
        constraints = [
            models.UniqueConstraint(
                fields=["college"], condition=Q(stands=True), name="comparedwith_one_stands"
            ),
            models.UniqueConstraint(fields=["origin"], name="comparedwith_once_per_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.college_id} beside {self.unit_id}"
