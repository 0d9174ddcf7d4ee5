from __future__ import annotations

import pytest

from operations.services import audit_record, mail_queue
from organisation import events
from organisation.access import CommandActor
from organisation.models import User


def test_operations_registers_itself_once():
    assert events.on_audit.count(audit_record) == 1
    assert events.on_mail.count(mail_queue) == 1


def test_audit_without_a_listener_is_an_error(monkeypatch):
    monkeypatch.setattr(events, "on_audit", [])
    with pytest.raises(RuntimeError, match="audit hook"):
        events.audit(by=CommandActor("test"), verb="x", obj=User(name="An"))


def test_mail_without_a_listener_is_an_error(monkeypatch):
    monkeypatch.setattr(events, "on_mail", [])
    with pytest.raises(RuntimeError, match="mail hook"):
        events.mail(key="k", to="a@example.nl", subject="s", body="b")
