"""What runs behind the pages: jobs, the audit trail, outgoing mail and stored files."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

MAIL_KEPT_TRYING = timedelta(days=14)
"""So long a mail that does not go out is tried again; after that a person decides."""


class Job(models.Model):
    """A piece of background work that can be left and come back to.

    The row, not the broker, is the truth: a broker that lost the task is mended by ``services.jobs_sweep``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "wacht"
        RUNNING = "running", "loopt"
        DONE = "done", "klaar"
        FAILED = "failed", "mislukt"

    kind = models.CharField(max_length=40, help_text="Name of the Celery task.")
    arguments = models.JSONField(default=dict, help_text="Ids only; never the data itself.")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0, help_text="Steps done.")
    total = models.PositiveIntegerField(
        null=True, blank=True, help_text="Steps in all; empty: not known yet."
    )
    message = models.CharField(max_length=500, blank=True, help_text="Dutch, for the person who waits.")
    tries = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True, help_text="Last sign of life of the worker.")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "beat_at"], name="job_unfinished")]
        constraints = [
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="job_done_within_total"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.get_state_display()}"


class AuditEvent(models.Model):
    """Who did what to which thing, when. Written by services, never changed."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    actor_label = models.CharField(max_length=160, help_text="Name at that moment, or command:NAME.")
    verb = models.CharField(max_length=60, help_text="<noun>_<verb>, the service's name.")
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=60)
    object_label = models.CharField(max_length=200)
    details = models.JSONField(default=dict, help_text="Old and new values, as text.")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_of_object")]

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.verb} {self.object_label}"


def until_given_up() -> datetime:
    """Until when a mail that is made now is tried."""
    return timezone.now() + MAIL_KEPT_TRYING


class OutboxMail(models.Model):
    """A mail that is to be sent once. Written in the transaction that causes it."""

    key = models.CharField(max_length=200, unique=True, help_text="What may be sent only once, in words.")
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="Empty: still to be sent.")
    due_at = models.DateTimeField(default=timezone.now, help_text="Not before this moment it goes out.")
    until = models.DateTimeField(default=until_given_up, help_text="After this moment it is given up.")
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(sent_at__isnull=True), name="outbox_unsent")
        ]

    def __str__(self) -> str:
        return f"{self.subject} aan {self.to}"


class StoredFile(models.Model):
    """Bytes that somebody uploaded, named by their hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, help_text="As the uploader called it; only for showing.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    content = models.FileField(upload_to="files/%Y/")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
