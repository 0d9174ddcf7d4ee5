"""What a college tells the readers: which survey question feeds which indicator, and how its own tables are built."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class SurveyQuestion(models.Model):
    """One figure that a survey's question feeds, beside or in place of the readers' own table.

    A row with the same question, indicator, part, breakdown and group as one of that table takes its place;
    ``in_use=False`` switches it off.
    """

    class Survey(models.TextChoices):
        JOB = "JOB", "JOB-monitor"
        MTO = "MTO", "medewerkersonderzoek"

    class How(models.TextChoices):
        PERCENT_POSITIVE = "percent_positive", "percentage met antwoord 4 of 5"
        MEAN = "mean", "gemiddelde"
        ANSWERS = "answers", "percentage per antwoord"

    class Per(models.TextChoices):
        WHOLE = "whole", "instelling, scholen en teams"
        LEVEL = "niveau", "per niveau"
        ROUTE = "leerweg", "per leerweg"
        ANSWER = "antwoord", "per antwoord, van de instelling"

    survey = models.CharField("onderzoek", max_length=3, choices=Survey)
    question = models.CharField("vraag", max_length=300, help_text="Zoals die in het bestand staat.")
    words = models.CharField(max_length=300, help_text="De vraag zonder hoofdletters, leestekens en nummer.")
    indicator = models.SlugField(
        "indicator", max_length=80, help_text="Indicator.key; hoeft nog niet te bestaan."
    )
    part = models.CharField("onderdeel", max_length=80, blank=True, help_text="Leeg: het geheel.")
    breakdown = models.CharField(
        "uitsplitsing", max_length=160, blank=True, help_text="k=v;k=v, op volgorde; leeg: het geheel."
    )
    how = models.CharField("telling", max_length=16, choices=How)
    per = models.CharField("over wie", max_length=8, choices=Per, default=Per.WHOLE)
    only = models.CharField(
        "alleen voor", max_length=300, blank=True, help_text="Kenmerken van een MTO-rij: OP|docent;0-2 jaar."
    )
    in_use = models.BooleanField("in gebruik", default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["survey", "words", "indicator", "part", "breakdown", "per"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "words", "indicator", "part", "breakdown", "per", "only"],
                name="surveyquestion_once",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="surveyquestion_has_words"),
            models.CheckConstraint(
                condition=Q(survey__in=["JOB", "MTO"]), name="surveyquestion_survey_known"
            ),
            models.CheckConstraint(
                condition=Q(how__in=["percent_positive", "mean", "answers"]), name="surveyquestion_how_known"
            ),
            models.CheckConstraint(
                condition=Q(per__in=["whole", "niveau", "leerweg", "antwoord"]),
                name="surveyquestion_per_known",
            ),
            models.CheckConstraint(
                condition=Q(how="answers", per="antwoord") | (~Q(how="answers") & ~Q(per="antwoord")),
                name="surveyquestion_answers_per_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey}: {self.question}"


class SeenQuestion(models.Model):
    """A question as the last file of a survey that had it wrote it, also one that feeds nothing."""

    survey = models.CharField("onderzoek", max_length=3, choices=SurveyQuestion.Survey)
    words = models.CharField(max_length=300, help_text="Zoals bij SurveyQuestion.")
    question = models.CharField("vraag", max_length=300)
    batch = models.ForeignKey(
        "imports.Batch", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Het laatste bestand waar de vraag in stond.",
    )  # fmt: skip

    class Meta:
        ordering = ["survey", "question"]
        constraints = [models.UniqueConstraint(fields=["survey", "words"], name="seenquestion_once")]

    def __str__(self) -> str:
        return f"{self.survey}: {self.question}"


class ProgrammeCrebo(models.Model):
    """To which programme of the agenda a crebo in DUO's files belongs. Asked once, remembered."""

    crebo = models.CharField("crebo", max_length=6, unique=True)
    title = models.CharField("opleiding", max_length=200, blank=True, help_text="Zoals DUO haar noemt.")
    programme = models.CharField(
        "beroepsopleiding", max_length=12, blank=True, help_text="bc-code; leeg: geen die de agenda volgt."
    )
    batch = models.ForeignKey(
        "imports.Batch", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text="Bij welk bestand het is geantwoord.",
    )  # fmt: skip

    class Meta:
        ordering = ["crebo"]

    def __str__(self) -> str:
        return f"{self.crebo}: {self.programme or 'geen'}"


class TableMapping(models.Model):
    """How a table of the college's own is built: which column says what. Made once, reused for every edition."""

    name = models.CharField("naam", max_length=80, help_text="Zoals hij bij het importeren te kiezen is.")
    plan = models.JSONField(default=dict, help_text="Zie indicators/readers/table_plan.py.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="tablemapping_name_once")]

    def __str__(self) -> str:
        return self.name
