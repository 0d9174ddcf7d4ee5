"""Fifty people report at once on overlapping measures, each with a connection of their own.

``pytest -s`` prints the figures: how long a save took, and how many met the report of another.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from statistics import median
from uuid import uuid4

import pytest
from django.db import connections

from agenda.round_services import round_close
from measures.exceptions import ReportConflictError
from measures.models import Assignment, ReportDraft, StatusReport
from measures.report_fields import ReportFields, differences, merged
from measures.services.drafts import draft_save
from measures.services.reports import report_submit, reports_unchanged_many
from organisation.access import Actor
from organisation.models import User
from organisation.roles import Role
from tests import factories

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

EDITORS, MEASURES, EACH = 50, 10, 2


@dataclass
class Outcome:
    """What the editors met. Lists, because appending to one is safe from any thread."""

    seconds: list[float] = field(default_factory=list)
    conflicts: list[tuple[ReportFields, ReportFields]] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)


@pytest.fixture
def assignments(college, team) -> list[Assignment]:
    return [factories.make_assignment(factories.make_measure(college), team) for _ in range(MEASURES)]


@pytest.fixture
def editors(team) -> list[User]:
    return [factories.make_holder(Role.TEAM_MANAGER, team, f"Editor {n}") for n in range(EDITORS)]


def at_once(editors: list[User], act: Callable[[Actor, Outcome], None]) -> Outcome:
    """Everybody does it in the same moment."""
    ready, outcome = threading.Barrier(len(editors)), Outcome()

    def run(user: User) -> None:
        try:
            by = factories.actor(user)
            assert by.assignments
            ready.wait(timeout=30)
            act(by, outcome)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            outcome.errors.append(error)
            ready.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[user]) for user in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    return outcome


def current(assignment_id: int) -> StatusReport | None:
    return StatusReport.objects.filter(assignment=assignment_id, superseded_at__isnull=True).first()


def save_until_kept(by: Actor, outcome: Outcome, assignment: Assignment, words: str) -> None:
    """As a person does: look, type, send; and when somebody was first, choose to keep both texts."""
    seen = current(assignment.pk)
    own, form = ReportFields(state="loopt", changed=words), uuid4()
    fields = own
    while True:
        draft_save(
            assignment=assignment, fields={"changed": words}, based_on=seen.pk if seen else None, by=by,
            submission=form,
        )  # fmt: skip
        began = time.perf_counter()
        try:
            report_submit(
                assignment=assignment, fields=fields, based_on=seen.pk if seen else None, submission=form,
                on=by.on, by=by,
            )  # fmt: skip
        except ReportConflictError as conflict:
            assert conflict.current is not None
            seen, theirs = conflict.current, ReportFields.of(conflict.current)
            outcome.conflicts.append((own, theirs))
            fields = merged(own, theirs, {"changed": "beide"})
        else:
            outcome.seconds.append(time.perf_counter() - began)
            return


def test_fifty_editors_lose_nothing_and_never_wait_in_a_circle(assignments, editors, capsys):
    opened = factories.make_round(assignments[0].measure.agenda)

    def act(by: Actor, outcome: Outcome) -> None:
        order = random.Random(by.user.pk)
        for one in order.sample(assignments, EACH):
            save_until_kept(by, outcome, one, f"Dit schreef {by.label}.")

    began = time.perf_counter()
    outcome = at_once(editors, act)
    whole = time.perf_counter() - began
    assert not outcome.errors
    assert StatusReport.objects.count() == EDITORS * EACH
    assert StatusReport.objects.filter(superseded_at__isnull=True).count() == MEASURES
    assert set(StatusReport.objects.values_list("round", flat=True)) == {opened.pk}
    assert not ReportDraft.objects.exists()
    for report in StatusReport.objects.all():
        assert f"Dit schreef {report.by_label}." in report.changed
    assert all(one.reports.values("by").distinct().count() == one.reports.count() for one in assignments)
    # Every loser had both versions in hand, and they differed.
    assert outcome.conflicts
    assert all(differences(own, other) for own, other in outcome.conflicts)
    print_figures(capsys, f"{EDITORS} editors, {MEASURES} measures", outcome, whole)


def print_figures(capsys, who: str, outcome: Outcome, whole: float) -> None:
    slow = sorted(outcome.seconds)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{who}, {len(slow)} saves in {whole:.1f} s; a save took "
            f"{median(slow) * 1000:.0f} ms in the middle, {slow[int(len(slow) * 0.95)] * 1000:.0f} ms at 95 %, "
            f"{slow[-1] * 1000:.0f} ms at most; {len(outcome.conflicts)} times somebody else was first\n"
        )


def say_all_unchanged(by: Actor, outcome: Outcome, chosen: Collection[tuple[int, int]]) -> None:
    """The list with everything ticked: what a colleague changed meanwhile is left alone, the rest is reported."""
    began = time.perf_counter()
    done = reports_unchanged_many(chosen=chosen, submission=uuid4(), on=by.on, by=by)
    outcome.seconds.append(time.perf_counter() - began)
    assert len(done.reported) + len(done.refused) == len(chosen)
    assert all(isinstance(error, ReportConflictError) for _, error in done.refused)


def test_fifty_report_one_many_and_drafts_at_once_and_nobody_waits_in_a_circle(assignments, editors, capsys):
    """What met in a circle once: a list of all measures, beside reports on single ones of them, and typing."""
    opened = factories.make_round(assignments[0].measure.agenda)
    seen = [(one.pk, factories.make_report(one).pk) for one in assignments]
    writers = {user.pk for user in editors[1::3]}

    def act(by: Actor, outcome: Outcome) -> None:
        order, place = random.Random(by.user.pk), editors.index(by.user)
        mine = order.sample(assignments, EACH)
        if by.user.pk in writers:
            for one in mine:
                save_until_kept(by, outcome, one, f"Dit schreef {by.label}.")
        elif place % 3 == 0:
            say_all_unchanged(by, outcome, order.sample(seen, len(seen)))
        else:
            for one in mine:
                draft_save(assignment=one, fields={"changed": by.label}, based_on=dict(seen)[one.pk], by=by)

    began = time.perf_counter()
    outcome = at_once(editors, act)
    whole = time.perf_counter() - began
    assert not outcome.errors
    assert StatusReport.objects.filter(superseded_at__isnull=True).count() == MEASURES
    written = StatusReport.objects.filter(by__in=writers, unchanged=False)
    assert written.count() == len(writers) * EACH
    assert all(f"Dit schreef {report.by_label}." in report.changed for report in written)
    assert set(written.values_list("round", flat=True)) == {opened.pk}
    typing = [user for n, user in enumerate(editors) if n % 3 == 2]
    assert (
        ReportDraft.objects.filter(user__in=typing).count()
        == ReportDraft.objects.count()
        == len(typing) * EACH
    )
    print_figures(capsys, f"{EDITORS} editors with lists, reports and unsent text", outcome, whole)


def test_fifty_say_unchanged_about_everything_while_the_round_closes(assignments, editors):
    opened = factories.make_round(assignments[0].measure.agenda)
    seen = [(one.pk, factories.make_report(one).pk) for one in assignments]

    def act(by: Actor, outcome: Outcome) -> None:
        if by.user == editors[0]:
            round_close(round=opened, by=by)
            return
        chosen = random.Random(by.user.pk).sample(seen, len(seen))
        done = reports_unchanged_many(chosen=chosen, submission=uuid4(), on=by.on, by=by)
        assert len(done.reported) == MEASURES
        assert not done.refused

    outcome = at_once(editors, act)
    assert not outcome.errors
    # What fifty people said of one measure is one report: nothing changed, for any of them.
    assert StatusReport.objects.count() == 2 * MEASURES
    opened.refresh_from_db()
    assert not StatusReport.objects.filter(round=opened, at__gt=opened.closed_at).exists()


def test_one_form_sent_fifty_times_at_once_is_one_report(assignments, editors):
    form, one = uuid4(), assignments[0]

    def act(by: Actor, outcome: Outcome) -> None:
        report_submit(
            assignment=one,
            fields=ReportFields(state="loopt"),
            based_on=None,
            submission=form,
            on=by.on,
            by=by,
        )

    assert not at_once(editors, act).errors
    assert one.reports.count() == 1
