"""The log: found by kind, person, thing and day; and as a file."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from operations.models import AuditEvent, OutboxMail
from operations.selectors import AuditFilter, audit_rows, read_audit_filter
from organisation.roles import Role

pytestmark = pytest.mark.django_db
LOG = "/beheer/logboek/"


def event(
    label: str, at: datetime, *, actor: str = "Bea Beheerder", verb: str = "unit_change", **details: object
) -> None:
    row = AuditEvent.objects.create(
        actor_label=actor,
        verb=verb,
        object_type="organisation.unit",
        object_id="1",
        object_label=label,
        details=details,
    )
    AuditEvent.objects.filter(pk=row.pk).update(at=at)


@pytest.fixture
def events(college) -> None:
    AuditEvent.objects.all().delete()
    # Half an hour before and after midnight in Amsterdam, which is UTC+1 in winter.
    event("Zorg", datetime(2026, 1, 31, 22, 30, tzinfo=UTC))
    event("Techniek", datetime(2026, 1, 31, 23, 30, tzinfo=UTC), actor="Piet Portefeuille")
    event("=SOM(A1)", datetime(2026, 2, 3, 9, 0, tzinfo=UTC), verb="unit_close", old="-3", new="@x")


def labels(**asked: object) -> list[str]:
    return [row.object_label for row in audit_rows(AuditFilter(**asked), people=True)]


def test_days_are_those_of_amsterdam(events):
    assert labels(until=date(2026, 1, 31)) == ["Zorg"]
    assert labels(since=date(2026, 2, 1), until=date(2026, 2, 1)) == ["Techniek"]
    assert labels(since=date(2026, 2, 2)) == ["=SOM(A1)"]


def test_words_find_who_and_what(events):
    assert labels(words="portef") == ["Techniek"]
    assert labels(words="zor") == ["Zorg"]
    assert labels(words="niemand") == []


@pytest.mark.parametrize(
    "query",
    [{"van": "2026-02-31"}, {"tot": "morgen"}, {"zoek": "\0"}, {"soort": "x.y"}, {"tot": "9999-12-31"}],
)
def test_any_address_gives_a_page(events, admin_client, query):
    assert admin_client.get(LOG, query).status_code == 200


def test_filter_reads_what_it_writes():
    asked = read_audit_filter({"zoek": " bea ", "van": "2026-01-01", "tot": "2026-02-01", "soort": "a.b"})
    assert asked == AuditFilter("a.b", "bea", date(2026, 1, 1), date(2026, 2, 1))


def test_file_has_all_rows_asked_for_and_no_formula(events, admin_client):
    answer = admin_client.get(f"{LOG}logboek.csv", {"van": "2026-02-01"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == ["wanneer", "wie", "soort", "wat", "gebeurd", "bijzonderheden"]
    assert [row[:4] for row in rows[1:]] == [
        ["2026-02-03 10:00:00", "Bea Beheerder", "eenheid", "'=SOM(A1)"],
        ["2026-02-01 00:30:00", "Piet Portefeuille", "eenheid", "Techniek"],
    ]
    assert sorted(rows[1][5].split("; ")) == [
        "is nu: @x",
        "was: -3",
    ]  # a database may keep keys in another order
    assert "attachment" in answer["Content-Disposition"]


def test_page_links_to_the_file_with_the_same_choice(events, admin_client):
    page = admin_client.get(LOG, {"zoek": "zorg", "pagina": "1"}).content.decode()
    assert f"{LOG}logboek.csv?zoek=zorg" in page


def test_file_is_for_who_may_read_the_log(events, client_of):
    assert client_of(Role.OBJECTIVE_OWNER).get(f"{LOG}logboek.csv").status_code == 403


@pytest.mark.parametrize("role", [Role.PORTFOLIO_HOLDER, Role.BOARD, Role.DATA_STEWARD])
def test_who_does_not_manage_people_reads_nothing_about_them(events, client_of, admin_client, role):
    AuditEvent.objects.create(
        actor_label="Bea Beheerder", verb="role_give", object_type="organisation.roleassignment", object_id="1",
        object_label="Karel Geheim: lezer",
    )  # fmt: skip
    event("Dicht", datetime(2026, 2, 4, tzinfo=UTC), verb="unit_close", roles=["Karel Geheim, teammanager"])
    client = client_of(role)
    page, file = client.get(LOG).content.decode(), client.get(f"{LOG}logboek.csv")
    assert "Techniek" in page and "Dicht" in page
    for text in (
        page,
        b"".join(file.streaming_content).decode(),
        client.get(LOG, {"zoek": "karel"}).content.decode(),
    ):
        assert "Karel Geheim" not in text
        assert '<option value="organisation.roleassignment"' not in text
    assert admin_client.get(LOG).content.decode().count("Karel Geheim") == 2


@pytest.fixture
def given_up(college):
    past = timezone.now() - timedelta(hours=1)
    return OutboxMail.objects.create(
        key="k", to="jan@example.nl", subject="Nog te melden", until=past, tries=99, error="dicht"
    )


def test_mails_that_were_given_up_are_told_and_sent_again_by_the_administrator(admin_client, given_up):
    text = admin_client.get(LOG).content.decode()
    assert "1 mail wordt niet meer vanzelf verstuurd" in text
    assert "jan@example.nl" in text
    answer = admin_client.post(f"{LOG}mails/", {"mail": given_up.pk}, follow=True)
    assert "1 mail gaat opnieuw uit." in answer.content.decode()
    given_up.refresh_from_db()
    assert (given_up.tries, given_up.until > timezone.now()) == (0, True)


def test_mails_that_were_given_up_can_be_thrown_away(admin_client, given_up):
    assert "Vink eerst" in admin_client.post(f"{LOG}mails/", {"mail": "x"}, follow=True).content.decode()
    admin_client.post(f"{LOG}mails/", {"mail": given_up.pk, "weg": "1"})
    assert not OutboxMail.objects.exists()


def test_mails_are_nobody_elses(client_of, given_up):
    steward = client_of(Role.DATA_STEWARD)
    text = steward.get(LOG).content.decode()
    assert "niet meer vanzelf verstuurd" in text
    assert "jan@example.nl" not in text
    assert steward.post(f"{LOG}mails/", {"mail": given_up.pk}).status_code == 403
