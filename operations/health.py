"""Whether mails were left halfway, for ``manage.py doctor``."""

from __future__ import annotations

from django.db import DatabaseError

from core.health import Finding, register
from operations.services import outbox_stuck


@register
def mails_left_halfway() -> Finding:
    try:
        count = len(outbox_stuck())
    except DatabaseError:
        return Finding("mails", False, "no table to look in", "manage.py migrate")
    if count:
        detail = f"{count} left halfway by a worker that died"
        return Finding("mails", False, detail, "manage.py outbox_retry", required=False)
    return Finding("mails", True, "none left halfway")
