"""The start page, the agenda at a glance, an objective, schools and teams: who sees what, and what stands there."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest
from django.utils import timezone

from agenda.models import Agenda, Ambition, Objective, Partner
from indicators.counts import attention
from indicators.models import AgendaIndicator, Observation
from indicators.selectors import indicator_rows
from indicators.verdict.judgement import Status
from measures.models import Measure
from organisation.models import Unit, UnitKind
from organisation.roles import Role
from tests.example import OTHER_SCHOOL, OTHER_TEAM, PERIOD, SCHOOL, TEAM

GLANCE = f"/agenda/{PERIOD}/"
UNIT_ROLES = {Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER}
STARTS = {
    Role.SCHOOL_DIRECTOR: f"/eenheden/{SCHOOL}/",
    Role.TEAM_MANAGER: "/mijn-maatregelen/",
    Role.CONTROLLER: "/begroting/",
    Role.OBJECTIVE_OWNER: f"{GLANCE}doelstellingen/1.2/",
    Role.DATA_STEWARD: "/import/",
    Role.ADMIN: "/beheer/mensen/",
}


def text_of(response) -> str:
    """The words of the page's main part, on one line."""
    body = response.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body[body.index("<main") :])).split())


@pytest.mark.parametrize("role", Role)
def test_home_leads_to_the_start_page_of_the_role(role, browse):
    response = browse(role).get("/", follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == STARTS.get(role, GLANCE)


@pytest.mark.parametrize("role", Role)
def test_glance_names_every_objective_and_indicator_for_everybody(role, browse):
    response = browse(role).get(GLANCE)
    text = text_of(response)
    for title in Objective.objects.values_list("title", flat=True):
        assert title in text
    for title in AgendaIndicator.objects.filter(mandatory=True).values_list("title", flat=True):
        assert " ".join(title.split()) in text
    assert f"{AgendaIndicator.objects.count()} indicatoren" in text
    assert f"{Measure.objects.count()} maatregelen" in text


def college_rows():
    agenda = Agenda.objects.get()
    return indicator_rows(agenda, subject=agenda.college, on=timezone.localdate())


def test_glance_counts_every_indicator_once_by_its_status(browse):
    response = browse(Role.BOARD).get(GLANCE)
    text = text_of(response)
    marks = Counter(row.mark.status for row in college_rows() if row.mark)
    assert sum(marks.values()) == AgendaIndicator.objects.count()
    for status, count in marks.items():
        assert f"{count} {status.label}" in text
    without = {Status.NO_TARGET, Status.TARGET_OVERDUE}
    with_target = sum(count for status, count in marks.items() if status not in without)
    on_course = sum(marks[status] for status in (Status.ON_TRACK, Status.AT_TARGET, Status.ACHIEVED))
    assert f"Van de {with_target} indicatoren met een streefwaarde" in text
    assert f"{on_course} op koers of al op doelniveau; {marks[Status.OFF_TRACK]} lo" in text
    assert on_course and marks[Status.OFF_TRACK], "an example without both shows nothing"


def test_glance_names_the_five_worst_with_their_reason(browse):
    text = text_of(browse(Role.BOARD).get(GLANCE))
    worst = attention(college_rows(), 5)
    assert len(worst) == 5
    for row in worst:
        assert row.mark.status is Status.OFF_TRACK
        assert " ".join(row.mark.part.judgement.reason.split()) in text


def test_status_is_the_same_on_every_page(browse):
    """Glance, objective, list, indicator and school take it from one rule."""
    client = browse(Role.BOARD)
    row = next(row for row in college_rows() if row.code == "3a")
    reason = " ".join(row.mark.part.judgement.reason.split())
    for url in (f"{GLANCE}doelstellingen/{row.objective}/", "/indicatoren/3a/", f"/eenheden/{SCHOOL}/"):
        text = text_of(client.get(url))
        assert reason in text, url
        assert row.mark.status.label in text


def test_new_observation_is_seen_at_once(browse):
    client = browse(Role.BOARD)
    row = next(row for row in college_rows() if row.code == "2a")
    before = text_of(client.get(GLANCE))
    series = row.headline
    assert series.newest is not None
    Observation.objects.current().filter(series=series.pk, subject=Agenda.objects.get().college).exclude(
        period=series.baseline.period
    ).update(value=series.bound)
    after = text_of(client.get(GLANCE))
    assert before != after
    assert next(row for row in college_rows() if row.code == "2a").mark.status is Status.AT_TARGET


def test_without_any_measurement_nothing_is_behind(browse):
    """A light before the first measurement would be invented."""
    Observation.objects.filter(subject=Agenda.objects.get().college, origin__kind="demo").delete()
    text = text_of(browse(Role.BOARD).get(GLANCE))
    assert not {row.mark.status for row in college_rows() if row.mark} & {Status.ON_TRACK, Status.AT_RISK}
    assert "nog geen meting" in text


def test_objective_shows_all_that_the_plan_says(browse):
    objective = Objective.objects.get(code="1.2")
    text = text_of(browse(Role.READER).get(f"{GLANCE}doelstellingen/1.2/"))
    for ambition in Ambition.objects.filter(objective=objective):
        assert " ".join(ambition.text.split()) in text
    for use in AgendaIndicator.objects.filter(objective=objective):
        assert use.code in text
    for code in Measure.objects.filter(objective=objective).values_list("code", flat=True):
        assert code in text
    for partner in Partner.objects.filter(objective=objective):
        assert partner.name in text


@pytest.mark.parametrize("role", Role)
def test_objective_shows_money_to_those_who_may_see_the_budget(role, browse):
    text = text_of(browse(role).get(f"{GLANCE}doelstellingen/1.2/"))
    assert ("€" in text) is (role not in UNIT_ROLES)


@pytest.mark.parametrize("role", sorted(UNIT_ROLES))
def test_glance_shows_no_money_to_a_school(role, browse):
    """The budget is for those who look over the whole college."""
    assert "€" not in text_of(browse(role).get(GLANCE))


def test_objectives_follow_each_other(browse):
    codes = list(Objective.objects.values_list("code", flat=True))
    for place, code in enumerate(codes):
        body = browse(Role.BOARD).get(f"{GLANCE}doelstellingen/{code}/").content.decode()
        assert ('rel="prev"' in body) is (place > 0)
        assert ('rel="next"' in body) is (place + 1 < len(codes))


# Schools and teams ------------------------------------------------------------------------------------------
def test_director_opens_own_school_and_its_teams_only(browse):
    client = browse(Role.SCHOOL_DIRECTOR)
    own = {SCHOOL, *Unit.objects.filter(parents__parent__code=SCHOOL).values_list("code", flat=True)}
    for unit in Unit.objects.all():
        status = client.get(f"/eenheden/{unit.code}/").status_code
        assert status == (200 if unit.code in own else 404), unit.code


def test_team_manager_opens_own_team_only(browse):
    client = browse(Role.TEAM_MANAGER)
    assert client.get(f"/eenheden/{TEAM}/").status_code == 200
    for code in (SCHOOL, OTHER_TEAM, OTHER_SCHOOL):
        assert client.get(f"/eenheden/{code}/").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role not in UNIT_ROLES])
