"""``export_agenda SLUG``: the agenda file on standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from planfile.commandline import stored_document
from planfile.writer import write_document


class Command(BaseCommand):
    help = "Write a stored agenda as an agenda file. The same agenda gives the same bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(write_document(stored_document(options["slug"])), ending="")
