"""A reader and a handler small enough to read: lines of ``year;value`` become facts of one series.

What a line may be instead of a value: ``x`` an error, ``~`` a warning, ``#`` a note, ``?`` a question about the scale,
``team NAME`` a question about a unit, ``knal`` a reader that breaks. A first line ``bsn`` is a file about persons.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from io import TextIOWrapper
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from imports.exceptions import Outdated, UndoRefused
from imports.models import Batch, Origin
from imports.reading import (
    Item,
    Options,
    PersonalData,
    Problem,
    Question,
    ReaderError,
    Row,
    Severity,
)
from imports.registry import Planned, Reader, Section
from indicators.models import Indicator, Observation, Series
from organisation.access import By
from organisation.models import Unit, UnitKind

NAME = "nep"
GOOD = b"2021;10\n2022;20\n"
SCALE = (("1", "zoals het er staat"), ("100", "maal honderd"))
MARKS = {"x": Severity.ERROR, "~": Severity.WARNING, "#": Severity.NOTE}


def read(file: BinaryIO, options: Options) -> Iterator[Item]:
    for number, line in enumerate(TextIOWrapper(file, "utf-8"), 1):
        year, _, value = line.strip().partition(";")
        place = f"rij {number}"
        if year == "bsn":
            raise PersonalData("Dit bestand gaat over personen. Het is weggegooid.")
        if not value:
            raise ReaderError(f"Rij {number} heeft geen puntkomma. Sla het bestand op met puntkomma's.")
        if value == "knal":
            raise RuntimeError("de lezer is stuk")
        if value in MARKS:
            yield Problem(place, MARKS[value], f"'{value}' bij {year}")
            continue
        item = _question(place, year, value, options)
        yield item or Row(place, {"year": int(year), "value": _value(year, value, options)})


def _value(year: str, value: str, options: Options) -> Decimal:
    if value == "?":
        return Decimal(options.answers["scale"][year])
    return Decimal(1) if value.startswith("team ") else Decimal(value)


def _question(place: str, year: str, value: str, options: Options) -> Problem | None:
    if value == "?" and year not in options.answers.get("scale", {}):
        question = Question("scale", year, f"Hoe is {year} geschreven?", SCALE)
        return Problem(place, Severity.QUESTION, f"{year} is onduidelijk", question)
    name = value.removeprefix("team ")
    if name != value and name not in options.answers.get("unit", {}):
        question = Question("unit", name, f"Wie is '{name}'?")
        return Problem(place, Severity.QUESTION, f"'{name}' is niet bekend", question)
    return None


class FakeHandler:
    """Facts of one series of the one college. What is staged stands in the batch's settings."""

    def __init__(self) -> None:
        self.ran: list[int] = []
        self.between: Callable[[], None] = lambda: None

    def plan(self, batch: Batch, items: Iterable[Item], beat: Callable[[int], None]) -> Planned:
        staged: dict[str, str] = {}
        problems = []
        for number, item in enumerate(items, 1):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                staged[str(item.fields["year"])] = str(item.fields["value"])
            beat(number)
        self.between()
        now = _now()
        with transaction.atomic():
            beat(len(staged))
            Batch.objects.filter(pk=batch.pk).update(settings={"staged": staged})
        self.ran.append(batch.pk)
        new = sum(year not in now for year in staged)
        equal = sum(now.get(year) == Decimal(value) for year, value in staged.items())
        changed = len(staged) - new - equal
        return Planned(len(staged), new, changed, equal, 0, tuple(problems), _basis(now))

    def sections(self, batch: Batch) -> list[Section]:
        staged = ", ".join(f"{year}: {value}" for year, value in batch.settings["staged"].items())
        return [Section("Wat de lezer vond", "_parts/notice.html", {"tone": "info", "text": staged})]

    def apply(self, batch: Batch, origin: Origin, by: By) -> int:
        now = _now()
        if _basis(now) != batch.basis:
            raise Outdated
        staged = Batch.objects.get(pk=batch.pk).settings["staged"]
        wanted = {year: Decimal(value) for year, value in staged.items() if now.get(year) != Decimal(value)}
        _record(wanted, origin)
        return len(wanted)

    def undo(self, batch: Batch, origin: Origin, by: By) -> int:
        mine = Observation.objects.filter(origin=batch.origin)
        if mine.filter(superseded_at__isnull=False).exists():
            raise UndoRefused("Een latere import heeft deze cijfers al gewijzigd.")
        before = {}
        for fact in mine:
            older = Observation.objects.filter(period=fact.period, superseded_at=fact.recorded_at).first()
            if older is not None:
                before[fact.period] = older.value
        closed = mine.update(superseded_at=timezone.now())
        _record(before, origin)
        return closed

    def discard(self, batches: QuerySet[Batch]) -> int:
        return batches.exclude(state__in=["applied", "undone"]).update(settings={})


def _now() -> dict[str, Decimal]:
    facts = Observation.objects.filter(superseded_at__isnull=True, series__indicator__key="nep")
    return dict(facts.values_list("period", "value"))


def _basis(now: dict[str, Decimal]) -> str:
    text = json.dumps({year: str(value.normalize()) for year, value in sorted(now.items())})
    return hashlib.sha256(text.encode()).hexdigest()


def _record(values: dict[str, Decimal], origin: Origin) -> None:
    indicator, _ = Indicator.objects.get_or_create(key="nep", defaults={"unit": "percent"})
    series, _ = Series.objects.get_or_create(indicator=indicator)
    college, at = Unit.objects.get(kind=UnitKind.COLLEGE), timezone.now()
    for year, value in values.items():
        Observation.objects.filter(period=year, superseded_at__isnull=True).update(superseded_at=at)
        Observation.objects.create(
            series=series, subject=college, period=year, period_start=date(int(year), 1, 1),
            period_end=date(int(year), 12, 31), value=value, origin=origin, recorded_at=at,
        )  # fmt: skip


def current() -> dict[str, int]:
    """What stands now, by year."""
    return {year: int(value) for year, value in _now().items()}


def make(**changes: object) -> Reader:
    """The reader with a handler of its own."""
    fields = {
        "name": NAME, "title": "Nepbron", "source": "NEP", "read": read, "handler": FakeHandler(),
        "extensions": ("csv", "xlsx", "xls"), "hint": "Regels van jaar en getal.", **changes,
    }  # fmt: skip
    return Reader(**fields)  # type: ignore[arg-type]


__all__ = ["GOOD", "NAME", "FakeHandler", "current", "make", "read"]
