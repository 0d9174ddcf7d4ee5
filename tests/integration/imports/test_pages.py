"""The pages of the import, as the data steward meets them."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable

import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from imports import registry, services
from imports.models import Batch
from operations import queue
from operations.models import AuditEvent, Job
from organisation.roles import Role
from tests import factories, fake_reader

INDEX = "/import/"


@pytest.fixture
def client(client_of) -> Client:
    return client_of(Role.DATA_STEWARD)


@pytest.fixture
def send(client, reader) -> Callable:
    """Upload through the page; the answer as it comes."""

    def send(content: bytes = fake_reader.GOOD, name: str = "nep.csv", **more):
        fields = {"reader": "nep", "file": SimpleUploadedFile(name, content), **more}
        return client.post(INDEX, fields)

    return send


def text(response) -> str:
    return " ".join(response.content.decode().split())


def url(batch: Batch, part: str = "") -> str:
    return f"/import/{batch.pk}/{part}"


def test_index_without_files_or_readers(client, reader):
    page = text(client.get(INDEX))
    assert "Nog geen bestanden" in page
    assert "Nepbron (.csv, .xlsx, .xls)" in page
    assert "Ten hoogste 50 MB" in page
    registry.unregister("nep")
    assert "Er kan nog niets worden geladen" in text(client.get(INDEX))


def test_upload_leads_to_the_preview_and_approving_applies(client, send, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(edition="2025")
    batch = Batch.objects.get()
    assert (answer.status_code, answer.url) == (302, url(batch))
    page = text(client.get(answer.url))
    assert "Klaar om toe te passen" in page
    assert "Er is nog niets veranderd" in page
    assert "2021: 10, 2022: 20" in page
    assert re.search(r"<dt>Nieuw</dt> <dd> ?2 ?</dd>", page)
    assert fake_reader.current() == {}
    page = text(client.post(url(batch, "goedkeuren/"), follow=True))
    assert "nep.csv is toegepast" in page
    assert fake_reader.current() == {"2021": 10, "2022": 20}
    page = text(client.post(url(batch, "terugdraaien/"), {"note": "fout bestand"}, follow=True))
    assert "ongedaan gemaakt" in page
    assert "fout bestand" in page
    assert fake_reader.current() == {}


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "nep.csv", "is leeg"),
        (b"x", "nep.pdf", "Voor deze bron is een bestand .csv of .xlsx of .xls nodig"),
        (b"PK\x03\x04kort", "nep.xlsx", "niet helemaal gekopieerd"),
        (b"a\0", "nep.csv", "op plaats 2"),
    ],
)
def test_upload_of_a_bad_file_comes_back_in_the_form(send, content, name, said):
    answer = send(content, name)
    assert answer.status_code == 200
    assert said in text(answer)
    assert not Batch.objects.exists()


def test_upload_of_a_file_that_is_too_large(send, settings):
    settings.IMPORT_MAX_BYTES = 1024 * 1024
    assert "Ten hoogste 1 MB mag" in text(send(b"2" * (1024 * 1024 + 1)))


def test_upload_without_a_file_or_a_kind(client, reader):
    page = text(client.post(INDEX, {}))
    assert "Kies een bestand." in page
    assert "Kies een soort." in page
    page = text(client.post(INDEX, {"reader": "weg", "file": SimpleUploadedFile("a.csv", b"x")}))
    assert "Nog niet opgeslagen" in page


def test_upload_with_a_wrong_period_keeps_what_was_typed(send):
    page = text(send(period="ooit", edition="2025"))
    assert "De periode klopt niet" in page
    assert 'value="ooit"' in page
    assert 'value="2025"' in page


def test_the_same_file_twice_says_where_and_when(client, checked):
    first = checked()
    second = checked(name="zelfde.csv")
    page = text(client.get(url(second)))
    assert "Precies dit bestand is eerder geüpload" in page
    assert f'href="{url(first)}"' in page
    assert "door Databeheerder: klaar om toe te passen" in page
    assert "eerder geüpload" not in text(client.get(url(first)))


def test_page_of_a_file_with_errors_names_every_place_and_cannot_be_approved(client, checked):
    batch = checked(b"2021;x\n2022;5\n2023;x\n2024;#\n")
    page = text(client.get(url(batch)))
    assert "kan niet worden toegepast" in page
    assert "Rij 1" in page
    assert "Rij 3" in page
    assert "Toon de opmerking" in page
    assert "goedkeuren" not in page
    page = text(client.post(url(batch, "goedkeuren/"), follow=True))
    assert "Er staan fouten in dit bestand" in page
    assert fake_reader.current() == {}


def test_questions_are_answered_in_the_page(client, checked, team, django_capture_on_commit_callbacks):
    batch = checked(b"2021;?\n2022;team ICT-lyceum\n")
    page = text(client.get(url(batch)))
    assert "Hoe is 2021 geschreven?" in page
    assert "Gevonden bij: rij 2." in page
    assert "Team ICT (team)" in page
    scale, unit = batch.problems.order_by("order")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            url(batch, "antwoorden/"), {f"vraag-{scale.pk}": "100", f"vraag-{unit.pk}": team.code}
        )
    assert answer.status_code == 302
    batch.refresh_from_db()
    assert batch.state == "checked"
    assert batch.answers == {"scale": {"2021": "100"}, "unit": {"ICT-lyceum": team.code}}
    assert "Stel de vragen over dit bestand opnieuw" in text(client.get(url(batch)))


def test_questions_answered_wrong_come_back(client, checked):
    batch = checked(b"2021;?\n")
    answer = client.post(url(batch, "antwoorden/"), {f"vraag-{batch.problems.get().pk}": "7"})
    assert answer.status_code == 200
    assert "Kies een van de antwoorden uit de lijst" in text(answer)
    assert "ten minste één" in text(client.post(url(batch, "antwoorden/"), follow=True))


def test_progress_is_asked_for_until_the_check_is_done(client, upload, check):
    batch = upload()
    whole = text(client.get(url(batch)))
    assert "in de wachtrij" in whole
    assert f'hx-get="{url(batch)}"' in whole
    part = client.get(url(batch), headers={"HX-Request": "true"})
    assert text(part).startswith('<div id="import"')
    assert "<html" not in text(part)
    Job.objects.filter(pk=batch.job_id).update(state="running", done=7, total=14, message="1 rij gelezen")
    part = text(client.get(url(batch), headers={"HX-Request": "true"}))
    assert "1 rij gelezen, 50\xa0% van het bestand".replace("\xa0", " ") in part.replace("\xa0", " ")
    assert 'value="50"' in part
    Job.objects.filter(pk=batch.job_id).update(state="waiting")
    check(batch)
    assert "hx-get" not in text(client.get(url(batch), headers={"HX-Request": "true"}))


def test_a_check_that_was_given_up_says_so_and_can_begin_anew(
    client, upload, django_capture_on_commit_callbacks
):
    batch = upload()
    Job.objects.filter(pk=batch.job_id).update(state="failed", message="Een paar keer afgebroken.")
    page = text(client.get(url(batch)))
    assert "De controle is afgebroken" in page
    assert "hx-get" not in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url(batch, "opnieuw/"))
    assert "Klaar om toe te passen" in text(client.get(url(batch)))


def test_without_a_broker_the_page_answers_and_the_job_waits(
    send, client, monkeypatch, django_capture_on_commit_callbacks
):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    real = queue.knock
    monkeypatch.setattr(queue, "knock", lambda _: real(f"redis://127.0.0.1:{port}/0"))
    current_app.conf.task_always_eager = False
    try:
        with django_capture_on_commit_callbacks(execute=True):
            answer = send()
    finally:
        current_app.conf.task_always_eager = True
    batch = Batch.objects.get()
    assert (answer.status_code, batch.job.state) == (302, Job.State.WAITING)
    assert "in de wachtrij" in text(client.get(answer.url))
    services.check_run(job_id=batch.job_id)
    assert "Klaar om toe te passen" in text(client.get(answer.url))


def test_approving_what_somebody_else_approved_names_them(client, checked, college):
    batch = checked()
    other = factories.actor(factories.make_holder(Role.DATA_STEWARD, college, "Tweede Databeheerder"))
    services.batch_approve(batch=batch, by=other)
    page = text(client.post(url(batch, "goedkeuren/"), follow=True))
    assert "al toegepast, door Tweede Databeheerder" in page


def test_approving_what_no_longer_holds_says_to_check_again(client, checked, steward):
    first, second = checked(b"2021;1\n"), checked(b"2021;2\n")
    services.batch_approve(batch=first, by=steward)
    page = text(client.post(url(second, "goedkeuren/"), follow=True))
    assert "Controleer het bestand opnieuw" in page
    assert fake_reader.current() == {"2021": 1}


def test_four_eyes_hides_the_button_from_the_uploader(client, checked, four_eyes, college, signed_in):
    batch = checked()
    assert "Iemand anders moet het goedkeuren" in text(client.get(url(batch)))
    other = signed_in(factories.make_holder(Role.DATA_STEWARD, college, "Tweede"))
    assert "Keur goed en pas toe" in text(other.get(url(batch)))


def test_rejecting_keeps_the_reason(client, checked):
    batch = checked()
    page = text(client.post(url(batch, "afwijzen/"), {"note": "oude editie"}, follow=True))
    assert "is afgewezen. Er is niets veranderd." in page
    assert "oude editie" in page


def test_file_comes_back_as_it_was_and_never_as_a_page(client, checked):
    batch = checked(name="<b>nep.csv")
    answer = client.get(url(batch, "bestand/"))
    assert b"".join(answer.streaming_content) == fake_reader.GOOD
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


def test_file_that_was_thrown_away_is_404(client, checked):
    batch = checked(b"bsn;naam\n")
    assert client.get(url(batch, "bestand/")).status_code == 404
    page = text(client.get(url(batch)))
    assert "Weggegooid op " in page
    assert "; alleen het kenmerk is bewaard." in page
    assert batch.sha256 in page


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.DATA_STEWARD, Role.CONTROLLER}])
def test_only_the_data_steward(role, client_of, checked):
    batch, other = checked(), client_of(role)
    assert other.get(INDEX).status_code == 403
    assert other.get(url(batch)).status_code == 403
    assert other.get(url(batch, "bestand/")).status_code == 403
    for part in ("antwoorden/", "goedkeuren/", "afwijzen/", "terugdraaien/", "opnieuw/"):
        assert other.post(url(batch, part)).status_code == 403
    assert fake_reader.current() == {}
    assert 'href="/import/"' not in other.get("/", follow=True).content.decode()


def test_unknown_files_are_404(client, reader):
    assert client.get("/import/999/").status_code == 404
    for part in ("antwoorden/", "goedkeuren/", "afwijzen/", "terugdraaien/", "opnieuw/"):
        assert client.post(f"/import/999/{part}").status_code == 404


def test_page_of_a_file_whose_reader_is_gone(client, checked):
    batch = checked()
    registry.unregister("nep")
    assert client.get(url(batch)).status_code == 200
    assert "bestaat niet meer" in text(client.post(url(batch, "goedkeuren/"), follow=True))
    assert client.get(INDEX).status_code == 200


def test_what_a_file_says_is_text_and_no_markup(client, checked):
    batch = checked(b"<script>alert(1)</script>;x\n", "<img src=x>.csv")
    assert "<script>alert" not in client.get(url(batch)).content.decode()
    assert "<img src=x>" not in client.get(url(batch)).content.decode()


def test_the_steward_starts_here(client, reader):
    assert client.get("/").url == INDEX


def test_log_speaks_dutch(checked, steward, admin_client):
    services.batch_approve(batch=checked(), by=steward)
    page = text(admin_client.get("/beheer/logboek/?soort=imports.batch"))
    assert {event.verb for event in AuditEvent.objects.filter(object_type="imports.batch")} == {
        "batch_upload", "batch_check", "batch_approve",
    }  # fmt: skip
    for said in ("import: nep.csv", "geüpload", "gecontroleerd", "toegepast", "vastgelegd: 2"):
        assert said in page


def test_list_costs_the_same_for_many_files(client, checked):
    checked()

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(INDEX)
        return len(asked)

    client.get(INDEX)
    before = cost()
    for number in range(4):
        checked(f"2021;{number}\n".encode())
    assert cost() == before <= 15


def test_page_costs_the_same_for_many_problems(client, checked):
    few, many = checked(b"2021;~\n"), checked(b"2021;~\n" * 300)

    def cost(batch: Batch) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(url(batch))
        return len(asked)

    cost(few)
    assert cost(few) == cost(many) <= 15
    assert "En nog 100 die hier niet staan" in text(client.get(url(many)))
