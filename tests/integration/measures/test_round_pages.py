"""The pages of rounds, with the roles that open them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import ObjectiveOwner, Round, RoundKind
from measures.models import ReportReply, Verdict
from operations.models import OutboxMail
from organisation.roles import Role
from tests import factories

TODAY = timezone.localdate()
LIST = "/rondes/"
YEAR = TODAY.year
ROUND = f"/rondes/{YEAR}/8-maanden/"
REPORTS = f"{ROUND}meldingen/"
READERS = {Role.PORTFOLIO_HOLDER, Role.OBJECTIVE_OWNER}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def measure(college):
    return factories.make_measure(college, "1.1.1")


@pytest.fixture
def round_(measure):
    return factories.make_round(measure.agenda, due_on=TODAY + timedelta(days=5))


@pytest.fixture
def report(measure, round_, team):
    return factories.make_report(
        factories.make_assignment(measure, team), round=round_, changed="<b>nieuw</b>\nregel", by_label="Mila"
    )


@pytest.fixture
def holder(client_of):
    return client_of(Role.PORTFOLIO_HOLDER)


@pytest.fixture
def owner(client_of):
    return client_of(Role.OBJECTIVE_OWNER)


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def fields(**changes):
    return {
        "kind": "4_maanden", "year": str(YEAR), "about_on": TODAY.isoformat(),
        "due_on": (TODAY + timedelta(days=14)).isoformat(), "message": "", **changes,
    }  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_rounds_are_read_by_reviewers_and_managed_by_the_portfolio_holder(role, report, client_of):
    client = client_of(role)
    for address in (LIST, ROUND, REPORTS):
        assert client.get(address).status_code == (200 if role in READERS else 403), address
    managed = 200 if role is Role.PORTFOLIO_HOLDER else 403
    for address in (f"{LIST}openen/", f"{ROUND}verzetten/", f"{ROUND}sluiten/", f"{ROUND}heropenen/"):
        assert client.get(address).status_code == managed, address


@pytest.mark.parametrize(
    "address",
    [f"/rondes/{YEAR}/4-maanden/", "/rondes/1/8-maanden/", f"{LIST}9999999999999999999999/8-maanden/",
     f"{ROUND}meldingen/99999/"],
)  # fmt: skip
def test_unknown_rounds_are_not_found(address, round_, holder):
    assert holder.get(address).status_code in {404, 405}
    assert holder.post(address, {"oordeel": "akkoord"}).status_code in {404, 405}


def test_opening_a_round_leads_to_its_page(measure, holder):
    response = holder.post(f"{LIST}openen/", fields(message="Let op"), follow=True)
    assert response.redirect_chain == [(f"/rondes/{YEAR}/4-maanden/", 302)]
    assert "De 4-maandsronde" in text(response)
    assert "Let op" in text(response)
    assert Round.objects.get().kind == RoundKind.FOUR_MONTHS


def test_opening_a_second_round_is_refused_in_the_form(round_, holder):
    response = holder.post(f"{LIST}openen/", fields(message="Blijft staan"))
    assert f"De 8-maandsronde {YEAR} is nog open" in text(response)
    assert "Blijft staan" in text(response)
    assert Round.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"due_on": "gisteren"}, {"kind": "x"}, {"year": "1999"}, {"about_on": ""}, {"due_on": "2024-01-01"}],
)
def test_opening_with_wrong_fields_opens_nothing(changes, measure, holder):
    response = holder.post(f"{LIST}openen/", fields(**changes))
    assert response.status_code == 200
    assert "Nog niet opgeslagen" in text(response)
    assert not Round.objects.exists()


def test_moving_closing_and_reopening(round_, report, holder):
    later = (TODAY + timedelta(days=9)).isoformat()
    assert "waarom" not in text(holder.get(ROUND))
    assert holder.post(f"{ROUND}verzetten/", {"due_on": later, "reason": ""}).status_code == 200
    holder.post(f"{ROUND}verzetten/", {"due_on": later, "reason": "Vakantie"})
    assert "Vakantie" in text(holder.get(ROUND))
    assert "Sluit de ronde" in text(holder.get(f"{ROUND}sluiten/"))
    assert "is gesloten" in text(holder.post(f"{ROUND}sluiten/", follow=True))
    assert "is al gesloten door" in text(holder.post(f"{ROUND}sluiten/", follow=True))
    assert "Heropenen" in text(holder.get(ROUND))
    holder.post(f"{ROUND}heropenen/", {"due_on": later, "reason": "Team vergeten"})
    round_.refresh_from_db()
    assert round_.is_open
    assert "Team vergeten" in text(holder.get(ROUND))
    assert "1× heropend" in text(holder.get(LIST))


def test_state_names_who_is_late_and_gives_addresses_to_the_portfolio_holder_only(
    report, measure, other_team, holder, owner
):
    factories.make_assignment(measure, other_team)
    late = factories.make_holder(Role.TEAM_MANAGER, other_team, "Lena Laat")
    page = text(holder.get(ROUND))
    assert "<strong>1</strong> van de 2 scholen, teams en diensten heeft nog niet alles gemeld" in page
    assert f'<a href="mailto:{late.email}">' in page
    assert f'href="{REPORTS}?eenheid=team-ict"' in page
    assert late.email not in text(owner.get(ROUND))
    assert "Lena Laat" in text(owner.get(ROUND))


def test_evaluation_round_names_objectives(measure, holder):
    factories.make_round(measure.agenda, kind=RoundKind.HALF_YEAR, asks_reports=False)
    page = text(holder.get(f"/rondes/{YEAR}/halfjaar/"))
    assert "Van <strong>0</strong> van de 1 doelstellingen is de evaluatie er" in page
    assert holder.get(f"/rondes/{YEAR}/halfjaar/meldingen/").status_code == 404


def test_page_without_agenda_says_so(college, holder):
    assert "nog geen agenda" in text(holder.get(LIST))
    assert holder.get(f"{LIST}openen/").status_code == 302


# Judging -------------------------------------------------------------------------------------------------
def test_reports_show_text_as_text(report, holder):
    page = text(holder.get(REPORTS))
    assert "&lt;b&gt;nieuw&lt;/b&gt;\nregel" in page
    assert "gemeld door Mila" in page


def test_sending_back_and_accepting_without_javascript(report, holder):
    address = f"{REPORTS}{report.pk}/"
    response = holder.post(f"{address}?oordeel=te-beoordelen", {"oordeel": "terug", "tekst": "Waarom?"})
    assert response.url == f"{REPORTS}?oordeel=te-beoordelen"
    assert "Waarom?" in text(holder.get(f"{REPORTS}?oordeel=teruggestuurd"))
    holder.post(address, {"oordeel": "akkoord"})
    assert [reply.verdict for reply in ReportReply.objects.all()] == [Verdict.SENT_BACK, Verdict.ACCEPTED]
    assert OutboxMail.objects.count() == 0  # nobody reports for this team, so nobody is mailed


def test_sending_back_with_htmx_gives_only_the_report(report, holder):
    response = holder.post(f"{REPORTS}{report.pk}/", {"oordeel": "terug", "tekst": "Waarom?"}, headers=HTMX)
    page = text(response)
    assert page.strip().startswith(f'<article class="review" id="melding-{report.pk}"')
    assert "Waarom?" in page
    assert "<html" not in page


def test_refused_question_keeps_what_was_typed(report, holder):
    long = "Lang verhaal " * 9000
    for headers in ({}, HTMX):
        page = text(
            holder.post(f"{REPORTS}{report.pk}/", {"oordeel": "terug", "tekst": long}, headers=headers)
        )
        assert "te lang" in page
        assert "Lang verhaal Lang verhaal" in page
    assert not ReportReply.objects.exists()


def test_objective_owner_judges_own_objectives_only(report, measure, owner, holder_of):
    assert "Terugsturen" not in text(owner.get(REPORTS))
    assert owner.post(f"{REPORTS}{report.pk}/", {"oordeel": "akkoord"}).status_code == 403
    assert owner.post(f"{REPORTS}akkoord/", {"melding": report.pk}).status_code == 403
    ObjectiveOwner.objects.create(objective=measure.objective, user=holder_of(Role.OBJECTIVE_OWNER))
    assert "Terugsturen" in text(owner.get(REPORTS))
    assert owner.post(f"{REPORTS}{report.pk}/", {"oordeel": "akkoord"}).status_code == 302


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_accepting_several(headers, report, measure, other_team, round_, holder):
    second = factories.make_report(factories.make_assignment(measure, other_team), round=round_)
    chosen = {"melding": [report.pk, second.pk]}
    page = text(holder.post(f"{REPORTS}akkoord/", chosen, headers=headers, follow=True))
    assert "2 meldingen zijn akkoord" in page
    again = {"alles": "1", "zichtbaar": [report.pk, second.pk]}
    page = text(holder.post(f"{REPORTS}akkoord/", again, headers=headers, follow=True))
    assert "0 meldingen zijn akkoord. 2 niet" in page
    assert ReportReply.objects.count() == 2


@pytest.mark.parametrize("chosen", [{}, {"melding": ["x", "1e9", "-1", "²"]}])
def test_accepting_nothing_says_what_to_do(chosen, report, holder):
    assert "Kies eerst een of meer meldingen" in text(holder.post(f"{REPORTS}akkoord/", chosen))


def test_closed_round_shows_reports_without_buttons(report, round_, holder):
    holder.post(f"{ROUND}sluiten/")
    page = text(holder.get(REPORTS))
    assert "Deze ronde is gesloten" in page
    assert "Terugsturen" not in page
    refused = text(holder.post(f"{REPORTS}{report.pk}/", {"oordeel": "akkoord"}))
    assert "is gesloten. Heropen de ronde" in refused


def test_filters_choose(report, measure, other_team, round_, holder):
    factories.make_report(factories.make_assignment(measure, other_team), state="afgerond", round=round_)
    for query, shown, hidden in [
        ("stand=afgerond", "Team Zorg", "Team ICT"),
        ("school=techniek", "Team ICT", "Team Zorg"),
        ("eenheid=team-zorg", "Team Zorg", "Team ICT"),
    ]:
        page = text(holder.get(f"{REPORTS}?{query}"))
        assert f"{shown} <span" in page, query
        assert f"{hidden} <span" not in page, query
    assert "Geen melding gevonden" in text(holder.get(f"{REPORTS}?oordeel=akkoord"))
    assert "2</strong> van 2 meldingen" in text(
        holder.get(f"{REPORTS}?oordeel=te-beoordelen&doelstelling=1.1")
    )


@pytest.mark.parametrize(
    "query", ["school=<b>", "stand=%00", "pagina=zzz", "oordeel=" + "9" * 3000, "eenheid=x"]
)
def test_broken_filters_still_answer(query, report, holder):
    assert holder.get(f"{REPORTS}?{query}").status_code in {200, 400}


@pytest.mark.parametrize("address", [LIST, ROUND, REPORTS, f"{ROUND}sluiten/"])
def test_pages_cost_the_same_with_more_reports(
    address, report, measure, round_, college, holder, django_assert_max_num_queries
):
    for _ in range(6):
        school = factories.make_unit("school", parent=college)
        team = factories.make_unit("team", parent=school)
        factories.make_holder(Role.TEAM_MANAGER, team)
        row = factories.make_report(factories.make_assignment(measure, team), round=round_)
        ReportReply.objects.create(report=row, verdict=Verdict.SENT_BACK, text="?")
    with django_assert_max_num_queries(15):
        assert holder.get(address).status_code == 200


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_judging_what_was_overtaken_shows_the_newer_report_and_why(headers, report, round_, holder):
    newer = factories.make_report(report.assignment, "vertraagd", round=round_, reason="Docent ziek")
    asked = {"oordeel": "terug", "tekst": "Mijn vraag"}
    page = text(holder.post(f"{REPORTS}{report.pk}/", asked, headers=headers))
    assert "nieuwere melding" in page
    assert "Docent ziek" in page
    assert "Mijn vraag" in page
    assert f'id="melding-{newer.pk}"' in page
    assert not ReportReply.objects.exists()


def test_refused_text_is_kept_when_the_filter_hides_the_report(report, round_, holder):
    factories.make_report(report.assignment, "afgerond", round=round_)
    asked = {"oordeel": "terug", "tekst": "Mijn vraag"}
    page = text(holder.post(f"{REPORTS}{report.pk}/?stand=loopt", asked))
    assert "nieuwere melding" in page
    assert "Mijn vraag" in page
