"""A team with one measure, its manager, and the form as a browser sends it."""

from __future__ import annotations

import pytest

from organisation.roles import Role
from tests import factories


@pytest.fixture
def measure(college):
    return factories.make_measure(college, "1.1.1")


@pytest.fixture
def one(measure, team):
    return factories.make_assignment(measure, team)


@pytest.fixture
def opened(measure):
    return factories.make_round(measure.agenda)


@pytest.fixture
def person(holder_of):
    return holder_of(Role.TEAM_MANAGER)


@pytest.fixture
def manager(client_of):
    return client_of(Role.TEAM_MANAGER)


@pytest.fixture
def url(one) -> str:
    return f"/mijn-maatregelen/{one.pk}/"


@pytest.fixture
def opens(manager, url):
    """Opens the form and gives what stands in it, as a browser would send it."""

    def opens(**typed) -> dict:
        form = manager.get(url).context["form"]
        values = {field.name: field.value() for field in form}
        return {name: "" if value is None else value for name, value in values.items()} | typed

    return opens
