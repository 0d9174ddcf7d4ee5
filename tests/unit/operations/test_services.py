"""Audit events, mails and stored files."""

from __future__ import annotations

import smtplib
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core import mail
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from kombu.exceptions import OperationalError

from operations import queue, services
from operations.exceptions import EmptyFileError
from operations.health import mails_not_sent
from operations.models import MAIL_KEPT_TRYING, AuditEvent, OutboxMail, StoredFile
from organisation.access import CommandActor


def queue_mail(key="k", **changes):
    return services.mail_queue(
        **{"key": key, "to": "jan@example.nl", "subject": "Onderwerp", "body": "Tekst", **changes}
    )


def made(row, ago):
    """As if the mail was made, and tried, that much earlier."""
    row.refresh_from_db()
    changes = {name: getattr(row, name) - ago for name in ("created_at", "due_at", "until")}
    OutboxMail.objects.filter(pk=row.pk).update(**changes)


@pytest.fixture
def clock(monkeypatch):
    """Moves the clock on: ``clock(hours=3)``."""
    real, moved = timezone.now, [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + moved[0])

    def on(**much):
        moved[0] += timedelta(**much)

    return on


def test_audit_record_keeps_who_what_and_values(by, school):
    details = {"day": date(2026, 1, 2), "amount": Decimal("1.50"), "parts": [1, None, {"x": school}]}
    event = services.audit_record(by=by, verb="unit_change", obj=school, details=details)
    event.refresh_from_db()
    assert (event.actor, event.actor_label) == (by.user, "Bea Beheerder")
    assert (event.object_type, event.object_id) == ("organisation.unit", str(school.pk))
    assert event.object_label == "School voor Techniek"
    assert event.details == {"day": "2026-01-02", "amount": "1.50", "parts": [1, None, {"x": str(school)}]}


def test_audit_record_of_a_command_has_no_person(school):
    event = services.audit_record(
        by=CommandActor("load_agenda"), verb="unit_add", obj=school, label="x" * 300
    )
    assert (event.actor, event.actor_label, len(event.object_label)) == (None, "command:load_agenda", 200)


def test_mail_queue_is_once_per_key(db):
    first = queue_mail()
    assert queue_mail(body="Andere tekst") == first
    assert OutboxMail.objects.get().body == "Tekst"


def test_mail_queue_makes_a_subject_one_line(db):
    assert queue_mail(subject="Een\r\nBcc: ander@example.nl").subject == "Een Bcc: ander@example.nl"


def test_mail_queue_sends_after_the_commit(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue_mail()
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [["jan@example.nl"]]


def test_mail_queue_with_a_dead_broker_keeps_the_mail(db, monkeypatch, django_capture_on_commit_callbacks):
    class DeadTask:
        def apply_async(self, **_):
            raise OperationalError("nobody there")

    monkeypatch.setattr(queue, "task_named", lambda name: DeadTask())
    with django_capture_on_commit_callbacks(execute=True):
        row = queue_mail()
    assert mail.outbox == []
    assert OutboxMail.objects.get(pk=row.pk).sent_at is None


def test_outbox_send_sends_once_and_forgets_the_text(db):
    row = queue_mail()
    assert services.outbox_send() == 1
    assert services.outbox_send() == 0
    row.refresh_from_db()
    assert len(mail.outbox) == 1
    assert (mail.outbox[0].subject, mail.outbox[0].body) == ("Onderwerp", "Tekst")
    assert row.sent_at is not None
    assert (row.body, row.error, row.tries) == ("", "", 1)


@pytest.mark.parametrize("error", [smtplib.SMTPServerDisconnected("weg"), ConnectionRefusedError("dicht")])
def test_outbox_send_records_a_refusal_and_waits(db, monkeypatch, error):
    def refuse(*_):
        raise error

    row = queue_mail()
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        assert services.outbox_send() == 0
    row.refresh_from_db()
    assert (row.tries, row.sent_at) == (1, None)
    assert str(error) in row.error
    assert row.body == "Tekst"
    assert services.outbox_send() == 0
    made(row, timedelta(minutes=1))
    assert services.outbox_send() == 1


def test_outbox_send_refused_for_one_still_sends_the_next(db, monkeypatch):
    real = EmailBackend.send_messages

    def refuse_first(self, messages):
        if messages[0].to == ["weg@example.nl"]:
            raise smtplib.SMTPRecipientsRefused({})
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse_first)
    queue_mail("a", to="weg@example.nl")
    queue_mail("b")
    assert services.outbox_send() == 1
    assert OutboxMail.objects.get(key="b").sent_at


def test_outbox_send_leaves_what_another_worker_holds(db):
    row = queue_mail()
    OutboxMail.objects.update(error=services.BUSY, tries=1)
    made(row, timedelta(days=2))
    assert services.outbox_send() == 0
    assert mail.outbox == []


def test_outbox_send_is_marked_before_it_goes_out(db, monkeypatch):
    seen = []

    def look(self, messages):
        seen.append(OutboxMail.objects.get().error)
        assert services.outbox_send() == 0
        return 1

    monkeypatch.setattr(EmailBackend, "send_messages", look)
    queue_mail()
    assert services.outbox_send() == 1
    assert [text.startswith(services.BUSY) for text in seen] == [True]


def left_halfway(key="k", *, ago):
    """A mail of long ago whose worker died while it sent it."""
    row = queue_mail(key)
    made(row, timedelta(days=2))
    mark = f"{services.BUSY} {(timezone.now() - ago).isoformat()}"
    OutboxMail.objects.filter(pk=row.pk).update(error=mark, tries=9)
    return row


