"""Whether an agenda is loaded, for ``manage.py doctor``."""

from __future__ import annotations

from django.db import DatabaseError

from agenda.models import Agenda
from core.health import Finding, register


@register
def agenda_loaded() -> Finding:
    try:
        titles = list(Agenda.objects.values_list("slug", flat=True))
    except DatabaseError:
        return Finding("agenda", False, "no table to look in", "manage.py migrate")
    if not titles:
        return Finding(
            "agenda", False, "none loaded", "manage.py load_agenda fixtures/noorderpoort-2024-2027.yaml"
        )
    return Finding("agenda", True, ", ".join(titles))
