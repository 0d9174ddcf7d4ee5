"""Whether mails were left halfway or given up, for ``manage.py doctor``."""

from __future__ import annotations

from django.db import DatabaseError

from core.health import Finding, register
from operations.models import MAIL_KEPT_TRYING
from operations.services import outbox_given_up, outbox_stuck


@register
def mails_not_sent() -> Finding:
    try:
        halfway, given_up = len(outbox_stuck()), len(outbox_given_up())
    except DatabaseError:
        return Finding("mails", False, "no table to look in", "manage.py migrate")
    if halfway or given_up:
        wrong = [
            f"{halfway} left halfway by a worker that died" if halfway else "",
            f"{given_up} given up after {MAIL_KEPT_TRYING.days} days" if given_up else "",
        ]
        detail = ", ".join(filter(None, wrong))
        return Finding("mails", False, detail, "manage.py outbox_retry", required=False)
    return Finding("mails", True, "none left halfway or given up")
