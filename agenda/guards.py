"""What an agenda keeps as it is on the floors below."""

from __future__ import annotations

from agenda.models import Agenda
from organisation.models import Unit


def agenda_keeps_brin(unit: Unit) -> str | None:
    """Why the BRIN cannot change: an agenda's file finds its college by it. ``None`` without an agenda."""
    if not Agenda.objects.filter(college=unit).exists():
        return None
    return f"{unit.name} heeft een agenda, die de instelling aan het BRIN herkent. Het BRIN kan niet meer veranderen."
