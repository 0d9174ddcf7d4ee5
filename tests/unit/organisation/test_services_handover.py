"""Handing over somebody's work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from operations.models import AuditEvent
from organisation import handover, services
from organisation.exceptions import HandOverChangedError, HandOverError
from organisation.models import Deputy, RoleAssignment
from organisation.roles import Role
from tests import factories

TODAY = timezone.localdate()
ON = TODAY + timedelta(days=10)
DAY_BEFORE = ON - timedelta(days=1)
LATER = ON + timedelta(days=20)


@pytest.fixture
def leaver(school):
    return factories.make_holder(Role.SCHOOL_DIRECTOR, school, "Anna")


@pytest.fixture
def successor(db):
    return factories.make_person("Bram")


def hand_over(by, leaver, successor, on=ON, **rest):
    return services.person_hand_over(leaver=leaver, successor=successor, on=on, by=by, **rest)


def test_person_hand_over_moves_roles_on_the_day(by, leaver, successor, school):
    moved = hand_over(by, leaver, successor)
    assert leaver.roles.get().valid_until == DAY_BEFORE
    new = successor.roles.get()
    assert (new.role, new.unit, new.valid_from, new.valid_until) == (Role.SCHOOL_DIRECTOR, school, ON, None)
    assert len(moved.sentences) == 1
    assert "Bram" in moved.sentences[0]
    event = AuditEvent.objects.get(verb="person_hand_over")
    assert event.details["moved"] == list(moved.sentences)


def test_person_hand_over_keeps_a_known_end_and_a_later_start(by, successor, college):
    leaver = factories.make_person()
    factories.give_role(leaver, Role.READER, college, valid_until=LATER)
    factories.give_role(leaver, Role.CONTROLLER, college, LATER)
    factories.give_role(leaver, Role.BOARD, college, valid_until=DAY_BEFORE)
    hand_over(by, leaver, successor)
    assert {(row.role, row.valid_from, row.valid_until) for row in successor.roles.all()} == {
        (Role.READER, ON, LATER),
        (Role.CONTROLLER, LATER, None),
    }
    assert set(leaver.roles.values_list("role", flat=True)) == {Role.READER, Role.BOARD}


def test_person_hand_over_skips_a_role_that_the_successor_has(by, leaver, successor, school):
    factories.give_role(successor, Role.SCHOOL_DIRECTOR, school)
    moved = hand_over(by, leaver, successor)
    assert successor.roles.count() == 1
    assert "heeft deze rol zelf al" in moved.sentences[0]


def test_person_hand_over_fills_up_a_role_that_the_successor_has_for_a_while(by, leaver, successor, school):
    factories.give_role(successor, Role.SCHOOL_DIRECTOR, school, TODAY, LATER)
    hand_over(by, leaver, successor)
    windows = set(successor.roles.values_list("valid_from", "valid_until"))
    assert windows == {(TODAY, LATER), (LATER + timedelta(days=1), None)}


def test_person_hand_over_keeps_the_deputies_of_a_role(by, leaver, successor):
    stand_in = factories.make_person()
    for deputy in (stand_in, successor):
        factories.make_deputy(leaver.roles.get(), deputy, TODAY, LATER)
    hand_over(by, leaver, successor)
    kept = Deputy.objects.filter(assignment__user=successor)
    assert [(row.user, row.valid_from, row.valid_until) for row in kept] == [(stand_in, ON, LATER)]
    assert set(Deputy.objects.filter(assignment__user=leaver).values_list("valid_until", flat=True)) == {
        DAY_BEFORE
    }


def test_person_hand_over_moves_standing_in(by, leaver, successor, college):
    role = factories.give_role(factories.make_person("Cor"), Role.READER, college)
    own = factories.give_role(successor, Role.CONTROLLER, college)
    for assignment in (role, own):
        factories.make_deputy(assignment, leaver, TODAY, LATER)
    moved = hand_over(by, leaver, successor)
    assert [(row.assignment, row.valid_from, row.valid_until) for row in successor.deputyships.all()] == [
        (role, ON, LATER)
    ]
    assert set(leaver.deputyships.values_list("valid_until", flat=True)) == {DAY_BEFORE}
    assert sum("waarneming voor" in sentence for sentence in moved.sentences) == 2


def test_person_hand_over_by_the_last_admin_leaves_an_admin(by, admin, successor):
    hand_over(by, admin, successor, on=TODAY)
    assert Role.ADMIN in factories.actor(successor).roles
    assert Role.ADMIN not in factories.actor(admin).roles


def test_person_hand_over_asks_the_floors_above(by, leaver, successor):
    calls = []

    def hook(*arguments):
        calls.append(arguments)
        return ["Doelstelling 1.2 gaat over."]

    handover.handover_hooks.append(hook)
    try:
        moved = hand_over(by, leaver, successor)
    finally:
        handover.handover_hooks.remove(hook)
    assert calls == [(leaver, successor, ON, by)]
    assert moved.sentences[-1] == "Doelstelling 1.2 gaat over."


def test_person_hand_over_preview_says_the_same_and_writes_nothing(by, leaver, successor):
    before = list(RoleAssignment.objects.values())
    preview = services.person_hand_over_preview(leaver=leaver, successor=successor, on=ON, by=by)
    assert list(RoleAssignment.objects.values()) == before
    assert not AuditEvent.objects.exists()
    assert hand_over(by, leaver, successor, expected=preview.fingerprint) == preview


def test_person_hand_over_of_something_else_than_was_shown_is_refused(by, leaver, successor, college):
    preview = services.person_hand_over_preview(leaver=leaver, successor=successor, on=ON, by=by)
    factories.give_role(leaver, Role.READER, college)
    with pytest.raises(HandOverChangedError):
        hand_over(by, leaver, successor, expected=preview.fingerprint)
    assert not successor.roles.exists()


def test_person_hand_over_is_refused_to_oneself_somebody_inactive_or_in_the_past(by, leaver, successor):
    with pytest.raises(HandOverError):
        hand_over(by, leaver, leaver)
    with pytest.raises(HandOverError) as refusal:
        hand_over(by, leaver, successor, on=TODAY - timedelta(days=1))
    assert refusal.value.field == "on"
    with pytest.raises(HandOverError, match="niet actief"):
        hand_over(by, leaver, factories.make_person(is_active=False))
