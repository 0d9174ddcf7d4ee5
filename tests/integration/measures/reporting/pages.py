"""What the tests of these pages have in common."""

from __future__ import annotations

import re

from measures.models import StatusReport

HTMX = {"HX-Request": "true"}


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def current(one) -> StatusReport:
    return one.reports.get(superseded_at__isnull=True)


def last_of(one) -> object:
    last = one.reports.filter(superseded_at__isnull=True).first()
    return last.pk if last else ""
