"""Answers that files no longer ask: seen on a page, and taken back."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from agenda.models import Agenda
from imports import services
from imports.models import Batch
from imports.reading import SKIP
from indicators.models import ProgrammeCrebo
from operations.models import AuditEvent
from organisation.access import CommandActor
from organisation.models import UnitAlias
from organisation.roles import Role
from organisation.services import alias_add
from planfile.services import agenda_load
from tests.built import job as built
from tests.built.sheets import csv
from tests.example import AGENDA_FILE

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
PAGE = reverse("indicators:remembered")
CREBOS = [
    ("INSTELLINGSCODE", "ERKENDE OPLEIDING CODE", "ERKENDE OPLEIDING NAAM", "DIPMAN2021", "DIPVROUW2021"),
    ("25LW", "25655", "Mbo-Verpleegkundige", 10, 20),
    ("25LW", "25180", "Kapper", 4, 5),
]


@pytest.fixture
def agenda(college, school) -> Agenda:
    agenda_load(content=AGENDA_FILE.read_bytes(), name=AGENDA_FILE.name, by=BY)
    return Agenda.objects.get()


@pytest.fixture
def steward(holder_of, client):
    client.force_login(holder_of(Role.DATA_STEWARD))
    return client


def check(batch: Batch) -> Batch:
    services.check_run(job_id=batch.job_id)
    return Batch.objects.get(pk=batch.pk)


def upload(reader: str, content: bytes, **more) -> Batch:
    file = ContentFile(content, "bestand.csv")
    return check(
        services.batch_upload(reader=reader, file=file, name="bestand.csv", by=BY, queued=False, **more)
    )


def answer(batch: Batch, given: dict[tuple[str, str], str]) -> Batch:
    return check(services.batch_answer(batch=batch, answers=given, by=BY, queued=False))


def asked(batch: Batch) -> set[tuple[str, str]]:
    return set(batch.problems.filter(severity="question").values_list("question_kind", "question_key"))


def respondents() -> bytes:
    made = built.respondents(40)
    for one in made.rows:
        one[0], one[1] = "Locatie Techniek", ""
    return made.csv()


def with_crebos() -> Batch:
    batch = upload("duo_gediplomeerden", csv(CREBOS))
    return answer(batch, {("programme", "25655"): "bc113", ("programme", "25180"): SKIP})


# Crebos -------------------------------------------------------------------------------------------------
def test_crebo_is_asked_once(agenda):
    first = upload("duo_gediplomeerden", csv(CREBOS))
    assert asked(first) == {("programme", "25655"), ("programme", "25180")}
    with_crebos()
    again = upload("duo_gediplomeerden", csv([*CREBOS, ("25LW", "25180", "Kapper", 1, 1)]))
    assert asked(again) == set()
    assert (again.state, again.new + again.changed) == ("checked", 1)


def test_answer_about_a_programme_that_no_agenda_follows_is_asked_again(agenda):
    with_crebos()
    agenda.programmes.filter(code="bc113").delete()
    assert ("programme", "25655") in asked(upload("duo_gediplomeerden", csv(CREBOS)))


def test_later_answer_takes_the_place_of_an_earlier_one(agenda):
    with_crebos()
    batch = upload("duo_gediplomeerden", csv(CREBOS))
    ProgrammeCrebo.objects.all().delete()
    batch = check(services.batch_recheck(batch=batch, by=BY, queued=False))
    answer(batch, {("programme", "25655"): "bc057", ("programme", "25180"): SKIP})
    assert ProgrammeCrebo.objects.get(crebo="25655").programme == "bc057"


# Asking anew --------------------------------------------------------------------------------------------
def test_asking_anew_forgets_what_this_file_taught(agenda, school):
    batch = answer(upload("job", respondents(), period="2024"), {("unit", "Locatie Techniek"): school.code})
    assert UnitAlias.objects.exists()
    upload_again = upload("job", respondents(), period="2026")
    assert asked(upload_again) == set()
    duo = with_crebos()
    services.batch_recheck(batch=duo, by=BY, forget_answers=True, queued=False)
    assert not ProgrammeCrebo.objects.exists()
    assert UnitAlias.objects.exists(), "of another file"
    assert batch.answers


def test_asking_anew_forgets_the_spelling_of_a_unit(agenda, school):
    """With a reader that keeps its file; one about persons has none to ask about."""
    from indicators.reader_services import mapping_save
    from indicators.readers.table_plan import TablePlan

    plan = TablePlan(
        columns={"value": "Waarde", "indicator": "Code", "unit": "Wie"},
        fixed={"period": "2024"},
        units="name",
    )
    mapping_save(name="Cijfers", plan=plan, by=BY)
    lines = [("Code", "Waarde", "Wie"), ("6b", "3", "Loc. Techniek")]
    alias_add(unit=school, name="Gebouw T", source="Tabel", by=BY)
    batch = answer(upload("table", csv(lines)), {("unit", "Loc. Techniek"): school.code})
    assert batch.state == "checked"
    batch = check(services.batch_recheck(batch=batch, by=BY, forget_answers=True, queued=False))
    assert asked(batch) == {("unit", "Loc. Techniek")}
    assert list(UnitAlias.objects.values_list("name", flat=True)) == ["Gebouw T"]


# The page -----------------------------------------------------------------------------------------------
def test_page_tells_since_which_file(steward, agenda, school):
    alias_add(unit=school, name="Gebouw T", by=BY)
    batch = answer(upload("job", respondents(), period="2024"), {("unit", "Locatie Techniek"): school.code})
    duo = with_crebos()
    page = steward.get(PAGE).content.decode()
    assert "Locatie Techniek" in page
    assert reverse("imports:batch", args=[batch.pk]) in page
    assert "vastgelegd bij de eenheid" in page
    assert "25655 Mbo-Verpleegkundige" in page
    assert "bc113 Mbo-Verpleegkundige" in page
    assert "geen van de opleidingen in de agenda" in page
    assert reverse("imports:batch", args=[duo.pk]) in page


def test_spelling_and_crebo_are_forgotten_with_a_trace(steward, agenda, school):
    answer(upload("job", respondents(), period="2024"), {("unit", "Locatie Techniek"): school.code})
    with_crebos()
    alias, crebo = UnitAlias.objects.get(), ProgrammeCrebo.objects.get(crebo="25655")
    addresses = [
        reverse("indicators:spelling_forget", args=[alias.pk]),
        reverse("indicators:crebo_forget", args=[crebo.pk]),
    ]
    for address in addresses:
        assert (
            "Het volgende bestand vraagt het opnieuw." in steward.post(address, follow=True).content.decode()
        )
        assert "was al vergeten" in steward.post(address, follow=True).content.decode(), "two tabs"
    assert not UnitAlias.objects.exists()
    assert set(AuditEvent.objects.values_list("verb", flat=True)) >= {"alias_remove", "crebo_remove"}
    assert asked(upload("job", respondents(), period="2026")) == {("unit", "Locatie Techniek")}
    assert asked(upload("duo_gediplomeerden", csv(CREBOS))) == {("programme", "25655")}


def test_empty_page_says_what_comes_here(steward, college):
    page = steward.get(PAGE).content.decode()
    assert "Nog geen namen" in page
    assert "Nog geen crebo" in page


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_STEWARD])
def test_others_may_not(client_of, school, role):
    alias = alias_add(unit=school, name="Gebouw T", by=BY)
    client = client_of(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("indicators:spelling_forget", args=[alias.pk])).status_code == 403
    assert client.post(reverse("indicators:crebo_forget", args=[1])).status_code == 403
    assert UnitAlias.objects.exists()
