"""Who carries a measure out, and what they report."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from agenda.models import Round
from measures.models.plan import Measure
from operations.models import StoredFile
from organisation.models import Unit


class Assignment(models.Model):
    """A school, team or service carries out a measure, from a day until a day.

    A unit that closes keeps its assignments: what it reported stays readable.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments")
    valid_from = models.DateField("vanaf", help_text="Eerste dag.")
    valid_until = models.DateField(
        "tot en met", null=True, blank=True, help_text="Laatste dag; leeg: loopt door."
    )
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["measure", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "unit"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="assignment_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} door {self.unit}"


class Progress(models.TextChoices):
    """In what state a unit says that its part of a measure is."""

    NOT_STARTED = "niet_gestart", "niet gestart"
    RUNNING = "loopt", "loopt"
    DELAYED = "vertraagd", "vertraagd"
    DONE = "afgerond", "afgerond"
    STOPPED = "gestopt", "gestopt"
    NOT_APPLICABLE = "nvt", "n.v.t. voor ons team"


NEEDS_REASON = [Progress.DELAYED.value, Progress.STOPPED.value, Progress.NOT_APPLICABLE.value]


class Phase(models.TextChoices):
    PLAN = "plan", "plan"
    DO = "do", "do"
    CHECK = "check", "check"
    ACT = "act", "act"


class StatusReport(models.Model):
    """What a unit says about its part of a measure. Never changed: a correction is a new one.

    The current report of an assignment is the one with ``superseded_at`` empty; at most one. ``state_since`` and the
    like are not stored: they follow from the reports.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reports")
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="reports",
        help_text="Voor welke ronde; leeg: buiten een ronde om.",
    )  # fmt: skip
    state = models.CharField("stand", max_length=12, choices=Progress)
    progress = models.PositiveSmallIntegerField(
        "voortgang", null=True, blank=True, help_text="In procenten, 0 tot 100; leeg: niet genoemd."
    )
    phase = models.CharField("fase", max_length=5, choices=Phase, blank=True, help_text="Leeg: niet genoemd.")
    changed = models.TextField("wat is er veranderd", blank=True)
    following = models.TextField("wat komt er nu", blank=True)
    reason = models.TextField("reden", blank=True, help_text="Verplicht bij vertraagd, gestopt en n.v.t.")
    unchanged = models.BooleanField(default=False, help_text="In één tik gemeld dat er niets veranderde.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField(help_text="Wanneer gemeld.")
    superseded_at = models.DateTimeField(
        null=True, blank=True, help_text="Wanneer een volgende melding kwam; leeg: dit is de laatste."
    )
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections",
        help_text="De melding die deze verbetert; leeg: een nieuwe stand.",
    )  # fmt: skip
    submission = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="Eén per formulier: twee keer versturen geeft één melding."
    )
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["assignment", "-at"], name="statusreport_history")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(superseded_at__isnull=True),
                name="statusreport_one_current",
            ),
            models.CheckConstraint(condition=Q(state__in=Progress.values), name="statusreport_state_known"),
            models.CheckConstraint(
                condition=Q(phase__in=["", *Phase.values]), name="statusreport_phase_known"
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100),
                name="statusreport_progress_percent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NEEDS_REASON) | ~Q(reason=""), name="statusreport_says_why"
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("at")),
                name="statusreport_superseded_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.get_state_display()}"


class ReportDraft(models.Model):
    """What somebody typed and did not send yet. Survives a lost session; gone when the report is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_drafts")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="drafts")
    fields = models.JSONField(default=dict, help_text="De velden van het formulier, als tekst.")
    based_on = models.ForeignKey(
        StatusReport, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="De melding die er stond toen iemand begon te typen.",
    )  # fmt: skip
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["user", "assignment"], name="reportdraft_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.assignment_id}"


class Verdict(models.TextChoices):
    """What a reply to a report does. The last reply that is no answer says where the report stands."""

    ACCEPTED = "akkoord", "akkoord"
    SENT_BACK = "terug", "teruggestuurd met een vraag"
    ANSWER = "antwoord", "antwoord"


class ReportReply(models.Model):
    """One turn of the conversation about a report. Never changed."""

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="replies")
    verdict = models.CharField("oordeel", max_length=8, choices=Verdict)
    text = models.TextField("tekst", blank=True, help_text="Verplicht bij terugsturen en antwoorden.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "report replies"
        constraints = [
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="reportreply_verdict_known"),
            models.CheckConstraint(condition=Q(verdict="akkoord") | ~Q(text=""), name="reportreply_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.verdict}"


class Evidence(models.Model):
    """A file or a link that shows what was done. Withdrawn with a reason, never silently removed."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField("omschrijving", max_length=200)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    name = models.CharField(
        "bestandsnaam", max_length=200, blank=True, help_text="Zoals de melder hem noemde."
    )
    media_type = models.CharField(
        max_length=120, blank=True, help_text="Uit de inhoud bepaald, niet uit de naam."
    )
    url = models.URLField("adres", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="Leeg: telt mee.")
    withdrawn_reason = models.TextField("reden", blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(url="")) | (Q(file__isnull=True) & ~Q(url="")),
                name="evidence_is_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="evidence_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MilestoneMark(models.Model):
    """That a planned step of a measure was reached. Known by its words, so that a plan that changes asks again."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="milestone_marks")
    period = models.CharField("periode", max_length=12, blank=True)
    step = models.CharField("stap", max_length=40, blank=True)
    text = models.TextField("tekst", blank=True)
    key = models.CharField(
        max_length=64, help_text="SHA-256 van periode, stap en tekst; een index past geen lange tekst."
    )
    reached_on = models.DateField("bereikt op")
    note = models.TextField("toelichting", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField(auto_now_add=True)
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["reached_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "key"], name="milestone_reached_once")]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.period} {self.step}"
