"""Throwing bytes away."""

from __future__ import annotations

from django.core.files.storage import default_storage

from imports.models import Origin
from operations import services
from operations.models import AuditEvent, StoredFile

CONTENT = b"naam;waarde\n"


def test_file_forget_deletes_bytes_and_row_and_tells_the_log(by):
    file = services.file_store(name="a.csv", content=CONTENT, by=by)
    place = file.content.name
    services.file_forget(file=file, by=by)
    assert not default_storage.exists(place)
    assert not StoredFile.objects.exists()
    assert AuditEvent.objects.get(verb="file_forget").details["sha256"] == file.sha256


def test_file_forget_of_a_file_that_facts_name_keeps_only_its_hash(by):
    file = services.file_store(name="a.csv", content=CONTENT, by=by)
    place = file.content.name
    origin = Origin.objects.create(kind="file", label="a.csv", actor_label="test", file=file)
    services.file_forget(file=file, by=by)
    assert not default_storage.exists(place)
    origin.refresh_from_db()
    assert (origin.file.sha256, bool(origin.file.content)) == (file.sha256, False)


def test_file_store_again_after_it_was_forgotten_has_its_bytes(by):
    file = services.file_store(name="a.csv", content=CONTENT, by=by)
    Origin.objects.create(kind="file", label="a.csv", actor_label="test", file=file)
    services.file_forget(file=file, by=by)
    again = services.file_store(name="b.csv", content=CONTENT, by=by)
    assert again.pk == file.pk
    assert StoredFile.objects.get().content.read() == CONTENT
