"""Reports: append-only, one current for each assignment, never lost, never twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from measures.exceptions import ReportAskedError, ReportConflictError, ReportRefusedError
from measures.models import ReportDraft, ReportReply, StatusReport
from measures.report_fields import LONGEST, ReportFields
from measures.services.drafts import draft_drop, draft_save
from measures.services.reports import (
    report_correct,
    report_submit,
    report_unchanged,
    reports_unchanged_many,
)
from operations.models import AuditEvent
from organisation.access import Actor, CommandActor
from organisation.roles import Role
from tests import factories

RUNS = ReportFields(state="loopt", progress=30, phase="do", changed="Gestart", following="Evaluatie in mei")
LATE = ReportFields(state="vertraagd", changed="Docent ziek", reason="Geen vervanger")


@pytest.fixture
def submit(assignment, manager):
    def submit(fields=RUNS, **given):
        values = {
            "assignment": assignment, "based_on": None, "submission": uuid4(), "on": timezone.localdate(),
            "by": manager, **given,
        }  # fmt: skip
        return report_submit(fields=fields, **values)

    return submit


@pytest.fixture
def unchanged(assignment, manager):
    def unchanged(**given):
        values = {
            "assignment": assignment, "submission": uuid4(), "on": timezone.localdate(), "by": manager, **given,
        }  # fmt: skip
        return report_unchanged(**values)

    return unchanged


def current(assignment) -> StatusReport:
    return assignment.reports.get(superseded_at__isnull=True)


def test_submit_stores_the_words_the_writer_and_the_round(submit, assignment, measure):
    opened = factories.make_round(measure.agenda)
    report = submit()
    assert ReportFields.of(current(assignment)) == RUNS
    assert (report.round, report.by_label, report.unchanged, report.corrects) == (
        opened, "Mila Manager", False, None,
    )  # fmt: skip
    event = AuditEvent.objects.get(verb="report_submit")
    assert event.object_label == f"{measure.code} {measure.title}, Team ICT: loopt"
    assert event.details == {"progress": "30 %", "round": str(opened)}


def test_submit_without_an_open_round_stands_outside_the_rounds(submit, measure):
    factories.make_round(measure.agenda, closed_at=timezone.now() + timedelta(seconds=1))
    factories.make_round(measure.agenda, kind="jaar", asks_reports=False)
    assert submit().round is None


def test_submit_again_supersedes_and_keeps_the_earlier_words(submit, assignment):
    first = submit()
    second = submit(LATE, based_on=first.pk)
    first.refresh_from_db()
    assert current(assignment) == second
    assert AuditEvent.objects.filter(verb="report_submit").first().details["was"] == "loopt"
    assert first.superseded_at == second.at
    assert ReportFields.of(first) == RUNS


def test_submit_the_same_again_is_kept_as_unchanged(submit):
    first = submit()
    assert submit(based_on=first.pk).unchanged


def test_submit_twice_by_a_double_tap_gives_the_one_report(submit, assignment):
    form = uuid4()
    first = submit(submission=form)
    assert submit(submission=form) == first
    assert submit(LATE, submission=form) == first
    assert assignment.reports.count() == 1
    assert AuditEvent.objects.filter(verb="report_submit").count() == 1


def test_submit_from_the_back_button_after_a_later_report_gives_the_one_it_gave(submit, assignment):
    form = uuid4()
    first = submit(submission=form)
    later = submit(LATE, based_on=first.pk)
    assert submit(submission=form) == first
    assert current(assignment) == later


def test_submit_with_the_form_of_another_measure_is_refused(submit, college, team):
    form = uuid4()
    submit(submission=form)
    other = factories.make_assignment(factories.make_measure(college), team)
    with pytest.raises(ReportRefusedError, match="andere maatregel"):
        submit(submission=form, assignment=other)


def test_submit_after_somebody_else_shows_theirs_and_changes_nothing(submit, assignment, colleague):
    theirs = submit(by=colleague)
    before = AuditEvent.objects.count()
    with pytest.raises(ReportConflictError) as conflict:
        submit(LATE)
    assert conflict.value.current == theirs
    assert current(assignment) == theirs
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (ReportFields(state="vertraagd"), "reason"),
        (ReportFields(state="zoiets"), "state"),
        (ReportFields(state="loopt", changed="\0"), "changed"),
        (ReportFields(state="loopt", progress=101), "progress"),
    ],
)
def test_submit_what_is_not_right_is_refused_by_field(submit, assignment, fields, field):
    with pytest.raises(ReportRefusedError) as refused:
        submit(fields)
    assert set(refused.value.problems) == {field}
    assert not assignment.reports.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "👩‍🏫 ✔️", "שלום עולם", "مرحبا \u202eabc", "x" * LONGEST, "a\n\n b"]
)
def test_submit_keeps_any_text_as_it_is(submit, assignment, text):
    submit(ReportFields(state="loopt", changed=text, following=text))
    assert current(assignment).changed == text


def test_submit_is_refused_with_why(submit, assignment, team, measure, college):
    today = timezone.localdate()
    team.closed_on = today - timedelta(days=1)
    team.save()
    with pytest.raises(ReportRefusedError, match="Team ICT is gesloten"):
        submit()
    team.closed_on = None
    team.opened_on = today + timedelta(days=1)
    team.save()
    with pytest.raises(ReportRefusedError, match="bestaat pas vanaf"):
        submit()
    team.opened_on = None
    team.save()
    assignment.valid_until = today - timedelta(days=1)
    assignment.save()
    with pytest.raises(ReportRefusedError, match="tot en met"):
        submit()
    assignment.valid_until = None
    assignment.save()
    measure.see = ["1.1.9"]
    measure.save()
    with pytest.raises(ReportRefusedError, match=r"uitgevoerd door 1\.1\.9"):
        submit()
    measure.see, measure.applied, measure.explanation = [], False, "Volledig"
    measure.save()
    with pytest.raises(ReportRefusedError, match="niet ingezet"):
        submit()
    assignment.delete()
    with pytest.raises(ReportRefusedError, match="niet meer verdeeld"):
        submit()


def test_submit_follows_where_the_role_is_held(submit, team, school, college, other_team):
    director = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    first = submit(by=factories.actor(director))
    for stranger in (
        factories.make_holder(Role.TEAM_MANAGER, other_team),
        factories.make_holder(Role.PORTFOLIO_HOLDER, college),
    ):
        with pytest.raises(ReportRefusedError, match="U meldt niet"):
            submit(by=factories.actor(stranger), based_on=first.pk)
    # Leads another team and reads for the council: sees this team, and still does not report for it.
    reader = factories.make_holder(Role.TEAM_MANAGER, other_team)
    factories.give_role(reader, Role.READER, college)
    assert team.pk in factories.actor(reader).visible_units
    with pytest.raises(ReportRefusedError, match="U meldt niet"):
        submit(by=factories.actor(reader), based_on=first.pk)


def test_deputy_reports(submit, team):
    today = timezone.localdate()
    role = factories.make_holder(Role.TEAM_MANAGER, team).roles.get()
    deputy = factories.make_person("Dana Deputy")
    factories.make_deputy(role, deputy, today, today)
    assert submit(by=factories.actor(deputy)).by_label == "Dana Deputy"


def test_command_reports_for_any_unit(submit):
    assert submit(by=CommandActor("demo_load")).by is None


def test_unchanged_says_the_same_again_for_the_open_round(submit, unchanged, assignment, measure):
    first = submit(LATE)
    opened = factories.make_round(measure.agenda)
    again = unchanged(based_on=first.pk)
    assert ReportFields.of(again) == LATE
    assert (again.unchanged, again.round, current(assignment)) == (True, opened, again)


def test_unchanged_without_a_report_is_refused(unchanged):
    with pytest.raises(ReportRefusedError, match="nog niet gemeld"):
        unchanged(based_on=None)


def test_unchanged_by_two_people_is_one_report_when_nothing_changed(submit, unchanged, assignment, colleague):
    seen = submit()
    theirs = unchanged(based_on=seen.pk, by=colleague)
    assert unchanged(based_on=seen.pk) == theirs
    assert assignment.reports.count() == 2


def test_unchanged_after_a_colleague_changed_it_is_a_conflict(submit, unchanged, colleague):
    seen = submit()
    theirs = submit(LATE, based_on=seen.pk, by=colleague)
    with pytest.raises(ReportConflictError) as conflict:
        unchanged(based_on=seen.pk)
    assert conflict.value.current == theirs


def test_unchanged_after_it_was_sent_back_is_refused_and_the_question_stays(submit, unchanged, assignment):
    seen = submit()
    ReportReply.objects.create(report=seen, verdict="terug", text="Hoeveel?", by_label="Pim")
    with pytest.raises(ReportAskedError, match="kwam terug met een vraag"):
        unchanged(based_on=seen.pk)
    ReportReply.objects.create(report=seen, verdict="antwoord", text="Twaalf.", by_label="Mila")
    with pytest.raises(ReportAskedError):
        unchanged(based_on=seen.pk)
    assert current(assignment) == seen
    ReportReply.objects.create(report=seen, verdict="akkoord", text="", by_label="Pim")
    assert unchanged(based_on=seen.pk).unchanged


def test_many_unchanged_leaves_the_one_with_a_question_alone(college, team, manager):
    asked, other = (factories.make_assignment(factories.make_measure(college), team) for _ in range(2))
    for one in (asked, other):
        factories.make_report(one)
    ReportReply.objects.create(report=current(asked), verdict="terug", text="Hoeveel?", by_label="Pim")
    done = reports_unchanged_many(
        chosen=[(one.pk, current(one).pk) for one in (asked, other)],
        submission=uuid4(), on=timezone.localdate(), by=manager,
    )  # fmt: skip
    assert [report.assignment_id for report in done.reported] == [other.pk]
    assert [(pk, type(error)) for pk, error in done.refused] == [(asked.pk, ReportAskedError)]


def test_unchanged_leaves_unsent_text(submit, unchanged, assignment, manager):
    first = submit()
    draft_save(assignment=assignment, fields={"changed": "half"}, based_on=first.pk, by=manager)
    unchanged(based_on=first.pk)
    assert ReportDraft.objects.get().fields["changed"] == "half"


def test_many_unchanged_does_what_can_be_and_says_what_cannot(college, team, other_team, manager):
    can, new, foreign = (
        factories.make_assignment(factories.make_measure(college), unit) for unit in (team, team, other_team)
    )
    for one in (can, foreign):
        factories.make_report(one)
    chosen = [
        (can.pk, current(can).pk), (new.pk, None), (foreign.pk, current(foreign).pk), (999_999, None),
    ]  # fmt: skip
    form = uuid4()
    for _ in range(2):
        done = reports_unchanged_many(chosen=chosen, submission=form, on=timezone.localdate(), by=manager)
        assert [report.assignment_id for report in done.reported] == [can.pk]
        assert [pk for pk, _ in done.refused] == [new.pk, foreign.pk, 999_999]
    assert can.reports.count() == 2
    assert foreign.reports.count() == 1


def test_correct_keeps_what_it_corrects_and_its_round(submit, assignment, measure, manager):
    opened = factories.make_round(measure.agenda)
    first = submit()
    made = report_correct(report=first, fields=LATE, submission=uuid4(), on=timezone.localdate(), by=manager)
    assert (made.corrects, made.round, current(assignment)) == (first, opened, made)
    assert ReportFields.of(StatusReport.objects.get(pk=first.pk)) == RUNS


def test_correct_of_a_closed_round_counts_for_no_round(submit, measure, manager):
    closed = factories.make_round(measure.agenda)
    first = submit()
    closed.closed_at = timezone.now()
    closed.save()
    factories.make_round(measure.agenda, kind="12_maanden")
    made = report_correct(report=first, fields=LATE, submission=uuid4(), on=timezone.localdate(), by=manager)
    assert made.round is None


def test_correct_with_the_same_words_or_an_outdated_report_is_refused(submit, manager):
    first = submit()
    given = {"submission": uuid4(), "on": timezone.localdate(), "by": manager}
    with pytest.raises(ReportRefusedError, match="niets verbeterd"):
        report_correct(report=first, fields=RUNS, **given)
    submit(LATE, based_on=first.pk)
    with pytest.raises(ReportConflictError):
        report_correct(report=first, fields=LATE, **given)


def test_database_keeps_one_current_report(assignment):
    factories.make_report(assignment)
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusReport.objects.create(assignment=assignment, state="loopt", at=timezone.now(), by_label="x")


def test_draft_is_kept_for_its_writer_and_goes_when_sent(submit, assignment, manager, colleague):
    for who, words in ((manager, "van Mila"), (colleague, "van Cas")):
        draft_save(assignment=assignment, fields={"changed": words, "vreemd": "x"}, based_on=None, by=who)
    draft_save(assignment=assignment, fields={"changed": "van Mila, verder"}, based_on=None, by=manager)
    mine = ReportDraft.objects.get(user=manager.user)
    assert mine.fields["changed"] == "van Mila, verder"
    assert "vreemd" not in mine.fields
    submit()
    assert [draft.user for draft in ReportDraft.objects.all()] == [colleague.user]


def test_draft_that_arrives_after_its_form_was_sent_does_not_come_back(submit, assignment, manager):
    form = uuid4()
    submit(submission=form)
    late = draft_save(
        assignment=assignment, fields={"changed": "x"}, based_on=None, by=manager, submission=form
    )
    assert late is None
    assert not ReportDraft.objects.exists()


def test_draft_of_somebody_who_left_the_team_is_kept(assignment, other_team):
    gone: Actor = factories.actor(factories.make_holder(Role.TEAM_MANAGER, other_team))
    draft = draft_save(assignment=assignment, fields={"changed": "x"}, based_on=None, by=gone)
    assert draft is not None
    assert draft_drop(assignment=assignment, by=gone)
    assert not draft_drop(assignment=assignment, by=gone)


def test_draft_that_is_too_long_is_refused(assignment, manager):
    with pytest.raises(ReportRefusedError, match="te lang"):
        draft_save(assignment=assignment, fields={"changed": "x" * (LONGEST + 1)}, based_on=None, by=manager)
