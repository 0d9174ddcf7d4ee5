"""Where facts come from, and the files on their way in. Every fact has an origin from the first day on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from operations.models import Job, StoredFile

if TYPE_CHECKING:
    from imports.registry import Reader

# By a name of its own: a batch has a field that is called settings.
PERSON = settings.AUTH_USER_MODEL


class Origin(models.Model):
    """One way in for a set of facts: a file, the agenda file, an entry by hand, or invented example data."""

    class Kind(models.TextChoices):
        FILE = "file", "bestand"
        AGENDA = "agenda", "agendabestand"
        MANUAL = "manual", "met de hand ingevoerd"
        DEMO = "demo", "verzonnen voorbeeld"

    kind = models.CharField(max_length=6, choices=Kind)
    label = models.CharField(
        max_length=200, help_text="Naam van het bestand of van de invoer, zoals op de pagina."
    )
    edition = models.CharField(
        max_length=80, blank=True, help_text="Editie van de bron, bijvoorbeeld DUO 2025."
    )
    reader = models.CharField(
        max_length=40,
        blank=True,
        help_text="Naam van de lezer; edities zijn alleen binnen één lezer te ordenen.",
    )
    sha256 = models.CharField(max_length=64, blank=True, help_text="Hash van de bytes waaruit gelezen is.")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT)
    ground = models.TextField(blank=True, help_text="Waarom, bij invoer met de hand.")
    recorded_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL)
    actor_label = models.CharField(max_length=160, help_text="Naam op dat moment, of command:NAAM.")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="manual") | ~Q(ground=""), name="origin_by_hand_has_a_ground"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["file", "agenda", "manual", "demo"]), name="origin_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.label}"


BATCH_STATES = ["uploaded", "checking", "checked", "questions", "blocked", "applied", "undone", "rejected"]


class Batch(models.Model):
    """One uploaded file, from upload to applied and perhaps undone. What was staged belongs to its reader's handler."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "geüpload"
        CHECKING = "checking", "wordt gecontroleerd"
        CHECKED = "checked", "klaar om toe te passen"
        QUESTIONS = "questions", "wacht op antwoord"
        BLOCKED = "blocked", "kan niet worden toegepast"
        APPLIED = "applied", "toegepast"
        UNDONE = "undone", "ongedaan gemaakt"
        REJECTED = "rejected", "afgewezen"

    reader = models.CharField(max_length=40, help_text="Naam van de lezer.")
    reader_version = models.PositiveSmallIntegerField(default=1)
    file = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        help_text="Leeg: de bytes zijn weggegooid.",
    )
    forgotten_at = models.DateTimeField(
        null=True, blank=True, help_text="Wanneer de bytes zijn weggegooid; leeg: ze zijn er nog."
    )
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(help_text="Bytes.")
    edition = models.CharField(
        max_length=80, blank=True, help_text="Editie van de bron, bijvoorbeeld DUO 2025."
    )
    period = models.CharField(max_length=40, blank=True, help_text="Alleen waar het bestand die niet noemt.")
    answers = models.JSONField(default=dict, help_text="soort -> sleutel -> gekozen waarde.")
    settings = models.JSONField(default=dict, help_text="Instellingen van de lezer voor dit bestand.")
    state = models.CharField(max_length=9, choices=State, default=State.UPLOADED)

    rows = models.PositiveIntegerField(default=0, help_text="Gelezen.")
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    equal = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    basis = models.CharField(max_length=64, blank=True, help_text="Waarmee is vergeleken, als hash.")
    problems_left_out = models.PositiveIntegerField(
        default=0, help_text="Gevonden, maar te veel om te bewaren."
    )

    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    origin = models.ForeignKey(
        Origin, null=True, blank=True, on_delete=models.PROTECT, related_name="batches",
        help_text="Van de feiten; leeg: nog niet toegepast, of er veranderde niets.",
    )  # fmt: skip
    undo_origin = models.ForeignKey(
        Origin, null=True, blank=True, on_delete=models.PROTECT, related_name="undone_batches",
        help_text="Waaronder de feiten van ervoor opnieuw zijn vastgelegd.",
    )  # fmt: skip
    note = models.TextField(blank=True, help_text="Waarom afgewezen of ongedaan gemaakt.")

    uploaded_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_label = models.CharField(max_length=160, help_text="Naam op dat moment, of command:NAAM.")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_label = models.CharField(max_length=160, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_label = models.CharField(max_length=160, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    rejected_label = models.CharField(max_length=160, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=BATCH_STATES), name="batch_state_known"),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(approved_at__isnull=False), name="batch_applied_is_approved"
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False), name="batch_undone_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def known_reader(self) -> Reader | None:
        """The reader; ``None`` when the site has none of this name any more."""
        from imports.registry import readers

        return readers().get(self.reader)

    @property
    def has_bytes(self) -> bool:
        """Whether the file itself is still kept; its hash always is."""
        return self.file is not None and bool(self.file.content)


class BatchProblem(models.Model):
    """Something found in a file, at a place; with a question where only a person can say."""

    class Severity(models.TextChoices):
        ERROR = "error", "fout"
        QUESTION = "question", "vraag"
        WARNING = "warning", "let op"
        NOTE = "note", "opmerking"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="problems")
    place = models.CharField(max_length=200)
    severity = models.CharField(max_length=8, choices=Severity)
    message = models.TextField()
    question_kind = models.CharField(max_length=40, blank=True)
    question_key = models.TextField(blank=True)
    question_text = models.TextField(blank=True)
    question_choices = models.JSONField(default=list, help_text="Paren van waarde en woorden.")
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "order"], name="batchproblem_order_once"),
            models.CheckConstraint(
                condition=Q(severity__in=["error", "question", "warning", "note"]),
                name="batchproblem_severity_known",
            ),
            models.CheckConstraint(
                condition=~Q(severity="question") | ~Q(question_kind=""),
                name="batchproblem_question_has_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class WatchedFile(models.Model):
    """A file in the folder that is watched, as it was last looked at. It goes when the file does.

    So a file is read once, and what is wrong with it is told once. The row without a path is the folder itself.
    """

    path = models.CharField(
        max_length=600,
        unique=True,
        help_text="Binnen de map, bijvoorbeeld cbs/uitstroom.csv; leeg: de map zelf.",
    )
    stamp = models.CharField(
        max_length=80, blank=True, help_text="Grootte en momenten van wijziging toen het werd bekeken."
    )
    message = models.TextField(blank=True, help_text="Waarom het niet is ingelezen; leeg: dat is het wel.")
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="watched")
    told = models.BooleanField(default=False, help_text="Of de databeheerder er een mail over kreeg.")
    seen_at = models.DateTimeField(auto_now=True, help_text="Wanneer het is bekeken.")

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path
