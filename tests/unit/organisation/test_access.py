"""Who may do what, where, and on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organisation.access import ALLOWED, Action, Actor
from organisation.models import Deputy, RoleAssignment, UnitKind
from organisation.roles import Role
from tests import factories

DAY = date(2026, 3, 10)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def test_allowed_names_every_action():
    assert set(ALLOWED) == set(Action)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_may_follows_the_table(role, action, place_of):
    user = factories.make_holder(role, place_of(role))
    assert Actor(user, DAY).may(action) == (role in ALLOWED[action])


def test_actor_without_role_sees_nothing(college):
    actor = Actor(factories.make_person(), DAY)
    assert actor.roles == frozenset()
    assert actor.visible_units == {}
    assert not any(actor.may(action) for action in Action)


@pytest.mark.parametrize(("on", "acts"), [(BEFORE, False), (DAY, True), (AFTER, False)])
def test_roles_on_one_day_only(on, acts, school):
    user = factories.make_person()
    factories.give_role(user, Role.SCHOOL_DIRECTOR, school, DAY, DAY)
    assert (Role.SCHOOL_DIRECTOR in Actor(user, on).roles) is acts


@pytest.mark.parametrize(("on", "acts"), [(BEFORE, False), (DAY, True), (AFTER, False)])
def test_deputy_acts_on_own_days_only(on, acts, school):
    deputy = factories.make_person()
    role = factories.give_role(factories.make_person(), Role.SCHOOL_DIRECTOR, school)
    factories.make_deputy(role, deputy, DAY, DAY)
    assert (school.pk in Actor(deputy, on).visible_units) is acts


def test_deputy_of_an_ended_role_may_nothing(school):
    deputy = factories.make_person()
    role = factories.give_role(factories.make_person(), Role.SCHOOL_DIRECTOR, school, valid_until=BEFORE)
    factories.make_deputy(role, deputy, BEFORE, AFTER)
    assert Actor(deputy, DAY).roles == frozenset()


def test_deputy_of_somebody_inactive_may_nothing(school):
    deputy = factories.make_person()
    role = factories.give_role(factories.make_person(is_active=False), Role.SCHOOL_DIRECTOR, school)
    factories.make_deputy(role, deputy, BEFORE, AFTER)
    assert Actor(deputy, DAY).roles == frozenset()


@pytest.mark.parametrize(("on", "acts"), [(BEFORE, True), (DAY, True), (AFTER, False)])
def test_role_at_a_closed_unit_gives_nothing(on, acts, college):
    closed = factories.make_unit(UnitKind.SCHOOL, parent=college, closed_on=DAY)
    user = factories.make_holder(Role.SCHOOL_DIRECTOR, closed)
    assert bool(Actor(user, on).roles) is acts


def test_assignments_begin_with_the_widest_role(college, team):
    user = factories.make_holder(Role.TEAM_MANAGER, team)
    factories.give_role(user, Role.BOARD, college)
    assert [row.unit for row in Actor(user, DAY).assignments] == [college, team]


def test_visible_units_of_a_director_are_school_and_teams(school, team, other_school, other_team):
    user = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    assert set(Actor(user, DAY).visible_units) == {school.pk, team.pk}


def test_visible_units_leave_out_another_college(college, school, team):
    elsewhere = factories.make_unit(UnitKind.COLLEGE)
    foreign = factories.make_unit(UnitKind.SCHOOL, parent=elsewhere)
    seen = Actor(factories.make_holder(Role.BOARD, college), DAY).visible_units
    assert set(seen) == {college.pk, school.pk, team.pk}
    assert foreign.pk not in seen


def test_visible_units_follow_a_dated_move(school, other_school, team):
    team.parents.update(valid_until=BEFORE)
    team.parents.create(parent=other_school, valid_from=DAY)
    user = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    assert team.pk in Actor(user, BEFORE).visible_units
    assert team.pk not in Actor(user, DAY).visible_units


def test_visible_units_end_with_a_closed_team(school, team):
    team.closed_on = DAY
    team.save()
    user = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    assert team.pk in Actor(user, DAY).visible_units
    assert team.pk not in Actor(user, AFTER).visible_units


@pytest.mark.parametrize(
    ("role", "queries"), [(Role.BOARD, 3), (Role.SCHOOL_DIRECTOR, 2), (Role.TEAM_MANAGER, 1)]
)
@pytest.mark.parametrize("schools", [1, 8])
def test_visible_units_costs_a_query_per_level(
    role, queries, schools, college, place_of, django_assert_num_queries
):
    for _ in range(schools):
        school = factories.make_unit(UnitKind.SCHOOL, parent=college)
        factories.make_unit(UnitKind.TEAM, parent=school)
    actor = Actor(factories.make_holder(role, place_of(role)), DAY)
    with django_assert_num_queries(queries):
        assert actor.visible_units


def test_units_for_an_action_follow_the_role_that_allows_it(college, school, team, other_team):
    person = factories.make_holder(Role.TEAM_MANAGER, team)
    factories.give_role(person, Role.READER, college)
    actor = Actor(person, DAY)
    assert set(actor.units_for(Action.REPORT_PROGRESS)) == {team.pk}
    assert other_team.pk in actor.units_for(Action.READ_AGENDA)
    assert actor.units_for(Action.MANAGE_PEOPLE) == {}


def test_units_for_an_action_include_what_lies_below(school, team):
    director = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    assert set(Actor(director, DAY).units_for(Action.REPORT_PROGRESS)) == {school.pk, team.pk}


def test_visible_units_survives_a_circle(college, school, other_school):
    school.parents.update(parent=other_school)
    other_school.parents.update(parent=school)
    user = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    assert set(Actor(user, DAY).visible_units) == {school.pk, other_school.pk}


offsets = st.integers(-3, 3)
windows = st.tuples(offsets, st.none() | offsets).filter(lambda w: w[1] is None or w[1] >= w[0])
closed_windows = st.tuples(offsets, offsets).filter(lambda w: w[1] >= w[0])


def _day(offset: int | None) -> date | None:
    return None if offset is None else DAY + timedelta(days=offset)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(role=windows, deputy=closed_windows, closed=st.none() | offsets, on=offsets)
def test_acting_is_exactly_the_overlap_of_the_windows(role, deputy, closed, on, college):
    school = factories.make_unit(UnitKind.SCHOOL, parent=college, closed_on=_day(closed))
    holder, stand_in = factories.make_person(), factories.make_person()
    assignment = factories.give_role(holder, Role.SCHOOL_DIRECTOR, school, _day(role[0]), _day(role[1]))
    factories.make_deputy(assignment, stand_in, _day(deputy[0]), _day(deputy[1]))

    held = role[0] <= on and (role[1] is None or on <= role[1]) and (closed is None or on <= closed)
    stands_in = held and deputy[0] <= on <= deputy[1]
    assert bool(Actor(holder, _day(on)).roles) is held
    assert bool(Actor(stand_in, _day(on)).roles) is stands_in
    assert bool(Actor(stand_in, _day(on)).visible_units) is stands_in
    Deputy.objects.all().delete()
    RoleAssignment.objects.all().delete()
