"""``manage.py outbox_retry``: mails left halfway by a worker or given up; lists them, or has them sent again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.models import OutboxMail
from operations.services import BUSY, busy_since, outbox_given_up, outbox_retry, outbox_stuck
from organisation.access import CommandActor


def line(mail: OutboxMail) -> str:
    """``12  2026-03-01 09:30  jan@example.nl  Onderwerp``, with when its worker began or the mail was made, and why."""
    since = timezone.localtime(busy_since(mail))
    why = "left halfway" if mail.error.startswith(BUSY) else f"given up: {mail.error}"
    return f"{mail.pk}  {since:%Y-%m-%d %H:%M}  {mail.to}  {mail.subject}  ({why})"


class Command(BaseCommand):
    help = (
        "List the mails that were given up, and those that a worker was sending more than an hour ago and never "
        "finished. Whether the last went out is not known: look in the mail server's log, then name those that did "
        "not, or --all, to have them sent again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="a mail to send again")
        parser.add_argument("--all", action="store_true", help="send all of them again")

    def handle(self, *args: Any, **options: Any) -> None:
        stuck = [*outbox_stuck(), *outbox_given_up()]
        known = {mail.pk for mail in stuck}
        wanted = known if options["all"] else set(options["ids"])
        if unknown := sorted(set(options["ids"]) - known):
            raise CommandError(
                f"Not left halfway or given up: {', '.join(map(str, unknown))}. Nothing was done."
            )
        if not stuck:
            self.stdout.write("No mail was left halfway or given up.")
        elif not wanted:
            for mail in stuck:
                self.stdout.write(line(mail))
            self.stdout.write("Nothing was done. To send again: manage.py outbox_retry ID ..., or --all")
        else:
            self._retry(stuck, wanted)

    def _retry(self, stuck: list[OutboxMail], wanted: set[int]) -> None:
        lines = {mail.pk: line(mail) for mail in stuck}
        for mail in outbox_retry(ids=wanted, by=CommandActor("outbox_retry")):
            self.stdout.write(f"Will be sent again: {lines[mail.pk]}")
