"""A survey through the whole import: uploaded, asked about, approved, and its bytes thrown away."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from imports import services
from imports.models import Batch
from imports.reading import SKIP
from indicators.models import Observation, StagedFact, TableMapping
from indicators.reader_services import mapping_save
from indicators.readers.table_plan import TablePlan
from operations.models import AuditEvent
from organisation.access import CommandActor
from organisation.models import Unit, UnitAlias
from planfile.services import agenda_load
from tests.built import job as built
from tests.built.sheets import csv
from tests.example import AGENDA_FILE

pytestmark = pytest.mark.django_db
BY = CommandActor("test")


@pytest.fixture
def agenda(college: Unit, school: Unit) -> None:
    agenda_load(content=AGENDA_FILE.read_bytes(), name=AGENDA_FILE.name, by=BY)


def check(batch: Batch) -> Batch:
    services.check_run(job_id=batch.job_id)
    return Batch.objects.get(pk=batch.pk)


def upload(reader: str, content: bytes, **more) -> Batch:
    file = ContentFile(content, "bestand.csv")
    return check(
        services.batch_upload(reader=reader, file=file, name="bestand.csv", by=BY, queued=False, **more)
    )


def answer(batch: Batch, **by_kind) -> Batch:
    """Answer every open question with the answer for its kind."""
    answers = {
        (row.question_kind, row.question_key): by_kind[row.question_kind]
        for row in batch.problems.filter(severity="question")
    }
    return check(services.batch_answer(batch=batch, answers=answers, by=BY, queued=False))


def test_respondents_become_figures_and_are_thrown_away(agenda, school):
    made = built.respondents(120)
    batch = upload("job", made.csv())
    stored = batch.file.content
    assert (batch.state, batch.rows) == ("questions", 0)

    batch = answer(batch, year="2024")
    asked = set(batch.problems.filter(severity="question").values_list("question_kind", "question_key"))
    names = {*built.TEAMS, *(team for teams in built.TEAMS.values() for team in teams)}
    assert asked == {("unit", name) for name in names - {"Techniek"}}, "every unknown name once"

    batch = answer(batch, unit=SKIP)
    assert (batch.state, batch.refused) == ("checked", 0)
    services.batch_approve(batch=batch, by=BY)

    batch.refresh_from_db()
    facts = Observation.objects.current().filter(origin=batch.origin)
    whole = facts.get(series__indicator__key="veilig-op-school", series__key="", subject__brin="25LW")
    assert batch.state == "applied"
    assert (whole.period, whole.place) == ("2024", f"kolom H: {built.SAFE}")
    assert batch.file is None
    assert not stored.storage.exists(stored.name)


def test_the_name_of_a_school_is_remembered_for_the_next_edition(agenda, school):
    made = built.respondents(60)
    for row in made.rows:
        row[0], row[1] = "Locatie Techniek", ""
    batch = answer(upload("job", made.csv(), period="2024"), unit=school.code)

    assert batch.state == "checked"
    assert UnitAlias.objects.get(name="Locatie Techniek").source == "JOB"
    assert upload("job", made.csv(), period="2026").state == "checked"


def test_nothing_of_a_respondent_is_kept_or_written_down(agenda, caplog):
    made = built.respondents(40)
    made.header[5] = "Toelichting"
    for number, row in enumerate(made.rows):
        row[5] = f"persoonlijk verhaal {number}"
    made.rows[3][7] = "persoonlijk verhaal hier"

    batch = upload("job", made.csv(), period="2024")

    kept = " ".join(
        [
            *batch.problems.values_list("message", flat=True),
            *(str(fact.__dict__) for fact in StagedFact.objects.all()),
            *(str(event.details) for event in AuditEvent.objects.all()),
            caplog.text,
        ]
    )
    assert batch.state == "blocked"
    assert "persoonlijk verhaal" not in kept


def test_a_table_of_the_college_by_the_plan_that_is_chosen(agenda):
    plan = TablePlan(columns={"value": "Waarde", "indicator": "Code"}, fixed={"period": "2023/2024"})
    mapping = mapping_save(name="Cijfers", plan=plan, by=BY)
    content = csv([("Code", "Waarde"), ("2a", "5,25")])
    assert upload("table", content).state == "checked", "the only plan needs no question"
    mapping_save(name="Andere cijfers", plan=plan, by=BY)

    batch = answer(upload("table", content), mapping=str(mapping.pk))

    assert TableMapping.objects.count() == 2
    assert (batch.state, batch.new) == ("checked", 1)
    services.batch_approve(batch=batch, by=BY)
    batch.refresh_from_db()
    assert [str(one.value) for one in Observation.objects.filter(origin=batch.origin)] == ["5.250000"]


def test_a_staff_survey_is_thrown_away_as_well(agenda):
    content = csv([("Question Text", "Score", "Characteristic 1"), ("Hoe ervaar je de werkdruk?", 4, "OP")])
    batch = upload("mto", content, period="2025")
    services.batch_approve(batch=batch, by=BY)

    batch.refresh_from_db()
    assert batch.file is None
    assert Observation.objects.filter(
        origin=batch.origin, series__indicator__key="werkdruk-onderwijspersoneel"
    ).exists()
