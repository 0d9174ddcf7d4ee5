"""Taking a file in."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from imports import services
from imports.exceptions import FileRefused
from imports.models import Batch
from operations.models import AuditEvent, Job, StoredFile


def test_upload_keeps_the_bytes_and_starts_a_check(upload, steward):
    batch = upload(b"2021;10\n", "DUO 2025.CSV", edition=" 2025 \n", period="2024/2025")
    assert (batch.state, batch.file_name, batch.edition, batch.period) == (
        "checking", "DUO 2025.CSV", "2025", "2024/2025",
    )  # fmt: skip
    assert (batch.uploaded_by, batch.uploaded_label, batch.size) == (steward.user, steward.label, 8)
    assert batch.file.content.read() == b"2021;10\n"
    assert batch.job.arguments == {"batch": batch.pk}
    assert batch.job.state == Job.State.WAITING


def test_upload_without_check_waits(upload):
    batch = upload(check=False)
    assert (batch.state, batch.job) == ("uploaded", None)


def test_upload_is_in_the_log(upload):
    upload()
    event = AuditEvent.objects.get(verb="batch_upload")
    assert event.details["reader"] == "Nepbron"


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "nep.csv", "leeg"),
        (b"2021;10", "nep.pdf", ".csv of .xlsx of .xls"),
        (b"2021;10", "nep", "zonder extensie"),
        (b"2021\0;10", "nep.csv", "plaats 5"),
        (b"PK\x03\x04afgekapt", "nep.xlsx", "niet helemaal gekopieerd"),
    ],
)
def test_upload_refuses_and_keeps_nothing(upload, content, name, said):
    with pytest.raises(FileRefused) as caught:
        upload(content, name)
    assert said in str(caught.value)
    assert not Batch.objects.exists()
    assert not StoredFile.objects.exists()


def test_upload_refuses_what_is_too_large(upload, settings):
    settings.IMPORT_MAX_BYTES = 2 * 1024 * 1024
    with pytest.raises(FileRefused, match=r"3 MB groot\. Ten hoogste 2 MB"):
        upload(b"2" * (3 * 1024 * 1024))
    upload(b"2" * (2 * 1024 * 1024))


def test_upload_refuses_an_unknown_reader(reader, steward):
    with pytest.raises(FileRefused, match="Er zijn: nep"):
        services.batch_upload(reader="weg", file=ContentFile(b"x"), name="x.csv", by=steward)


def test_upload_refuses_a_wrong_period(upload):
    with pytest.raises(FileRefused, match="periode"):
        upload(period="vorig jaar")


def test_upload_of_the_same_bytes_again_is_a_new_batch_of_one_file(upload):
    first, second = upload(), upload(name="zelfde.csv")
    assert first.pk != second.pk
    assert first.file == second.file
    assert StoredFile.objects.count() == 1


def test_upload_with_a_strange_name_is_shown_on_one_line(upload):
    assert upload(name="a\nb\0c.csv").file_name == "a b c.csv"


def test_upload_queues_after_the_commit(reader, steward, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = services.batch_upload(
            reader="nep", file=ContentFile(b"2021;10\n"), name="nep.csv", by=steward
        )
        assert reader.handler.ran == []
    assert reader.handler.ran == [batch.pk]
    batch.refresh_from_db()
    assert batch.state == "checked"
