"""What was typed is kept: while typing, after a lost session, and when reporting is no longer possible."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from measures.models import ReportDraft
from measures.report_fields import LONGEST
from organisation.models import RoleAssignment
from organisation.roles import Role
from tests import factories
from tests.integration.measures.reporting.pages import HTMX, current, last_of, text_of


def test_typing_is_kept_and_comes_back(manager, opens, url, person):
    answer = manager.post(f"{url}concept/", opens(changed="half een zi"), headers=HTMX)
    assert "nog niet verstuurd" in text_of(answer)
    text = text_of(manager.get(url))
    assert "half een zi" in text
    assert "Niet verstuurde tekst van" in text
    assert ReportDraft.objects.get().user == person


def test_unsent_text_is_nobody_elses(manager, opens, url, client_of):
    manager.post(f"{url}concept/", opens(changed="van Mila alleen"), headers=HTMX)
    assert "van Mila alleen" not in text_of(client_of(Role.SCHOOL_DIRECTOR).get(url))


def test_unsent_text_can_be_thrown_away(manager, opens, url):
    manager.post(f"{url}concept/", opens(changed="half een zi"), headers=HTMX)
    answer = manager.post(f"{url}concept/", {"weg": "1"}, follow=True)
    assert "is weggegooid" in text_of(answer)
    assert not ReportDraft.objects.exists()


def test_typing_back_to_what_stood_there_keeps_nothing(manager, opens, url, one):
    factories.make_report(one, changed="Gestart", progress=10)
    manager.post(f"{url}concept/", opens(changed="anders"), headers=HTMX)
    assert ReportDraft.objects.exists()
    manager.post(f"{url}concept/", opens(changed="Gestart"), headers=HTMX)
    assert not ReportDraft.objects.exists()


def test_unsent_text_that_is_too_long_says_so(manager, opens, url):
    answer = manager.post(f"{url}concept/", opens(changed="x" * (LONGEST + 1)), headers=HTMX)
    assert "Nog niet bewaard" in text_of(answer)


def test_unsent_progress_that_no_number_can_be_opens_all_the_same(manager, opens, url):
    for typed in ("9" * 5000, "٣", "1" * 4):
        manager.post(f"{url}concept/", opens(progress=typed, changed="x"), headers=HTMX)
        assert manager.get(url).status_code == 200


def test_what_a_closed_unit_reported_stays_readable(signed_in, one, team, school, other_school):
    factories.make_report(one, changed="Dit was er")
    team.closed_on = timezone.localdate() - timedelta(days=1)
    team.save()
    director = signed_in(factories.make_holder(Role.SCHOOL_DIRECTOR, school))
    assert "Dit was er" in text_of(director.get(f"/uitvoering/{one.pk}/"))
    stranger = signed_in(factories.make_holder(Role.SCHOOL_DIRECTOR, other_school))
    assert stranger.get(f"/uitvoering/{one.pk}/").status_code == 404


def test_lost_session_leads_to_signing_in_and_back(client, url, one):
    answer = client.post(url, {"state": "loopt", "changed": "x"}, headers=HTMX)
    assert answer.status_code == 302
    assert answer.url == f"/aanmelden/?next={url}"
    assert not one.reports.exists()


def test_round_that_closed_while_typing_keeps_the_report_outside_it(manager, opens, url, one, opened):
    form = opens(state="loopt")
    opened.closed_at = timezone.now() + timedelta(seconds=1)
    opened.save()
    for headers in (HTMX, {}):
        answer = manager.post(
            url, form | {"submission": uuid4(), "based_on": last_of(one)}, headers=headers, follow=True
        )
        assert "De ronde is intussen gesloten" in text_of(answer)
    assert current(one).round is None


def test_round_that_opened_while_typing_is_said(manager, opens, url, measure, opened):
    form = opens(state="loopt")
    opened.closed_at = timezone.now() + timedelta(seconds=1)
    opened.save()
    factories.make_round(measure.agenda, kind="12_maanden")
    assert "ging er een andere ronde open" in text_of(manager.post(url, form, headers=HTMX))


def links_that_refuse(client, answer) -> list[str]:
    """Links in a page that lead to a page that is not for this person."""
    shown = re.sub(r"<template.*?</template>", "", text_of(answer))
    links = set(re.findall(r'href="(/[^"#]*)"', shown))
    return [
        link for link in links if "static" not in link and client.get(link, follow=True).status_code == 403
    ]


def test_unit_that_closed_while_typing_says_why_and_keeps_the_text(manager, opens, url, one, team):
    """The manager's only team: whoever had no other role has none left, and still gets at the own text."""
    form = opens(state="loopt", changed="Niet kwijt")
    team.closed_on = timezone.localdate() - timedelta(days=1)
    team.save()
    assert "nog niet verstuurd" in text_of(manager.post(f"{url}concept/", form, headers=HTMX))
    for answer in (manager.post(url, form, headers=HTMX), manager.get(url)):
        assert answer.status_code == 403
        assert "Team ICT is gesloten" in text_of(answer)
        assert "Niet kwijt" in text_of(answer)
    assert links_that_refuse(manager, manager.get(url)) == []
    start = manager.get("/")
    assert "Niet verstuurde tekst van u" in text_of(start)
    assert f'href="{url}"' in text_of(start)
    assert manager.post(f"{url}concept/", {"weg": "1"}, follow=True).status_code == 200
    assert not ReportDraft.objects.exists()
    assert not one.reports.exists()


