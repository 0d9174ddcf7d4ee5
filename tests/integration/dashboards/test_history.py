"""Who said what when: complete, newest first, and of units only for who may open them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from agenda.evaluations.services import EvaluationFields, NewAgreement, agreement_close, evaluation_save
from agenda.models import Agenda, Agreement, Evaluation, Objective
from agenda.services import objective_owners_set
from dashboards.history import measure_history, objective_history
from measures.decisions.services import decision_move
from measures.evidence.services import evidence_add_link, evidence_withdraw
from measures.milestones.services import milestone_undo
from measures.models import Decision, Evidence, Measure, MilestoneMark, Progress, ReportReply, Verdict
from measures.services.assignments import assignments_end, assignments_withdraw, measures_assign
from organisation.access import CommandActor
from organisation.roles import Role
from planfile.changenotes import ChangeNote
from planfile.services import agenda_load, agenda_store
from tests import factories
from tests.unit.planfile.small import SMALL, changed

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def loaded(college) -> Agenda:
    agenda_load(content=SMALL.encode(), name="klein.yaml", by=BY)
    return Agenda.objects.get()


@pytest.fixture
def assignment(loaded, team):
    return factories.make_assignment(Measure.objects.get(code="1.1.1"), team)


@pytest.fixture
def told(assignment):
    """Two reports, a question about the second, evidence that was withdrawn, and a step that was reached."""
    factories.make_report(assignment, Progress.RUNNING, at=DAY, by_label="Tineke", changed="begonnen")
    second = factories.make_report(
        assignment,
        Progress.RUNNING,
        at=DAY + timedelta(days=9),
        by_label="Tineke",
        changed="begonnen",
        unchanged=True,
    )
    ReportReply.objects.create(
        report=second, verdict=Verdict.SENT_BACK, text="Hoeveel studenten?", by_label="Piet"
    )
    Evidence.objects.create(
        assignment=assignment, title="Verslag", url="https://example.nl/v", by_label="Tineke",
        withdrawn_at=DAY + timedelta(days=20), withdrawn_reason="verkeerd stuk",
    )  # fmt: skip
    MilestoneMark.objects.create(
        measure=assignment.measure,
        period="2024",
        step="invoeren",
        key="x",
        reached_on=date(2026, 2, 1),
        by_label="Olga",
    )
    return assignment


def objective_of(code: str) -> Objective:
    return Objective.objects.select_related("agenda").get(code=code)


def whats(found) -> list[str]:
    return [one.what for one in found]


def test_measure_has_everything_that_was_said(told, holder_of):
    found = measure_history(told.measure.agenda, "1.1.1", factories.actor(holder_of(Role.BOARD)))
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)
    assert set(whats(found)) == {
        "meldde: loopt", "meldde: loopt (ongewijzigd)", "teruggestuurd met een vraag", "voegde bewijs toe: Verslag",
        "bewijs ingetrokken: Verslag", "bereikt: invoeren 2024",
    }  # fmt: skip
    assert [one.text for one in found if "ongewijzigd" in one.what] == [""]


@pytest.mark.parametrize("role", [Role.TEAM_MANAGER, Role.SCHOOL_DIRECTOR])
def test_other_units_say_nothing_here(told, other_team, other_school, role):
    unit = other_team if role is Role.TEAM_MANAGER else other_school
    found = measure_history(told.measure.agenda, "1.1.1", factories.actor(factories.make_holder(role, unit)))
    assert whats(found) == ["bereikt: invoeren 2024"]


def test_what_a_closed_unit_said_stays_readable(told, team, holder_of, school):
    team.closed_on = timezone.localdate() - timedelta(days=1)
    team.save()
    director = factories.actor(factories.make_holder(Role.SCHOOL_DIRECTOR, school))
    for actor in (factories.actor(holder_of(Role.BOARD)), director):
        assert "meldde: loopt" in whats(measure_history(told.measure.agenda, "1.1.1", actor))


def test_names_who_withdrew_evidence(assignment, team):
    manager = factories.actor(factories.make_holder(Role.TEAM_MANAGER, team, "Mila Manager"))
    piece = evidence_add_link(
        assignment=assignment, title="", url="https://example.nl/a", on=manager.on, by=manager
    )
    evidence_withdraw(evidence=piece, reason="oud", by=manager)
    found = measure_history(assignment.measure.agenda, "1.1.1", manager)
    assert [one.who for one in found if one.what.startswith("bewijs ingetrokken")] == ["Mila Manager"]


def test_objective_has_its_measures_decisions_evaluations_and_owners(told, loaded, holder_of, by):
    objective = Objective.objects.get(code="1.1")
    Decision.objects.create(
        agenda=loaded, objective=objective, text="Extra uren", owner="Dienst O&S", due_on=date(2026, 9, 1),
        by_label="Bo", closed_at=DAY, closed_by_label="Bo", outcome="gedaan",
    )  # fmt: skip
    evaluation = Evaluation.objects.create(objective=objective, held_on=date(2026, 1, 9), by_label="Olga")
    Agreement.objects.create(
        evaluation=evaluation, text="Bellen", owner="UMCG", closed_on=date(2026, 2, 2), outcome="gebeld"
    )
    owner = holder_of(Role.OBJECTIVE_OWNER)
    objective_owners_set(objective=objective, users=[owner], on=by.on, by=by)
    found = objective_history(objective_of("1.1"), factories.actor(holder_of(Role.BOARD)))
    assert {
        "meldde: loopt", "besloot: Dienst O&S doet", "rondde het besluit af", "legde een evaluatie vast",
        "afspraak afgerond: Bellen", f"maakte verantwoordelijk: {owner.name}",
    } <= set(whats(found))  # fmt: skip
    assert whats(objective_history(objective_of("1.2"), factories.actor(holder_of(Role.BOARD)))) == []


def said(found, start: str) -> list[tuple[str, str]]:
    return [(one.what, one.text) for one in found if one.what.startswith(start)]


def test_who_got_and_lost_a_measure_and_a_step_that_was_not_reached(loaded, team, holder_of, by):
    measure = Measure.objects.get(code="1.1.1")
    measures_assign(measures=[measure], units=[team], valid_from=date(2026, 1, 1), by=by)
    assignments_end(assignments=measure.assignments.all(), last_day=date(2026, 6, 30), by=by)
    measures_assign(measures=[measure], units=[team], valid_from=date(2026, 1, 1), by=by)
    factories.make_assignment(measure, factories.make_unit(parent=loaded.college))
    assignments_withdraw(assignments=measure.assignments.exclude(unit=team), by=by)
    MilestoneMark.objects.create(
        measure=measure, period="2024", step="invoeren", key="x", reached_on=date(2026, 2, 1), by_label="Olga"
    )
    milestone_undo(measure=measure, key="x", reason="Te vroeg gejuicht", by=by)
    for found in (
        measure_history(loaded, "1.1.1", by), objective_history(objective_of("1.1"), by),
    ):  # fmt: skip
        assert len(said(found, "verdeelde aan: Team ICT, vanaf 1\xa0januari\xa02026")) == 2
        assert said(found, "beëindigde de uitvoering door Team ICT, laatste dag 30\xa0juni\xa02026")
        assert said(found, "maakte de verdeling aan school")
        assert said(found, "toch niet bereikt: invoeren 2024") == [
            (
                "toch niet bereikt: invoeren 2024 (Olga zei: bereikt op 1\xa0februari\xa02026)",
                "Te vroeg gejuicht",
            )
        ]
        assert {one.measure for one in found} == {"1.1.1"}


def test_team_of_another_school_is_not_named(loaded, team, other_school, by):
    measure = Measure.objects.get(code="1.1.1")
    measures_assign(measures=[measure], units=[team, other_school], valid_from=date(2026, 1, 1), by=by)
    actor = factories.actor(factories.make_holder(Role.SCHOOL_DIRECTOR, other_school))
    [(what, _)] = said(measure_history(loaded, "1.1.1", actor), "verdeelde aan")
    assert what.startswith("verdeelde aan: School voor Zorg, vanaf")


def test_decision_that_moved_has_both_days_and_every_reason(loaded, holder_of, by):
    row = Decision.objects.create(
        agenda=loaded, objective=objective_of("1.1"), text="Extra uren", owner="Dienst O&S",
        due_on=date(2099, 9, 1), by_label="Bo",
    )  # fmt: skip
    for seen, due, reason in (
        (date(2099, 9, 1), date(2099, 10, 1), "Ziek"), (date(2099, 10, 1), date(2099, 11, 1), "Nog ziek"),
    ):  # fmt: skip
        decision_move(decision=row, seen=seen, due_on=due, reason=reason, on=by.on, by=by)
    found = said(objective_history(objective_of("1.1"), by), "verzette de dag")
    assert [text for _, text in found] == ["Nog ziek", "Ziek"]
    assert "(Dienst O&S) van 1\xa0september\xa02099 naar 1\xa0oktober\xa02099" in found[1][0]


def test_evaluation_that_changed_and_agreements_made_and_closed(loaded, by):
    given = {"objective": objective_of("1.1"), "on": by.on, "by": by}
    fields = EvaluationFields(
        held_on=date(2026, 1, 9), contact_text="Elke maand",
        agreements=(NewAgreement("Bellen", "UMCG", date(2026, 3, 1)),),
    )  # fmt: skip
    one = evaluation_save(evaluation=None, version=0, fields=fields, submission=uuid4(), **given)
    changed_fields = replace(fields, contact_text="Elke week", agreements=())
    evaluation_save(evaluation=one, version=1, fields=changed_fields, submission=uuid4(), **given)
    agreement_close(agreement=one.agreements.get(), outcome="Gebeld", on=by.on, by=by)
    found = objective_history(objective_of("1.1"), by)
    assert [(one.what, one.text, one.who) for one in found] == [
        ("afspraak afgerond: Bellen", "Gebeld", "Bea Beheerder"),
        ("wijzigde de evaluatie van 9\xa0januari\xa02026: contact", "Elke week", "Bea Beheerder"),
        ("afspraak gemaakt: UMCG, uiterlijk 1\xa0maart\xa02026", "Bellen", "Bea Beheerder"),
        ("legde een evaluatie vast", "", "Bea Beheerder"),
    ]


def test_change_of_the_plan_stands_with_what_it_is_about(loaded, holder_of):
    document = changed(
        ("title: Welzijn", "title: Thuis voelen"), ("amounts: {2024: 500}", "amounts: {2024: 600}")
    )
    agenda_store(document=document, name="formulier", by=BY, note=ChangeNote(reason="Besluit"))
    actor = factories.actor(holder_of(Role.BOARD))
    [one] = objective_history(objective_of("1.1"), actor)
    assert "Thuis voelen" in one.what
    assert one.text == "Besluit"
    assert objective_history(objective_of("1.2"), actor) == []


def test_costs_the_same_with_more(told, holder_of, django_assert_max_num_queries):
    for days in range(3):
        factories.make_report(told, Progress.RUNNING, at=DAY + timedelta(days=30 + days))
    actor = factories.actor(holder_of(Role.BOARD))
    with django_assert_max_num_queries(11):
        measure_history(told.measure.agenda, "1.1.1", actor)
    objective = objective_of("1.1")
    with django_assert_max_num_queries(13):
        objective_history(objective, actor)


def test_pages_show_it_and_pages_turn(told, client_of):
    client = client_of(Role.READER)
    page = client.get("/maatregelen/1.1.1/geschiedenis/").content.decode()
    assert "Hoeveel studenten?" in page
    for number in range(60):
        factories.make_report(told, Progress.RUNNING, at=DAY + timedelta(days=40 + number))
    objective = client.get("/agenda/2024-2027/doelstellingen/1.1/geschiedenis/", {"pagina": "2"})
    assert objective.status_code == 200
    assert "1–50" not in objective.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/maatregelen/9.9/geschiedenis/",
        "/maatregelen/%00/geschiedenis/",
        "/agenda/2024-2027/doelstellingen/9/geschiedenis/",
    ],
)
def test_unknown_is_404(loaded, client_of, address):
    assert client_of(Role.READER).get(address).status_code == 404


def test_text_is_shown_as_text(assignment, client_of):
    factories.make_report(assignment, Progress.RUNNING, changed="<script>alert(1)</script>")
    page = client_of(Role.READER).get("/maatregelen/1.1.1/geschiedenis/").content.decode()
    assert "<script>alert" not in page
