"""What was booked, what is expected. Amounts in whole cents, so that a database adds them exactly."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agenda.models import Round
from budgets.models.plan import BudgetLine
from imports.models import Batch, Origin


class BookingKind(models.TextChoices):
    ACTUAL = "actual", "boeking"
    COMMITMENT = "commitment", "verplichting"


class Booking(models.Model):
    """A booking of the ledger as its file gives it. Which line it belongs to follows from the mapping when read.

    A later file of the same months replaces what it no longer holds: ``superseded_at`` says when.
    """

    kind = models.CharField(max_length=10, choices=BookingKind, default=BookingKind.ACTUAL)
    cost_centre = models.CharField("kostenplaats", max_length=40)
    account = models.CharField("rekening", max_length=20)
    year = models.PositiveSmallIntegerField("boekjaar")
    period = models.PositiveSmallIntegerField(
        "periode", help_text="1 tot en met 12 is een maand; 0 en hoger dan 12 horen bij de jaarafsluiting."
    )
    cents = models.BigIntegerField("bedrag", help_text="In centen; debet is meer dan 0, credit minder.")
    description = models.CharField("omschrijving", max_length=300, blank=True)
    document = models.CharField("stuk", max_length=80, blank=True)
    key = models.CharField(
        max_length=64, help_text="SHA-256 van alles hierboven: dezelfde boeking heeft dezelfde."
    )
    place = models.CharField("plaats", max_length=120, help_text="Rij van het bestand.")
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="bookings")
    recorded_at = models.DateTimeField(help_text="Sinds wanneer deze boeking hier bekend is.")
    superseded_at = models.DateTimeField(null=True, blank=True, help_text="Leeg: geldt nog.")
    closed_by = models.ForeignKey(
        Origin, null=True, blank=True, on_delete=models.PROTECT, related_name="closed_bookings",
        help_text="Welke latere import deze boeking niet meer had; leeg: geldt nog, of ongedaan gemaakt.",
    )  # fmt: skip

    class Meta:
        ordering = ["year", "period", "pk"]
        indexes = [
            models.Index(
                fields=["year", "cost_centre", "account"],
                condition=Q(superseded_at__isnull=True),
                name="booking_current",
            ),
            models.Index(fields=["origin"], name="booking_origin"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BookingKind.values), name="booking_kind_known"),
            models.CheckConstraint(condition=Q(period__lte=16), name="booking_period_at_most_16"),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="booking_superseded_after",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(superseded_at__isnull=True), name="booking_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cost_centre}/{self.account} {self.year}-{self.period}: {self.cents}"


class StagedBooking(models.Model):
    """A booking of a file that was checked and not applied yet. Only the import's own page knows it.

    Its rows come by the hundred thousand and soon go again: the database looks no batch up for each of them, which
    took half of the time of storing them, and the index on ``batch`` and ``run`` is the only one beside the key.
    """

    batch = models.ForeignKey(
        Batch, on_delete=models.CASCADE, related_name="staged_bookings", db_index=False, db_constraint=False
    )
    run = models.CharField(
        max_length=16, help_text="Which reading of the file; an earlier one is thrown away."
    )
    kind = models.CharField(max_length=10, choices=BookingKind)
    cost_centre = models.CharField(max_length=40)
    account = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField()
    cents = models.BigIntegerField()
    description = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=64)
    place = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "run"], name="stagedbooking_read")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.place}"


class LedgerPreview(models.Model):
    """What a checked export would change: per month how many bookings come and go, and what no rule takes."""

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, related_name="ledger_preview")
    run = models.CharField(max_length=16)
    content = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.batch_id)


class HandBooking(models.Model):
    """What somebody says was spent or received on a line, with the ground in its origin. A correction is a new one."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="hand_bookings")
    year = models.PositiveSmallIntegerField("jaar")
    cents = models.BigIntegerField("bedrag", help_text="In centen; zoals de regel het telt.")
    description = models.CharField("omschrijving", max_length=300)
    origin = models.ForeignKey(Origin, on_delete=models.PROTECT, related_name="hand_bookings")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True, help_text="Leeg: geldt nog.")
    closed_by = models.ForeignKey(
        Origin, null=True, blank=True, on_delete=models.PROTECT, related_name="closed_hand_bookings",
        help_text="Door welke verbetering of intrekking, met de reden; leeg: geldt nog.",
    )  # fmt: skip

    class Meta:
        ordering = ["line", "year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="handbooking_superseded_after",
            )
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.year}: {self.cents}"

    @property
    def amount(self) -> Decimal:
        """In euros."""
        return Decimal(self.cents) / 100


class Forecast(models.Model):
    """What the controller expects a line to come to at the end of a year. A new one supersedes the one before."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="forecasts")
    year = models.PositiveSmallIntegerField("jaar")
    cents = models.BigIntegerField("prognose", help_text="In centen; zoals de regel het telt.")
    note = models.TextField("toelichting", blank=True)
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="forecasts",
        help_text="In welke ronde; leeg: buiten een ronde om.",
    )  # fmt: skip
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True, help_text="Leeg: dit is de laatste.")
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["line", "year", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "year"], condition=Q(superseded_at__isnull=True), name="forecast_one_current"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("at")),
                name="forecast_superseded_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.year}: {self.cents}"
