"""``demo_remove``: takes away everything that was invented, and nothing else."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.exceptions import DemoRefusedError
from demo.services import demo_remove
from organisation.access import CommandActor


class Command(BaseCommand):
    help = "Remove all example data. The agenda and everything real stay as they are."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            removed = demo_remove(by=CommandActor("demo_remove"))
        except DemoRefusedError as error:
            raise CommandError("\n".join(error.reasons)) from error
        self.stdout.write(
            f"Verwijderd: {removed.units} eenheden, {removed.people} accounts en {removed.figures} metingen; "
            f"{removed.assignments} verdelingen en {removed.reports} meldingen; {removed.bookings} boekingen."
        )
