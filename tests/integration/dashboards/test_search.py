"""Searching: what is found, by whom, and what nobody may find."""

from __future__ import annotations

import pytest
from django.urls import reverse

from agenda.models import Objective, Partner
from dashboards.search import MOST_SHOWN, search
from organisation.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
SECRET = "Wachtlijst bij Ærøskøbing <b>vet</b>"


@pytest.fixture
def measure(college):
    return factories.make_measure(college, code="1.1.1", title="Stages in de zorg", lead="Bureau BPV")


@pytest.fixture
def report(measure, team):
    return factories.make_report(factories.make_assignment(measure, team), changed=SECRET)


def titles(agenda, question, user) -> dict[str, list[str]]:
    found = search(agenda, question, factories.actor(user))
    return {kind.title: [hit.title for hit in kind.hits] for kind in found.kinds}


def test_finds_by_code_title_lead_and_partner(measure, holder_of):
    Partner.objects.create(objective=measure.objective, name="UMCG", role="stageplaatsen")
    reader = holder_of(Role.READER)
    assert titles(measure.agenda, "1.1.1", reader)["Maatregelen"] == ["Stages in de zorg"]
    assert titles(measure.agenda, "bureau bpv", reader) == {"Maatregelen": ["Stages in de zorg"]}
    assert titles(measure.agenda, "STAGE", reader) == {
        "Maatregelen": ["Stages in de zorg"],
        "Partners": ["UMCG"],
    }
    assert titles(measure.agenda, "stage techniek", reader) == {}


def test_objective_is_found_by_its_owner(measure, holder_of):
    Objective.objects.update(owner="Directeur Onderwijs")
    assert "Doelstellingen" in titles(measure.agenda, "directeur", holder_of(Role.READER))


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.TEAM_MANAGER, True), (Role.SCHOOL_DIRECTOR, True), (Role.READER, True), (Role.BOARD, True)],
)
def test_report_is_found_by_who_may_open_the_unit(report, holder_of, role, sees):
    assert ("Meldingen" in titles(report.assignment.measure.agenda, "wachtlijst", holder_of(role))) is sees


def test_report_of_another_team_is_not_found(report, other_team, other_school):
    agenda = report.assignment.measure.agenda
    for role, unit in ((Role.TEAM_MANAGER, other_team), (Role.SCHOOL_DIRECTOR, other_school)):
        assert titles(agenda, "wachtlijst", factories.make_holder(role, unit)) == {}


def test_report_that_was_followed_by_another_is_not_found(report, holder_of):
    report.superseded_at = report.at
    report.save()
    assert titles(report.assignment.measure.agenda, "wachtlijst", holder_of(Role.BOARD)) == {}


def test_page_shows_text_as_text(report, client_of):
    page = client_of(Role.READER).get(reverse("dashboards:search"), {"q": "wachtlijst"}).content.decode()
    assert "<mark>Wachtlijst</mark>" in page
    assert "&lt;b&gt;vet&lt;/b&gt;" in page


@pytest.mark.parametrize(
    "question", ["", "   ", "\0", "%", "'; drop", "<script>", "x" * 5000, "\u202e", "🙂"]
)
def test_any_question_gives_a_page(measure, client_of, question):
    answer = client_of(Role.READER).get(reverse("dashboards:search"), {"q": question})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_many_hits_are_counted_and_some_shown(measure, holder_of):
    for number in range(MOST_SHOWN + 5):
        Partner.objects.create(objective=measure.objective, name=f"Bedrijf {number}")
    [kind] = search(measure.agenda, "bedrijf", factories.actor(holder_of(Role.READER))).kinds
    assert (len(kind.hits), kind.total) == (MOST_SHOWN, MOST_SHOWN + 5)


def test_costs_the_same_with_more(measure, holder_of, django_assert_max_num_queries):
    reader = factories.actor(holder_of(Role.READER))
    for number in range(3):
        factories.make_measure(measure.agenda.college, code=f"1.1.{number + 5}", title=f"Stage {number}")
    with django_assert_max_num_queries(11):
        search(measure.agenda, "stage", reader)


def test_without_agenda_says_so(client_of):
    assert client_of(Role.READER).get(reverse("dashboards:search"), {"q": "x"}).status_code == 200
