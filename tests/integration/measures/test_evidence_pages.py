"""The pages of evidence: who sees, who adds, and how a file leaves the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from measures.models import Assignment, Evidence
from operations.models import StoredFile
from organisation.models import Unit
from organisation.roles import Role
from tests import factories

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


@pytest.fixture
def assignment(college: Unit, team: Unit) -> Assignment:
    return factories.make_assignment(factories.make_measure(college, "1.1.1"), team)


@pytest.fixture
def manager(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.TEAM_MANAGER)


@pytest.fixture
def shelf(assignment: Assignment) -> str:
    return f"/uitvoering/{assignment.pk}/bewijs/"


def upload(client: Client, shelf: str, name: str = "verslag.pdf", content: bytes = PDF, title: str = ""):
    file = SimpleUploadedFile(name, content, content_type="text/html")
    data = {"bestand": "1", "bestand-file": file, "bestand-title": title}
    return client.post(shelf, data, follow=True)


@pytest.fixture
def stranger(other_team: Unit, signed_in: Callable) -> Client:
    return signed_in(factories.make_holder(Role.TEAM_MANAGER, other_team))


def test_a_file_is_added_and_leaves_only_as_a_download(manager: Client, shelf: str) -> None:
    text = upload(manager, shelf, name='..\\"; x=.pdf', title="Verslag <b>maart</b>").content.decode()
    assert "Verslag &lt;b&gt;maart&lt;/b&gt;" in text
    piece = Evidence.objects.get()
    answer = manager.get(f"/bewijs/{piece.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="; x=.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("verslag.pdf", b"<!doctype html><script>alert(1)</script>", "geen pdf"),
        ("tekening.svg", b"<svg/>", "kan niet"),
        ("leeg.pdf", b"", "is leeg"),
        ("setup.exe", b"MZ", "kan niet"),
    ],
)
def test_a_wrong_file_comes_back_with_why_and_nothing_is_kept(
    manager: Client, shelf: str, name: str, content: bytes, said: str
) -> None:
    answer = upload(manager, shelf, name, content)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_file_above_the_limit_is_refused(manager: Client, shelf: str, settings) -> None:
    settings.EVIDENCE_MAX_BYTES = 20
    assert "ten hoogste" in upload(manager, shelf).content.decode()
    assert not Evidence.objects.exists()


def test_a_link_shows_where_it_leads(manager: Client, shelf: str) -> None:
    data = {"link": "1", "link-url": "https://example.nl/verslag", "link-title": "Nieuwsbericht"}
    text = manager.post(shelf, data, follow=True).content.decode()
    assert 'href="https://example.nl/verslag" rel="noopener noreferrer nofollow">Nieuwsbericht</a>' in text
    assert "link naar example.nl" in text
    assert manager.get(f"/bewijs/{Evidence.objects.get().pk}/").status_code == 404


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", ""])
def test_a_link_that_is_no_web_page_is_refused(manager: Client, shelf: str, url: str) -> None:
    text = manager.post(shelf, {"link": "1", "link-url": url}).content.decode()
    assert "Nog niet opgeslagen" in text
    assert f'href="{url}"' not in text or not url
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.PORTFOLIO_HOLDER, Role.BOARD, Role.SCHOOL_DIRECTOR])
def test_evidence_is_read_by_who_may_see_the_unit(
    role: Role, manager: Client, shelf: str, client_of: Callable[[Role], Client]
) -> None:
    upload(manager, shelf)
    text = client_of(role).get(shelf).content.decode()
    assert "verslag.pdf" in text
    assert ("Bestand toevoegen" in text) is (role is Role.SCHOOL_DIRECTOR)
    assert client_of(role).get(f"/bewijs/{Evidence.objects.get().pk}/").status_code == 200


def test_evidence_is_not_there_for_others(
    manager: Client, stranger: Client, shelf: str, signed_in: Callable
) -> None:
    upload(manager, shelf)
    piece = Evidence.objects.get()
    for address in (shelf, f"/bewijs/{piece.pk}/", f"/bewijs/{piece.pk}/intrekken/"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, {"reason": "x"}).status_code in {404, 405}
        assert Client().get(address).status_code == 302
        assert signed_in(factories.make_person()).get(address).status_code == 403
    piece.refresh_from_db()
    assert piece.withdrawn_at is None


def test_who_may_only_read_cannot_add_nor_withdraw(
    manager: Client, shelf: str, client_of: Callable[[Role], Client]
) -> None:
    upload(manager, shelf)
    reader = client_of(Role.READER)
    assert upload(reader, shelf, content=PDF + b"\n").status_code == 403
    assert reader.post(f"/bewijs/{Evidence.objects.get().pk}/intrekken/", {"reason": "x"}).status_code == 403
    assert Evidence.objects.filter(withdrawn_at=None).count() == 1


def test_what_is_withdrawn_cannot_be_opened_and_says_why(manager: Client, shelf: str) -> None:
    upload(manager, shelf)
    piece = Evidence.objects.get()
    address = f"/bewijs/{piece.pk}/intrekken/"
    assert "Schrijf op waarom" in manager.post(address, {"reason": " "}).content.decode()
    text = manager.post(address, {"reason": "Verkeerde versie."}, follow=True).content.decode()
    assert "Ingetrokken (1)" in text
    assert "Verkeerde versie." in text
    assert manager.get(f"/bewijs/{piece.pk}/").status_code == 404
    assert manager.get(address).status_code == 200


def test_bytes_that_are_gone_give_404(manager: Client, shelf: str, assignment: Assignment) -> None:
    upload(manager, shelf)
    StoredFile.objects.update(content="files/aa/er-is-niets")
    assert manager.get(f"/bewijs/{Evidence.objects.get().pk}/").status_code == 404


def test_adding_ends_with_the_assignment_and_withdrawing_does_not(
    manager: Client, shelf: str, assignment: Assignment
) -> None:
    upload(manager, shelf)
    Assignment.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    text = upload(manager, shelf, content=PDF + b"\n").content.decode()
    assert "melden kan niet meer" in text
    assert "Bestand toevoegen" not in text
    piece = Evidence.objects.get()
    manager.post(f"/bewijs/{piece.pk}/intrekken/", {"reason": "Dubbel."})
    piece.refresh_from_db()
    assert piece.withdrawn_reason == "Dubbel."
