"""Taking files from the watched folder: checked, never applied; once each; and somebody is told once."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from imports import services
from imports.folder import LINK, UNREADABLE
from imports.models import Batch, WatchedFile
from imports.services import folder
from operations.models import OutboxMail, StoredFile
from organisation.roles import Role
from tests import factories, fake_reader


@pytest.fixture
def place(tmp_path: Path, settings, reader, college) -> Path:
    """The folder of the fake reader."""
    settings.IMPORT_FOLDER = str(tmp_path / "map")
    (tmp_path / "map" / "nep").mkdir(parents=True)
    return tmp_path / "map" / "nep"


@pytest.fixture
def beat(place, django_capture_on_commit_callbacks):
    """One round of the beat, an hour from now, with the worker's checks; returns what was taken."""

    def beat() -> list[Batch]:
        with django_capture_on_commit_callbacks(execute=True):
            taken = services.folder_take(now=timezone.now() + timedelta(hours=1))
        services.folder_tell()
        return taken

    return beat


def refusals() -> dict[str, str]:
    return dict(WatchedFile.objects.exclude(message="").values_list("path", "message"))


def test_file_is_uploaded_and_checked_and_never_applied(place, beat):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    (taken,) = beat()
    batch = Batch.objects.get()
    assert (batch.pk, batch.state, batch.new, batch.file_name) == (taken.pk, "checked", 2, "a.csv")
    assert (batch.uploaded_by, batch.uploaded_label) == (None, "command:import_folder")
    assert fake_reader.current() == {}
    assert (place / "a.csv").read_bytes() == fake_reader.GOOD


def test_file_is_read_once(place, beat, monkeypatch):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    beat()
    monkeypatch.setattr(folder, "copied", lambda *args: pytest.fail("read again"))
    assert beat() == []
    assert Batch.objects.count() == 1


def test_file_that_still_grows_waits(place):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    assert services.folder_take() == []
    assert not Batch.objects.exists()


def test_same_bytes_under_another_name_are_not_uploaded_again(place, beat):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    beat()
    (place / "a.csv").rename(place / "b.csv")
    (place / "c.csv").write_bytes(fake_reader.GOOD)
    assert beat() == []
    batch = Batch.objects.get()
    assert {(row.path, row.batch) for row in WatchedFile.objects.exclude(path="")} == {
        ("nep/b.csv", batch), ("nep/c.csv", batch),
    }  # fmt: skip


def test_bytes_that_somebody_uploaded_by_hand_are_known(place, beat, checked):
    batch = checked()
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    assert beat() == []
    assert Batch.objects.get() == batch
    assert not OutboxMail.objects.exists()


def test_file_with_new_content_is_taken_again(place, beat):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    beat()
    (place / "a.csv").write_bytes(b"2023;30\n")
    assert [one.sha256 for one in beat()] == [hashlib.sha256(b"2023;30\n").hexdigest()]
    assert Batch.objects.count() == 2


def test_whatever_cannot_be_taken_is_said_and_stops_nothing(place, beat, settings, tmp_path):
    settings.IMPORT_MAX_BYTES = 1024
    (place / "a.pdf").write_bytes(b"%PDF")
    (place / "b.xlsx").write_bytes(b"PK\x03\x04 half")
    (place / "c.csv").write_bytes(b"x" * 2000)
    (place / "d.csv").write_bytes(b"")
    (place / "e.csv").symlink_to(tmp_path / "geheim")
    (place.parent / "los.csv").write_bytes(b"2021;1\n")
    (place / "z.csv").write_bytes(fake_reader.GOOD)
    assert len(beat()) == 1
    said = refusals()
    assert "een bestand .csv of .xlsx" in said["nep/a.pdf"]
    assert "niet helemaal gekopieerd" in said["nep/b.xlsx"]
    assert "Ten hoogste" in said["nep/c.csv"]
    assert "is leeg" in said["nep/d.csv"]
    assert said["nep/e.csv"] == LINK
    assert "staat los" in said["los.csv"]
    assert "nep/z.csv" not in said


def test_refusals_are_not_repeated_and_go_with_their_file(place, beat):
    (place / "a.pdf").write_bytes(b"%PDF")
    beat()
    first = WatchedFile.objects.get(path="nep/a.pdf").seen_at
    beat()
    assert WatchedFile.objects.get(path="nep/a.pdf").seen_at == first
    assert OutboxMail.objects.count() <= 1
    (place / "a.pdf").unlink()
    beat()
    assert refusals() == {}


def test_file_of_persons_is_refused_and_stays_in_the_folder(place, beat):
    (place / "a.csv").write_bytes(b"bsn;naam\n")
    beat()
    batch = Batch.objects.get()
    assert (batch.state, batch.file, StoredFile.objects.exists()) == ("blocked", None, False)
    assert batch.forgotten_at is not None
    assert (place / "a.csv").exists()
    assert beat() == []
    assert Batch.objects.count() == 1


