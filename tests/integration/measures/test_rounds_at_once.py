"""Two people, or two beats, do the same in the same moment, each with a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from agenda.exceptions import RoundRefusedError
from agenda.models import Round, RoundKind
from agenda.round_services import round_close, round_open
from measures.exceptions import ReplyRefusedError
from measures.models import ReportReply, Verdict
from measures.services.reminders import reminders_send
from measures.services.replies import reply_add
from operations.models import OutboxMail
from organisation.roles import Role
from tests import factories

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

TODAY = timezone.localdate()
DUE = TODAY + timedelta(days=3)


@pytest.fixture
def people(college):
    return [
        factories.actor(factories.make_holder(Role.PORTFOLIO_HOLDER, college, name))
        for name in ("Een", "Twee")
    ]


@pytest.fixture
def at_once(people) -> Callable:
    """Let both act at once; gives what came of it, in order."""

    def at_once(act: Callable) -> list[str]:
        ready, said = threading.Barrier(len(people)), []

        def run(number: int) -> None:
            ready.wait(timeout=30)
            try:
                act(number, people[number])
                said.append("gelukt")
            except (RoundRefusedError, ReplyRefusedError) as error:
                said.append(str(error))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=[number]) for number in range(len(people))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return sorted(said)

    return at_once


@pytest.fixture
def measure(college):
    return factories.make_measure(college)


def test_two_who_close_at_once_one_wins(measure, at_once):
    row = factories.make_round(measure.agenda)
    loser, winner = at_once(lambda _, person: round_close(round=row, by=person))
    assert winner == "gelukt"
    assert "is al gesloten door" in loser
    assert row.events.filter(verb="gesloten").count() == 1


def test_two_who_open_at_once_one_wins(measure, at_once):
    kinds = [RoundKind.FOUR_MONTHS, RoundKind.EIGHT_MONTHS]

    def act(number, person):
        round_open(
            agenda=measure.agenda, kind=kinds[number], year=TODAY.year, about_on=TODAY, due_on=DUE, message="",
            on=TODAY, by=person,
        )  # fmt: skip

    loser, winner = at_once(act)
    assert winner == "gelukt"
    assert "is nog open" in loser
    assert Round.objects.count() == 1


def test_two_beats_at_once_remind_once(measure, team, at_once):
    factories.make_round(measure.agenda, due_on=DUE)
    factories.make_assignment(measure, team)
    factories.make_holder(Role.TEAM_MANAGER, team)
    at_once(lambda *_: reminders_send(on=TODAY))
    assert OutboxMail.objects.count() == 1


def test_closing_and_judging_at_once_gives_a_reply_in_time_or_none(measure, team, at_once):
    row = factories.make_round(measure.agenda)
    report = factories.make_report(factories.make_assignment(measure, team), round=row)

    def act(number, person):
        if number:
            round_close(round=row, by=person)
        else:
            reply_add(report=report, verdict=Verdict.ACCEPTED, text="", by=person)

    said = at_once(act)
    assert "gelukt" in said
    row.refresh_from_db()
    assert not row.is_open
    assert ReportReply.objects.count() == said.count("gelukt") - 1
