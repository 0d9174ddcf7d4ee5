"""``demo_accounts``: with which accounts one can look around."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.selectors import demo_accounts
from demo.units import PASSWORD


class Command(BaseCommand):
    help = "Show the example accounts, one for each role, and their password."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Voorbeeldaccounts horen niet in een echte omgeving (DJANGO_ENV=production).")
        accounts = demo_accounts()
        if not accounts:
            raise CommandError("Er zijn geen voorbeeldaccounts. Maak ze met: manage.py demo_load")
        rows = [("Rol", "E-mailadres", "Bij"), *((a.role, a.email, a.unit) for a in accounts)]
        widths = [max(len(row[place]) for row in rows) for place in range(3)]
        for row in rows:
            self.stdout.write(
                "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
            )
        self.stdout.write(f"\nWachtwoord voor allemaal: {PASSWORD}")
