"""Late figures: on the import page, and one mail for each release to whoever may load files that day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agenda.models import Agenda, Release
from indicators import overdue, tasks
from indicators.freshness import agenda_freshness
from indicators.overdue import overdue_tell
from operations.models import OutboxMail
from organisation.models import RoleAssignment
from organisation.roles import Role
from tests import factories
from tests.integration.dashboards.test_pages import text_of

TODAY = date(2026, 11, 22)
LONG_AGO = date(2025, 1, 15)


@pytest.fixture
def calendar(site):
    """The agenda's calendar with one release that is late, one that is there and one that still comes."""
    agenda = Agenda.objects.get()
    Release.objects.filter(agenda=agenda).delete()
    rows = (("CBS", "2025", LONG_AGO), ("DUO", "2012", LONG_AGO), ("MTO", "2027", date(2028, 1, 1)))
    for source, period, expected in rows:
        Release.objects.create(
            agenda=agenda,
            source=source,
            period=period,
            period_end=date(int(period), 12, 31),
            expected_on=expected,
        )
    return agenda


def mails() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(key__startswith="overdue:").order_by("pk"))


def test_one_mail_for_a_release_that_is_late(calendar, site, settings):
    assert overdue_tell(on=TODAY) == 1
    (mail,) = mails()
    assert mail.to == site.people[Role.DATA_STEWARD].email
    assert mail.subject == "De definitieve cijfers van CBS over 2025 zijn te laat"
    assert f"{settings.SITE_URL}/import/" in mail.body
    assert "15\u00a0januari\u00a02025" in mail.body


def test_told_once_however_often_the_beat_comes(calendar):
    for days in range(3):
        overdue_tell(on=TODAY + timedelta(days=days))
    assert len(mails()) == 1


def test_release_whose_day_moved_is_told_again_when_it_is_late_again(calendar):
    overdue_tell(on=TODAY)
    Release.objects.filter(source="CBS").update(expected_on=TODAY)
    assert overdue_tell(on=TODAY) == 0
    overdue_tell(on=TODAY + timedelta(days=1))
    assert len(mails()) == 2


def test_nothing_is_mailed_when_nothing_is_late(calendar):
    assert overdue_tell(on=LONG_AGO) == 0
    assert not mails()


def test_only_people_with_the_role_on_that_day_are_told_and_their_deputies(calendar, site):
    role = RoleAssignment.objects.get(role=Role.DATA_STEWARD)
    deputy, later, gone = (factories.make_person(name) for name in ("Waarnemer", "Later", "Weg"))
    factories.make_deputy(role, deputy, TODAY, TODAY)
    factories.give_role(later, Role.DATA_STEWARD, role.unit, TODAY + timedelta(days=1))
    factories.give_role(gone, Role.DATA_STEWARD, role.unit, valid_until=TODAY - timedelta(days=1))
    overdue_tell(on=TODAY)
    steward = site.people[Role.DATA_STEWARD]
    assert {mail.to for mail in mails()} == {steward.email, deputy.email}
    overdue_tell(on=TODAY + timedelta(days=1))
    assert {mail.to for mail in mails()} == {steward.email, deputy.email, later.email}
    assert len(mails()) == 3


def test_without_an_agenda_nobody_is_told(db, monkeypatch):
    monkeypatch.setattr(overdue, "current_agenda", lambda on: None)
    assert overdue_tell(on=TODAY) == 0
    assert tasks.overdue_tell.delay().successful()


def test_import_page_shows_the_same_table_as_the_glance(calendar, browse):
    client = browse(Role.DATA_STEWARD)
    (late,) = [row for row in agenda_freshness(calendar, timezone.localdate()) if row.overdue]
    said = "had er op 15 januari 2025 moeten zijn"
    assert late.source == "CBS"
    for address in ("/import/", "/agenda/2024-2027/"):
        page = text_of(client.get(address)).replace("\u00a0", " ")
        assert "Hoe vers zijn de cijfers" in page
        assert said in page
