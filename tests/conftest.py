"""Fixtures that every test may use: a small college, its people, and browsers signed in as them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings

from organisation.access import Actor
from organisation.models import Unit, UnitKind, User
from organisation.roles import Role
from tests import factories

_began: datetime | None = None
"""When this run took its tests in: many of them take the day then."""


def pytest_collection_finish() -> None:
    global _began
    _began = timezone.localtime()


@pytest.fixture(autouse=True)
def _one_day() -> Iterator[None]:
    """A run that goes on past midnight stays in the day that it began on."""
    if _began is None or timezone.localdate() == _began.date():
        yield
        return
    with time_machine.travel(timezone.now() - timedelta(days=1), tick=True):
        yield


def pytest_configure() -> None:
    # Examples enough to find what breaks, few enough to run every time; a busy machine is no failure.
    settings.register_profile(
        "suite", max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("suite")
    # The real hasher takes 50 ms on purpose; a suite that makes a thousand people cannot wait for it.
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _tasks_run_at_once() -> None:
    """No test reaches a broker: tasks run where they are queued, and their errors surface."""
    from kwaliteitsagenda.celery import app

    app.conf.task_always_eager = True
    app.conf.task_eager_propagates = True


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    """Stored files go to the test's own folder."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def college(db: None) -> Unit:
    return factories.make_unit(UnitKind.COLLEGE, code="25LW", name="Noorderpoort", brin="25LW")


@pytest.fixture
def school(college: Unit) -> Unit:
    return factories.make_unit(UnitKind.SCHOOL, parent=college, code="techniek", name="School voor Techniek")


@pytest.fixture
def other_school(college: Unit) -> Unit:
    return factories.make_unit(UnitKind.SCHOOL, parent=college, code="zorg", name="School voor Zorg")


@pytest.fixture
def team(school: Unit) -> Unit:
    return factories.make_unit(UnitKind.TEAM, parent=school, code="team-ict", name="Team ICT")


@pytest.fixture
def other_team(other_school: Unit) -> Unit:
    return factories.make_unit(UnitKind.TEAM, parent=other_school, code="team-zorg", name="Team Zorg")


@pytest.fixture
def admin(college: Unit) -> User:
    return factories.make_holder(Role.ADMIN, college, "Bea Beheerder")


@pytest.fixture
def by(admin: User) -> Actor:
    """The admin as the actor of a service."""
    return factories.actor(admin)


@pytest.fixture
def place_of(college: Unit, school: Unit, team: Unit) -> Callable[[Role], Unit]:
    """The unit at which a role is held: ``school``, ``team``, else ``college``."""

    def place(role: Role) -> Unit:
        return {Role.SCHOOL_DIRECTOR: school, Role.TEAM_MANAGER: team}.get(role, college)

    return place


@pytest.fixture
def holder_of(place_of: Callable[[Role], Unit]) -> Callable[[Role], User]:
    """A person with this role, the same one within a test."""
    made: dict[Role, User] = {}

    def holder(role: Role) -> User:
        if role not in made:
            made[role] = factories.make_holder(role, place_of(role))
        return made[role]

    return holder


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser signed in as a person; with ``csrf=True`` it checks tokens as a real one meets them."""

    def sign_in(user: User, *, csrf: bool = False) -> Client:
        client = Client(enforce_csrf_checks=csrf)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def client_of(
    holder_of: Callable[[Role], User], signed_in: Callable[[User], Client]
) -> Callable[[Role], Client]:
    """A browser signed in as somebody with this role: ``client_of(Role.CONTROLLER)``."""
    return lambda role: signed_in(holder_of(role))


@pytest.fixture
def admin_client(admin: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(admin)
