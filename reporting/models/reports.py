"""Reports on their way from a concept to one that is signed off."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agenda.models import Agenda, RoundKind
from operations.models import Job, StoredFile
from organisation.models import Unit
from reporting.about import About, round_name
from reporting.kinds import ReportKind
from reporting.models.snapshots import ReportSnapshot


class Report(models.Model):
    """One version of a report about a year. What is signed off never changes: a correction is a next version."""

    class State(models.TextChoices):
        CONCEPT = "concept", "concept"
        PROPOSED = "proposed", "ter vaststelling"
        SIGNED = "signed", "vastgesteld"

    agenda = models.ForeignKey(Agenda, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField("soort", max_length=20, choices=ReportSnapshot.KINDS)
    year = models.PositiveSmallIntegerField("jaar", help_text="Jaartal waarover het gaat.")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="reports",
        help_text="De school, de dienst of het team; leeg: de hele instelling.",
    )  # fmt: skip
    about_on = models.DateField(
        "stand van", help_text="De dag waarop is beoordeeld; 31 december: het hele jaar."
    )
    round = models.CharField(
        "ronde", max_length=12, blank=True, choices=[(one.value, one.label) for one in RoundKind if one.asks_reports],
        help_text="De ronde waarover het gaat; leeg: geen.",
    )  # fmt: skip
    number = models.PositiveSmallIntegerField("versie")
    state = models.CharField("stand", max_length=8, choices=State, default=State.CONCEPT)
    reason = models.TextField(
        "waarom een nieuwe versie",
        blank=True,
        help_text="Wat er anders is dan in de versie ervoor, en waarom.",
    )
    returned = models.TextField("waarom terug", blank=True, help_text="Waarom het voorstel terugging.")
    snapshot = models.ForeignKey(
        ReportSnapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="reports",
        help_text="Waaruit het is geschreven; leeg: er is nog niets van gemaakt.",
    )  # fmt: skip
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField("begonnen op", auto_now_add=True)
    created_by_label = models.CharField(max_length=160)
    proposed_at = models.DateTimeField("voorgelegd op", null=True, blank=True)
    proposed_by_label = models.CharField(max_length=160, blank=True)
    signed_at = models.DateTimeField("vastgesteld op", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed_by_label = models.CharField(max_length=160, blank=True, help_text="Naam op dat moment.")

    class Meta:
        ordering = ["-year", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda", "kind", "year", "about_on", "number"], condition=Q(unit__isnull=True),
                name="report_number_once",
            ),
            models.UniqueConstraint(
                fields=["agenda", "kind", "year", "unit", "about_on", "number"], condition=Q(unit__isnull=False),
                name="report_number_once_of_a_unit",
            ),
            models.UniqueConstraint(
                fields=["agenda", "kind", "year", "round", "number"], condition=Q(unit__isnull=True) & ~Q(round=""),
                name="report_number_once_of_a_round",
            ),
            models.UniqueConstraint(
                fields=["agenda", "kind", "year", "unit", "round", "number"],
                condition=Q(unit__isnull=False) & ~Q(round=""),
                name="report_number_once_of_a_unit_and_round",
            ),
            models.UniqueConstraint(
                fields=["agenda", "kind", "year", "about_on"], condition=Q(unit__isnull=True) & ~Q(state="signed"),
                name="report_one_open",
            ),
            models.UniqueConstraint(
                fields=["agenda", "kind", "year", "unit", "about_on"],
                condition=Q(unit__isnull=False) & ~Q(state="signed"),
                name="report_one_open_of_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(kind=ReportKind.SCHOOL.value, unit__isnull=False)
                | (~Q(kind=ReportKind.SCHOOL.value) & Q(unit__isnull=True)),
                name="report_unit_of_a_school",
            ),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False, snapshot__isnull=False)
                | Q(state="proposed", signed_at__isnull=True, proposed_at__isnull=False, snapshot__isnull=False)
                | Q(state="concept", signed_at__isnull=True, proposed_at__isnull=True),
                name="report_state_has_its_moments",
            ),
            models.CheckConstraint(
                condition=Q(about_on__year=F("year")) & (
                    ~Q(kind=ReportKind.ACCOUNT.value) | Q(round="", about_on__month=12, about_on__day=31)
                ),
                name="report_about_its_year",
            ),
            models.CheckConstraint(condition=Q(number=1) | ~Q(reason=""), name="report_correction_says_why"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}, versie {self.number}"

    @property
    def about(self) -> About:
        """What it is about within its year."""
        return About(self.about_on, round_name(self.round))

    @property
    def title(self) -> str:
        """``Managementrapportage 4 maanden 2026``, ``Schoolrapportage 2026: School voor Zorg``."""
        of = f": {self.unit.name}" if self.unit else ""
        return f"{self.get_kind_display()} {self.about.words}{of}"


class ReportFile(models.Model):
    """A report in one format, written from its snapshot."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    format = models.CharField("vorm", max_length=8, help_text="html, docx, xlsx, pdf of json.")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["format"]
        constraints = [models.UniqueConstraint(fields=["report", "format"], name="reportfile_format_once")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.format}"
