"""Every state of the agenda is kept, with what changed, why and who agreed; and stays readable."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

import agenda.models as plan
from operations.models import AuditEvent
from organisation.access import CommandActor
from organisation.roles import Role
from planfile.changenotes import ChangeNote
from planfile.history import agenda_versions, version_document
from planfile.models import AgendaVersion
from planfile.services import agenda_load, agenda_store
from planfile.versions import version_consent
from tests.integration.planfile.pages import WHY, form_of
from tests.unit.planfile.small import SMALL, WITH_MONEY, changed, small

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
PERIOD = "2024-2027"
LIST = f"/agenda/{PERIOD}/wijzigingen/"
TITLE = ("title: Welzijn", "title: Thuis voelen")
AMOUNT = ("amounts: {2024: 500}", "amounts: {2024: 600}")


@pytest.fixture
def loaded(college) -> plan.Agenda:
    agenda_load(content=SMALL.encode(), name="klein.yaml", by=BY)
    return plan.Agenda.objects.select_related("college").get()


def change(*pairs: tuple[str, str], **note) -> None:
    agenda_store(document=changed(*pairs), name="formulier", by=BY, note=ChangeNote(**note))


def test_first_load_is_version_1_from_the_first_day_of_the_agenda(loaded):
    version = AgendaVersion.objects.get()
    assert (version.number, version.effective_on, version.reason) == (1, loaded.starts, "")
    assert version_document(version) == small()


def test_change_is_a_version_with_old_new_reason_and_consent(loaded):
    day = timezone.localdate() - timedelta(days=3)
    change(TITLE, reason="Nieuwe naam", effective_on=date(2026, 8, 1), works_council_on=day)
    newest, first = agenda_versions(loaded, with_money=True)
    assert (newest.number, first.number, newest.newest, first.first) == (2, 1, True, True)
    [item] = newest.groups
    assert [(one.kind, one.old, one.new) for one in item.changes] == [
        ("gewijzigd", "Welzijn", "Thuis voelen")
    ]
    assert (newest.reason, newest.effective_on) == ("Nieuwe naam", date(2026, 8, 1))
    assert (newest.works_council_on, newest.student_council_on) == (day, None)


def test_nothing_changed_is_no_version(loaded):
    agenda_load(content=SMALL.encode(), name="klein.yaml", by=BY)
    assert AgendaVersion.objects.count() == 1


def test_back_to_an_earlier_state_is_a_version_of_its_own(loaded):
    change(TITLE, reason="heen")
    agenda_store(document=small(), name="formulier", by=BY, note=ChangeNote(reason="terug"))
    files = list(AgendaVersion.objects.order_by("number").values_list("file__sha256", flat=True))
    assert files[0] == files[2] != files[1]


def test_agenda_as_it_was_stays_readable(loaded, client_of):
    change(TITLE, reason="Nieuwe naam")
    page = client_of(Role.READER).get(f"{LIST}1/").content.decode()
    assert "Welzijn" in page
    assert "Wat er sindsdien veranderde" in page
    now = client_of(Role.READER).get(f"{LIST}2/").content.decode()
    assert "Thuis voelen" in now
    assert "Dit is de agenda zoals die nu is" in now


def test_file_of_a_version_is_the_file_as_it_was(loaded, client_of):
    change(TITLE, reason="x")
    response = client_of(Role.CONTROLLER).get(f"{LIST}1/agenda.yaml")
    assert response.content == SMALL.encode()
    assert 'filename="klein-2024-2027-versie-1.yaml"' in response["Content-Disposition"]


def test_money_is_for_who_may_read_the_budget(loaded, client_of):
    change(TITLE, AMOUNT, reason="Meer geld")
    for role, sees in ((Role.CONTROLLER, True), (Role.TEAM_MANAGER, False)):
        client = client_of(role)
        listed = client.get(LIST).content.decode()
        assert "Thuis voelen" in listed
        assert ("<ins>2024: 600</ins>" in listed) is sees
        assert ("1 wijziging in de begroting, die u niet kunt zien" in listed) is not sees
        page = client.get(f"{LIST}1/").content.decode()
        assert ("Lasten per jaar" in page) is sees
        assert ("Lasten in euro" in page) is sees
        assert client.get(f"{LIST}1/agenda.yaml").status_code == (200 if sees else 403)


def test_file_that_is_gone_is_said(loaded, client_of):
    version = AgendaVersion.objects.select_related("file").get()
    version.file.content.storage.delete(version.file.content.name)
    assert "Niet meer te lezen" in client_of(Role.READER).get(f"{LIST}1/").content.decode()
    assert client_of(Role.CONTROLLER).get(f"{LIST}1/agenda.yaml").status_code == 404


def test_unknown_version_or_agenda_is_404(loaded, client_of):
    client = client_of(Role.READER)
    assert client.get(f"{LIST}7/").status_code == 404
    assert client.get("/agenda/2030-2033/wijzigingen/").status_code == 404


def test_list_costs_the_same_with_more_versions(loaded, client_of, django_assert_max_num_queries):
    client = client_of(Role.READER)
    for number in range(4):
        change(("title: Welzijn", f"title: Naam {number}"), reason="x")
    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_consent_can_come_later_and_is_told(loaded, admin_client):
    change(TITLE, reason="x")
    address = f"{LIST}2/instemming/"
    fields = form_of(admin_client.get(address))
    day = timezone.localdate().isoformat()
    assert admin_client.post(address, fields | {"student_council_on": day}).status_code == 302
    assert AgendaVersion.objects.get(number=2).student_council_on == timezone.localdate()
    assert AuditEvent.objects.filter(verb="version_consent").count() == 1


def test_consent_of_tomorrow_is_refused(loaded, admin_client):
    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = admin_client.post(f"{LIST}1/instemming/", {"works_council_on": day})
    assert "Deze dag is nog niet geweest" in page.content.decode()
    assert AgendaVersion.objects.get().works_council_on is None


def test_consent_said_twice_is_told_once(loaded, by):
    version = AgendaVersion.objects.get()
    for _ in range(2):
        version_consent(version=version, works_council_on=date(2024, 1, 5), student_council_on=None, by=by)
    assert AuditEvent.objects.filter(verb="version_consent").count() == 1


def test_only_who_edits_the_agenda_records_consent(loaded, client_of):
    assert client_of(Role.PORTFOLIO_HOLDER).get(f"{LIST}1/instemming/").status_code == 403


def test_change_in_a_form_without_a_reason_is_not_stored(loaded, admin_client):
    address = "/beheer/agenda/bewerken/klein-2024-2027/doelstelling/?item=1.1"
    seen = admin_client.post(address, form_of(admin_client.get(address)) | {"item-title": "Anders"})
    again = admin_client.post(address, form_of(seen) | {"besluit-reason": "  "})
    assert "Schrijf op waarom de agenda verandert" in again.content.decode()
    assert AgendaVersion.objects.count() == 1
    assert admin_client.post(address, form_of(again) | WHY).status_code == 302
    assert AgendaVersion.objects.get(number=2).reason == WHY["besluit-reason"]


MONEY_WORDS = (
    "Juridisch instrument subsidie", "Juridische instrumenten", "Fte", "2024: 12, 2025: 10,5",
    "1 januari 2024 tot en met 31 december 2025",
)  # fmt: skip


def text_of(client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def test_money_keys_are_versions_with_a_reason_in_dutch_words(loaded, client_of):
    change(*WITH_MONEY, reason="Nieuwe subsidie")
    text = text_of(client_of(Role.CONTROLLER), LIST)
    assert "Nieuwe subsidie" in text
    for shown in (*MONEY_WORDS, "Grenzen bij de begroting › boven het plan (%)", "2,5"):
        assert shown in text, shown


def test_version_with_money_keys_reads_in_dutch(loaded, client_of):
    change(*WITH_MONEY, reason="Nieuwe subsidie")
    text = text_of(client_of(Role.CONTROLLER), f"{LIST}2/")
    for shown in (
        "12 fte (2024), 10,5 fte (2025)", "coach: 11 fte", "2,5 % boven of 7 % onder",
        "1 januari 2024 tot en met 31 december 2025", "niet vastgelegd",
    ):  # fmt: skip
        assert shown in text, shown
    before = text_of(client_of(Role.CONTROLLER), f"{LIST}1/")
    assert "5 % boven of 10 % onder" in before


def test_money_keys_stay_hidden_for_who_may_not_read_the_budget(loaded, client_of):
    change(*WITH_MONEY, reason="Besluit")
    client = client_of(Role.TEAM_MANAGER)
    for address in (LIST, f"{LIST}1/", f"{LIST}2/"):
        text = text_of(client, address)
        assert not any(word in text for word in (*MONEY_WORDS, "subsidie", "Grenzen bij")), address
