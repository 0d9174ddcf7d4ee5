"""The real agenda, loaded once for each module; each test undoes what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from demo.services import Loaded, demo_load
from operations.models import AuditEvent
from organisation.access import CommandActor
from planfile.services import agenda_load

FIXTURE = Path(__file__).resolve().parents[3] / "fixtures" / "noorderpoort-2024-2027.yaml"
BY = CommandActor("demo_load")
ON = date(2026, 11, 21)


@pytest.fixture(scope="module")
def plan(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The agenda without any example."""
    with django_db_blocker.unblock(), transaction.atomic():
        agenda_load(content=FIXTURE.read_bytes(), name=FIXTURE.name, by=CommandActor("load_agenda"))
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def example(plan: None, django_db_blocker) -> Iterator[Loaded]:
    """The agenda with the example of 21 November 2026."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield demo_load(on=ON, by=BY)
        transaction.set_rollback(True)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the audit trail, which keeps what happened."""
    return {
        model._meta.label: sorted(model.objects.values_list(), key=repr)
        for model in apps.get_models(include_auto_created=True)
        if model is not AuditEvent
    }
