"""Who may do something in a unit; asking that gives the people of whom ``Actor.may`` says so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from organisation.access import Action
from organisation.holders import holders, holders_at, people_with
from organisation.models import UnitKind, UnitParent, User
from organisation.roles import Role
from tests import factories

DAY = date(2026, 3, 10)
TODAY = date(2026, 3, 1)
ONE = timedelta(days=1)
BEFORE = DAY - timedelta(days=1)
REPORT = Action.REPORT_PROGRESS


def names(found) -> list[tuple[str, int]]:
    return [(one.user.name, one.unit) for one in found]


def test_holders_at_a_unit_and_above(team, school, college, other_team):
    factories.make_holder(Role.TEAM_MANAGER, team, "Mila")
    factories.make_holder(Role.TEAM_MANAGER, other_team, "Ver weg")
    factories.make_holder(Role.SCHOOL_DIRECTOR, school, "Dirk")
    factories.make_holder(Role.BOARD, college, "Bea")
    assert names(holders_at(team, REPORT, DAY)) == [("Mila", team.pk)]
    assert names(holders_at(team, REPORT, DAY, above=True)) == [("Dirk", school.pk), ("Mila", team.pk)]


def test_holders_knows_deputies_on_their_days(team):
    manager = factories.make_holder(Role.TEAM_MANAGER, team, "Mila")
    deputy = factories.make_person("Wim")
    factories.make_deputy(manager.roles.get(), deputy, DAY, DAY)
    assert [(one.user.name, one.stands_in, one.held_by) for one in holders(REPORT, DAY)] == [
        ("Mila", False, manager.pk), ("Wim", True, manager.pk),
    ]  # fmt: skip
    assert len(holders(REPORT, BEFORE)) == 1


def test_holders_leaves_out_who_is_gone(team, school, college):
    gone = factories.make_holder(Role.TEAM_MANAGER, team)
    deputy = factories.make_person()
    factories.make_deputy(gone.roles.get(), deputy, DAY, DAY)
    gone.is_active = False
    gone.save()
    factories.give_role(factories.make_person(), Role.TEAM_MANAGER, team, valid_until=BEFORE)
    closed = factories.make_unit(UnitKind.TEAM, parent=school, closed_on=BEFORE)
    factories.make_holder(Role.TEAM_MANAGER, closed)
    assert holders(REPORT, DAY) == []


def test_holders_above_follow_a_move(team, school, other_school):
    factories.make_holder(Role.SCHOOL_DIRECTOR, school, "Oud")
    factories.make_holder(Role.SCHOOL_DIRECTOR, other_school, "Nieuw")
    UnitParent.objects.filter(unit=team).update(valid_until=BEFORE)
    UnitParent.objects.create(unit=team, parent=other_school, valid_from=DAY)
    assert [one.user.name for one in holders_at(team, REPORT, BEFORE, above=True)] == ["Oud"]
    assert [one.user.name for one in holders_at(team, REPORT, DAY, above=True)] == ["Nieuw"]


def test_holders_costs_two_queries(team, school, django_assert_num_queries):
    for _ in range(5):
        manager = factories.make_holder(Role.TEAM_MANAGER, team)
        factories.make_deputy(manager.roles.get(), factories.make_person(), DAY, DAY)
    with django_assert_num_queries(2):
        assert len(holders(REPORT, DAY, [team.pk, school.pk])) == 10


@pytest.fixture
def people(college, school):
    """One person for each way in which a role counts, or does not."""
    steward = Role.DATA_STEWARD
    closed = factories.make_unit(code="dicht", name="Dicht", closed_on=TODAY - ONE)
    made = {name: factories.make_person(name) for name in (
        "nu", "ooit", "straks", "tot-vandaag", "anders", "dicht", "weg", "waarnemer", "was-waarnemer", "niemands",
    )}  # fmt: skip
    own = factories.give_role(made["nu"], steward, college)
    factories.give_role(made["ooit"], steward, college, valid_until=TODAY - ONE)
    factories.give_role(made["straks"], steward, college, valid_from=TODAY + ONE)
    factories.give_role(made["tot-vandaag"], steward, college, valid_until=TODAY)
    factories.give_role(made["anders"], Role.ADMIN, college)
    factories.give_role(made["dicht"], steward, closed)
    left = factories.give_role(made["weg"], steward, college)
    factories.make_deputy(own, made["waarnemer"], TODAY, TODAY)
    factories.make_deputy(own, made["was-waarnemer"], TODAY - ONE, TODAY - ONE)
    factories.make_deputy(left, made["niemands"], TODAY, TODAY)
    User.objects.filter(pk=made["weg"].pk).update(is_active=False)
    return made


def test_people_with_are_those_who_may_on_the_day(people):
    assert [one.name for one in people_with(Action.IMPORT_DATA, TODAY)] == ["nu", "tot-vandaag", "waarnemer"]


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_people_with_agrees_with_what_each_may(people, action, days):
    on = TODAY + days * ONE
    may = {one.name for one in User.objects.filter(is_active=True) if factories.actor(one, on).may(action)}
    assert {one.name for one in people_with(action, on)} == may


def test_people_with_costs_two_queries(people, django_assert_num_queries):
    with django_assert_num_queries(2):
        people_with(Action.IMPORT_DATA, TODAY)