def test_manager_who_became_a_reader_while_typing_keeps_the_text_and_reads_why(
    manager, opens, url, one, person, college
):
    form = opens(state="loopt", changed="Niet kwijt")
    RoleAssignment.objects.filter(user=person).update(valid_until=timezone.localdate() - timedelta(days=1))
    factories.give_role(person, Role.READER, college)
    for answer in (manager.post(url, form, headers=HTMX), manager.get(url)):
        assert answer.status_code == 403
        assert "U meldt niet (meer) voor Team ICT." in text_of(answer)
        assert "Niet kwijt" in text_of(answer)
    assert links_that_refuse(manager, manager.get(url)) == []
    assert manager.post(f"{url}concept/", {"weg": "1"}, follow=True).status_code == 200
    assert not one.reports.exists()


def test_reader_who_never_reported_reads_why_and_nothing_is_kept(client_of, url, one):
    reader = client_of(Role.READER)
    for answer in (
        reader.get(url), reader.post(url, {"changed": "x"}), reader.post(f"{url}concept/", {"changed": "x"}),
    ):  # fmt: skip
        assert answer.status_code == 403
        assert "U meldt niet (meer) voor Team ICT." in text_of(answer)
    assert not ReportDraft.objects.exists()


def test_person_who_moved_to_another_team_keeps_the_text_and_reads_why(
    manager, opens, url, one, person, other_team, signed_in
):
    form = opens(state="loopt", changed="Niet kwijt")
    manager.post(f"{url}concept/", form, headers=HTMX)
    RoleAssignment.objects.filter(user=person).update(valid_until=timezone.localdate() - timedelta(days=1))
    factories.give_role(person, Role.TEAM_MANAGER, other_team)
    assert "Niet verstuurde tekst van u" in text_of(manager.get("/mijn-maatregelen/"))
    answer = manager.post(url, form)
    assert answer.status_code == 403
    assert "U meldt niet (meer) voor Team ICT." in text_of(answer)
    assert "Niet kwijt" in text_of(answer)
    assert manager.post(f"{url}concept/", {"weg": "1"}).url == "/mijn-maatregelen/"
    assert not one.reports.exists()
    stranger = signed_in(factories.make_holder(Role.TEAM_MANAGER, other_team))
    assert stranger.get(url).status_code == 404
    assert stranger.post(f"{url}concept/", form).status_code == 404


def test_assignment_that_ended_says_why(manager, url, one):
    one.valid_until = timezone.localdate() - timedelta(days=1)
    one.save()
    answer = manager.get(url)
    assert answer.status_code == 403
    assert "tot en met" in text_of(answer)
