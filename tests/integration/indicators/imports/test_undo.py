"""Taking an import back: whoever reads a page sees what stood there before, figures and comparison alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from agenda.models import Agenda
from imports import services
from imports.models import Batch
from imports.reading import UnitRef
from indicators.comparison import Comparison, comparison
from indicators.imports import undoing
from indicators.models import ComparedWith, Observation
from indicators.points import Point
from indicators.reader_services import mapping_save
from indicators.readers.table_plan import TablePlan
from indicators.selectors import indicator_rows
from indicators.tree import tree_figures
from organisation.access import CommandActor
from organisation.models import Unit, UnitKind
from organisation.selectors import unit_tree
from planfile.services import agenda_load
from tests import factories
from tests.built import job as built
from tests.built.sheets import csv
from tests.example import AGENDA_FILE
from tests.integration.indicators.imports.conftest import make_batch, plan, row, take_in, undo

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
DUO = Path(__file__).resolve().parents[3] / "files" / "duo"
FIRST, SECOND = "01-mbo-indicatoren-per-instelling-2018.xlsx", "01-mbo-indicatoren-per-instelling-2019.xls"


# Whole files --------------------------------------------------------------------------------------------
@pytest.fixture
def agenda(college: Unit, school: Unit, other_school: Unit) -> Agenda:
    agenda_load(content=AGENDA_FILE.read_bytes(), name=AGENDA_FILE.name, by=BY)
    return Agenda.objects.select_related("college").get()


def bring(reader: str, content: bytes, name: str, edition: str = "", period: str = "") -> Batch:
    """A file from upload to applied; nothing of it is asked."""
    file = ContentFile(content, name)
    batch = services.batch_upload(
        reader=reader, file=file, name=name, edition=edition, period=period, by=BY, queued=False
    )
    services.check_run(job_id=batch.job_id)
    batch.refresh_from_db()
    return services.batch_approve(batch=batch, by=BY)


def duo(name: str, edition: str) -> Callable[[], Batch]:
    return lambda: bring("duo_indicators", (DUO / name).read_bytes(), name, edition)


def job() -> Batch:
    made = built.respondents(150)
    places = {
        "Zorg": "School voor Zorg",
        "Techniek": "School voor Techniek",
        "Handel": "School voor Techniek",
    }
    for one in made.rows:
        one[0], one[1] = places[one[0]], ""
    return bring("job", made.csv(), "job.csv", period="2024")


def table() -> Batch:
    mapping_save(
        name="Cijfers", by=BY,
        plan=TablePlan(
            columns={"value": "Waarde", "indicator": "Code", "unit": "Eenheid", "period": "Jaar"}, units="name"
        ),
    )  # fmt: skip
    lines = [("6b", "12", "School voor Zorg", "2024"), ("6b", "30", "Noorderpoort", "2024")]
    return bring("table", csv([("Code", "Waarde", "Eenheid", "Jaar"), *lines]), "tabel.csv", "2024")


def seen(agenda: Agenda) -> dict[str, Any]:
    """What pages, downloads and lists of units tell now; not when it was recorded."""
    out = StringIO()
    call_command("export_values", "--as-of", timezone.now().isoformat(), "--format", "json", stdout=out)
    rows = json.loads(out.getvalue())
    for one in rows:
        del one["recorded_at"]
    indicators = indicator_rows(agenda, subject=agenda.college)
    # Of each indicator the first: every series has a page's worth of queries.
    beside = {one.pk: comparison(agenda, one, one.rhythm) for found in indicators for one in found.series[:1]}
    return {
        "export": sorted(rows, key=json.dumps),
        "indicators": [_row(found) for found in indicators],
        "comparison": {pk: _comparison(found) for pk, found in beside.items()},
        "units": [(node.code, node.name, node.depth) for node in unit_tree(timezone.localdate())],
        "figures": [
            {
                place: sorted((unit, fact.value, fact.n) for unit, fact in some.items())
                for place, some in tree_figures(agenda, unit).rows.items()
            }
            for unit in Unit.objects.exclude(kind=UnitKind.BENCHMARK).order_by("code")
        ],
    }


def _row(found: Any) -> Any:
    return (
        found.code,
        [(part.label, part.judgement) for part in found.parts],
        [_series(one) for one in found.series],
    )


def _series(one: Any) -> Any:
    return one.pk, [_point(point) for point in one.points]


def _point(point: Point) -> Any:
    """A point with where it comes from; its recording may be later than it was."""
    return replace(point, recorded_at=None)


def _comparison(found: Comparison) -> Any:
    return {name: [_point(point) for point in points] for name, points in found.points.items()}, found.choices


def test_undo_one_after_another_reads_as_before_each(agenda):
    stack = []
    for bring_in in (duo(FIRST, "2018"), duo(SECOND, "2019"), job, table):
        before = seen(agenda)
        stack.append((bring_in(), before))
        assert seen(agenda) != before
    for batch, before in reversed(stack):
        services.batch_undo(batch=batch, by=BY)
        assert seen(agenda) == before, batch.file_name


def test_the_same_file_again_after_undo_reads_as_the_first_time(agenda):
    batch = duo(FIRST, "2018")()
    after = seen(agenda)
    services.batch_undo(batch=batch, by=BY)
    assert not Unit.objects.filter(kind=UnitKind.BENCHMARK, closed_on__isnull=True).exists()
    duo(FIRST, "2018")()
    assert seen(agenda) == after


# The comparison group and the units, one by one ------------------------------------------------------------
def group(name: str) -> UnitRef:
    return UnitRef("group", name, name)


def own_group() -> str | None:
    return ComparedWith.objects.filter(stands=True).values_list("unit__code", flat=True).first()


@pytest.mark.usefixtures("whole")
class TestGroup:
    def test_older_edition_does_not_move_the_college(self):
        take_in(row("5", unit=group("roc"), beside=True), edition="2019")
        take_in(row("6", "2010/2011", unit=group("aoc"), beside=True), edition="2018")
        assert own_group() == "vgl-roc"

    def test_undo_of_the_newer_edition_gives_the_earlier_group_back(self):
        take_in(row("5", unit=group("roc"), beside=True), edition="2018")
        newer = take_in(row("6", unit=group("aoc"), beside=True), edition="2019")
        assert own_group() == "vgl-aoc"
        undo(newer)
        assert own_group() == "vgl-roc"

    def test_undo_of_the_older_edition_leaves_the_newer_group(self):
        older = take_in(row("5", unit=group("roc"), beside=True), edition="2018")
        take_in(row("6", "2018/2019", unit=group("aoc"), beside=True), edition="2019")
        undo(older)
        assert own_group() == "vgl-aoc"

    def test_undo_of_the_only_one_leaves_none(self):
        undo(take_in(row("5", unit=group("roc"), beside=True), edition="2018"))
        assert not ComparedWith.objects.exists()

    def test_equal_rows_alone_leave_no_trace(self):
        take_in(row("5", unit=group("roc"), beside=True), edition="2018")
        take_in(row("5", unit=group("roc"), beside=True), edition="2018")
        assert ComparedWith.objects.count() == 1


@pytest.mark.usefixtures("whole")
class TestUnits:
    def test_unit_that_was_there_before_stays_open(self, college):
        factories.make_unit(UnitKind.BENCHMARK, code="bench-00gt", name="Ander College", brin="00GT")
        undo(take_in(row("5", unit=UnitRef("college", "00GT", "Ander College"))))
        assert Unit.objects.get(code="bench-00gt").closed_on is None

    def test_unit_with_figures_of_another_file_stays_open(self):
        other = UnitRef("college", "00GT", "Ander College")
        first = take_in(row("5", unit=other))
        take_in(row("6", "2018/2019", unit=other))
        undo(first)
        assert Unit.objects.get(code="bench-00gt").closed_on is None

    def test_unit_that_an_admin_closed_stays_closed_while_it_has_figures(self):
        other = UnitRef("college", "00GT", "Ander College")
        take_in(row("5", unit=other))
        Unit.objects.filter(code="bench-00gt").update(closed_on=timezone.localdate())
        take_in(row("6", "2018/2019", unit=other))
        assert Unit.objects.get(code="bench-00gt").closed_on is not None

    def test_history_tells_of_both(self):
        undo(take_in(row("5", unit=UnitRef("college", "00GT", "Ander College"))))
        fact = Observation.objects.get()
        assert fact.superseded_at is not None
        batch = make_batch("later")
        plan(batch, [row("5", unit=UnitRef("college", "00GT", "Ander College"))])
        assert undoing.undo(batch, BY) == 0
