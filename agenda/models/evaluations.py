"""Evaluations with partners, what was agreed there, and what the councils find most important."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from agenda.models.plan import Agenda, Objective
from agenda.models.rounds import Round


class Answer(models.TextChoices):
    YES = "ja", "ja"
    PARTLY = "deels", "deels"
    NO = "nee", "nee"


class Evaluation(models.Model):
    """One evaluation of an objective with its partners. May be changed until its round is closed."""

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="evaluations")
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="evaluations",
        help_text="Leeg: buiten een ronde om.",
    )  # fmt: skip
    held_on = models.DateField("gehouden op")
    contact = models.CharField("regelmatig contact", max_length=5, choices=Answer, blank=True)
    contact_text = models.TextField("toelichting", blank=True)
    steered = models.CharField("er wordt gestuurd", max_length=5, choices=Answer, blank=True)
    steered_text = models.TextField("toelichting", blank=True)
    needed = models.TextField("wat is nog nodig", blank=True)
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    by_label = models.CharField(max_length=160, help_text="Wie dit het laatst opschreef; naam op dat moment.")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="Telt op bij elke wijziging; twee tabbladen.")
    submission = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        help_text="Eén per formulier: twee keer versturen geeft één evaluatie.",
    )

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "round"], name="evaluation_once_a_round"),
            models.CheckConstraint(
                condition=Q(contact__in=["", *Answer.values]) & Q(steered__in=["", *Answer.values]),
                name="evaluation_answers_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluatie van {self.objective_id} op {self.held_on}"


class Participant(models.Model):
    """Who took part: an organisation or department, with its role. Never a person's name."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="participants")
    name = models.CharField("organisatie", max_length=200)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "name"], name="participant_once")]

    def __str__(self) -> str:
        return self.name


class Agreement(models.Model):
    """What was agreed. Open ones come back at every next evaluation of the objective until they are closed."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="agreements")
    text = models.TextField("afspraak")
    owner = models.CharField("wie", max_length=160, help_text="Rol, dienst of organisatie.")
    due_on = models.DateField("uiterlijk", null=True, blank=True, help_text="Leeg: geen dag afgesproken.")
    closed_on = models.DateField("afgerond op", null=True, blank=True, help_text="Leeg: staat nog open.")
    outcome = models.TextField("uitkomst", blank=True, help_text="Verplicht bij afronden.")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["evaluation", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(outcome=""), name="agreement_closed_with_outcome"
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Council(models.TextChoices):
    WORKS = "or", "ondernemingsraad"
    STUDENTS = "csr", "centrale studentenraad"


class Theme(models.Model):
    """What a council finds most important in a year."""

    agenda = models.ForeignKey(Agenda, on_delete=models.PROTECT, related_name="themes")
    year = models.PositiveSmallIntegerField("jaar")
    council = models.CharField("raad", max_length=3, choices=Council)
    text = models.CharField("thema", max_length=300)
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="themes",
        help_text="Leeg: gaat over de hele agenda.",
    )  # fmt: skip
    order = models.PositiveIntegerField(default=0)
    demo = models.BooleanField(default=False, help_text="Verzonnen, hoort bij de voorbeeldgegevens.")

    class Meta:
        ordering = ["year", "council", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agenda", "year", "council", "text"], name="theme_once"),
            models.CheckConstraint(condition=Q(council__in=Council.values), name="theme_council_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_council_display()} {self.year}: {self.text}"
