"""The mails of this floor: plain Dutch text from templates, through the outbox."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from organisation import events
from organisation.models import User
from organisation.tokens import invitation_tokens, reset_tokens


def _link(url_name: str, user: User, tokens: PasswordResetTokenGenerator) -> str:
    # The site's address comes from the settings, never from the request: a forged Host header would
    # otherwise send somebody's token to another site.
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.SITE_URL + reverse(url_name, args=[uid, tokens.make_token(user)])


def invitation_link(user: User) -> str:
    """Address where an invited person chooses a first password. Works once, and not for ever."""
    return _link("organisation:invitation", user, invitation_tokens)


def reset_link(user: User) -> str:
    """Address where somebody who forgot a password chooses a new one. Works once."""
    return _link("organisation:password_set", user, reset_tokens)


def send(user: User, *, template: str, key: str, **context: Any) -> None:
    """Queue ``organisation/mail/<template>.txt``; its first line is the subject, the rest the text."""
    text = render_to_string(
        f"organisation/mail/{template}.txt",
        {
            "person": user,
            "site_url": settings.SITE_URL,
            "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 3600),
            **context,
        },
    )
    subject, _, body = text.strip().partition("\n")
    events.mail(key=key, to=user.email, subject=subject.strip(), body=body.strip() + "\n")
