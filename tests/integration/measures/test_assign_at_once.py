"""Two people divide the same measures in the same moment, each with a connection of their own."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from measures.models import Assignment
from measures.services.assignments import Assigned, assignments_change
from organisation.access import Actor
from organisation.models import Unit
from organisation.roles import Role
from tests import factories

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()


def at_once(acts: list) -> None:
    """Let all of them begin together, and wait for the last."""
    ready, wrong = threading.Barrier(len(acts)), []

    def run(act) -> None:
        ready.wait(timeout=30)
        try:
            act()
        except Exception as error:  # noqa: BLE001 (whatever goes wrong in a thread must fail the test)
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not wrong


def test_who_give_and_take_the_same_at_once_lose_nothing_and_never_wait_in_a_circle(
    college: Unit, school: Unit, team: Unit, other_school: Unit, other_team: Unit
) -> None:
    measures = [factories.make_measure(college) for _ in range(4)]
    units = [school, team, other_school, other_team]
    for measure in measures:
        factories.make_assignment(measure, school)
    everything = {(measure.pk, unit.pk) for measure in measures for unit in units[1:]}
    taken = {(measure.pk, school.pk) for measure in measures}
    done: list[Assigned] = []

    def person(name: str) -> Actor:
        return factories.actor(factories.make_holder(Role.PORTFOLIO_HOLDER, college, name))

    def act(by: Actor) -> None:
        done.append(assignments_change(give=everything, take=taken, valid_from=TODAY, by=by))

    people = [person(f"Persoon {number}") for number in range(4)]
    at_once([lambda by=by: act(by) for by in people])
    assert sorted(done, key=lambda one: one.new) == [Assigned()] * 3 + [Assigned(new=12, ended=4)]
    assert Assignment.objects.filter(valid_until=None).count() == 12
    assert Assignment.objects.filter(valid_until=TODAY - timedelta(days=1)).count() == 4
