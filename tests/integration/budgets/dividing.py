"""Dividing lines over schools, for the tests of who sees what of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.test import Client

from budgets.models import BudgetLine, SchoolSplit
from budgets.services.school_shares import school_shares_set
from organisation.access import CommandActor
from organisation.models import Unit

ON = date(2025, 5, 1)
BY = CommandActor("test")
LIST, FORM, LINE = "/begroting/scholen/", "/begroting/verdeling/lasten/l-2/", "/begroting/regels/lasten/l-2/"


def divide(line: BudgetLine, shares: dict[Unit, str | None], ground: str = "studenten") -> SchoolSplit:
    held = line.school_splits.filter(superseded_at__isnull=True).first()
    said = {unit.pk: None if percent is None else Decimal(percent) for unit, percent in shares.items()}
    return school_shares_set(line=line, shares=said, ground=ground, based_on=held and held.pk, by=BY)


def text_of(client: Client, address: str) -> str:
    """What a page says, with single spaces."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())
