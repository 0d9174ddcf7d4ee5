"""How far a round is, and whom it reminds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from agenda.models import Evaluation, ObjectiveOwner, RoundKind
from agenda.round_services import round_close, round_move
from measures.models import ReportReply, Verdict
from measures.reporting_state import owing, reporting_state
from measures.services.reminders import reminders_send
from operations.models import OutboxMail
from operations.services import outbox_send
from organisation.models import UnitKind
from organisation.roles import Role
from tests import factories

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=5)


@pytest.fixture
def first(college):
    return factories.make_measure(college, "1.1.1")


@pytest.fixture
def second(college):
    return factories.make_measure(college, "1.1.2")


@pytest.fixture
def round_(first):
    return factories.make_round(first.agenda, due_on=DUE)


@pytest.fixture
def manager(team):
    return factories.make_holder(Role.TEAM_MANAGER, team, "Mila Manager")


@pytest.fixture
def director(school):
    return factories.make_holder(Role.SCHOOL_DIRECTOR, school, "Dirk Directeur")


@pytest.fixture
def carried(first, second, team, other_team, school):
    """Two measures by one team, one by its school, one by a team elsewhere; three things that are not asked."""
    rows = {
        "team-1": factories.make_assignment(first, team),
        "team-2": factories.make_assignment(second, team),
        "school": factories.make_assignment(first, school),
        "elsewhere": factories.make_assignment(first, other_team),
    }
    college = first.agenda.college
    factories.make_assignment(factories.make_measure(college, "1.1.8", see=["1.1.1"]), team)
    factories.make_assignment(factories.make_measure(college, "1.1.9", applied=False, explanation="x"), team)
    closed = factories.make_unit(UnitKind.TEAM, parent=school, closed_on=TODAY - timedelta(days=1))
    factories.make_assignment(first, closed)
    return rows


def test_state_counts_by_unit_school_and_measure(round_, carried, manager, director):
    report = factories.make_report(carried["team-1"], round=round_)
    ReportReply.objects.create(report=report, verdict=Verdict.SENT_BACK, text="?")
    ReportReply.objects.create(report=report, verdict=Verdict.ANSWER, text="!")
    factories.make_report(carried["team-2"], round=round_)
    factories.make_report(carried["elsewhere"])
    state = reporting_state(round_, TODAY)
    assert (state.tally.asked, state.tally.reported, state.tally.sent_back) == (4, 2, 1)
    assert {row.unit.name: (row.tally.reported, row.tally.asked) for row in state.units} == {
        "School voor Techniek": (0, 1), "Team ICT": (2, 2), "Team Zorg": (0, 1),
    }  # fmt: skip
    assert [(row.unit.name, row.late, len(row.every)) for row in state.schools] == [
        ("School voor Techniek", 1, 2), ("School voor Zorg", 1, 1),
    ]  # fmt: skip
    assert [(row.code, row.tally.reported, row.tally.asked) for row in state.measures] == [
        ("1.1.1", 1, 3), ("1.1.2", 1, 1),
    ]  # fmt: skip
    assert [(one.name, one.owes) for one in state.debtors] == [("Dirk Directeur", 1)]
    assert [row.unit.name for row in state.without_people] == ["Team Zorg"]


def test_state_takes_the_verdict_on_the_newest_report(round_, carried):
    old = factories.make_report(carried["team-1"], round=round_, at=timezone.now() - timedelta(hours=1))
    ReportReply.objects.create(report=old, verdict=Verdict.SENT_BACK, text="?")
    factories.make_report(carried["team-1"], round=round_)
    found = reporting_state(round_, TODAY).tally
    assert (found.reported, found.sent_back, found.to_judge) == (1, 0, 1)


def test_state_costs_the_same_with_more_of_everything(
    round_, carried, manager, director, college, first, django_assert_max_num_queries
):
    for _ in range(5):
        school = factories.make_unit(UnitKind.SCHOOL, parent=college)
        team = factories.make_unit(UnitKind.TEAM, parent=school)
        factories.make_holder(Role.TEAM_MANAGER, team)
        factories.make_assignment(first, team)
    with django_assert_max_num_queries(5):
        assert len(reporting_state(round_, TODAY).units) == 8


def test_director_steps_in_for_a_team_without_a_manager(round_, carried, director):
    state = {row.unit.name: row for row in reporting_state(round_, TODAY).units}
    assert [holder.user for holder in state["Team ICT"].people] == [director]
    assert state["Team ICT"].stepping_in
    assert not state["School voor Techniek"].stepping_in


def test_owing_tells_how_many_units_owe(round_, carried, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = owing(round_.agenda, TODAY)
    assert (found.units, found.teams, found.due_on) == (3, False, DUE)
    for assignment in carried.values():
        factories.make_report(assignment, round=round_)
    assert owing(round_.agenda, TODAY) is None


def test_owing_is_nothing_without_an_open_round(carried, first):
    assert owing(first.agenda, TODAY) is None


# Reminders -----------------------------------------------------------------------------------------------
def bodies() -> dict[str, str]:
    return dict(OutboxMail.objects.values_list("to", "body"))


def test_reminder_names_what_each_person_owes(round_, carried, manager, director):
    factories.make_report(carried["team-2"], round=round_)
    assert reminders_send(on=TODAY) == 2
    found = bodies()
    assert set(found) == {manager.email, director.email}
    assert "Team ICT moet nog melden over 1 maatregel:\n- 1.1.1 Maatregel 1.1.1" in found[manager.email]
    assert "1.1.2" not in found[manager.email]
    assert "School voor Techniek moet nog melden" in found[director.email]
    assert "Van 1 team onder u heeft er 1 nog niet alles gemeld" in found[director.email]
    assert "- Team ICT: nog 1" in found[director.email]


def test_reminder_goes_to_the_deputy_as_well(round_, carried, manager):
    deputy = factories.make_person("Wim Waarnemer")
    factories.make_deputy(manager.roles.get(), deputy, TODAY, TODAY)
    reminders_send(on=TODAY)
    assert set(bodies()) == {manager.email, deputy.email}
    OutboxMail.objects.all().delete()
    reminders_send(on=TODAY + timedelta(days=1))
    assert set(bodies()) == {manager.email}


def test_one_mail_for_somebody_with_two_teams(round_, carried, manager, other_team):
    factories.give_role(manager, Role.TEAM_MANAGER, other_team)
    assert reminders_send(on=TODAY) == 1
    body = bodies()[manager.email]
    assert "Team ICT moet" in body
    assert "Team Zorg moet" in body


def test_reminders_are_sent_once_for_each_of_the_three_moments(round_, carried, manager):
    sent = [reminders_send(on=DUE + timedelta(days=n)) for n in range(-10, 30) for _ in range(2)]
    assert sum(sent) == 3
    subjects = [row.subject for row in OutboxMail.objects.order_by("pk")]
    # None of them went out in the meantime, so each took the place of the one before.
    assert len(subjects) == 0


def test_three_reminders_go_out_when_the_mail_server_answers(round_, carried, manager):
    for n in range(-10, 30):
        reminders_send(on=DUE + timedelta(days=n))
        outbox_send()
    assert [message.subject.split(":")[0].split(",")[0] for message in mail.outbox] == [
        "Nog te doen", "Vandaag de laatste dag", "Te laat",
    ]  # fmt: skip


def test_beat_that_stood_still_makes_up_for_the_first_reminder(round_, carried, manager):
    assert reminders_send(on=DUE - timedelta(days=2)) == 1


def test_nobody_is_reminded_who_reported_all(round_, carried, manager):
    for key in ("team-1", "team-2"):
        factories.make_report(carried[key], state="nvt", reason="x", round=round_)
    assert reminders_send(on=TODAY) == 0


def test_waiting_reminder_is_taken_back_when_it_is_no_longer_true(round_, carried, manager):
    reminders_send(on=TODAY)
    assert OutboxMail.objects.exists()
    for key in ("team-1", "team-2"):
        factories.make_report(carried[key], round=round_)
    reminders_send(on=TODAY)
    assert not OutboxMail.objects.exists()


def test_nobody_is_reminded_after_closing(round_, carried, manager, by):
    reminders_send(on=TODAY)
    round_close(round=round_, by=by)
    assert not OutboxMail.objects.exists()
    assert reminders_send(on=TODAY) == 0


def test_moving_the_last_day_reminds_again_about_the_new_one(round_, carried, manager, by):
    reminders_send(on=TODAY)
    outbox_send()
    later = DUE + timedelta(days=30)
    round_move(round=round_, due_on=later, reason="Vakantie", on=TODAY, by=by)
    assert reminders_send(on=TODAY) == 0
    assert reminders_send(on=later - timedelta(days=7)) == 1


def test_moving_the_last_day_within_the_week_mails_nobody_twice_on_a_day(round_, carried, manager, by):
    assert reminders_send(on=TODAY) == 1
    outbox_send()
    moved = DUE + timedelta(days=1)
    round_move(round=round_, due_on=moved, reason="Vakantie", on=TODAY, by=by)
    assert moved - TODAY <= timedelta(days=7), "still within the week before it"
    assert reminders_send(on=TODAY) == 0
    assert reminders_send(on=TODAY + timedelta(days=1)) == 1
    assert OutboxMail.objects.filter(sent_at=None).get().to == manager.email


def test_mail_server_away_means_the_mail_waits_and_goes_once(round_, carried, manager, monkeypatch):
    reminders_send(on=TODAY)
    with monkeypatch.context() as away:
        away.setattr("operations.services.EmailMessage.send", _refuses)
        assert outbox_send() == 0
    reminders_send(on=TODAY)
    OutboxMail.objects.update(due_at=timezone.now() - timedelta(minutes=5))
    assert outbox_send() == 1
    reminders_send(on=TODAY)
    assert outbox_send() == 0
    assert len(mail.outbox) == 1


def _refuses(*_: object) -> None:
    raise OSError("no route to the mail server")


def test_objective_owners_are_reminded_of_evaluations(first, holder_of):
    row = factories.make_round(first.agenda, kind=RoundKind.HALF_YEAR, asks_reports=False, due_on=DUE)
    holder, owner = holder_of(Role.PORTFOLIO_HOLDER), holder_of(Role.OBJECTIVE_OWNER)
    reminders_send(on=TODAY)
    assert set(bodies()) == {holder.email}
    OutboxMail.objects.all().delete()
    ObjectiveOwner.objects.create(objective=first.objective, user=owner)
    reminders_send(on=TODAY)
    assert set(bodies()) == {owner.email}
    assert "- 1.1 Doel 1.1" in bodies()[owner.email]
    Evaluation.objects.create(objective=first.objective, round=row, held_on=TODAY)
    reminders_send(on=TODAY)
    assert not OutboxMail.objects.exists()


def test_one_mail_about_two_rounds(round_, carried, manager, first, college):
    factories.make_round(first.agenda, kind=RoundKind.YEAR, asks_reports=False, due_on=DUE)
    factories.give_role(manager, Role.OBJECTIVE_OWNER, college)
    ObjectiveOwner.objects.create(objective=first.objective, user=manager)
    assert reminders_send(on=TODAY) == 1
    body = bodies()[manager.email]
    assert "Team ICT moet nog melden" in body
    assert "Van deze doelstellingen is de evaluatie er nog niet" in body


def test_team_that_closed_is_asked_nothing(round_, carried, team):
    team.closed_on = TODAY
    team.save()
    assert "Team ICT" in {row.unit.name for row in reporting_state(round_, TODAY).units}
    tomorrow = TODAY + timedelta(days=1)
    assert "Team ICT" not in {row.unit.name for row in reporting_state(round_, tomorrow).units}
    factories.make_report(carried["team-1"], round=round_)
    state = {row.unit.name: row for row in reporting_state(round_, tomorrow).units}["Team ICT"]
    assert (state.tally.asked, state.tally.reported) == (1, 1)


def test_team_that_moved_is_under_its_new_school(round_, carried, team, other_school):
    team.parents.update(valid_until=TODAY - timedelta(days=1))
    team.parents.create(parent=other_school, valid_from=TODAY)
    state = reporting_state(round_, TODAY)
    assert {row.unit.name: row.above.name for row in state.units if row.above}[
        "Team ICT"
    ] == "School voor Zorg"


def test_past_days_do_not_make_reports_due_twice(round_, carried):
    assert reporting_state(round_, date(2020, 1, 1)).tally.asked == 4
