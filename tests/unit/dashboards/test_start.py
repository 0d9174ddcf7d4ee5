"""On which page each role starts."""

from __future__ import annotations

from datetime import date

import pytest

from agenda.models import Agenda, Objective, ObjectiveOwner, Priority
from dashboards.start import start_url
from organisation.roles import Role
from tests import factories

DAY = date(2026, 3, 10)
GLANCE = "/agenda/2024-2027/"


@pytest.fixture
def agenda(college) -> Agenda:
    return Agenda.objects.create(
        slug="kwaliteit", college=college, title="Agenda", starts=date(2024, 1, 1), ends=date(2027, 12, 31)
    )


@pytest.mark.parametrize(
    ("role", "url"),
    [
        (Role.BOARD, GLANCE),
        (Role.PORTFOLIO_HOLDER, GLANCE),
        (Role.OBJECTIVE_OWNER, GLANCE),
        (Role.DATA_STEWARD, "/import/"),
        (Role.READER, GLANCE),
        (Role.SCHOOL_DIRECTOR, "/eenheden/techniek/"),
        (Role.TEAM_MANAGER, "/mijn-maatregelen/"),
        (Role.CONTROLLER, "/begroting/"),
        (Role.ADMIN, "/beheer/mensen/"),
    ],
)
def test_start_url_of_a_role(role, url, holder_of, agenda):
    assert start_url(factories.actor(holder_of(role), DAY), agenda) == url


@pytest.mark.parametrize("role", Role)
def test_start_url_without_an_agenda(role, holder_of):
    url = start_url(factories.actor(holder_of(role), DAY), None)
    assert url == {Role.ADMIN: "/beheer/mensen/", Role.DATA_STEWARD: "/import/"}.get(role)


def test_start_url_of_an_owner_is_the_first_own_objective(holder_of, agenda):
    priority = Priority.objects.create(agenda=agenda, code="1", title="Prioriteit")
    owner = holder_of(Role.OBJECTIVE_OWNER)
    for order, code in enumerate(("1.2", "1.1")):
        one = Objective.objects.create(agenda=agenda, priority=priority, code=code, title="Doel", order=order)
        ObjectiveOwner.objects.create(objective=one, user=owner)
    assert start_url(factories.actor(owner, DAY), agenda) == f"{GLANCE}doelstellingen/1.2/"


def test_start_url_follows_the_widest_role(college, school, agenda):
    person = factories.make_holder(Role.SCHOOL_DIRECTOR, school)
    factories.give_role(person, Role.BOARD, college)
    assert start_url(factories.actor(person, DAY), agenda) == GLANCE


def test_start_url_of_an_owner_in_another_agenda_is_the_glance(holder_of, agenda, college):
    other = Agenda.objects.create(
        slug="oud", college=college, title="Oud", starts=date(2019, 1, 1), ends=date(2023, 12, 31)
    )
    priority = Priority.objects.create(agenda=other, code="1", title="Prioriteit")
    one = Objective.objects.create(agenda=other, priority=priority, code="1.1", title="Doel")
    owner = holder_of(Role.OBJECTIVE_OWNER)
    ObjectiveOwner.objects.create(objective=one, user=owner)
    assert start_url(factories.actor(owner, DAY), agenda) == GLANCE
