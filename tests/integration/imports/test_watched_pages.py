"""What the data steward sees of the watched folder, and of files whose bytes are gone."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from imports import services
from imports.models import Batch, WatchedFile
from organisation.roles import Role
from tests import fake_reader

INDEX = "/import/"


@pytest.fixture
def client(client_of):
    return client_of(Role.DATA_STEWARD)


@pytest.fixture
def place(tmp_path, settings, reader, college):
    settings.IMPORT_FOLDER = str(tmp_path / "map")
    (tmp_path / "map" / "nep").mkdir(parents=True)
    return tmp_path / "map" / "nep"


@pytest.fixture
def beat(django_capture_on_commit_callbacks):
    def beat() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            services.folder_take(now=timezone.now() + timedelta(hours=1))

    return beat


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_index_says_nothing_of_a_folder_that_is_not_set(client, reader, settings):
    settings.IMPORT_FOLDER = ""
    assert "Map met bestanden" not in text(client.get(INDEX))


def test_index_says_where_files_go_before_anybody_looked(client, place):
    page = text(client.get(INDEX))
    assert "De map is nog niet bekeken." in page
    assert "<code>nep</code>" in page


def test_index_shows_what_was_taken_and_what_was_not(client, place, beat):
    (place / "a.csv").write_bytes(fake_reader.GOOD)
    (place / os.fsdecode(b"<b>\xff.pdf")).write_bytes(b"%PDF")
    beat()
    page = text(client.get(INDEX))
    assert "Eén bestand wacht op een antwoord of op goedkeuring." in page
    assert "Voor het laatst bekeken op" in page
    assert "de map met bestanden" in page
    assert "nep/&lt;b&gt;\\xff.pdf" in page
    assert "een bestand .csv of .xlsx" in page


def test_index_says_that_the_folder_cannot_be_read(client, settings, reader, tmp_path, beat):
    settings.IMPORT_FOLDER = str(tmp_path / "weg")
    beat()
    assert "De map kan niet worden gelezen" in text(client.get(INDEX))


def test_index_costs_the_same_with_many_refused_files(client, place):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(INDEX)
        return len(asked)

    before = cost()
    WatchedFile.objects.bulk_create(WatchedFile(path=f"nep/{n}.pdf", message="kan niet") for n in range(80))
    assert cost() == before
    assert "En nog 30 die hier niet staan." in text(client.get(INDEX))


def test_file_of_persons_says_that_it_still_lies_in_the_folder(client, place, beat):
    (place / "a.csv").write_bytes(b"bsn;naam\n")
    beat()
    page = text(client.get(f"/import/{Batch.objects.get().pk}/"))
    assert "Dit bestand gaat over personen." in page
    assert "Dit bestand ligt nog in de map" in page
    assert "nep/a.csv" in page
    (place / "a.csv").unlink()
    beat()
    assert "ligt nog in de map" not in text(client.get(f"/import/{Batch.objects.get().pk}/"))


def test_page_says_when_the_bytes_went_and_offers_them_no_more(client, checked, settings, steward):
    settings.IMPORT_KEEP_DAYS = 30
    batch = services.batch_approve(batch=checked(), by=steward)
    assert "Haal het bestand op" in text(client.get(f"/import/{batch.pk}/"))
    services.retention_run(now=timezone.now() + timedelta(days=31))
    page = text(client.get(f"/import/{batch.pk}/"))
    assert "Haal het bestand op" not in page
    assert "Weggegooid op " in page
    assert batch.sha256 in page
    assert client.get(f"/import/{batch.pk}/bestand/").status_code == 404


@pytest.mark.parametrize("role", Role)
def test_only_the_data_steward_gets_the_bytes_and_never_as_a_page(role, checked, client_of):
    answer = client_of(role).get(f"/import/{checked().pk}/bestand/")
    if role is not Role.DATA_STEWARD:
        # The controller opens the import for the ledger; this file is of another reader.
        assert answer.status_code == (404 if role is Role.CONTROLLER else 403)
        return
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
