"""``export_values``: every stored figure with its versions and where it comes from, as JSON or CSV."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from agenda.models import Agenda
from agenda.selectors import current_agenda
from core.pipes import to_a_reader
from core.spreadsheets import is_risky
from indicators.exporting import COLUMNS, Row, UnknownFilterError, Wanted, exported


class Command(BaseCommand):
    help = (
        "Write stored figures to standard output: every version of each, or those known on a day. Figures on too few "
        "people have no value."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--agenda", default="", metavar="SLUG", help="the agenda of the codes; the current one"
        )
        parser.add_argument(
            "--indicator", default="", metavar="CODE", help="only this indicator, by code or key"
        )
        parser.add_argument("--unit", default="", metavar="BRIN_OR_CODE", help="only this unit")
        parser.add_argument(
            "--as-of",
            default="",
            metavar="DATE_OR_TIMESTAMP",
            help="as known at the end of a day, or at a moment",
        )
        parser.add_argument("--format", choices=("json", "csv"), required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Wanted(
            agenda=_agenda(options["agenda"]),
            indicator=options["indicator"],
            unit=options["unit"],
            known_at=_moment(options["as_of"]),
        )
        try:
            rows = exported(wanted)
        except UnknownFilterError as error:
            raise CommandError(str(error)) from error
        with to_a_reader(self.stdout), closing(rows):
            (_write_json if options["format"] == "json" else _write_csv)(rows, self.stdout)


def _agenda(slug: str) -> Agenda:
    if slug:
        found = Agenda.objects.select_related("college").filter(slug=slug).first()
    else:
        found = current_agenda(timezone.localdate())
    if found is None:
        raise CommandError(f"no agenda '{slug}'" if slug else "no agenda yet: run load_agenda first")
    return found


def _moment(text: str) -> datetime | None:
    """The end of a day in Amsterdam, or a moment; one without a time zone is Amsterdam's. ``""``: ``None``."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        return timezone.make_aware(datetime.combine(day, time.max))
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(
            f"--as-of '{text}' is no date (2025-05-01) or timestamp (2025-05-01T12:00:00+02:00)"
        )
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _write_json(rows: Iterator[Row], out: OutputWrapper) -> None:
    """One list, a row a line, written as it is read."""
    before = "["
    for row in rows:
        out.write(f"{before}\n{json.dumps(row, ensure_ascii=False)}", ending="")
        before = ","
    out.write("[]" if before == "[" else "\n]")


def _write_csv(rows: Iterator[Row], out: OutputWrapper) -> None:
    """A header, then a row a line; the breakdown as JSON, empty where there is no value."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in COLUMNS])


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    # A spreadsheet must not run what a file or place is called; a negative number stays one.
    number = text.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{text}" if is_risky(text) and not number else text
