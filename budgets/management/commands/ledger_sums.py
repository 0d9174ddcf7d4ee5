"""``manage.py ledger_sums [--rebuild]``: whether the sums of the ledger agree with its bookings."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from budgets.services.sums import sums_rebuild, years_that_differ


class Command(BaseCommand):
    help = (
        "Compares the kept sums of the ledger with its bookings. Exit code 1 when a book year differs; --rebuild makes "
        "the sums of these years anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="make the sums that differ anew")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = sums_rebuild() if options["rebuild"] else years_that_differ()
        named = ", ".join(map(str, wrong))
        if not wrong:
            self.stdout.write("The sums agree with the bookings.")
        elif options["rebuild"]:
            self.stdout.write(f"Made anew: {named}.")
        else:
            self.stdout.write(
                f"The sums differ from the bookings in {named}. Mend it with: manage.py ledger_sums --rebuild"
            )
            sys.exit(1)
