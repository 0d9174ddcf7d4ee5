"""Opening, moving, closing and reopening rounds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agenda.exceptions import RoundRefusedError
from agenda.models import Agenda, Round, RoundEvent, RoundKind
from agenda.reminders import Reminder, Told, reminder_key
from agenda.round_services import round_close, round_move, round_open, round_reopen
from agenda.rounds import open_round, round_at, round_rows
from operations.models import AuditEvent, OutboxMail

TODAY = date(2026, 4, 10)
ABOUT, DUE = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture
def agenda(college):
    return Agenda.objects.create(
        slug="plan", college=college, title="Plan", starts=date(2024, 1, 1), ends=date(2027, 12, 31)
    )


@pytest.fixture
def open_one(agenda, by):
    def one(kind=RoundKind.FOUR_MONTHS, year=2026, about_on=ABOUT, due_on=DUE, on=TODAY, message=""):
        return round_open(
            agenda=agenda,
            kind=kind,
            year=year,
            about_on=about_on,
            due_on=due_on,
            message=message,
            on=on,
            by=by,
        )

    return one


def test_round_open_is_told_and_audited(open_one, agenda, by):
    row = open_one(message=" Let op de cijfers. ")
    assert row.is_open
    assert row.message == "Let op de cijfers."
    event = row.events.get()
    assert (event.verb, event.due_on, event.by_label) == ("geopend", DUE, by.label)
    assert AuditEvent.objects.get().verb == "round_open"
    assert open_round(agenda, asks_reports=True) == row
    assert open_round(agenda, asks_reports=False) is None


def test_round_open_refuses_a_second_of_the_sort_and_allows_the_other(open_one, agenda):
    open_one()
    with pytest.raises(RoundRefusedError, match="4-maandsronde 2026 is nog open, tot en met") as refusal:
        open_one(RoundKind.EIGHT_MONTHS)
    assert refusal.value.field == "kind"
    open_one(RoundKind.HALF_YEAR)
    assert all(open_round(agenda, asks_reports=asks) for asks in (True, False))


def test_round_open_refuses_one_that_was_held(open_one, by):
    round_close(round=open_one(), by=by)
    with pytest.raises(RoundRefusedError, match=r"is er al\. Heropen die"):
        open_one()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"year": 2023}, "year"),
        ({"about_on": date(2023, 12, 31)}, "about_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"about_on": date(2026, 6, 1)}, "due_on"),
    ],
)
def test_round_open_refuses_days_that_cannot_be(open_one, changes, field):
    with pytest.raises(RoundRefusedError) as refusal:
        open_one(**changes)
    assert refusal.value.field == field
    assert not Round.objects.exists()
    assert not AuditEvent.objects.exists()


def test_round_move_says_why(open_one, by):
    row = round_move(round=open_one(), due_on=date(2026, 5, 8), reason=" Meivakantie ", on=TODAY, by=by)
    assert row.due_on == date(2026, 5, 8)
    event = row.events.last()
    assert (event.verb, event.reason) == ("verzet", "Meivakantie")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"due_on": DUE}, "due_on"), ({"reason": "  "}, "reason"), ({"due_on": ABOUT}, "due_on")],
)
def test_round_move_refuses(open_one, by, changes, field):
    row = open_one()
    asked = {"due_on": date(2026, 5, 8), "reason": "x"} | changes
    with pytest.raises(RoundRefusedError) as refusal:
        round_move(round=row, on=TODAY, by=by, **asked)
    assert refusal.value.field == field
    row.refresh_from_db()
    assert row.due_on == DUE


def test_round_close_twice_tells_the_second_who_was_first(open_one, by):
    row = open_one()
    first, second = Round.objects.get(pk=row.pk), Round.objects.get(pk=row.pk)
    round_close(round=first, by=by)
    with pytest.raises(RoundRefusedError, match=f"is al gesloten door {by.label}"):
        round_close(round=second, by=by)
    assert row.events.filter(verb="gesloten").count() == 1


def test_round_move_of_a_closed_round_says_what_to_do(open_one, by):
    row = open_one()
    round_close(round=row, by=by)
    with pytest.raises(RoundRefusedError, match="Heropen"):
        round_move(round=row, due_on=date(2026, 5, 8), reason="x", on=TODAY, by=by)


def test_round_reopen_says_why_and_keeps_what_happened(open_one, agenda, by):
    row = open_one()
    round_close(round=row, by=by)
    with pytest.raises(RoundRefusedError, match="waarom"):
        round_reopen(round=row, due_on=DUE, reason="", on=TODAY, by=by)
    assert open_round(agenda, asks_reports=True) is None
    round_reopen(round=row, due_on=date(2026, 5, 20), reason="Team vergeten", on=TODAY, by=by)
    found = round_at(agenda, 2026, "4-maanden")
    assert found.round.is_open
    assert found.times_reopened == 1
    assert [event.verb for event in found.events] == ["heropend", "gesloten", "geopend"]
    with pytest.raises(RoundRefusedError, match="al open"):
        round_reopen(round=row, due_on=date(2026, 5, 20), reason="x", on=TODAY, by=by)


def test_round_reopen_refuses_beside_an_open_one(open_one, by):
    row = open_one()
    round_close(round=row, by=by)
    open_one(RoundKind.EIGHT_MONTHS, about_on=date(2026, 8, 1), due_on=date(2026, 9, 1))
    with pytest.raises(RoundRefusedError, match="8-maandsronde 2026 is nog open"):
        round_reopen(round=row, due_on=DUE, reason="x", on=TODAY, by=by)


def test_round_close_takes_back_reminders_that_did_not_go_out(open_one, by):
    row = open_one()
    mine = reminder_key([Told(by.user.pk, row.pk, Reminder.ON, DUE)])
    other = reminder_key([Told(by.user.pk, row.pk + 1, Reminder.ON, DUE)])
    sent = reminder_key([Told(by.user.pk, row.pk, Reminder.BEFORE, DUE)])
    for key in (mine, other, sent):
        OutboxMail.objects.create(key=key, to="a@example.nl", subject="s", body="b")
    OutboxMail.objects.filter(key=sent).update(sent_at=row.opened_at)
    round_close(round=row, by=by)
    assert set(OutboxMail.objects.values_list("key", flat=True)) == {other, sent}


def test_round_rows_begin_with_the_open_one(open_one, agenda, by):
    round_close(round=open_one(RoundKind.EIGHT_MONTHS, about_on=date(2026, 4, 2)), by=by)
    open_one()
    assert [row.slug for row in round_rows(agenda)] == ["4-maanden", "8-maanden"]
    assert round_at(agenda, 2026, "bestaat-niet") is None


def test_round_events_are_kept(open_one, by):
    row = open_one()
    round_move(round=row, due_on=date(2026, 5, 8), reason="x", on=TODAY, by=by)
    assert RoundEvent.objects.filter(round=row).count() == 2
