"""A story is kept in the same moment in which its report goes to the board, each on a connection of its own."""

from __future__ import annotations

import threading

import pytest
from django.db import connections, transaction

from organisation.access import Actor
from organisation.models import Unit
from organisation.roles import Role
from reporting.exceptions import ReportRefusedError, StoryRefusedError
from reporting.kinds import ReportKind
from reporting.models import Report, Story
from reporting.story.services import story_keep, story_of
from reporting.workflow import services
from reporting.workflow.writing import write_run
from reporting.writers import WRITERS
from tests import factories

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
YEAR = 2025


@pytest.fixture
def by(college: Unit, monkeypatch: pytest.MonkeyPatch) -> Actor:
    for name in ("docx", "xlsx", "pdf"):
        monkeypatch.setitem(WRITERS, name, lambda document, name=name: name.encode())
    return factories.actor(factories.make_holder(Role.PORTFOLIO_HOLDER, college, "Petra"))


@pytest.fixture
def report(college: Unit, by: Actor) -> Report:
    agenda = factories.make_measure(college, "1.1.1").agenda
    made = services.report_start(agenda=agenda, year=YEAR, kind=ReportKind.ACCOUNT, by=by)
    services.report_write(report=made, by=by, queued=False)
    write_run(job_id=Report.objects.get().job_id)
    return Report.objects.get()


def keep(report: Report, by: Actor) -> None:
    story = story_of(agenda=report.agenda, year=YEAR, scope=Story.Scope.OBJECTIVE, code="1.1")
    story_keep(story=story, texts={"planned": "Nieuw."}, based_on=0, ready=False, by=by)


def propose(report: Report, by: Actor) -> None:
    services.report_propose(report=report, by=by, queued=False)


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [(keep, propose, ReportRefusedError), (propose, keep, StoryRefusedError)],
)
def test_who_comes_second_waits_and_is_refused(report, by, first, second, refusal):
    said: list[type[Exception] | None] = []

    def run() -> None:
        try:
            second(report, by)
            said.append(None)
        except (ReportRefusedError, StoryRefusedError) as error:
            said.append(type(error))
        finally:
            connections.close_all()

    other = threading.Thread(target=run, daemon=True)
    with transaction.atomic():
        first(report, by)
        other.start()
        other.join(timeout=1)
        assert other.is_alive(), "nobody waits"
    other.join(timeout=60)
    assert said == [refusal]
