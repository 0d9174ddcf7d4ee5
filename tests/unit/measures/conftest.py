"""A team that carries out a measure, and who reports for it."""

from __future__ import annotations

import pytest

from measures.models import Assignment, Measure
from organisation.access import Actor
from organisation.models import Unit
from organisation.roles import Role
from tests import factories


@pytest.fixture
def measure(college: Unit) -> Measure:
    return factories.make_measure(college, "1.1.1")


@pytest.fixture
def assignment(measure: Measure, team: Unit) -> Assignment:
    return factories.make_assignment(measure, team)


@pytest.fixture
def manager(team: Unit) -> Actor:
    return factories.actor(factories.make_holder(Role.TEAM_MANAGER, team, "Mila Manager"))


@pytest.fixture
def colleague(team: Unit) -> Actor:
    return factories.actor(factories.make_holder(Role.TEAM_MANAGER, team, "Cas Collega"))
