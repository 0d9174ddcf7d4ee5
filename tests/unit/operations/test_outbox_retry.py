"""``manage.py outbox_retry``: lists mails left halfway or given up, and sends again those that are named."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from operations import services
from operations.models import AuditEvent, OutboxMail


def retry(*arguments):
    out = StringIO()
    call_command("outbox_retry", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def stuck(db):
    mark = f"{services.BUSY} {(timezone.now() - timedelta(hours=2)).isoformat()}"
    return [
        OutboxMail.objects.create(
            key=key, to=f"{key}@example.nl", subject="Welkom", body="Tekst", error=mark, tries=1
        )
        for key in ("jan", "bea")
    ]


def waiting():
    return set(OutboxMail.objects.filter(error="", tries=0).values_list("key", flat=True))


def test_outbox_retry_without_a_name_only_lists(stuck):
    text = retry()
    assert "jan@example.nl" in text and "bea@example.nl" in text and "Nothing was done" in text
    assert waiting() == set()


def test_outbox_retry_requeues_the_named_one_and_says_so(stuck):
    text = retry(str(stuck[0].pk))
    assert "Will be sent again" in text and "jan@example.nl" in text and "bea@example.nl" not in text
    assert waiting() == {"jan"}
    assert AuditEvent.objects.get().actor_label == "command:outbox_retry"


def test_outbox_retry_all_requeues_each(stuck):
    assert retry("--all").count("Will be sent again") == 2
    assert waiting() == {"jan", "bea"}
    assert retry("--all") == "No mail was left halfway or given up.\n"


def test_outbox_retry_of_another_mail_does_nothing(stuck):
    with pytest.raises(CommandError, match="Not left halfway or given up: 999999"):
        retry(str(stuck[0].pk), "999999")
    assert waiting() == set()


def test_outbox_retry_lists_what_was_given_up_with_why(db):
    past = timezone.now() - timedelta(hours=1)
    OutboxMail.objects.create(key="k", to="jan@example.nl", subject="x", until=past, tries=9, error="dicht")
    assert "given up: dicht" in retry()
    retry("--all")
    assert waiting() == {"k"}