def test_outbox_send_leaves_what_a_dead_worker_left(db):
    left_halfway(ago=timedelta(days=1))
    OutboxMail.objects.update(tries=1)
    assert services.outbox_send() == 0


def test_outbox_stuck_counts_from_the_moment_that_the_worker_began(db):
    left_halfway("now", ago=timedelta(minutes=59))
    stuck = left_halfway("long", ago=timedelta(minutes=61))
    queue_mail("waiting")
    assert services.outbox_stuck() == [stuck]


def test_outbox_send_marks_the_moment(db, monkeypatch):
    seen = []

    def look(self, messages):
        seen.append(services.busy_since(OutboxMail.objects.get()))
        return 1

    monkeypatch.setattr(EmailBackend, "send_messages", look)
    made(queue_mail(), timedelta(days=2))
    services.outbox_send()
    assert timezone.now() - seen[0] < timedelta(minutes=5)


def test_outbox_retry_sends_only_what_was_named_and_stuck(db, by, django_capture_on_commit_callbacks):
    named, other = (left_halfway(key, ago=timedelta(hours=2)) for key in ("a", "b"))
    busy = left_halfway("c", ago=timedelta(minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert services.outbox_retry(ids={named.pk, busy.pk}, by=by) == [named]
    assert len(mail.outbox) == 1
    assert list(OutboxMail.objects.filter(sent_at__isnull=True).order_by("pk")) == [other, busy]
    assert AuditEvent.objects.get().verb == "outbox_retry"


def given_up(key="k"):
    """A mail that the mail server refused for two weeks."""
    row = queue_mail(key)
    OutboxMail.objects.filter(pk=row.pk).update(tries=300, error="dicht")
    made(row, MAIL_KEPT_TRYING)
    return row


def test_mails_not_sent_tells_the_doctor(db):
    assert mails_not_sent().ok
    left_halfway(ago=timedelta(hours=2))
    assert mails_not_sent().remedy == "manage.py outbox_retry"
    given_up("b")
    assert mails_not_sent().detail == "1 left halfway by a worker that died, 1 given up after 14 days"


def test_outbox_send_after_two_days_without_mail_server_sends_once(db, clock, monkeypatch):
    def refuse(*_):
        raise ConnectionRefusedError("weg")

    row = queue_mail()
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        for _ in range(2 * 24 * 6):
            services.outbox_send()
            clock(minutes=10)
    row.refresh_from_db()
    assert 48 <= row.tries <= 54  # every hour, after a few quick ones
    assert services.outbox_given_up() == []
    clock(hours=1)
    assert services.outbox_send() == 1
    clock(days=1)
    assert services.outbox_send() == 0
    assert len(mail.outbox) == 1


def test_outbox_send_gives_up_in_the_end_and_says_so(db):
    row = given_up()
    assert services.outbox_send() == 0
    assert services.outbox_given_up() == [row]


def test_outbox_send_after_a_worker_that_was_away_for_a_month(db, clock):
    queue_mail()
    clock(days=30)
    assert services.outbox_given_up() == []
    assert services.outbox_send() == 1


def test_outbox_retry_of_a_mail_that_was_given_up_starts_anew(db, by, clock, monkeypatch):
    row = given_up()
    assert services.outbox_retry(ids={row.pk}, by=by) == [row]
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("weg")))
    services.outbox_send()
    clock(days=7)
    services.outbox_send()
    row.refresh_from_db()
    assert row.tries == 2
    assert services.outbox_given_up() == []


def test_outbox_drop_leaves_what_is_still_tried(db, by):
    row, waiting = given_up("a"), queue_mail("b")
    assert services.outbox_drop(ids={row.pk, waiting.pk}, by=by) == 1
    assert list(OutboxMail.objects.all()) == [waiting]


def test_mail_pause_grows_to_an_hour():
    minutes = [services.mail_pause(tries).total_seconds() / 60 for tries in (1, 2, 3, 6, 7, 8, 500)]
    assert minutes == [1, 2, 4, 32, 60, 60, 60]


def test_file_store_keeps_the_same_bytes_once(by):
    first = services.file_store(name="een.yaml", content=b"abc", by=by)
    second = services.file_store(name="twee.yaml", content=File(BytesIO(b"abc")), by=by)
    assert first == second
    assert StoredFile.objects.count() == 1
    assert AuditEvent.objects.filter(verb="file_store").count() == 1
    assert (first.name, first.size, first.uploaded_by) == ("een.yaml", 3, by.user)
    assert first.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert first.content.name == f"files/ba/{first.sha256}"
    assert first.content.read() == b"abc"


def test_file_store_other_bytes_are_another_file(by):
    files = {services.file_store(name="x", content=content, by=by).pk for content in (b"a", b"b")}
    assert len(files) == 2


def test_file_store_puts_lost_bytes_back(by):
    row = services.file_store(name="x", content=b"abc", by=by)
    default_storage.delete(row.content.name)
    services.file_store(name="x", content=b"abc", by=by)
    assert default_storage.open(row.content.name).read() == b"abc"


def test_file_store_repairs_a_half_written_file(by):
    path = "files/ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    default_storage.save(path, File(BytesIO(b"a")))
    row = services.file_store(name="x", content=b"abc", by=by)
    assert (row.content.name, row.content.read()) == (path, b"abc")


def test_file_store_refuses_an_empty_file(by):
    with pytest.raises(EmptyFileError, match="leeg"):
        services.file_store(name="leeg.csv", content=b"", by=by)
