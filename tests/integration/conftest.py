"""The whole site with content: the real agenda and the example data, loaded once for each module that asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings

from demo.units import DEPUTY_EMAIL, PEOPLE
from organisation.models import User
from organisation.roles import Role
from tests import example
from tests.addresses import every_address


@dataclass
class Site:
    """Somebody of each role, and browsers signed in as them."""

    people: dict[Role, User] = field(default_factory=dict)

    def client(self, role: Role | None) -> Client:
        """A new browser; ``None``: nobody is signed in."""
        client = Client()
        if role is not None:
            client.force_login(self.people[role])
        return client


@pytest.fixture(scope="module")
def whole_demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The content; gives the folder in which its files lie."""
    files = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=str(files)):
            example.load()
        yield files
        transaction.set_rollback(True)


def people_of_the_example() -> dict[Role, User]:
    """Somebody of each role."""
    by_email = User.objects.in_bulk([person.email for person in PEOPLE], field_name="email")
    return {Role(one.role): by_email[one.email] for one in PEOPLE if one.email != DEPUTY_EMAIL}


@pytest.fixture
def site(whole_demo: Path, db: None, settings) -> Site:
    settings.MEDIA_ROOT = str(whole_demo)
    return Site(people_of_the_example())


@pytest.fixture
def browse(site: Site) -> Callable[[Role | None], Client]:
    """``browse(Role.READER)``: a browser signed in as somebody with that role, the same within a test."""
    clients: dict[Role | None, Client] = {}

    def client(role: Role | None) -> Client:
        if role not in clients:
            clients[role] = site.client(role)
        return clients[role]

    return client


@pytest.fixture
def addresses(site: Site) -> dict[str, str]:
    """The address of every page by its name."""
    return every_address()
