"""Saving evaluations with partners: rounds, versions, agreements, and what is refused."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from agenda.evaluations.exceptions import (
    EvaluationConflictError,
    EvaluationLockedError,
    EvaluationRefusedError,
)
from agenda.evaluations.rights import evaluates, evaluates_with
from agenda.evaluations.selectors import objective_evaluations, open_agreements
from agenda.evaluations.services import (
    EvaluationFields,
    NewAgreement,
    agreement_add,
    agreement_close,
    evaluation_save,
    participants_of,
)
from agenda.models import Agenda, Agreement, Evaluation, Objective, ObjectiveOwner, Priority, Round
from operations.models import AuditEvent
from organisation.models import RoleAssignment
from organisation.roles import Role
from tests import factories

ON = date(2026, 3, 10)
STRANGE = "<script>alert(1)</script> \U0001f600 \u202eomgekeerd " + "x" * 100_000


@pytest.fixture
def objective(college) -> Objective:
    agenda = Agenda.objects.create(
        slug="plan", college=college, title="Agenda", starts=date(2024, 1, 1), ends=date(2027, 12, 31)
    )
    priority = Priority.objects.create(agenda=agenda, code="1", title="Kansen")
    return Objective.objects.create(agenda=agenda, priority=priority, code="1.1", title="Welzijn")


@pytest.fixture
def save(objective, by):
    def one(evaluation=None, version=None, submission=None, on=ON, **fields) -> Evaluation:
        given = {"held_on": ON, "needed": "Tijd", **fields}
        return evaluation_save(
            objective=objective,
            evaluation=evaluation,
            version=evaluation.version if evaluation and version is None else version or 0,
            fields=EvaluationFields(**given),
            submission=submission or uuid.uuid4(),
            on=on,
            by=by,
        )

    return one


@pytest.fixture
def an_open_round(objective):
    return Round.objects.create(
        agenda=objective.agenda, kind="halfjaar", year=2026, about_on=ON, due_on=ON, asks_reports=False,
        opened_at=timezone.now(),
    )  # fmt: skip


def close(round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(closed_at=timezone.now() + timedelta(minutes=1))


def test_new_evaluation_keeps_every_text_as_it_is(save):
    agreed = (NewAgreement(STRANGE, "Gemeente"),)
    made = save(needed=STRANGE, contact="ja", participants=("GGD", "UWV"), agreements=agreed)
    made.refresh_from_db()
    assert (made.needed, made.contact, made.version, made.round) == (STRANGE, "ja", 1, None)
    assert [row.name for row in made.participants.all()] == ["GGD", "UWV"]
    assert made.agreements.get().text == STRANGE
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"evaluation_add", "agreement_add"}


def test_sending_the_same_form_twice_makes_one_evaluation(save):
    submission = uuid.uuid4()
    assert save(submission=submission) == save(submission=submission)
    assert Evaluation.objects.count() == 1


def test_new_evaluation_belongs_to_the_open_round(save, an_open_round):
    assert save().round == an_open_round


def test_new_evaluation_while_only_reports_are_asked_stands_apart(save, an_open_round):
    Round.objects.update(asks_reports=True, kind="4_maanden")
    assert save().round is None


def test_round_that_closed_while_somebody_typed_loses_nothing(save, an_open_round):
    close(an_open_round)
    assert save(needed="Getypt").round is None
    assert Evaluation.objects.get().needed == "Getypt"


def test_second_new_evaluation_in_a_round_meets_the_first(save, an_open_round):
    first = save(needed="Eerst")
    with pytest.raises(EvaluationConflictError) as conflict:
        save(needed="Daarna")
    assert conflict.value.current == first
    assert Evaluation.objects.get().needed == "Eerst"


def test_change_counts_the_version_and_a_second_tab_is_told(save):
    made = save()
    assert save(made, needed="Een").version == 2
    with pytest.raises(EvaluationConflictError) as conflict:
        save(made, version=1, needed="Twee")
    assert conflict.value.current.needed == "Een"
    assert Evaluation.objects.get().needed == "Een"
    chosen = save(made, version=2, needed="Twee")
    assert (chosen.needed, chosen.version) == ("Twee", 3)


def test_evaluation_of_a_closed_round_is_locked(save, an_open_round, by):
    made = save()
    close(an_open_round)
    with pytest.raises(EvaluationLockedError):
        save(made, needed="Anders")
    with pytest.raises(EvaluationLockedError):
        agreement_add(evaluation=made, agreement=NewAgreement("Iets", "Wij"), by=by)
    assert Evaluation.objects.get().needed == "Tijd"


def test_agreement_of_a_closed_round_can_still_be_closed(save, an_open_round, by):
    made = save(agreements=(NewAgreement("Bellen", "Wij"),))
    close(an_open_round)
    closed = agreement_close(agreement=made.agreements.get(), outcome="Gebeld", on=ON, by=by)
    assert (closed.closed_on, closed.outcome) == (ON, "Gebeld")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"held_on": ON + timedelta(days=1)}, "moet nog komen"),
        ({"needed": "  "}, "ten minste één ding"),
        ({"participants": ("x" * 201,)}, "langer dan 200"),
        ({"agreements": (NewAgreement(" ", "Wij"),)}, "wat er is afgesproken"),
        ({"agreements": (NewAgreement("Iets", " "),)}, "wie het doet"),
    ],
)
def test_evaluation_that_cannot_be_is_refused_and_nothing_is_kept(save, fields, words):
    with pytest.raises(EvaluationRefusedError, match=words):
        save(**fields)
    assert not Evaluation.objects.exists()
    assert not AuditEvent.objects.exists()


def test_open_agreements_follow_to_the_next_evaluation_and_close_with_it(save, objective):
    agreed = (NewAgreement("Bellen", "Wij", date(2025, 12, 1)), NewAgreement("Mailen", "Zij"))
    save(held_on=date(2025, 9, 1), agreements=agreed)
    second = save(held_on=ON)
    rows = objective_evaluations(objective.pk, ON)
    earlier = open_agreements(rows, but=second.pk)
    assert [(row.text, row.late) for row in earlier] == [("Bellen", True), ("Mailen", False)]
    save(second, outcomes=((earlier[0].pk, "Gebeld"),))
    assert [row.text for row in open_agreements(objective_evaluations(objective.pk, ON))] == ["Mailen"]
    assert Agreement.objects.get(text="Bellen").closed_on == ON


def test_closing_an_agreement_twice_is_told_and_the_evaluation_is_not_half_saved(save, by):
    made = save(agreements=(NewAgreement("Bellen", "Wij"),))
    agreement = made.agreements.get()
    agreement_close(agreement=agreement, outcome="Gebeld", on=ON, by=by)
    agreement_close(agreement=agreement, outcome="Gebeld", on=ON, by=by)  # the same once more is no news
    with pytest.raises(EvaluationRefusedError, match="al afgerond"):
        save(made, needed="Anders", outcomes=((agreement.pk, "Niet gebeld"),))
    assert Evaluation.objects.get().needed == "Tijd"
    assert Agreement.objects.get().outcome == "Gebeld"


def test_agreement_of_another_objective_cannot_be_closed_here(save, objective, by):
    other = Objective.objects.create(
        agenda=objective.agenda, priority=objective.priority, code="1.2", title="Anders"
    )
    elsewhere = Evaluation.objects.create(objective=other, held_on=ON, by_label="x")
    agreement = Agreement.objects.create(evaluation=elsewhere, text="Iets", owner="Zij")
    with pytest.raises(Agreement.DoesNotExist):
        save(outcomes=((agreement.pk, "Gedaan"),))
    assert Agreement.objects.get().closed_on is None


def test_same_agreement_again_is_not_added_twice(save, by):
    made = save(agreements=(NewAgreement("Bellen", "Wij"),))
    save(made, agreements=(NewAgreement("Bellen", "Wij"),))
    assert made.agreements.count() == 1


def test_participants_come_once_in_order_without_empty_lines():
    assert participants_of(["GGD", "UWV"], " UWV \n\n  Politie   Noord\nGGD") == (
        "GGD",
        "UWV",
        "Politie Noord",
    )


def test_evaluations_read_with_one_query(save, objective, django_assert_num_queries):
    for number in range(3):
        save(needed=f"{number}", participants=("GGD",), agreements=(NewAgreement("Bellen", "Wij"),))
    assert connection.features.supports_json_field  # SQLite asks this once, and remembers
    with django_assert_num_queries(1):
        rows = objective_evaluations(objective.pk, ON)
    assert [row.needed for row in rows] == ["2", "1", "0"]


@pytest.mark.parametrize("role", Role)
def test_who_evaluates(role, objective, holder_of):
    actor = factories.actor(holder_of(role), ON)
    may = role is Role.PORTFOLIO_HOLDER
    assert evaluates(actor, objective.pk) is evaluates_with(actor, []) is may
    ObjectiveOwner.objects.create(objective=objective, user=actor.user)
    may = role in {Role.PORTFOLIO_HOLDER, Role.OBJECTIVE_OWNER}
    assert evaluates(actor, objective.pk) is evaluates_with(actor, [actor.user.pk]) is may


def test_deputy_of_an_owner_evaluates_for_the_time_being(objective, college):
    owner, deputy = factories.make_holder(Role.OBJECTIVE_OWNER, college), factories.make_person()
    ObjectiveOwner.objects.create(objective=objective, user=owner)
    role = RoleAssignment.objects.get(user=owner)
    factories.make_deputy(role, deputy, ON, ON)
    assert evaluates(factories.actor(deputy, ON), objective.pk)
    assert evaluates_with(factories.actor(deputy, ON), [owner.pk])
    assert not evaluates(factories.actor(deputy, ON + timedelta(days=1)), objective.pk)
