"""What this floor must tell the floor above it: audit events and mails.

``operations`` lies above ``organisation`` and puts its own functions in these lists when Django starts
(``OperationsConfig.ready``). Services here call ``audit`` and ``mail``.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.db import models

from organisation.access import By


class AuditHook(Protocol):
    """Writes one audit event, in the transaction of the caller."""

    def __call__(
        self,
        *,
        by: By,
        verb: str,
        obj: models.Model,
        label: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> object: ...


class MailHook(Protocol):
    """Queues one mail, once per ``key``, in the transaction of the caller."""

    def __call__(self, *, key: str, to: str, subject: str, body: str) -> object: ...


on_audit: list[AuditHook] = []
on_mail: list[MailHook] = []


def audit(
    *,
    by: By,
    verb: str,
    obj: models.Model,
    label: str | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Tell what ``by`` did to ``obj``. Raises ``RuntimeError`` when nobody listens: no event is lost."""
    if not on_audit:
        raise RuntimeError("No audit hook is registered; is the app 'operations' installed?")
    for hook in on_audit:
        hook(by=by, verb=verb, obj=obj, label=label, details=details)


def mail(*, key: str, to: str, subject: str, body: str) -> None:
    """Have a plain text mail sent once per ``key``. Raises ``RuntimeError`` when nobody listens."""
    if not on_mail:
        raise RuntimeError("No mail hook is registered; is the app 'operations' installed?")
    for hook in on_mail:
        hook(key=key, to=to, subject=subject, body=body)
