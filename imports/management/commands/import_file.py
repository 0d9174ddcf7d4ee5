"""``import_file READER FILE [--edition TEXT] [--period TEXT] [--answer KEY=VALUE] [--apply] [--json]``.

Checks a file, answers what it asks, and applies it. Everything happens in this process; no queue is needed.
Exit 0: it is done. Exit 1: refused, with every problem.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import structlog
from django.core.files import File
from django.core.management.base import BaseCommand

from core.pipes import to_a_reader
from imports import services
from imports.answers import how_to_answer, match, shortest_names, unknown
from imports.exceptions import ImportRefused
from imports.models import Batch, BatchProblem
from imports.registry import readers
from organisation.access import CommandActor

log = structlog.get_logger(__name__)

COUNTS = {
    "rows": "gelezen",
    "new": "nieuw",
    "changed": "gewijzigd",
    "equal": "gelijk",
    "refused": "geweigerd",
}
BLOCKING = {"error", "question"}
UNEXPECTED = (
    "Er ging iets mis ({kind}). Kijk of de database er is en of haar migraties zijn uitgevoerd; in het logboek van de "
    "server staat meer. Niets is half toegepast: voer de opdracht opnieuw uit."
)
_UNREADABLE: dict[type[OSError], str] = {
    FileNotFoundError: "is er niet. Kijk na of de naam en de map kloppen",
    NotADirectoryError: "is er niet. Kijk na of de naam en de map kloppen",
    IsADirectoryError: "is een map. Noem een bestand",
    PermissionError: "mag niet worden gelezen. Geef wie dit uitvoert leesrecht",
}
"""What is wrong with a path, by the error of the system."""


class Command(BaseCommand):
    help = "Check a file as the import page does: what would change, and every problem. With --apply also apply it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reader", metavar="READER", help=", ".join(readers()) or "none is registered")
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--edition", default="", help="as the source calls it; decides what is newer")
        parser.add_argument("--period", default="", help="for a file that does not name its own")
        parser.add_argument(
            "--answer", action="append", default=[], metavar="KEY=VALUE",
            help="to a question of the file, as often as needed; without it each question says what may be answered",
        )  # fmt: skip
        parser.add_argument("--apply", action="store_true", help="apply when nothing blocks")
        parser.add_argument("--json", action="store_true", help="write one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        by = CommandActor("import_file")
        batch, problems = _outcome(options, by)
        with to_a_reader(self.stdout):
            self._write(batch, problems, as_json=options["json"])
        if any(problem["severity"] in BLOCKING for problem in problems):
            sys.exit(1)

    def _write(self, batch: Batch | None, problems: Sequence[dict[str, str]], *, as_json: bool) -> None:
        counts = _counts(batch)
        if as_json:
            self.stdout.write(json.dumps({**counts, "problems": problems}, ensure_ascii=False))
            return
        for problem in problems:
            self.stdout.write(f"{problem['severity']}: {problem['place']}: {problem['message']}")
        self.stdout.write(", ".join(f"{counts[name]} {word}" for name, word in COUNTS.items()))
        if batch is not None:
            batch.refresh_from_db()
            self.stdout.write(f"{batch.file_name}: {batch.get_state_display()}")


def _outcome(options: dict[str, Any], by: CommandActor) -> tuple[Batch | None, list[dict[str, str]]]:
    """Do it. Whatever goes wrong is a problem: who reads the JSON gets one object, always."""
    batch: Batch | None = None
    reasons: list[str] = []
    try:
        try:
            batch = _checked(options, by)
            try:
                _answer(batch, options["answer"], by)
            finally:
                _let_go(batch, by)
            if options["apply"] and batch.state == Batch.State.CHECKED:
                services.batch_approve(batch=batch, by=by)
        except (ImportRefused, OSError) as error:
            reasons.append(_reason(error, options["file"]))
        return batch, _problems(batch, reasons)
    except Exception as error:
        log.exception("import_file failed", reader=options["reader"])
        return None, _problems(None, [UNEXPECTED.format(kind=type(error).__name__)])


def _counts(batch: Batch | None) -> dict[str, int]:
    """What the file would do. Of one that is blocked nothing comes in: every row that was read is refused."""
    if batch is None:
        return dict.fromkeys(COUNTS, 0)
    if batch.state == Batch.State.BLOCKED:
        return {**dict.fromkeys(COUNTS, 0), "rows": batch.rows, "refused": batch.rows}
    return {name: getattr(batch, name) for name in COUNTS}


def _checked(options: dict[str, Any], by: CommandActor) -> Batch:
    """The file, taken in and read to its end."""
    path = Path(options["file"])
    with path.open("rb") as source:
        batch = services.batch_upload(
            reader=options["reader"],
            file=File(source, name=path.name),
            name=path.name,
            edition=options["edition"],
            period=options["period"],
            by=by,
            queued=False,
        )
    services.check_run(job_id=cast(int, batch.job_id))
    batch.refresh_from_db()
    return batch


def _answer(batch: Batch, typed: Sequence[str], by: CommandActor) -> None:
    """Give these answers; one may lead to a question that another of them answers. Errors come before answers.

    Raises ``ImportRefused`` with what may be answered; of questions asked together all are stored or none.
    """
    left = list(typed)
    while left and batch.state != Batch.State.BLOCKED:
        questions = list(batch.problems.filter(severity="question"))
        answers, left = match(questions, left)
        if not answers:
            raise unknown(questions, left)
        services.batch_answer(batch=batch, answers=answers, by=by, queued=False)
        batch.refresh_from_db()
        services.check_run(job_id=cast(int, batch.job_id))
        batch.refresh_from_db()


def _let_go(batch: Batch, by: CommandActor) -> None:
    """A file about persons does not wait here for answers that were not given: its bytes go at once."""
    reader = batch.known_reader
    if reader is not None and not reader.keeps_file and batch.state == Batch.State.QUESTIONS:
        services.batch_reject(batch=batch, by=by, note="niet alle vragen zijn beantwoord")


def _reason(error: Exception, name: str) -> str:
    if not isinstance(error, OSError):
        return str(error)
    why = next(
        (words for kind, words in _UNREADABLE.items() if isinstance(error, kind)), "kan niet worden gelezen"
    )
    return f"'{name}' {why}."


def _problems(batch: Batch | None, reasons: list[str]) -> list[dict[str, str]]:
    found = [{"place": "bestand", "severity": "error", "message": reason} for reason in reasons]
    if batch is not None:
        rows = list(batch.problems.all())
        found += [
            {"place": row.place, "severity": row.severity, "message": message}
            for row, message in zip(rows, _messages(batch, rows), strict=True)
        ]
        if batch.problems_left_out:
            more = f"Er zijn nog {batch.problems_left_out} problemen die hier niet staan."
            found.append({"place": "bestand", "severity": "note", "message": more})
    return found


def _messages(batch: Batch, rows: Sequence[BatchProblem]) -> list[str]:
    """What each problem says; a question also how to answer it, once no error is left."""
    questions = [row for row in rows if row.severity == BatchProblem.Severity.QUESTION]
    names = {} if batch.state == Batch.State.BLOCKED else shortest_names(questions)
    return [
        f"{row.message} {how_to_answer(row, names[row.pk])}" if row.pk in names else row.message
        for row in rows
    ]
