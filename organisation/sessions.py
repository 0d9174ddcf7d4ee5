"""Signing people out everywhere."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def sessions_end(user_ids: Collection[int]) -> None:
    """End every session of these people. A session names its person inside, so all of them are read."""
    mine = {str(pk) for pk in user_ids}
    gone = [row.pk for row in Session.objects.all() if row.get_decoded().get(SESSION_KEY) in mine]
    Session.objects.filter(pk__in=gone).delete()
