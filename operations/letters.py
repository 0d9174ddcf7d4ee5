"""Mails to somebody about something: plain Dutch text from a template, through the outbox."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from operations.services import mail_queue
from organisation.models import User


def letter_queue(*, person: User, template: str, key: str, **context: Any) -> None:
    """Have the text of a template mailed to a person, once per ``key``; its first line is the subject."""
    text = render_to_string(template, {"person": person, "site_url": settings.SITE_URL, **context})
    subject, _, body = text.strip().partition("\n")
    mail_queue(key=key, to=person.email, subject=subject.strip(), body=body.strip() + "\n")