def test_who_looks_over_the_college_opens_every_school(role, browse):
    for code in (SCHOOL, TEAM, OTHER_SCHOOL, OTHER_TEAM):
        assert browse(role).get(f"/eenheden/{code}/").status_code == 200


def test_nobody_finds_the_college_or_a_benchmark_among_the_units(browse):
    for unit in Unit.objects.filter(kind__in=[UnitKind.COLLEGE, UnitKind.BENCHMARK]):
        assert browse(Role.BOARD).get(f"/eenheden/{unit.code}/").status_code == 404


@pytest.mark.parametrize(("role", "unit"), [(Role.SCHOOL_DIRECTOR, SCHOOL), (Role.TEAM_MANAGER, TEAM)])
def test_page_of_a_unit_names_no_other_school_or_team(role, unit, browse):
    """The others are one middle value, without a name."""
    mine = set(Unit.objects.filter(code__startswith=SCHOOL).values_list("name", flat=True))
    for address in (f"/eenheden/{unit}/", "/eenheden/", GLANCE, "/indicatoren/2a/", "/indicatoren/"):
        text = browse(role).get(address).content.decode()
        for name in Unit.objects.filter(kind__in=["school", "team"]).values_list("name", flat=True):
            assert name in mine or name not in text, (address, name)


def test_page_of_a_school_compares_with_the_college_and_the_others(browse):
    text = text_of(browse(Role.SCHOOL_DIRECTOR).get(f"/eenheden/{SCHOOL}/"))
    assert "dan Noorderpoort" in text
    assert "Andere scholen:" in text
    assert re.search(r"midden van \d+", text)
    assert "geen eigen streefwaarden" in text


def test_page_of_a_unit_without_figures_says_so(browse):
    Observation.objects.filter(subject__code=TEAM).delete()
    assert "Nog geen cijfers" in text_of(browse(Role.TEAM_MANAGER).get(f"/eenheden/{TEAM}/"))


def test_list_of_units_holds_what_one_may_open(browse):
    def links(role: Role) -> set[str]:
        body = browse(role).get("/eenheden/").content.decode()
        return set(re.findall(r'href="/eenheden/([^"/]+)/"', body))

    below = Unit.objects.filter(code__startswith="voorbeeld-0") | Unit.objects.filter(
        code__startswith="voorbeeld-1"
    )
    assert links(Role.BOARD) == set(below.values_list("code", flat=True))
    assert links(Role.TEAM_MANAGER) == {TEAM}
    assert links(Role.SCHOOL_DIRECTOR) == {
        code for code in below.values_list("code", flat=True) if code.startswith(SCHOOL)
    }


def test_banner_says_on_every_page_that_figures_are_invented(addresses, browse):
    for name in ("dashboards:glance", "dashboards:objective", "dashboards:units", "dashboards:unit", "indicators:index",
                 "indicators:indicator", "measures:index", "budgets:index", "planfile:findings"):  # fmt: skip
        assert "Voorbeeldgegevens" in browse(Role.BOARD).get(addresses[name]).content.decode(), name
