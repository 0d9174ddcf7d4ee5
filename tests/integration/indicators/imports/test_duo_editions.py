"""Two real editions of DUO, one after the other, through the whole import."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from agenda.models import Agenda
from imports import services
from imports.exceptions import UndoRefused
from imports.models import Batch
from indicators.comparison import comparison
from indicators.models import Observation
from indicators.selectors import indicator_rows
from organisation.access import CommandActor
from organisation.models import Unit, UnitKind
from planfile.services import agenda_load
from tests.example import AGENDA_FILE

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
FILES = Path(__file__).resolve().parents[3] / "files" / "duo"
FIRST, SECOND = "01-mbo-indicatoren-per-instelling-2018.xlsx", "01-mbo-indicatoren-per-instelling-2019.xls"


@pytest.fixture(autouse=True)
def _agenda(college: Unit) -> None:
    agenda_load(content=AGENDA_FILE.read_bytes(), name=AGENDA_FILE.name, by=BY)


def check(name: str, edition: str = "") -> Batch:
    file = ContentFile((FILES / name).read_bytes(), name)
    batch = services.batch_upload(
        reader="duo_indicators", file=file, name=name, edition=edition, by=BY, queued=False
    )
    services.check_run(job_id=batch.job_id)
    batch.refresh_from_db()
    return batch


def take_in(name: str, edition: str = "") -> Batch:
    return services.batch_approve(batch=check(name, edition), by=BY)


def exported(*more: str) -> list[dict[str, Any]]:
    out = StringIO()
    call_command(
        "export_values", "--indicator", "2a", "--unit", "25LW", "--format", "json", *more, stdout=out
    )
    return [row for row in json.loads(out.getvalue()) if row["breakdown"] == {}]


def value(period: str, moment: datetime | None = None) -> Decimal | None:
    """What the export gives for 2a of Noorderpoort as known at a moment, to four decimals; ``None``: nothing."""
    known = (moment or timezone.now()).isoformat()
    found = [row["value"] for row in exported("--as-of", known) if row["period"] == period]
    return Decimal(found[0]).quantize(Decimal("0.0001")) if found else None


def standing() -> Counter[tuple[Any, ...]]:
    fields = (
        "series",
        "subject",
        "period",
        "value",
        "absence",
        "n",
        "sd",
        "decimals",
        "final",
        "origin",
        "place",
        "note",
    )
    return Counter(Observation.objects.current().values_list(*fields))


def test_second_edition_restates_the_first_and_both_can_be_read():
    take_in(FIRST, "2018")
    between = timezone.now()
    batch = check(SECOND, "2019")
    assert batch.state == Batch.State.CHECKED
    assert value("2017/2018") is None
    services.batch_approve(batch=batch, by=BY)
    assert value("2017/2018") == Decimal("4.8236")
    assert value("2016/2017") == Decimal("4.5074")
    assert value("2016/2017", between) == Decimal("4.1709")
    assert value("2017/2018", between) is None
    versions = [row for row in exported() if row["period"] == "2016/2017"]
    assert [(row["file"], row["edition"]) for row in versions] == [(FIRST, "2018"), (SECOND, "2019")]
    assert all(row["place"].startswith("blad VSV, cel ") for row in versions)


def test_preview_of_the_second_edition_names_the_restatement():
    take_in(FIRST, "2018")
    batch = check(SECOND, "2019")
    sections = {part.template: part.context for part in batch.known_reader.handler.sections(batch)}
    restated = sections["indicators/_import_restated.html"]["rows"]
    [found] = [
        row
        for row in restated
        if (row["unit"], row["indicator"], row["period"]) == ("Noorderpoort", "2a", "2016/2017")
    ]
    assert (found["old"], found["new"]) == ("4,1709\u00a0%", "4,5074\u00a0%")
    assert restated[0]["unit"] == "Noorderpoort"


def test_import_again_changes_nothing():
    take_in(FIRST, "2018")
    take_in(SECOND, "2019")
    before, rows = standing(), Observation.objects.count()
    again = check(SECOND, "2019")
    assert (again.new, again.changed, again.refused) == (0, 0, 0)
    assert again.equal > 500
    services.batch_approve(batch=again, by=BY)
    older = check(FIRST, "2018")
    assert (older.new, older.changed) == (0, 0)
    assert older.refused > 0
    services.batch_approve(batch=older, by=BY)
    assert standing() == before
    assert Observation.objects.count() == rows


def test_undo_restores_exactly():
    start = standing()
    first = take_in(FIRST, "2018")
    before = standing()
    second = take_in(SECOND, "2019")
    with pytest.raises(UndoRefused, match=SECOND):
        services.batch_undo(batch=first, by=BY)
    services.batch_undo(batch=second, by=BY)
    assert standing() == before
    services.batch_undo(batch=first, by=BY)
    assert standing() == start


def test_every_college_stands_beside_the_own_one():
    take_in(SECOND, "2019")
    others = Unit.objects.filter(kind=UnitKind.BENCHMARK).exclude(brin="")
    assert others.count() > 50
    assert not others.filter(brin="25LW").exists()
    agenda = Agenda.objects.select_related("college").get()
    row = indicator_rows(agenda, subject=agenda.college, code="2a")[0].series[0]
    found = comparison(agenda, row, row.rhythm)
    assert list(found.points) == ["Vergelijkingsgroep ROC"]
    assert len(found.choices) > 50
