"""Taking back mails that did not go out yet."""

from __future__ import annotations

import pytest
from django.utils import timezone

from operations import services
from operations.models import OutboxMail

pytestmark = pytest.mark.django_db


def queued(key: str, **fields) -> OutboxMail:
    return OutboxMail.objects.create(key=key, to="a@example.nl", subject="s", body="b", **fields)


def left() -> set[str]:
    return set(OutboxMail.objects.values_list("key", flat=True))


def test_mail_withdraw_takes_waiting_and_refused_mails_with_this_key():
    queued("herinnering 1 7:x")
    queued("herinnering 2 7:x", error="SMTPException: nee", tries=2)
    queued("herinnering 3 77:x")
    queued("vraag 7:x")
    assert services.mail_withdraw(start="herinnering ", part=" 7:") == 2
    assert left() == {"herinnering 3 77:x", "vraag 7:x"}


def test_mail_withdraw_leaves_what_went_out_or_is_going_out():
    queued("a", sent_at=timezone.now())
    queued("ab", error=f"{services.BUSY} {timezone.now().isoformat()}")
    assert services.mail_withdraw(start="a") == 0
    assert left() == {"a", "ab"}


def test_mail_that_is_taken_back_may_be_queued_again():
    services.mail_queue(key="k", to="a@example.nl", subject="s", body="b")
    services.mail_withdraw(start="k")
    services.mail_queue(key="k", to="a@example.nl", subject="s", body="b")
    assert services.outbox_send() == 1
