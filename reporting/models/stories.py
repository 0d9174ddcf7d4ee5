"""What people write about a year: the story of an objective or a priority, in versions, with what readers say of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from agenda.models import Agenda
from reporting.story.questions import QUESTIONS, TITLES, Question


class Story(models.Model):
    """The story of one objective or priority about one year. What it says stands in its versions.

    Known by the code of its subject: a plan that drops an objective does not take along what was written about it.
    """

    class Scope(models.TextChoices):
        OBJECTIVE = "objective", "doelstelling"
        PRIORITY = "priority", "prioriteit"

    agenda = models.ForeignKey(Agenda, on_delete=models.PROTECT, related_name="stories")
    year = models.PositiveSmallIntegerField("jaar", help_text="Jaartal waarover het gaat.")
    scope = models.CharField("waarover", max_length=9, choices=Scope)
    code = models.CharField("code", max_length=40, help_text="Van de doelstelling of prioriteit.")

    class Meta:
        ordering = ["year", "code"]
        verbose_name_plural = "stories"
        constraints = [
            models.UniqueConstraint(fields=["agenda", "year", "scope", "code"], name="story_once"),
            models.CheckConstraint(
                condition=Q(scope__in=["objective", "priority"]), name="story_scope_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} {self.code}, {self.year}"


class StoryTexts(models.Model):
    """The answers to the five questions, as they were typed: references to facts included."""

    planned = models.TextField(TITLES["planned"], blank=True)
    happened = models.TextField(TITLES["happened"], blank=True)
    effect = models.TextField(TITLES["effect"], blank=True)
    learned = models.TextField(TITLES["learned"], blank=True)
    changing = models.TextField(TITLES["changing"], blank=True)

    class Meta:
        abstract = True

    @property
    def answers(self) -> list[tuple[Question, str]]:
        """The questions that were answered, each with what was written."""
        return [(one, text) for one in QUESTIONS if (text := str(getattr(self, one.name)))]


class StoryVersion(StoryTexts):
    """What a story said from a moment on. Never changed: the next version stands beside it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("versie")
    ready = models.BooleanField("klaar voor lezen", default=False)
    facts = models.JSONField(
        default=dict, help_text="Wat elke verwijzing liet zien toen dit werd bewaard: sleutel naar tekst."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField(help_text="Wanneer bewaard.")
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="storyversion_number_once")]

    def __str__(self) -> str:
        return f"{self.story_id} versie {self.number}"


class StoryDraft(StoryTexts):
    """What somebody typed and did not keep yet. One's own; gone when it is kept."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="story_drafts")
    based_on = models.PositiveIntegerField(
        default=0, help_text="De versie die er stond toen iemand begon te typen; 0: er was nog niets."
    )
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["story", "user"], name="storydraft_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.story_id}"


class StoryComment(models.Model):
    """What a reader says about a story. Stays after it is dealt with."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="comments")
    version = models.PositiveIntegerField(
        "versie", help_text="De versie die de lezer las; 0: er was nog niets."
    )
    text = models.TextField("opmerking")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Naam op dat moment.")
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(
        "afgehandeld op", null=True, blank=True, help_text="Leeg: staat nog open."
    )
    settled_by_label = models.CharField(max_length=160, blank=True, help_text="Naam op dat moment.")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="storycomment_has_text"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | ~Q(settled_by_label=""),
                name="storycomment_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.text[:40]}"