def test_file_without_leave_to_read_is_tried_again_and_told_once(place, beat, steward, monkeypatch):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    real = folder.copied

    def closed(root, found):
        raise PermissionError

    monkeypatch.setattr(folder, "copied", closed)
    beat()
    beat()
    assert refusals() == {"nep/a.csv": UNREADABLE}
    assert OutboxMail.objects.count() == 1
    monkeypatch.setattr(folder, "copied", real)
    assert len(beat()) == 1
    assert refusals() == {}


def test_surprise_is_logged_and_remembered(place, beat, monkeypatch):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    (place / "b.csv").write_bytes(b"2023;1\n")
    real = folder._store

    def surprise(one, *args):
        if one.name == "a.csv":
            raise RuntimeError
        return real(one, *args)

    monkeypatch.setattr(folder, "_store", surprise)
    assert [one.file_name for one in beat()] == ["b.csv"]
    assert refusals() == {"nep/a.csv": folder.BROKEN}


def test_database_that_is_gone_is_left_to_the_next_round(place, beat, monkeypatch):
    (place / "a.csv").write_bytes(fake_reader.GOOD)

    def gone(*args):
        raise OperationalError

    monkeypatch.setattr(folder, "_store", gone)
    with pytest.raises(OperationalError):
        beat()
    assert not WatchedFile.objects.exclude(path="").exists()


def test_two_workers_at_once_upload_it_once(place, beat, monkeypatch):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    real = folder._unseen

    def meanwhile(found):
        monkeypatch.setattr(folder, "_unseen", real)
        unseen = real(found)
        beat()
        return unseen

    monkeypatch.setattr(folder, "_unseen", meanwhile)
    assert beat() == []
    assert Batch.objects.count() == 1


def test_round_reads_a_few_and_the_next_one_the_rest(place, beat, monkeypatch):
    monkeypatch.setattr(folder, "MOST_AT_ONCE", 2)
    for year in range(2020, 2023):
        (place / f"{year}.csv").write_bytes(f"{year};1\n".encode())
    assert (len(beat()), len(beat()), len(beat())) == (2, 1, 0)


def test_what_could_not_be_read_does_not_keep_new_files_waiting(place, beat, monkeypatch):
    monkeypatch.setattr(folder, "MOST_AT_ONCE", 1)
    (place / "a.csv").write_bytes(b"2021;1\n")
    real = folder.copied

    def closed(root, found):
        if found.name == "a.csv":
            raise PermissionError
        return real(root, found)

    monkeypatch.setattr(folder, "copied", closed)
    beat()
    (place / "b.csv").write_bytes(b"2022;1\n")
    assert [one.file_name for one in beat()] == ["b.csv"]


def test_folder_that_is_gone_is_said_and_forgets_nothing(place, beat, settings, tmp_path):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    beat()
    (tmp_path / "map").rename(tmp_path / "weg")
    assert beat() == []
    assert refusals() == {"": folder.NO_FOLDER}
    assert WatchedFile.objects.filter(path="nep/a.csv").exists()
    (tmp_path / "weg").rename(tmp_path / "map")
    assert beat() == []
    assert refusals() == {}


def test_without_the_setting_nothing_happens(settings, college, reader):
    settings.IMPORT_FOLDER = ""
    assert services.folder_take() == []
    assert not WatchedFile.objects.exists()


# Telling --------------------------------------------------------------------------------------------------
def test_data_steward_is_told_once_what_waits(place, beat, steward, settings):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    (place / "b.pdf").write_bytes(b"%PDF")
    beat()
    beat()
    mail = OutboxMail.objects.get()
    batch = Batch.objects.get()
    assert mail.to == steward.user.email
    assert mail.subject == "2 bestanden in de map wachten op u"
    assert f"{settings.SITE_URL}/import/{batch.pk}/" in mail.body
    assert "nep/b.pdf\n  Niet ingelezen." in mail.body


def test_nobody_else_is_told_and_it_waits_for_somebody_with_the_role(place, beat, college, holder_of):
    holder_of(Role.ADMIN)
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    beat()
    assert not OutboxMail.objects.exists()
    steward = holder_of(Role.DATA_STEWARD)
    beat()
    assert OutboxMail.objects.get().to == steward.email


def test_what_somebody_decided_meanwhile_is_not_told(place, beat, monkeypatch, college):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    beat()
    steward = factories.make_holder(Role.DATA_STEWARD, college)
    services.batch_approve(batch=Batch.objects.get(), by=factories.actor(steward))
    beat()
    assert not OutboxMail.objects.exists()


def test_check_that_still_runs_is_told_when_it_is_done(place, steward, check):
    (place / "a.csv").write_bytes(b"2021;?\n")
    services.folder_take(now=timezone.now() + timedelta(hours=1))
    services.folder_tell()
    assert not OutboxMail.objects.exists()
    check(Batch.objects.get())
    services.folder_tell()
    assert "Er zijn vragen over dit bestand." in OutboxMail.objects.get().body
