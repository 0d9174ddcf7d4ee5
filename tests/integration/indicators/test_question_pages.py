"""The pages on which a data steward says which question of a survey feeds which indicator."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from imports import services
from imports.models import Batch
from indicators.models import Indicator, SeenQuestion, Series, SurveyQuestion
from indicators.question_pages import question_parts, ref_of
from indicators.reader_services import Fed, survey_question_save
from indicators.readers.job_questions import JOB_FEEDS
from indicators.readers.stored import feeds_of
from operations.models import AuditEvent
from organisation.access import CommandActor
from organisation.roles import Role
from tests.built import job as built
from tests.built.sheets import csv

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
JOB, MTO, How = SurveyQuestion.Survey.JOB, SurveyQuestion.Survey.MTO, SurveyQuestion.How
LIST, ADD = reverse("indicators:questions"), reverse("indicators:question_add")
CANTEEN = "Wat vind je van de kantine?"


@pytest.fixture
def steward(holder_of, client):
    client.force_login(holder_of(Role.DATA_STEWARD))
    return client


@pytest.fixture(autouse=True)
def _indicators(college) -> None:
    Indicator.objects.create(key="kantine", unit="percent")
    Indicator.objects.create(key="veilig-op-school", unit="percent")
    Indicator.objects.create(key="rapportcijfer", unit="score10")


def posted(**more: str) -> dict[str, str]:
    return {
        "survey": "JOB", "question": CANTEEN, "indicator": "kantine", "how": "percent_positive", "per": "whole",
        "in_use": "on",
    } | more  # fmt: skip


def canteen() -> SurveyQuestion:
    return survey_question_save(survey=JOB, question=CANTEEN, fed=Fed("kantine", How.PERCENT_POSITIVE), by=BY)


def upload(reader: str, content: bytes, **more: str) -> Batch:
    file = ContentFile(content, "bestand.csv")
    batch = services.batch_upload(reader=reader, file=file, name="bestand.csv", by=BY, queued=False, **more)
    services.check_run(job_id=batch.job_id)
    return Batch.objects.get(pk=batch.pk)


def job_file() -> Batch:
    made = built.respondents(30)
    made.header[8] = CANTEEN
    return upload("job", made.csv(), period="2024")


def of(survey: str):
    return next(part for part in question_parts() if part.survey == survey)


# The list -----------------------------------------------------------------------------------------------
def test_list_names_every_question_and_what_it_feeds(steward):
    page = steward.get(LIST).content.decode()
    assert "Voel je je veilig op school?" in page
    assert "Hoe ervaar je de werkdruk?" in page
    assert len(of("JOB").lines) == len(JOB_FEEDS)
    assert "deze indicator is er niet" in page, "the site has three indicators only"


def test_question_that_no_file_had_is_marked(steward):
    assert {line.seen for line in of("JOB").lines} == {""}
    job_file()
    seen = {line.question: line.seen for line in of("JOB").lines}
    assert seen["Voel je je veilig op school?"] == "bestand.csv"
    assert seen["Wat vind je van de lessen rekenen?"] == ""
    assert "nog in geen bestand" in steward.get(LIST).content.decode()


def test_question_of_the_last_file_that_feeds_nothing_is_placed_with_one_click(steward):
    job_file()
    [seen] = SeenQuestion.objects.filter(question=CANTEEN)
    assert CANTEEN in {one.question for one in of("JOB").open}
    address = f"{ADD}?vraag={seen.pk}"
    assert address in steward.get(LIST).content.decode()
    assert CANTEEN in steward.get(address).content.decode()
    steward.post(address, posted())
    assert CANTEEN not in {one.question for one in of("JOB").open}
    batch = job_file()
    assert batch.staged_facts.filter(indicator__key="kantine").exists()


def test_question_of_a_staff_survey_is_heard_as_well():
    lines = [
        ("Question Text", "Score", "Characteristic 1"),
        ("Hoe ervaar je de werkdruk?", 4, "OP"),
        ("Koffie?", 3, "OP"),
    ]
    upload("mto", csv(lines), period="2025")
    part = of("MTO")
    assert [one.question for one in part.open] == ["Koffie?"]
    assert {line.question for line in part.lines if line.seen} == {"Hoe ervaar je de werkdruk?"}


def test_two_questions_for_one_figure_say_so():
    canteen()
    survey_question_save(
        survey=JOB, question="En de kantine?", fed=Fed("kantine", How.PERCENT_POSITIVE), by=BY
    )
    also = {line.question: line.also for line in of("JOB").lines if line.indicator == "kantine"}
    assert also == {CANTEEN: ("En de kantine?",), "En de kantine?": (CANTEEN,)}


def test_queries_do_not_grow_with_the_list(steward):
    steward.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        steward.get(LIST)
    job_file()
    for number in range(20):
        survey_question_save(
            survey=JOB,
            question=f"Vraag over {number} en meer?",
            fed=Fed("kantine", How.PERCENT_POSITIVE),
            by=BY,
        )
    with CaptureQueriesContext(connection) as many:
        steward.get(LIST)
    assert len(many) == len(few) <= 15


# Adding and changing ------------------------------------------------------------------------------------
def test_added_changed_and_removed_with_a_trace(steward):
    assert steward.post(ADD, posted(), follow=True).redirect_chain[0][0] == LIST
    row = SurveyQuestion.objects.get()
    assert (row.survey, row.words, row.how, row.per) == (
        "JOB",
        "wat vind je van de kantine",
        "percent_positive",
        "whole",
    )
    address = reverse("indicators:question", args=[row.pk])
    version = row.updated_at.isoformat()
    steward.post(address, posted(indicator="rapportcijfer", how="mean", leerweg="BOL", version=version))
    row.refresh_from_db()
    assert (row.indicator, row.how, row.breakdown) == ("rapportcijfer", "mean", "leerweg=BOL")
    steward.post(
        reverse("indicators:question_remove", args=[row.pk]), {"version": row.updated_at.isoformat()}
    )
    assert not SurveyQuestion.objects.exists()
    verbs = AuditEvent.objects.filter(verb__startswith="survey_question").values_list("verb", flat=True)
    assert sorted(verbs) == ["survey_question_remove", "survey_question_save", "survey_question_save"]


def test_percentage_per_answer_goes_per_answer(steward):
    steward.post(ADD, posted(how="answers", per="niveau"))
    assert SurveyQuestion.objects.get().per == "antwoord"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"question": ""}, "Dit veld is verplicht"),
        ({"question": "?!"}, "zoals die in het bestand staat"),
        ({"question": "x" * 301}, "300"),
        ({"indicator": "bestaat-niet"}, "Selecteer een geldige keuze"),
        ({"how": "som"}, "Selecteer een geldige keuze"),
        ({"how": "mean"}, "is in 'procent'"),
        ({"indicator": "rapportcijfer"}, "is in 'cijfer op 10'"),
        ({"part": "y" * 81}, "80"),
        ({"only": "z" * 301}, "300"),
        ({"survey": "CBS"}, "Selecteer een geldige keuze"),
    ],
)
def test_what_cannot_be_is_said_and_stays_in_the_form(steward, change, said):
    answer = steward.post(ADD, posted(**change))
    assert answer.status_code == 200
    assert said in answer.content.decode().replace("&#x27;", "'")
    assert not SurveyQuestion.objects.exists()


def test_part_with_a_unit_of_its_own_decides_what_is_counted(steward):
    what = Indicator.objects.get(key="kantine")
    Series.objects.create(indicator=what, part="gemiddelde", unit="score5")
    steward.post(ADD, posted(how="mean", part="gemiddelde"))
    assert SurveyQuestion.objects.get().part == "gemiddelde"


def test_added_twice_is_refused_and_nothing_changes(steward):
    canteen()
    answer = steward.post(ADD, posted(in_use=""))
    assert "vult dit cijfer al" in answer.content.decode()
    assert SurveyQuestion.objects.get().in_use


def test_second_of_two_tabs_is_told(steward):
    row = canteen()
    version = row.updated_at.isoformat()
    address = reverse("indicators:question", args=[row.pk])
    steward.post(address, posted(part="eerste", version=version))
    answer = steward.post(address, posted(part="tweede", version=version))
    assert "intussen gewijzigd" in answer.content.decode()
    answer = steward.post(
        reverse("indicators:question_remove", args=[row.pk]), {"version": version}, follow=True
    )
    assert "intussen gewijzigd" in answer.content.decode()
    assert SurveyQuestion.objects.get().part == "eerste"


# What came with the site --------------------------------------------------------------------------------
def test_line_that_came_with_the_site_is_switched_off_and_on_again(steward):
    feed = next(feed for feed in JOB_FEEDS if feed.indicator == "veilig-op-school")
    steward.post(reverse("indicators:question_switch"), {"regel": ref_of(JOB, feed)})
    assert feed not in feeds_of(JOB)
    assert "uitgezet" in steward.get(LIST).content.decode()
    row = SurveyQuestion.objects.get()
    assert row.question == "Voel je je veilig op school?"
    steward.post(
        reverse("indicators:question_remove", args=[row.pk]), {"version": row.updated_at.isoformat()}
    )
    assert feed in feeds_of(JOB)


# Who may, and strange addresses -------------------------------------------------------------------------
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DATA_STEWARD])
def test_others_may_not(client_of, role):
    row = canteen()
    client = client_of(role)
    assert client.get(LIST).status_code == 403
    assert client.get(ADD).status_code == 403
    assert client.post(reverse("indicators:question", args=[row.pk]), posted()).status_code == 403
    assert client.post(reverse("indicators:question_remove", args=[row.pk])).status_code == 403
    assert client.post(reverse("indicators:question_switch")).status_code == 403


def test_what_is_not_there_is_not_found(steward):
    assert steward.get(reverse("indicators:question", args=[987654])).status_code == 404
    assert steward.post(reverse("indicators:question_remove", args=[987654])).status_code == 404
    assert steward.post(reverse("indicators:question_switch"), {"regel": "onzin"}).status_code == 404
    for text in ("987654", "x", "²", "9" * 40, "-1"):
        assert steward.get(ADD, {"vraag": text}).status_code == 404
