"""``check_agenda SLUG|FILE``: consistency findings, one a line; exit 0 whatever is found."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from planfile.commandline import document_of
from planfile.consistency import find


class Command(BaseCommand):
    help = "List what is contradictory or incomplete in an agenda, from rules that hold for any agenda."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agenda", metavar="SLUG|FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        for finding in find(document_of(options["agenda"])):
            self.stdout.write(str(finding))
