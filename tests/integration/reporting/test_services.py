"""Snapshots are made once, told of in the log, and never changed."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from demo.services import demo_remove
from operations.models import AuditEvent
from organisation.access import CommandActor
from organisation.models import Unit
from reporting import services
from reporting.canonical import fingerprint, read
from reporting.exceptions import ReportRefusedError
from reporting.kinds import ReportKind
from reporting.models import ReportSnapshot
from reporting.services import snapshot_make
from tests.example import SCHOOL
from tests.integration.reporting.conftest import the_agenda

BY = CommandActor("test")


@pytest.fixture
def made(site) -> ReportSnapshot:
    return snapshot_make(
        agenda=the_agenda(), year=2026, kind=ReportKind.SCHOOL, unit=Unit.objects.get(code=SCHOOL), by=BY
    )


def test_a_snapshot_is_kept_as_its_bytes_and_told_of(made):
    again = ReportSnapshot.objects.get(pk=made.pk)
    assert fingerprint(again.bytes) == again.sha256 == made.sha256
    assert read(again.bytes)["unit"]["code"] == SCHOOL
    assert again.demo and again.made_by_label == "command:test"
    event = AuditEvent.objects.get(verb="snapshot_make")
    assert event.object_id == str(made.pk) and event.details["sha256"] == made.sha256


def test_the_same_facts_at_the_same_moment_are_one_snapshot(made):
    again = snapshot_make(
        agenda=made.agenda, year=2026, kind=ReportKind.SCHOOL, unit=made.unit, known_at=made.known_at, by=BY
    )
    assert again.pk == made.pk
    assert AuditEvent.objects.filter(verb="snapshot_make").count() == 1


def test_a_snapshot_is_never_changed(made):
    made.year = 2025
    with pytest.raises(TypeError, match="never changed"):
        made.save()
    writes = [
        name for name, one in vars(services).items()
        if inspect.isfunction(one) and one.__module__ == services.__name__ and "by" in inspect.signature(one).parameters
    ]  # fmt: skip
    assert set(writes) == {"snapshot_make", "snapshot_keep"}


def test_a_moment_to_come_is_refused(site):
    with pytest.raises(ReportRefusedError, match="moet nog komen"):
        snapshot_make(
            agenda=the_agenda(), year=2026, kind=ReportKind.ACCOUNT,
            known_at=timezone.now() + timedelta(hours=1), by=BY,
        )  # fmt: skip
    assert not ReportSnapshot.objects.exists()


def test_the_database_keeps_a_unit_with_a_school_and_with_nothing_else(made):
    for change in ({"unit": None}, {"kind": ReportKind.ACCOUNT.value}, {"kind": "anders"}, {"content": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReportSnapshot.objects.filter(pk=made.pk).update(**change)


def test_removing_the_example_takes_snapshots_of_it_along(made):
    demo_remove(by=BY)
    assert not ReportSnapshot.objects.exists()
