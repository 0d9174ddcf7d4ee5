"""The list "Mijn maatregelen": what is due, for whom, and saying in one tap that nothing changed."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from measures.models import ReportDraft, ReportReply, StatusReport
from organisation.roles import Role
from tests import factories

MINE = "/mijn-maatregelen/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def measures(college):
    return [factories.make_measure(college, f"1.1.{n}") for n in range(1, 5)]


@pytest.fixture
def given(measures, team):
    """Four measures of the team: one never reported, three reported long ago."""
    found = [factories.make_assignment(measure, team) for measure in measures]
    for n, one in enumerate(found[1:]):
        factories.make_report(one, at=timezone.now() - timedelta(days=100 - n), changed="Vorig jaar")
    return found


@pytest.fixture
def opened(measures):
    return factories.make_round(
        measures[0].agenda, due_on=timezone.localdate() + timedelta(days=9), message="Graag kort."
    )


@pytest.fixture
def manager(client_of):
    return client_of(Role.TEAM_MANAGER)


def shown(client, query: str = "") -> list[str]:
    units = client.get(MINE + query).context["asked"].units
    return [row.assignment.measure.code for unit in units for row in unit.rows]


def tap(client, one, **more):
    last = one.reports.filter(superseded_at__isnull=True).first()
    data = {"based_on": last.pk if last else "", "submission": str(uuid4()), **more.pop("data", {})}
    return client.post(f"{MINE}{one.pk}/ongewijzigd/", data, **more)


def test_list_says_how_many_are_reported_and_how_long_there_is(manager, given, opened):
    factories.make_report(given[3], round=opened)
    text = manager.get(MINE).content.decode()
    assert "<strong>1 van 4 gemeld</strong>, nog 9 dagen." in text
    assert "Graag kort." in text
    assert shown(manager) == ["1.1.1", "1.1.2", "1.1.3"]
    assert shown(manager, "?toon=gemeld") == ["1.1.4"]
    assert shown(manager, "?toon=alles") == ["1.1.1", "1.1.2", "1.1.3", "1.1.4"]
    assert shown(manager, "?toon=onzin&eenheid=bestaat-niet") == ["1.1.1", "1.1.2", "1.1.3"]


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "nog 1 dag."), (0, "vandaag is de laatste dag."), (-1, "de laatste dag was")],
)
def test_list_counts_the_days(manager, given, measures, days, words):
    factories.make_round(measures[0].agenda, due_on=timezone.localdate() + timedelta(days=days))
    assert words in manager.get(MINE).content.decode()


def test_list_without_a_round_asks_nothing_and_still_lets_report(manager, given):
    page = manager.get(MINE)
    assert "Er loopt nu geen ronde" in page.content.decode()
    assert len(shown(manager)) == 4
    assert "Ongewijzigd" not in page.content.decode()


def test_list_puts_a_question_first_then_unsent_text(manager, given, opened, holder_of):
    back = factories.make_report(given[3], round=opened)
    ReportReply.objects.create(report=back, verdict="terug", text="Hoeveel?", by_label="Pim")
    ReportDraft.objects.create(user=holder_of(Role.TEAM_MANAGER), assignment=given[2])
    assert shown(manager) == ["1.1.4", "1.1.3", "1.1.1", "1.1.2"]
    text = manager.get(MINE).content.decode()
    assert "Teruggestuurd met een vraag" in text
    assert "Niet verstuurde tekst van" in text
    assert "1 melding kwam terug met een vraag." in text


def test_list_leaves_out_what_cannot_be_reported(manager, given, measures, team, opened):
    given[0].valid_until = timezone.localdate() - timedelta(days=1)
    given[0].save()
    measures[1].see = ["1.1.3"]
    measures[1].save()
    assert shown(manager, "?toon=alles") == ["1.1.3", "1.1.4"]
    assert "0 van 2 gemeld" in manager.get(MINE).content.decode()


def test_list_of_a_director_is_by_unit_with_the_school_first(client_of, given, measures, school, opened):
    factories.make_assignment(measures[0], school)
    director = client_of(Role.SCHOOL_DIRECTOR)
    units = director.get(MINE).context["asked"].units
    assert [unit.whole.unit.name for unit in units] == ["School voor Techniek", "Team ICT"]
    assert len(shown(director, "?eenheid=team-ict")) == 4


def test_list_shows_nothing_of_another_team(signed_in, given, other_team):
    stranger = signed_in(factories.make_holder(Role.TEAM_MANAGER, other_team))
    text = stranger.get(MINE).content.decode()
    assert "U hebt geen maatregelen" in text
    assert "1.1.1" not in text
    assert tap(stranger, given[1]).status_code == 404


@pytest.mark.parametrize("role", [Role.PORTFOLIO_HOLDER, Role.READER, Role.ADMIN, Role.BOARD])
def test_list_is_for_who_reports(client_of, given, role):
    assert client_of(role).get(MINE).status_code == 403


def test_list_without_an_agenda(manager):
    assert "nog geen agenda" in manager.get(MINE).content.decode()


def test_list_costs_the_same_for_a_team_with_many(manager, given, college, team, opened):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            manager.get(MINE)
        return len(asked)

    before = cost()
    for _ in range(12):
        one = factories.make_assignment(factories.make_measure(college), team)
        factories.make_report(one)
    assert cost() == before <= 15


def test_one_tap_reports_unchanged_and_gives_the_row_and_the_count_back(manager, given, opened):
    answer = tap(manager, given[1], headers=HTMX)
    text = answer.content.decode()
    assert "Gemeld: niets veranderd." in text
    assert "1 van 4 gemeld" in text
    assert 'hx-swap-oob="true"' in text
    report = given[1].reports.get(superseded_at__isnull=True)
    assert (report.unchanged, report.round, report.changed) == (True, opened, "Vorig jaar")


def test_one_tap_gives_every_count_on_the_page_back(client_of, given, measures, school, opened):
    factories.make_assignment(measures[0], school)
    answer = tap(client_of(Role.SCHOOL_DIRECTOR), given[1], headers=HTMX, data={"terug": "toon=alles"})
    text = re.sub(r"\s+", " ", answer.content.decode())
    assert text.count("hx-swap-oob") == 3
    assert "1 van 5 gemeld" in text
    assert "1 van 4 gemeld" in text
    assert 'aria-current="page">Alles <span class="mine-count">5</span>' in text
    assert 'Te doen <span class="mine-count">4</span>' in text


def test_one_tap_without_javascript_goes_back_to_the_list_as_it_was(manager, given, opened):
    answer = tap(manager, given[1], data={"terug": "toon=alles"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{MINE}?toon=alles"
    assert "1.1.2 gemeld: niets veranderd." in answer.content.decode()


def test_one_tap_twice_is_one_report(manager, given, opened):
    seen = given[1].reports.get().pk
    for _ in range(2):
        manager.post(
            f"{MINE}{given[1].pk}/ongewijzigd/",
            {"based_on": seen, "submission": "9a0e2a52-6f0e-4a4c-8a0c-1f2f3a4b5c6d"},
            headers=HTMX,
        )
    assert given[1].reports.count() == 2


def test_one_tap_after_a_colleague_reported_something_else_says_so(manager, given, opened):
    seen = given[1].reports.get().pk
    factories.make_report(given[1], "vertraagd", reason="Ziek")
    answer = tap(manager, given[1], headers=HTMX, data={"based_on": seen})
    assert "Intussen heeft iemand anders" in answer.content.decode()
    assert given[1].reports.count() == 2


def test_one_tap_after_it_was_sent_back_says_so_and_leads_to_the_question(manager, given, opened):
    back = factories.make_report(given[1], round=opened)
    ReportReply.objects.create(report=back, verdict="terug", text="Hoeveel?", by_label="Pim")
    where = f'href="{MINE}{given[1].pk}/"'
    for answer in (tap(manager, given[1], headers=HTMX), tap(manager, given[1], follow=True)):
        text = answer.content.decode()
        assert "kwam terug met een vraag" in text
        assert f"{where}>Naar de vraag</a>" in text
    ticks = {"kies": [f"{one.pk}-{one.reports.filter(superseded_at=None).get().pk}" for one in given[1:3]]}
    text = manager.post(f"{MINE}ongewijzigd/", ticks, follow=True).content.decode()
    assert "1 maatregel gemeld: niets veranderd." in text
    assert "1.1.2 niet gemeld. De vorige melding kwam terug met een vraag." in text
    assert given[1].reports.get(superseded_at=None) == back


def test_one_tap_on_what_was_never_reported_says_what_to_do(manager, given, opened):
    answer = tap(manager, given[0], follow=True)
    assert "Meld eerst hoe het ermee staat" in answer.content.decode()


def test_several_at_once(manager, given, opened):
    ticks = [f"{one.pk}-{one.reports.get().pk}" for one in given[1:3]]
    form = {"kies": [*ticks, "onzin", "999-1", f"{given[0].pk}-"], "submission": str(uuid4())}
    for _ in range(2):
        text = manager.post(f"{MINE}ongewijzigd/", form, follow=True).content.decode()
        assert "2 maatregelen gemeld: niets veranderd." in text
        assert "1.1.1 niet gemeld." in text
    assert StatusReport.objects.filter(unchanged=True, round=opened).count() == 2


def test_several_at_once_with_nothing_ticked_says_so(manager, given, opened):
    answer = manager.post(f"{MINE}ongewijzigd/", {}, follow=True)
    assert "U had niets aangevinkt" in answer.content.decode()


def test_several_at_once_never_touches_another_team(manager, given, other_team, college):
    foreign = factories.make_assignment(factories.make_measure(college), other_team)
    report = factories.make_report(foreign)
    answer = manager.post(f"{MINE}ongewijzigd/", {"kies": f"{foreign.pk}-{report.pk}"}, follow=True)
    assert other_team.name not in answer.content.decode()
    assert foreign.reports.count() == 1
