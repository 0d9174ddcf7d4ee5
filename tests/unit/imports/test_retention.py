"""What goes after a time, and what stays of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from imports import registry, services
from imports.exceptions import ImportRefused
from imports.models import Batch, Origin
from imports.services import retention
from operations.models import AuditEvent, Job, StoredFile
from tests import fake_reader

ASKS = b"2021;?\n"


@pytest.fixture
def after():
    """The retention of so many days from now."""
    return lambda days: services.retention_run(now=timezone.now() + timedelta(days=days))


@pytest.fixture
def about_persons(reader):
    """The fake reader as one whose bytes do not stay."""
    registry.register(replace(reader, keeps_file=False))


def again(batch: Batch) -> Batch:
    return Batch.objects.get(pk=batch.pk)


def test_without_a_number_of_days_uploads_stay_for_ever(checked, after, settings):
    settings.IMPORT_KEEP_DAYS = None
    batch = checked()
    assert after(10_000).files == 0
    assert again(batch).has_bytes


def test_bytes_go_after_the_days_and_hash_and_provenance_stay(checked, after, settings, steward):
    settings.IMPORT_KEEP_DAYS = 30
    batch = services.batch_approve(batch=checked(), by=steward)
    path = batch.file.content.name
    assert after(29).files == 0
    assert after(31).files == 1
    batch = again(batch)
    assert (batch.has_bytes, batch.state, default_storage.exists(path)) == (False, "applied", False)
    assert batch.forgotten_at is not None
    assert {batch.sha256, batch.origin.sha256, batch.origin.file.sha256} == {batch.sha256}
    assert AuditEvent.objects.get(verb="file_forget").actor_label == "command:import_retention"
    assert services.batch_undo(batch=batch, by=steward).state == "undone"


def test_second_run_does_nothing(checked, after, settings, steward):
    settings.IMPORT_KEEP_DAYS = 30
    services.batch_approve(batch=checked(), by=steward)
    after(31)
    events = AuditEvent.objects.count()
    assert after(31) == retention.Gone(0, 0)
    assert AuditEvent.objects.count() == events


def test_checked_file_can_be_applied_without_its_bytes_and_not_checked_again(
    checked, after, settings, steward
):
    settings.IMPORT_KEEP_DAYS = 30
    batch = checked()
    after(31)
    with pytest.raises(ImportRefused, match="is er niet meer"):
        services.batch_recheck(batch=again(batch), by=steward)
    assert services.batch_approve(batch=again(batch), by=steward).state == "applied"


def test_questions_of_a_file_past_its_time_are_closed_with_the_reason(checked, after, settings):
    settings.IMPORT_KEEP_DAYS = 30
    batch = checked(ASKS)
    after(31)
    batch = again(batch)
    assert (batch.state, batch.rejected_label) == ("rejected", "command:import_retention")
    assert "bewaartijd van 30 dagen" in batch.note


def test_same_bytes_uploaded_again_start_the_days_anew(checked, after, settings):
    settings.IMPORT_KEEP_DAYS = 30
    first, second = checked(), checked()
    Batch.objects.filter(pk=first.pk).update(uploaded_at=timezone.now() - timedelta(days=40))
    assert after(0).files == 0
    assert after(31).files == 1
    assert [again(one).has_bytes for one in (first, second)] == [False, False]
    assert all(again(one).forgotten_at for one in (first, second))


def test_file_that_a_worker_reads_stays_for_now(upload, check, after, settings):
    settings.IMPORT_KEEP_DAYS = 30
    batch = upload()
    assert after(31).files == 0
    assert again(batch).state == "checking"
    check(batch)
    assert after(31).files == 1


def test_check_that_was_given_up_is_closed(upload, after, settings):
    settings.IMPORT_KEEP_DAYS = 30
    batch = upload()
    Job.objects.filter(pk=batch.job_id).update(state=Job.State.FAILED)
    assert after(31).files == 1
    assert again(batch).state == "rejected"


def test_one_file_that_cannot_be_removed_does_not_keep_the_others(checked, after, settings, monkeypatch):
    settings.IMPORT_KEEP_DAYS = 30
    first, second = checked(b"2021;1\n"), checked(b"2021;2\n")
    real, stuck = default_storage.delete, first.file.content.name
    closed = PermissionError("closed")

    def delete(name):
        if name == stuck:
            raise closed
        real(name)

    monkeypatch.setattr(default_storage, "delete", delete)
    assert after(31).files == 1
    assert [again(one).has_bytes for one in (first, second)] == [True, False]


def test_file_that_something_else_keeps_too_stays(checked, after, settings, monkeypatch):
    """Here the origins stand for any other keeper, such as the evidence of a measure."""
    settings.IMPORT_KEEP_DAYS = 30
    batch = checked()
    Origin.objects.create(kind=Origin.Kind.FILE, label="bewijs", file=batch.file, actor_label="test")
    monkeypatch.setattr(retention, "Origin", None)
    assert after(31).files == 0
    assert again(batch).has_bytes


# Answers of persons -----------------------------------------------------------------------------------
def test_answers_of_persons_wait_two_weeks_for_questions_and_go(about_persons, checked, after, settings):
    settings.IMPORT_KEEP_DAYS = None
    batch = checked(ASKS)
    assert after(13).files == 0
    assert again(batch).has_bytes
    assert after(15).files == 1
    batch = again(batch)
    assert (batch.state, batch.file, StoredFile.objects.exists()) == ("rejected", None, False)
    assert "wachtte langer dan 14 dagen" in batch.note
    assert AuditEvent.objects.filter(verb="batch_reject", actor_label="command:import_retention").count() == 1


def test_answers_of_persons_go_after_the_days_that_the_college_sets(about_persons, checked, after, settings):
    settings.IMPORT_RESPONDENT_DAYS = 3
    batch = checked(ASKS)
    assert after(4).files == 1
    assert "3 dagen" in again(batch).note


def test_questions_about_other_files_wait_on(checked, after, settings):
    batch = checked(ASKS)
    assert after(100).files == 0
    assert again(batch).state == "questions"


# Files with errors ------------------------------------------------------------------------------------
def test_file_with_errors_or_rejected_goes_after_a_month(checked, after, settings, steward):
    settings.IMPORT_KEEP_DAYS = None
    blocked, rejected, good = checked(b"2021;x\n"), checked(b"2021;3\n"), checked()
    services.batch_reject(batch=rejected, by=steward)
    assert after(29).files == 0
    assert after(31).files == 2
    assert [again(one).has_bytes for one in (blocked, rejected, good)] == [False, False, True]
    assert again(blocked).problems.exists()


def test_rejected_file_stays_while_another_upload_of_it_is_used(checked, after, settings, steward):
    settings.IMPORT_KEEP_DAYS = None
    services.batch_reject(batch=checked(), by=steward)
    services.batch_approve(batch=checked(), by=steward)
    assert after(31).files == 0


# What was staged --------------------------------------------------------------------------------------
def test_what_was_staged_goes_for_what_nobody_will_apply(checked, after, steward):
    rejected, waiting = checked(b"2021;1\n"), checked(b"2021;2\n")
    services.batch_reject(batch=rejected, by=steward)
    assert after(0).rows == 1
    assert again(rejected).settings == {}
    assert services.batch_approve(batch=again(waiting), by=steward).state == "applied"
    assert fake_reader.current() == {"2021": 2}
