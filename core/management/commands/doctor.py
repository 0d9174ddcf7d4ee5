"""``manage.py doctor``: what is there, what is missing, and the command that mends it."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.health import Finding, findings


def line(finding: Finding) -> str:
    """``ok  Python: 3.11``, or what is wrong with its remedy behind an arrow."""
    mark = "ok" if finding.ok else ("MISSING" if finding.required else "without")
    remedy = f"  -> {finding.remedy}" if finding.remedy else ""
    return f"{mark:<8} {finding.subject}: {finding.detail}{remedy}"


class Command(BaseCommand):
    help = "Lists what is there and what is missing. Exit code 1 when something required is missing."
    # The doctor must be able to speak while something is wrong.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        found = findings()
        for finding in found:
            self.stdout.write(line(finding))
        if any(finding.required and not finding.ok for finding in found):
            sys.exit(1)
