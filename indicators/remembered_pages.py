"""What the page of remembered answers shows: spellings of units, and crebos. Three queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agenda.models import Programme
from imports.models import Batch
from imports.registry import readers
from indicators.models import ProgrammeCrebo
from organisation.models import UnitAlias


@dataclass(frozen=True)
class Since:
    """The file at which something was answered."""

    batch: int
    file_name: str
    at: datetime


@dataclass(frozen=True)
class Spelling:
    """``source`` empty: every source. ``since`` ``None``: somebody wrote it down with the unit."""

    pk: int
    source: str
    name: str
    unit: str
    since: Since | None


@dataclass(frozen=True)
class Crebo:
    """``programme`` empty: none that the agenda follows."""

    pk: int
    crebo: str
    title: str
    programme: str
    since: Since | None


@dataclass(frozen=True)
class Remembered:
    spellings: tuple[Spelling, ...]
    crebos: tuple[Crebo, ...]


def remembered() -> Remembered:
    """Everything that files no longer ask."""
    asked = _asked_units()
    spellings = tuple(
        Spelling(
            alias.pk,
            alias.source,
            alias.name,
            alias.unit.name,
            asked.get((alias.source, alias.name.casefold())),
        )
        for alias in UnitAlias.objects.select_related("unit")
    )
    titles = dict(Programme.objects.values_list("code", "title"))
    crebos = tuple(
        Crebo(
            row.pk,
            row.crebo,
            row.title,
            f"{row.programme} {titles.get(row.programme, '')}".strip(),
            _since(row),
        )
        for row in ProgrammeCrebo.objects.select_related("batch")
    )
    return Remembered(spellings, crebos)


def _asked_units() -> dict[tuple[str, str], Since]:
    """The first file at which a name was answered, by source and name."""
    sources = {name: reader.source[:40] for name, reader in readers().items()}
    found: dict[tuple[str, str], Since] = {}
    rows = Batch.objects.exclude(answers={}).order_by("pk")
    for pk, reader, name, at, answers in rows.values_list(
        "pk", "reader", "file_name", "uploaded_at", "answers"
    ):
        for key in answers.get("unit", {}):
            place = (sources.get(reader, ""), " ".join(key.split()).casefold())
            found.setdefault(place, Since(pk, name, at))
    return found


def _since(row: ProgrammeCrebo) -> Since | None:
    return Since(row.batch.pk, row.batch.file_name, row.batch.uploaded_at) if row.batch else None
