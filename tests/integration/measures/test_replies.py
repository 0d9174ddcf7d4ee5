"""Accepting a report, sending it back with a question, and answering it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.models import Objective, ObjectiveOwner
from agenda.round_services import round_close
from measures.exceptions import ReplyRefusedError
from measures.models import ReportReply, Verdict
from measures.report_fields import ReportFields
from measures.services.replies import Accepted, reply_add, reports_accept
from measures.services.reports import report_submit
from operations.models import AuditEvent, OutboxMail
from organisation.models import RoleAssignment
from organisation.roles import Role
from tests import factories

OK, BACK, ANSWER = Verdict.ACCEPTED, Verdict.SENT_BACK, Verdict.ANSWER


@pytest.fixture
def measure(college):
    return factories.make_measure(college, "1.1.1")


@pytest.fixture
def open_round(measure):
    return factories.make_round(measure.agenda)


@pytest.fixture
def manager(team):
    return factories.actor(factories.make_holder(Role.TEAM_MANAGER, team, "Mila Manager"))


@pytest.fixture
def holder(holder_of):
    return factories.actor(holder_of(Role.PORTFOLIO_HOLDER))


@pytest.fixture
def assignment(measure, team):
    return factories.make_assignment(measure, team)


@pytest.fixture
def say(manager):
    def say(assignment, based_on=None, by=manager):
        return report_submit(
            assignment=assignment, fields=ReportFields(state="loopt", changed="x"), based_on=based_on,
            submission=uuid4(), on=timezone.localdate(), by=by,
        )  # fmt: skip

    return say


@pytest.fixture
def report(open_round, assignment, say):
    return say(assignment)


def test_accept_is_kept_with_the_report_and_audited(report, holder):
    reply = reply_add(report=report, verdict=OK, text="", by=holder)
    assert (reply.report, reply.by_label) == (report, holder.label)
    assert AuditEvent.objects.filter(verb="reply_add").get().details["verdict"] == "akkoord"
    with pytest.raises(ReplyRefusedError, match="al akkoord"):
        reply_add(report=report, verdict=OK, text="", by=holder)
    assert not OutboxMail.objects.exists()


def test_sending_back_mails_who_reported_once(
    report, holder, manager, team, django_capture_on_commit_callbacks
):
    factories.make_holder(Role.TEAM_MANAGER, team, "Collega")
    with django_capture_on_commit_callbacks(execute=True):
        reply_add(report=report, verdict=BACK, text=" Wat is er veranderd?\r\n<b>😀</b> ", by=holder)
    (sent,) = mail.outbox
    assert sent.to == [manager.user.email]
    assert "Wat is er veranderd?\n<b>😀</b>" in sent.body
    assert "/mijn-maatregelen/" in sent.body
    assert sent.subject == "Vraag bij de melding over maatregel 1.1.1"


def test_sending_back_mails_the_successor_of_who_left_the_team(report, holder, manager, team, school):
    RoleAssignment.objects.filter(user=manager.user).delete()
    director = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    reply_add(report=report, verdict=BACK, text="Hoe gaat het?", by=holder)
    assert OutboxMail.objects.get().to == director.email
    successor = factories.make_holder(Role.TEAM_MANAGER, team)
    reply_add(report=report, verdict=BACK, text="En nu?", by=holder)
    assert OutboxMail.objects.exclude(to=director.email).get().to == successor.email


@pytest.mark.parametrize("verdict", [BACK, ANSWER])
def test_question_and_answer_need_text(report, holder, manager, verdict):
    with pytest.raises(ReplyRefusedError, match="Schrijf"):
        reply_add(report=report, verdict=verdict, text=" \n", by=holder if verdict == BACK else manager)


def test_answer_comes_from_the_unit_and_only_to_an_open_question(report, holder, manager, other_team):
    with pytest.raises(ReplyRefusedError, match="geen vraag"):
        reply_add(report=report, verdict=ANSWER, text="Niets", by=manager)
    reply_add(report=report, verdict=BACK, text="Wat?", by=holder)
    stranger = factories.actor(factories.make_holder(Role.TEAM_MANAGER, other_team))
    for other in (stranger, holder):
        with pytest.raises(ReplyRefusedError) as refusal:
            reply_add(report=report, verdict=ANSWER, text="Niets", by=other)
        assert refusal.value.forbidden
    reply_add(report=report, verdict=ANSWER, text="Nieuwe docent", by=manager)
    reply_add(report=report, verdict=OK, text="Dank", by=holder)
    assert list(report.replies.values_list("verdict", "text")) == [
        ("terug", "Wat?"), ("antwoord", "Nieuwe docent"), ("akkoord", "Dank"),
    ]  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PORTFOLIO_HOLDER])
def test_others_judge_nothing(report, holder_of, role):
    with pytest.raises(ReplyRefusedError) as refusal:
        reply_add(report=report, verdict=OK, text="", by=factories.actor(holder_of(role)))
    assert refusal.value.forbidden
    assert not ReportReply.objects.exists()


def test_objective_owner_and_deputy_judge_own_objectives_only(report, measure, college, holder_of):
    owner, deputy = holder_of(Role.OBJECTIVE_OWNER), factories.make_person()
    today = timezone.localdate()
    factories.make_deputy(owner.roles.get(), deputy, today, today)
    ObjectiveOwner.objects.create(objective=measure.objective, user=owner)
    reply_add(report=report, verdict=BACK, text="?", by=factories.actor(owner))
    reply_add(report=report, verdict=OK, text="", by=factories.actor(deputy))
    other = factories.make_holder(Role.OBJECTIVE_OWNER, college)
    with pytest.raises(ReplyRefusedError):
        reply_add(report=report, verdict=BACK, text="?", by=factories.actor(other))


def test_closed_round_locks_its_conversation(report, open_round, holder, manager, by):
    reply_add(report=report, verdict=BACK, text="?", by=holder)
    round_close(round=open_round, by=by)
    for verdict, person in ((OK, holder), (BACK, holder), (ANSWER, manager)):
        with pytest.raises(ReplyRefusedError, match="is gesloten"):
            reply_add(report=report, verdict=verdict, text="x", by=person)
    with pytest.raises(ReplyRefusedError, match="is gesloten"):
        reports_accept(reports=[report], by=holder)


def test_overtaken_report_is_not_judged(report, assignment, say, holder):
    say(assignment, based_on=report.pk)
    with pytest.raises(ReplyRefusedError, match="nieuwere melding"):
        reply_add(report=report, verdict=OK, text="", by=holder)


def test_report_outside_a_round_can_be_judged(assignment, say, holder):
    reply_add(report=say(assignment), verdict=OK, text="", by=holder)


def test_accepting_several_passes_by_what_is_done(report, measure, other_team, say, holder):
    theirs = factories.actor(factories.make_holder(Role.TEAM_MANAGER, other_team))
    second = say(factories.make_assignment(measure, other_team), by=theirs)
    reply_add(report=second, verdict=OK, text="", by=holder)
    assert reports_accept(reports=[report, second], by=holder) == Accepted(accepted=1, passed_by=1)
    assert ReportReply.objects.filter(verdict=OK).count() == 2


def test_accepting_several_holds_every_round_before_any_report(
    measure, other_team, manager, assignment, say, holder
):
    """Who reports holds the round and then the report; the other way round two people wait for each other."""
    outside = say(assignment)
    factories.make_round(measure.agenda)
    theirs = factories.actor(factories.make_holder(Role.TEAM_MANAGER, other_team))
    inside = say(factories.make_assignment(measure, other_team), by=theirs)
    with CaptureQueriesContext(connection) as queries:
        reports_accept(reports=[outside, inside], by=holder)
    read = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    rounds = [place for place, sql in enumerate(read) if 'FROM "agenda_round"' in sql]
    reports = [place for place, sql in enumerate(read) if 'FROM "measures_statusreport"' in sql]
    assert rounds[0] < reports[0]
    assert ReportReply.objects.count() == 2


def test_accepting_several_is_all_or_nothing(report, measure, other_team, say, college, holder_of):
    owner = holder_of(Role.OBJECTIVE_OWNER)
    ObjectiveOwner.objects.create(objective=measure.objective, user=owner)
    theirs = factories.actor(factories.make_holder(Role.TEAM_MANAGER, other_team))
    elsewhere = Objective.objects.create(
        agenda=measure.agenda, priority=measure.objective.priority, code="1.2", title="Elders"
    )
    other = factories.make_measure(college, "1.2.1", objective=elsewhere)
    foreign = say(factories.make_assignment(other, other_team), by=theirs)
    with pytest.raises(ReplyRefusedError):
        reports_accept(reports=[report, foreign], by=factories.actor(owner))
    assert not ReportReply.objects.exists()


@pytest.mark.parametrize("text", ["a\0b", "x" * 100_001])
def test_text_that_cannot_be_kept_is_refused(report, holder, text):
    with pytest.raises(ReplyRefusedError):
        reply_add(report=report, verdict=BACK, text=text, by=holder)


def test_long_text_right_to_left_is_kept_as_it_is(report, holder):
    text = "مرحبا <script>alert(1)</script> " + "x" * 90_000
    assert reply_add(report=report, verdict=BACK, text=text, by=holder).text == text


def test_question_that_is_sent_twice_is_asked_once(report, holder, manager):
    first, second = (reply_add(report=report, verdict=BACK, text="Wat?", by=holder) for _ in range(2))
    assert first == second
    assert OutboxMail.objects.count() == 1
    one, two = (reply_add(report=report, verdict=ANSWER, text="Dit", by=manager) for _ in range(2))
    assert one == two
    assert reply_add(report=report, verdict=BACK, text="Wat?", by=holder) != first
