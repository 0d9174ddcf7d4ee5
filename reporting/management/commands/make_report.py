"""``make_report AGENDA YEAR --out DIR``: make a snapshot, or take one, and write the report in every format.

Standard output has a line for each file: its path and its sha256. Exit 1: nothing, or not everything, was written.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.pipes import to_a_reader
from organisation.access import CommandActor
from reporting.canonical import Json, canonical, fingerprint, read
from reporting.chapters.told import Told
from reporting.exceptions import ReportRefusedError, TemplateRefusedError
from reporting.files import FORMATS, Written, write_report
from reporting.kinds import ReportKind
from reporting.models import ReportTemplate
from reporting.older import filled
from reporting.outline import outline
from reporting.selectors import about_called, agenda_called, is_hash, snapshot_called, unit_called
from reporting.services import snapshot_make
from reporting.template.selectors import bytes_for, template_in_use, told_of
from reporting.template.services import template_add

LARGEST = 200 * 1024 * 1024
"""A snapshot of more bytes is none of ours."""


class Command(BaseCommand):
    help = "Write a report about a year of an agenda, from a snapshot that is made now or was made before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agenda", metavar="AGENDA", help="its slug, or its period: 2024-2027")
        parser.add_argument("year", metavar="YEAR", type=int)
        parser.add_argument(
            "--kind", choices=[kind.value for kind in ReportKind], default=ReportKind.ACCOUNT.value
        )
        parser.add_argument("--school", default="", metavar="CODE", help="of the school, service or team")
        parser.add_argument(
            "--round",
            default="",
            metavar="ROUND_OR_DAY",
            help="about a round (4-maanden) or a day of the year",
        )
        parser.add_argument("--objective", default="", metavar="CODE", help="only this factsheet")
        parser.add_argument(
            "--as-of", default="", metavar="MOMENT", help="as known at the end of a day, or at a moment"
        )
        parser.add_argument(
            "--snapshot", default="", metavar="SHA_OR_FILE", help="write from this one; makes none"
        )
        parser.add_argument(
            "--template",
            default="",
            metavar="FILE",
            help="DOCX in this template; default: the one in use on the site",
        )
        parser.add_argument("--out", required=True, metavar="DIR")
        parser.add_argument("--formats", default=",".join(FORMATS), help=f"default: {','.join(FORMATS)}")

    def handle(self, *args: Any, **options: Any) -> None:
        formats = _formats(options["formats"])
        try:
            snapshot = _snapshot(options)
            document = outline(snapshot, objective=options["objective"])
            document = replace(document, template=_template_of(snapshot, options["template"]))
            name = _name(snapshot, options["objective"])
            done = write_report(document, canonical(snapshot), Path(options["out"]), name, formats)
        except ReportRefusedError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"{options['out']}: hier kan niet geschreven worden ({error.strerror})."
            ) from error
        with to_a_reader(self.stdout):
            for one in done:
                if isinstance(one, Written):
                    self.stdout.write(f"{one.path} {one.sha256}")
        if failed := [one for one in done if not isinstance(one, Written)]:
            raise CommandError("\n".join(f"{one.format} is niet gemaakt: {one.reason}" for one in failed))


def _formats(text: str) -> list[str]:
    """In the order in which they are written, each once."""
    asked = {one.strip() for one in text.split(",") if one.strip()}
    if unknown := sorted(asked - set(FORMATS)):
        raise CommandError(f"Onbekend formaat: {', '.join(unknown)}. Kies uit: {', '.join(FORMATS)}.")
    if not asked:
        raise CommandError(f"Noem een formaat: {', '.join(FORMATS)}.")
    return [one for one in FORMATS if one in asked]


def _snapshot(options: dict[str, Any]) -> Json:
    """The snapshot that is asked for: one that is there, or a new one."""
    given = options["snapshot"]
    if given:
        if options["as_of"]:
            raise CommandError("--as-of hoort niet bij --snapshot: die is al van een moment.")
        found = _given(given)
        _agrees(found, options)
        return found
    known_at = _moment(options["as_of"])
    by = CommandActor("make_report")
    template = _added(options["template"]) if options["template"] else template_in_use()
    unit = unit_called(options["school"]) if options["school"] else None
    agenda = agenda_called(options["agenda"])
    made = snapshot_make(
        agenda=agenda,
        year=options["year"],
        kind=ReportKind(options["kind"]),
        unit=unit,
        about=about_called(agenda, options["year"], options["round"]) if options["round"] else None,
        template=told_of(template),
        known_at=known_at,
        by=by,
    )
    return read(made.bytes)


def _added(path: str) -> ReportTemplate:
    """The template in a file, kept with the snapshot that names it. Refused with all that is wrong with it."""
    try:
        return template_add(name=Path(path).name, content=_bytes_of(path), by=CommandActor("make_report"))
    except TemplateRefusedError as error:
        raise CommandError("\n".join(f"{path}: {one}" for one in error.problems)) from error


def _template_of(snapshot: Json, path: str) -> bytes | None:
    """The bytes of the template that a snapshot names: of the file that is given, else those that the site keeps."""
    if not path:
        return bytes_for(snapshot)
    content, named = _bytes_of(path), snapshot.get("template")
    if named is None or fingerprint(content) != named["sha256"]:
        raise CommandError(f"{path}: dit is niet het sjabloon van deze momentopname.")
    return content


def _bytes_of(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: kan niet gelezen worden ({error.strerror}).") from error


def _given(given: str) -> Json:
    """A stored snapshot by its hash, or one in a file."""
    path = Path(given)
    if is_hash(given) and not path.exists():
        return read(snapshot_called(given).bytes)
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{given}: dit bestand is te groot voor een momentopname.")
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{given}: kan niet gelezen worden ({error.strerror}).") from error
    return read(content)


def _agrees(found: Json, options: dict[str, Any]) -> None:
    """A snapshot of something else than was asked for is refused: its report would have the wrong title."""
    agenda, unit = found["agenda"], found["unit"]
    asked = re.sub(r"[\s_-]+", "-", options["round"].strip().lower())
    wrong = [
        said
        for said, same in (
            (f"agenda {agenda['slug']}", options["agenda"] in {agenda["slug"], agenda["period"]}),
            (f"het jaar {found['year']}", options["year"] == found["year"]),
            (f"het soort {found['kind']}", options["kind"] == found["kind"]),
            (
                f"de eenheid {unit['code']}" if unit else "de hele instelling",
                not options["school"] or options["school"] == (unit or {}).get("code"),
            ),
            (
                found.get("round") or f"de stand van {found['on']}",
                not asked or asked in {found["on"], found.get("round", "").replace(" ", "-")},
            ),
        )
        if not same
    ]
    if wrong:
        raise CommandError(f"Deze momentopname is van {' en '.join(wrong)}.")


def _name(snapshot: Json, objective: str) -> str:
    """``verantwoording-2025``, ``school-2025-techniek``, ``managementrapportage-2026-4-maanden``: safe in every file
    system. An interim report about the day that it was made is named by its year alone.
    """
    told = Told(filled(snapshot))
    of_its_day = told.kind.is_interim and not told.about.round and told.on == told.known_on
    parts = [snapshot["kind"], str(told.year) if of_its_day else told.about.stem]
    if snapshot["unit"]:
        parts.append(snapshot["unit"]["code"])
    if objective:
        parts.append(objective)
    return "-".join(
        "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in part) for part in parts
    )


def _moment(text: str) -> datetime | None:
    """The end of a day in Amsterdam (of today: now), or a moment; one without a time zone is Amsterdam's.

    ``""``: ``None``.
    """
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        if day == timezone.localdate():
            return None
        found: datetime | None = datetime.combine(day, time.max)
    except ValueError:
        try:
            found = parse_datetime(text)
        except ValueError:
            found = None
    if found is None:
        raise CommandError(
            f"--as-of '{text}' is geen dag (2026-02-01) of moment (2026-02-01T12:00:00+01:00)."
        )
    return found if timezone.is_aware(found) else timezone.make_aware(found)
