"""``load_agenda FILE [--check] [--retire]``: shows what would change, then loads."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from organisation.access import CommandActor
from planfile.commandline import read_bytes, refused
from planfile.difference import Change
from planfile.exceptions import LoadRefusedError
from planfile.schema import read_document
from planfile.services import agenda_store, plan_load
from planfile.source import SourceError


class Command(BaseCommand):
    help = "Validate an agenda file, show what would change, and load it. Loading twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--check", action="store_true", help="Only validate and show; load nothing.")
        parser.add_argument(
            "--retire",
            action="store_true",
            help="Let go of what has measurements (these stay) or people responsible.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = read_document(read_bytes(options["file"]))
        except SourceError as error:
            raise refused(error.problems) from error
        planned = plan_load(document, retire=options["retire"])
        for change in planned.changes:
            self.stdout.write(str(change))
        if planned.refusals:
            retire = "Met --retire gaat dit uit de agenda; metingen blijven bewaard."
            raise refused([*planned.refusals, "Niets geladen.", *([retire] if planned.losses else [])])
        if not planned.changes:
            self.stdout.write("Geen verschillen; de agenda is al zo geladen.")
        elif options["check"]:
            self.stdout.write(f"{_count(planned.changes)}; nog niets geladen.")
        else:
            self._load(document, Path(options["file"]).name, retire=options["retire"], base=planned.base)

    def _load(self, document: Any, name: str, *, retire: bool, base: str) -> None:
        try:
            done = agenda_store(
                document=document, name=name, by=CommandActor("load_agenda"), retire=retire, base=base
            )
        except LoadRefusedError as error:
            raise refused(error.reasons) from error
        self.stdout.write(f"{_count(done.changes)} geladen in {document.agenda.slug}.")


def _count(changes: Sequence[Change]) -> str:
    return "1 verschil" if len(changes) == 1 else f"{len(changes)} verschillen"
