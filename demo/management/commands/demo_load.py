"""``demo_load``: invented schools, teams, people and figures beside the real agenda."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.exceptions import DemoRefusedError
from demo.services import demo_load
from organisation.access import CommandActor


class Command(BaseCommand):
    help = (
        "Load the example data: invented schools, teams, people and figures. Loading twice changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = demo_load(on=timezone.localdate(), by=CommandActor("demo_load"))
        except DemoRefusedError as error:
            raise CommandError("\n".join(error.reasons)) from error
        self.stdout.write(
            f"Voorbeeldgegevens: {loaded.units} eenheden, {loaded.people} accounts en {loaded.figures} metingen erbij; "
            f"maatregelen {loaded.assignments} keer verdeeld, {loaded.reports} meldingen; "
            f"{loaded.bookings} boekingen en {loaded.forecasts} prognoses."
        )
