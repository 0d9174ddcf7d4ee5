"""Rounds: when the college asks how far the measures are, and when it evaluates."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agenda.models.plan import Agenda


class RoundKind(models.TextChoices):
    FOUR_MONTHS = "4_maanden", "4-maandsronde"
    EIGHT_MONTHS = "8_maanden", "8-maandsronde"
    TWELVE_MONTHS = "12_maanden", "12-maandsronde"
    HALF_YEAR = "halfjaar", "halfjaarlijkse evaluatie"
    YEAR = "jaar", "jaarlijkse evaluatie"

    @property
    def asks_reports(self) -> bool:
        """Whether teams report on their measures; otherwise objective owners evaluate with partners."""
        return self in {RoundKind.FOUR_MONTHS, RoundKind.EIGHT_MONTHS, RoundKind.TWELVE_MONTHS}


class Round(models.Model):
    """A moment at which everybody says how it goes. Open from ``opened_at`` until ``closed_at``; then locked.

    At most one round that asks for reports and one that asks for evaluations are open in an agenda.
    """

    agenda = models.ForeignKey(Agenda, on_delete=models.PROTECT, related_name="rounds")
    kind = models.CharField("soort", max_length=12, choices=RoundKind)
    year = models.PositiveSmallIntegerField("jaar", help_text="Jaartal waarover het gaat.")
    about_on = models.DateField("peildatum", help_text="De stand op deze dag wordt gevraagd.")
    due_on = models.DateField("uiterlijk", help_text="Laatste dag om te melden.")
    message = models.TextField(
        "toelichting", blank=True, help_text="Staat in de mail en boven het formulier."
    )
    asks_reports = models.BooleanField(
        help_text="Meldingen over maatregelen; anders evaluaties. Volgt uit soort."
    )
    opened_at = models.DateTimeField(help_text="Wanneer de ronde openging.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="Leeg: de ronde is open.")
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["-about_on", "-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "kind", "year"], name="round_once_a_year"),
            models.UniqueConstraint(
                fields=["agenda", "asks_reports"], condition=Q(closed_at__isnull=True), name="round_one_open"
            ),
            models.CheckConstraint(condition=Q(kind__in=RoundKind.values), name="round_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="round_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{RoundKind(self.kind).label} {self.year}"

    @property
    def is_open(self) -> bool:
        """Whether somebody may still report; a round that is past its day stays open until it is closed."""
        return self.closed_at is None

    def days_left(self, on: date) -> int:
        """Days until the last day; 0 on the day itself, negative when it is past."""
        return (self.due_on - on).days


class RoundEvent(models.Model):
    """What happened to a round: opened, another last day, closed, reopened. Never changed."""

    class Verb(models.TextChoices):
        OPENED = "geopend", "geopend"
        MOVED = "verzet", "laatste dag verzet"
        CLOSED = "gesloten", "gesloten"
        REOPENED = "heropend", "heropend"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(max_length=8, choices=Verb)
    due_on = models.DateField("uiterlijk", help_text="Laatste dag zoals die hierna geldt.")
    reason = models.TextField("reden", blank=True, help_text="Verplicht bij heropenen en verzetten.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb__in=["heropend", "verzet"]) | ~Q(reason=""), name="roundevent_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.verb}"
