"""Decisions: recorded on the light as the page shows it, moved, closed, and shown until they are."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Agenda, Objective
from indicators.counts import worst_first
from indicators.models import AgendaIndicator
from indicators.selectors import indicator_rows
from indicators.verdict.judgement import Status
from measures.decisions.exceptions import DecisionChangedError, DecisionRefusedError
from measures.decisions.selectors import agenda_decisions
from measures.decisions.services import (
    DECIDABLE,
    DecisionFields,
    decision_close,
    decision_move,
    decision_record,
)
from measures.models import Decision
from operations.models import AuditEvent
from organisation.roles import Role
from tests import factories
from tests.example import PERIOD

GLANCE, LIST = f"/agenda/{PERIOD}/", f"/agenda/{PERIOD}/besluiten/"
NEW = f"{LIST}nieuw/"
DECIDERS = (Role.BOARD, Role.PORTFOLIO_HOLDER)
STRANGE = '<script>alert("x")</script> \U0001f600 \u202eomgekeerd ' + "y" * 100_000


def text_of(response) -> str:
    body = response.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body[body.index("<main") :])).split())


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def agenda(site) -> Agenda:
    return Agenda.objects.get()


@pytest.fixture
def rows(agenda, today):
    return worst_first(indicator_rows(agenda, subject=agenda.college, on=today))


@pytest.fixture
def red(rows) -> str:
    """An indicator under an objective whose light is red, and on which nothing is decided yet."""
    taken = set(Decision.objects.values_list("agenda_indicator__code", flat=True))
    return next(row.code for row in rows if row.objective and row.code not in taken)


@pytest.fixture
def green(rows) -> str:
    return next(row.code for row in rows if row.mark.status is Status.ACHIEVED)


@pytest.fixture
def record(agenda, site, today):
    by = factories.actor(site.people[Role.BOARD])

    def one(code: str = "", **more) -> Decision:
        indicator = AgendaIndicator.objects.get(code=code) if code else None
        given = {"text": "Anders doen", "owner": "Dienst O&S", "due_on": today, **more}
        submission = given.pop("submission", None) or uuid.uuid4()
        return decision_record(
            agenda=agenda,
            objective=None if indicator else Objective.objects.get(code="1.2"),
            indicator=indicator, fields=DecisionFields(**given), submission=submission, on=today, by=by,
        )  # fmt: skip

    one.by = by
    return one


@pytest.fixture
def move(record, today):
    def one(decision, due_on, reason, seen=None) -> Decision:
        return decision_move(
            decision=decision,
            seen=seen or decision.due_on,
            due_on=due_on,
            reason=reason,
            on=today,
            by=record.by,
        )

    return one


def test_decision_stores_the_light_and_its_reason_as_the_page_words_it(record, rows, red):
    made = record(red)
    mark = next(row.mark for row in rows if row.code == red)
    assert made.status == mark.status
    assert made.status_reason.endswith(mark.part.judgement.reason)
    assert made.objective == made.agenda_indicator.objective
    assert AuditEvent.objects.filter(verb="decision_record", object_id=str(made.pk)).count() == 1


def test_decision_above_the_objectives_has_no_objective(record, rows, browse):
    above = next((row for row in rows if not row.objective and row.mark.status in DECIDABLE), None)
    assert above is not None, "the example has a red light above the objectives"
    made = record(above.code)
    assert made.objective is None
    for address in (GLANCE, LIST, f"/indicatoren/{above.code}/"):
        assert "Anders doen" in text_of(browse(Role.READER).get(address))


def test_decision_on_a_light_that_is_green_is_refused(record, green):
    with pytest.raises(DecisionRefusedError, match="oranje of rood"):
        record(green)
    assert not Decision.objects.filter(agenda_indicator__code=green).exists()


def test_decision_on_an_objective_as_a_whole_needs_no_light(record):
    made = record()
    assert (made.status, made.status_reason, made.agenda_indicator) == ("", "", None)


def test_same_form_sent_twice_is_one_decision(record, red):
    submission = uuid.uuid4()
    assert record(red, submission=submission) == record(red, submission=submission)
    assert AuditEvent.objects.filter(verb="decision_record").count() == 1


@pytest.mark.parametrize("more", [{"text": " "}, {"owner": " "}, {"due_on": -1}])
def test_decision_without_words_or_with_a_past_day_is_refused(record, red, today, more):
    given = {key: today + timedelta(days=value) if key == "due_on" else value for key, value in more.items()}
    with pytest.raises(DecisionRefusedError) as refused:
        record(red, **given)
    assert refused.value.field == next(iter(more))


def test_moving_keeps_the_first_day_and_the_reason(record, move, today):
    made = record()
    for days in (5, 9):
        made = move(made, today + timedelta(days=days), f"Reden {days}")
    assert (made.first_due_on, made.due_on) == (today, today + timedelta(days=9))
    assert made.moved_reason == "Reden 9"
    events = AuditEvent.objects.filter(verb="decision_move", object_id=str(made.pk)).order_by("pk")
    assert [event.details["reason"] for event in events] == ["Reden 5", "Reden 9"]


def test_second_tab_that_moves_is_told(record, move, today):
    made = record()
    seen = made.due_on
    move(made, today + timedelta(days=5), "Eerst", seen=seen)
    with pytest.raises(DecisionChangedError, match="intussen"):
        move(made, today + timedelta(days=9), "Dan", seen=seen)
    assert Decision.objects.get(pk=made.pk).moved_reason == "Eerst"


def test_closing_twice_is_told_and_keeps_the_first_outcome(record):
    made = record()
    decision_close(decision=made, outcome="Gedaan", by=record.by)
    with pytest.raises(DecisionChangedError, match="al afgerond"):
        decision_close(decision=made, outcome="Nog eens", by=record.by)
    stored = Decision.objects.get(pk=made.pk)
    assert (stored.outcome, stored.closed_by_label) == ("Gedaan", record.by.label)


def test_closed_decision_cannot_move(record, move, today):
    made = record()
    decision_close(decision=made, outcome="Gedaan", by=record.by)
    with pytest.raises(DecisionChangedError):
        move(made, today + timedelta(days=2), "Later")


def test_open_decisions_stand_late_ones_first_and_closed_ones_newest_first(record, agenda, today):
    Decision.objects.all().delete()
    days = {"morgen": 1, "te laat": -9, "vandaag": 0}
    for text, offset in days.items():
        Decision.objects.filter(pk=record(text=text).pk).update(due_on=today + timedelta(days=offset))
    decision_close(decision=record(text="klaar"), outcome="Gedaan", by=record.by)
    found = agenda_decisions(agenda, today)
    assert [(row.text, row.late) for row in found.open] == [("te laat", 9), ("vandaag", 0), ("morgen", -1)]
    assert [row.is_late for row in found.open] == [True, False, False]
    assert found.late == 1
    assert [(row.text, row.closed_on) for row in found.closed] == [("klaar", today)]


def test_open_decision_stands_on_glance_objective_and_indicator_until_closed(record, red, browse):
    made = record(red, text="Meer begeleiding")
    pages = [GLANCE, f"/agenda/{PERIOD}/doelstellingen/{made.objective.code}/", f"/indicatoren/{red}/"]
    for address in pages:
        assert "Meer begeleiding" in text_of(browse(Role.TEAM_MANAGER).get(address)), address
    decision_close(decision=made, outcome="Is er nu", by=record.by)
    assert "Meer begeleiding" not in text_of(browse(Role.TEAM_MANAGER).get(GLANCE))
    for address in pages[1:]:
        assert "Uitkomst: Is er nu" in text_of(browse(Role.TEAM_MANAGER).get(address))


@pytest.mark.parametrize("role", [*DECIDERS, Role.OBJECTIVE_OWNER, Role.READER])
def test_only_board_and_portfolio_holder_are_offered_to_decide(role, red, browse):
    offered = NEW in browse(role).get(GLANCE).content.decode()
    assert offered is (role in DECIDERS)
    assert ("Besluit vastleggen" in text_of(browse(role).get(f"/indicatoren/{red}/"))) is (role in DECIDERS)
    assert browse(role).get(f"{NEW}?indicator={red}").status_code == (200 if role in DECIDERS else 403)


def posted(client, address: str, **data):
    """What the form at an address gives back when it is filled in."""
    form = client.get(address).context["form"]
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    return client.post(address, {**hidden, **data})


def test_page_records_shows_and_closes(browse, red, today):
    board = browse(Role.BOARD)
    answer = posted(board, f"{NEW}?indicator={red}", text=STRANGE, owner="Dienst", due_on=today.isoformat())
    assert answer.status_code == 302
    made = Decision.objects.get(agenda_indicator__code=red)
    assert made.text == STRANGE
    page = board.get(answer.url)
    assert "<script>alert" not in page.content.decode()
    assert "Besluit vastleggen" in text_of(page)
    address = f"{LIST}{made.pk}/afronden/"
    assert (
        "Schrijf" in text_of(board.post(address, {"outcome": ""})) or board.post(address).status_code == 200
    )
    assert board.post(address, {"outcome": "Gedaan"}).status_code == 302
    again = board.post(address, {"outcome": "Nog een tekst"})
    assert again.status_code == 200
    assert "al afgerond" in text_of(again)
    assert "Nog een tekst" in again.content.decode()
    assert board.get(address).status_code == 302


def test_page_moves_with_a_reason(browse, record, today):
    made, holder = record(), browse(Role.PORTFOLIO_HOLDER)
    address = f"{LIST}{made.pk}/verzetten/"
    day = (today + timedelta(days=30)).isoformat()
    assert posted(holder, address, due_on=day, reason="").status_code == 200
    assert posted(holder, address, due_on=day, reason="Vakantie").status_code == 302
    assert "Verzet omdat: Vakantie" in text_of(holder.get(LIST))


def test_page_refuses_a_green_light_and_what_does_not_exist(browse, green):
    board = browse(Role.BOARD)
    page = board.get(f"{NEW}?indicator={green}")
    assert "niet op oranje of rood" in text_of(page)
    assert "<textarea" not in page.content.decode()
    for query in ("", "?indicator=zz", "?doelstelling=9.9", "?indicator=%00", "?doelstelling=%00"):
        assert board.get(f"{NEW}{query}").status_code == 404, query
    assert board.get(f"{LIST}999999/afronden/").status_code == 404
    assert board.get("/agenda/1900-1901/besluiten/").status_code == 404


def test_broken_submission_is_said_and_not_a_fault(browse, red, today):
    answer = browse(Role.BOARD).post(
        f"{NEW}?indicator={red}", {"text": "a", "owner": "b", "due_on": today.isoformat(), "submission": "zz"}
    )
    assert answer.status_code == 200
    assert not Decision.objects.filter(agenda_indicator__code=red).exists()
