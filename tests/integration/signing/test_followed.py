"""A figure in a report, followed back to the file that it came from and the cell where it stands."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from lxml import html as html_reader

from agenda.models import Agenda
from imports import services
from organisation.access import CommandActor
from organisation.models import Unit
from planfile.services import agenda_load
from reporting.files import content_of
from reporting.kinds import ReportKind
from reporting.outline import outline
from reporting.snapshot import make
from tests.example import AGENDA_FILE

BY = CommandActor("test")
DUO = Path(__file__).resolve().parents[2] / "files/duo/01-mbo-indicatoren-per-instelling-2018.xlsx"
_ORIGIN = re.compile(
    r"(?P<period>\S+)(?: voorlopig)?: (?P<text>[^;(]+?)(?: \(n = [\d.]+\))?, (?P<source>b-\d+), "
    r"blad (?P<sheet>.+), cel (?P<cell>[A-Z]+\d+)"
)


@pytest.mark.django_db
def test_figure_is_followed_to_the_cell_of_a_real_file(college: Unit):
    agenda_load(content=AGENDA_FILE.read_bytes(), name=AGENDA_FILE.name, by=BY)
    content = DUO.read_bytes()
    batch = services.batch_upload(
        reader="duo_indicators", file=ContentFile(content, DUO.name), name=DUO.name, edition="2018", by=BY, queued=False
    )  # fmt: skip
    services.check_run(job_id=batch.job_id)
    batch.refresh_from_db()
    services.batch_approve(batch=batch, by=BY)
    made = make(Agenda.objects.get(), 2024, ReportKind.ACCOUNT, known_at=timezone.now())
    page = content_of(outline(made), b"", "html")
    assert isinstance(page, bytes)

    # As a reader does it: the annex names source and place, the list of sources the hash of the file.
    tables = {
        " ".join(table.find("caption").text_content().split()).split(". ", 1)[1]: table
        for table in html_reader.fromstring(page).iter("table")
    }
    origins = next(table for name, table in tables.items() if name.startswith("2a ") and "elk cijfer" in name)
    whole = next(row for row in origins.find("tbody") if row[0].text_content() == "hele instelling")
    told = [" ".join(part.split()) for part in whole[1].text_content().split("; ")]
    found = [match for part in told if (match := _ORIGIN.fullmatch(part))]
    sources = {row[0].text_content(): row[4].text_content() for row in tables["Bronnen"].find("tbody")}
    from_duo = [match for match in found if sources[match["source"]] == hashlib.sha256(content).hexdigest()]
    assert from_duo, told
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    for match in from_duo:
        there = Decimal(str(book[match["sheet"]][match["cell"]].value))
        shown = Decimal(match["text"].replace("\xa0", "").replace("%", "").strip().replace(",", "."))
        assert abs((there * 100 if there < 1 else there) - shown) < Decimal("0.06"), match[0]
