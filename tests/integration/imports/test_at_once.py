"""Two people press the button in the same moment, each with a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from imports import services
from imports.exceptions import NotNow, UndoRefused
from organisation.roles import Role
from tests import factories, fake_reader

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(steward, college):
    return [steward, factories.actor(factories.make_holder(Role.DATA_STEWARD, college, "Tweede"))]


@pytest.fixture
def at_once(people) -> Callable:
    """Let both do the same at once; gives what came of it, in order."""

    def at_once(act: Callable) -> list[str]:
        ready, said = threading.Barrier(len(people)), []

        def run(person) -> None:
            ready.wait()
            try:
                act(person)
                said.append("gelukt")
            except (NotNow, UndoRefused) as error:
                said.append(str(error))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=[person]) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(said)

    return at_once


def test_two_approvals_at_once_one_wins(checked, at_once):
    batch = checked()
    loser, winner = at_once(lambda person: services.batch_approve(batch=batch, by=person))
    batch.refresh_from_db()
    assert winner == "gelukt"
    assert f"al toegepast, door {batch.approved_label}" in loser
    assert fake_reader.current() == {"2021": 10, "2022": 20}


def test_approving_and_rejecting_at_once_one_wins(checked, at_once, people):
    batch = checked()

    def act(person) -> None:
        if person == people[0]:
            services.batch_approve(batch=batch, by=person)
        else:
            services.batch_reject(batch=batch, by=person)

    loser, winner = at_once(act)
    batch.refresh_from_db()
    assert winner == "gelukt"
    assert loser.startswith("Dit bestand is al ")
    assert (batch.state == "applied") is bool(fake_reader.current())


def test_two_undos_at_once_one_wins(checked, at_once, steward):
    batch = services.batch_approve(batch=checked(), by=steward)
    loser, winner = at_once(lambda person: services.batch_undo(batch=batch, by=person))
    assert winner == "gelukt"
    assert "al ongedaan gemaakt" in loser
    assert fake_reader.current() == {}
