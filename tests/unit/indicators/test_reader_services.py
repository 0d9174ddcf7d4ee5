"""What a college tells the readers: checked, kept, and followed by the next file."""

from __future__ import annotations

import io

import pytest

from imports.reading import Options, ReaderError
from indicators.models import SurveyQuestion, TableMapping
from indicators.reader_services import (
    Fed,
    MappingRefused,
    QuestionRefused,
    mapping_remove,
    mapping_save,
    survey_question_save,
)
from indicators.readers import stored
from indicators.readers.table_plan import TablePlan
from operations.models import AuditEvent
from organisation.access import CommandActor
from tests.built import job as built
from tests.built.sheets import csv
from tests.unit.indicators.readers.asked import errors, figures, questions, rows

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
JOB, How, Per = SurveyQuestion.Survey.JOB, SurveyQuestion.How, SurveyQuestion.Per
PLAN = TablePlan(columns={"value": "Waarde"}, fixed={"indicator": "nieuwe-vsv", "period": "2024"})
TABLE = csv([("Waarde", "x"), ("4,5", "")])


def read(reader, content, **options):
    return list(reader(io.BytesIO(content), Options(**options)))


def canteen(**more):
    return survey_question_save(
        survey=JOB, question="Wat vind je van de kantine?", fed=Fed("kantine", How.MEAN), by=BY, **more
    )


def with_canteen():
    made = built.respondents(30)
    made.header[7] = "V9 wat vind je van de KANTINE"
    return made.csv()


def test_a_question_of_the_college_is_read_from_then_on():
    before = rows(read(stored.job, with_canteen(), period="2024"))
    canteen()
    after = figures(read(stored.job, with_canteen(), period="2024"))

    assert "kantine" not in {row.fields["indicator"] for row in before}
    assert ("kantine", "", (), "", "2024") in after
    assert ("kantine", "", (), "Zorg", "2024") in after


def test_a_question_that_is_off_feeds_nothing():
    canteen()
    canteen(in_use=False)

    assert SurveyQuestion.objects.count() == 1
    assert not any(key[0] == "kantine" for key in figures(read(stored.job, with_canteen(), period="2024")))
    assert AuditEvent.objects.filter(verb="survey_question_save").count() == 2


def test_a_default_can_be_switched_off():
    fed = Fed("veilig-op-school", How.PERCENT_POSITIVE)
    survey_question_save(survey=JOB, question=built.SAFE, fed=fed, by=BY, in_use=False)

    found = figures(read(stored.job, built.respondents(30).csv(), period="2024"))

    safe = [key for key in found if key[0] == "veilig-op-school"]
    assert safe
    assert all(key[2] for key in safe), "only the splits are left"


@pytest.mark.parametrize(
    ("question", "fed", "message"),
    [
        ("?", Fed("kantine", How.MEAN), "Vraag"),
        ("Vraag", Fed("", How.MEAN), "Indicator"),
        ("Vraag", Fed("geen sleutel", How.MEAN), "Indicator"),
        ("Vraag", Fed("kantine", How.ANSWERS), "per antwoord"),
        ("Vraag", Fed("kantine", How.MEAN, Per.ANSWER), "per antwoord"),
        ("Vraag", Fed("kantine", How.MEAN, breakdown={"kleur": "rood"}), "kleur"),
        ("Vraag", Fed("kantine", How.MEAN, breakdown={"niveau": "7"}), "niveau"),
    ],
)
def test_a_question_that_cannot_be_kept(question, fed, message):
    with pytest.raises(QuestionRefused, match=message):
        survey_question_save(survey=JOB, question=question, fed=fed, by=BY)


def test_a_staff_survey_uses_its_own_questions():
    content = csv(
        [("Question Text", "Score"), ("Hoe ervaar je de werkdruk?", 4), ("Wat vind je van de kantine?", 4)]
    )
    canteen()

    assert {key[0] for key in figures(read(stored.mto, content, period="2025"))} == {
        "werkdruk-alle-medewerkers"
    }


def test_without_any_plan_a_table_cannot_be_read():
    with pytest.raises(ReaderError, match="indeling"):
        read(stored.table, TABLE)


def test_which_plan_is_asked_and_remembered_in_the_answer():
    mapping = mapping_save(name="  Eigen   vsv ", plan=PLAN, by=BY)
    only = read(stored.table, TABLE)
    mapping_save(name="Andere vsv", plan=PLAN, by=BY)
    asked = read(stored.table, TABLE)
    answered = read(stored.table, TABLE, answers={"mapping": {"bestand": str(mapping.pk)}})
    settled = read(stored.table, TABLE, settings={"mapping": mapping.pk})

    assert mapping.name == "Eigen vsv"
    assert questions(asked) == [("mapping", "bestand")]
    assert (
        figures(only)
        == figures(answered)
        == figures(settled)
        == {("nieuwe-vsv", "", (), "", "2024"): pytest.approx(4.5)}
    )
    assert not errors(answered)


def test_a_plan_that_is_gone_is_asked_for_again():
    first, second = (mapping_save(name=name, plan=PLAN, by=BY) for name in ("een", "twee"))
    gone = str(first.pk)
    mapping_remove(mapping=first, by=BY)

    assert questions(read(stored.table, TABLE, answers={"mapping": {"bestand": gone}})) == [
        ("mapping", "bestand")
    ]
    assert list(TableMapping.objects.all()) == [second]


@pytest.mark.parametrize(
    ("name", "plan", "wrong"),
    [("", PLAN, "name"), ("EIGEN", PLAN, "name"), ("nieuw", TablePlan(), "value"), ("x" * 81, PLAN, "name")],
)
def test_a_plan_that_cannot_be_kept(name, plan, wrong):
    mapping_save(name="Eigen", plan=PLAN, by=BY)

    with pytest.raises(MappingRefused) as refused:
        mapping_save(name=name, plan=plan, by=BY)

    assert wrong in refused.value.messages
    assert TableMapping.objects.count() == 1


def test_a_plan_can_be_changed_under_its_own_name():
    mapping = mapping_save(name="Eigen", plan=PLAN, by=BY)
    mapping_save(
        name="eigen", plan=TablePlan(columns={"value": "W"}, fixed={"indicator": "x"}), by=BY, mapping=mapping
    )

    mapping.refresh_from_db()
    assert (mapping.name, mapping.plan["columns"]) == ("eigen", {"value": "W"})
