"""The agenda file in the page, and the findings."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import agenda.models as plan
from imports.models import Origin
from operations.models import AuditEvent
from organisation.access import ALLOWED, Action, CommandActor
from organisation.roles import Role
from planfile.consistency import KINDS, find
from planfile.schema import read_document
from planfile.selectors import agenda_document
from planfile.services import agenda_load, agenda_store
from planfile.source import MAX_BYTES, MAX_MB
from tests import factories
from tests.integration.planfile.pages import WHY, form_of
from tests.unit.planfile.small import SMALL, changed, small, spoiled

pytestmark = pytest.mark.django_db
FIXTURE = Path(__file__).parents[3] / "fixtures" / "noorderpoort-2024-2027.yaml"
UPLOAD = "/beheer/agenda/"


@pytest.fixture
def loaded(college) -> plan.Agenda:
    agenda_load(content=SMALL.encode(), name="klein.yaml", by=CommandActor("test"))
    return plan.Agenda.objects.select_related("college").get()


def upload(client, content: bytes, name: str = "nieuw.yaml"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def stored():
    return agenda_document(plan.Agenda.objects.select_related("college").get())


def test_upload_page_without_agenda_says_so(admin_client):
    assert "Er is nog geen agenda" in admin_client.get(UPLOAD).content.decode()


def test_upload_shows_the_differences_and_changes_nothing(admin_client, loaded):
    response = upload(admin_client, spoiled(("title: Welzijn", "title: Thuis")))
    page = admin_client.get(response.url).content.decode()
    assert "Welzijn" in page
    assert "Thuis" in page
    assert "verschilt op <strong>1</strong> punt" in page
    assert stored() == small()


def test_confirm_loads_exactly_that_file_and_says_who(admin_client, admin, loaded):
    address = upload(admin_client, spoiled(("title: Welzijn", "title: Thuis")), "van mij.yaml").url
    response = admin_client.post(address, form_of(admin_client.get(address)) | WHY, follow=True)
    assert "geladen uit van mij.yaml: 1 verschil" in response.content.decode()
    assert stored() == changed(("title: Welzijn", "title: Thuis"))
    event = AuditEvent.objects.filter(verb="agenda_load").first()
    assert (event.actor, event.details["file"]) == (admin, "van mij.yaml")


def test_confirm_first_agenda_ever(admin_client, college):
    address = upload(admin_client, SMALL.encode()).url
    admin_client.post(address, form_of(admin_client.get(address)) | WHY)
    assert stored() == small()


def test_confirm_same_file_has_nothing_to_load(admin_client, loaded):
    page = admin_client.get(upload(admin_client, SMALL.encode()).url).content.decode()
    assert "Geen verschillen" in page
    assert "Laad dit bestand" not in page


def test_confirm_two_tabs_the_second_is_refused_with_the_reason(admin_client, loaded):
    address = upload(admin_client, spoiled(("title: Welzijn", "title: Thuis"))).url
    fields = form_of(admin_client.get(address))
    agenda_store(document=changed(("title: Taal", "title: Nederlands")), name="x", by=CommandActor("test"))
    response = admin_client.post(address, fields | WHY)
    assert "intussen door iemand anders gewijzigd" in response.content.decode()
    assert stored() == changed(("title: Taal", "title: Nederlands"))


def test_confirm_without_base_is_refused(admin_client, loaded):
    address = upload(admin_client, spoiled(("title: Welzijn", "title: Thuis"))).url
    assert admin_client.post(address).status_code == 200
    assert stored() == small()


def test_confirm_is_for_the_uploader_only(admin_client, signed_in, college, loaded):
    address = upload(admin_client, spoiled(("title: Welzijn", "title: Thuis"))).url
    other = signed_in(factories.make_holder(Role.ADMIN, college, "Andere Beheerder"))
    assert other.get(address).status_code == 404
    assert other.post(address).status_code == 404
    mine = upload(other, spoiled(("title: Welzijn", "title: Thuis"))).url
    assert other.get(mine).status_code == 200


def test_confirm_measured_series_needs_the_box(admin_client, loaded):
    Origin.objects.update(kind=Origin.Kind.FILE)
    address = upload(
        admin_client, spoiled(('{niveau: "2", leerweg: BOL}', '{niveau: "3", leerweg: BOL}'))
    ).url
    page = admin_client.get(address)
    assert "reeks niveau 2 BOL, heeft metingen" in page.content.decode()
    assert "Alle 3 metingen bij deze agenda blijven bewaard" in page.content.decode()
    assert admin_client.post(address, form_of(page) | WHY).status_code == 200
    assert stored() == small()
    assert admin_client.post(address, {**form_of(page), **WHY, "retire": "on"}).status_code == 302
    assert stored() != small()


def test_confirm_conflict_has_no_button(admin_client, loaded):
    page = admin_client.get(upload(admin_client, spoiled(("brin: 25LW", "brin: 01AA"))).url).content.decode()
    assert "kan zo niet worden geladen" in page
    assert "Laad dit bestand" not in page


def test_upload_bad_file_lists_all_problems_beside_their_lines(admin_client, loaded):
    response = upload(
        admin_client, spoiled(("min_n: 10", "min_n: <b>tien</b>"), ("unit: count", "unit: stuks"))
    )
    page = response.content.decode()
    assert "<code>min_n: &lt;b&gt;tien&lt;/b&gt;</code>" in page
    assert "<code>unit: stuks</code>" in page
    assert "Er zijn 2 punten te herstellen" in page
    assert stored() == small()


@pytest.mark.parametrize(
    "content",
    [b"\x00\x01", b"\xff\xfe", b"a: [", b"- x", b"&a [*a]", "a: é".encode("cp1252"), b"a\n" * 5000],
    ids=str,
)
def test_upload_what_is_no_agenda_is_no_error_of_ours(content, admin_client, college):
    assert upload(admin_client, content).context["problems"]
    assert not plan.Agenda.objects.exists()


def test_upload_empty_or_missing_file_says_so(admin_client):
    assert "Dit bestand is leeg" in upload(admin_client, b"").content.decode()
    assert "Kies een bestand" in admin_client.post(UPLOAD).content.decode()


def test_upload_too_large_is_refused_before_it_is_read(admin_client, monkeypatch):
    monkeypatch.setattr("planfile.views.agenda_file.read_document", lambda content: pytest.fail("read"))
    assert f"groter dan {MAX_MB} MB" in upload(admin_client, b"x" * (MAX_BYTES + 1)).content.decode()


def test_download_gives_the_file(admin_client, loaded):
    response = admin_client.get(reverse("planfile:download", args=["klein-2024-2027"]))
    assert read_document(response.content) == small()
    assert response["Content-Disposition"] == 'attachment; filename="klein-2024-2027.yaml"'


@pytest.mark.parametrize("role", list(Role))
def test_findings_are_for_who_may_read_them(role, client_of, loaded):
    expected = 200 if role in ALLOWED[Action.READ_FINDINGS] else 403
    assert client_of(role).get("/bevindingen/").status_code == expected


def test_findings_without_agenda_is_an_empty_page(admin_client):
    assert "Er is nog geen agenda" in admin_client.get("/bevindingen/").content.decode()


@pytest.fixture
def real(college) -> plan.Agenda:
    agenda_load(content=FIXTURE.read_bytes(), name="x", by=CommandActor("test"))
    return plan.Agenda.objects.get()


def test_findings_shows_every_finding_with_its_meaning(admin_client, real):
    response = admin_client.get("/bevindingen/")
    page = response.context["page"]
    found = find(read_document(FIXTURE.read_bytes()))
    assert (page.shown, page.total) == (len(found), len(found))
    assert [group.code for group in page.groups] == list(dict.fromkeys(one.code for one in found))
    html = response.content.decode()
    assert all(KINDS[group.code].title in html for group in page.groups)
    assert 'href="/indicatoren/1c/"' in html
    assert 'href="/begroting/"' in html


def test_findings_filter_by_kind_and_objective(admin_client, real):
    kind = admin_client.get("/bevindingen/", {"soort": "twee-waarden"}).context["page"]
    assert {row.finding.code for group in kind.groups for row in group.rows} == {"twee-waarden"}
    objective = admin_client.get("/bevindingen/", {"doelstelling": "1.2"}).context["page"]
    assert objective.shown
    assert all("1.2" in row.subject.objectives for group in objective.groups for row in group.rows)


@pytest.mark.parametrize(
    "query", ["soort=onzin", "doelstelling=9.9", "soort=%00&doelstelling=%27", "soort=a&soort=b"]
)
def test_findings_unknown_filter_shows_all(query, admin_client, loaded):
    page = admin_client.get(f"/bevindingen/?{query}").context["page"]
    assert page.shown == page.total


def test_findings_costs_few_queries_whatever_the_size(admin_client, loaded):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin_client.get("/bevindingen/").status_code == 200
        return len(queries)

    small_cost = cost()
    plan.Agenda.objects.all().delete()
    agenda_load(content=FIXTURE.read_bytes(), name="x", by=CommandActor("test"))
    assert cost() == small_cost <= 15
