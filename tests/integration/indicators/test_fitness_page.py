"""The page that says which figures can not carry a verdict, on the real agenda."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from agenda.models import Agenda
from indicators.fitness.kinds import Kind
from indicators.fitness.selectors import fitness_page, indicator_problems
from indicators.models import AgendaIndicator, Observation, Target
from indicators.selectors import indicator_rows
from measures.models import Decision
from organisation.roles import Role
from tests.example import ON, SLUG

ADDRESS = "/indicatoren/bruikbaarheid/"


def codes_in(body: str) -> list[str]:
    """The indicators that the page lists, in its order."""
    return re.findall(r'<h3>\s*<a href="/indicatoren/([^/"]+)/"', body)


def said(code: str, on: date = ON) -> dict[Kind, str]:
    """What is said of an indicator: the kinds, with which series each is about."""
    agenda = Agenda.objects.select_related("college").get()
    rows = indicator_rows(agenda, subject=agenda.college, on=on, code=code)
    return {one.kind: one.scope for one in indicator_problems(agenda, rows)[code]}


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("1a", set()),
        ("1c", {Kind.SOURCE_ENDED, Kind.NO_DENOMINATOR}),
        ("2a", {Kind.NO_MEASUREMENT_IN_TIME, Kind.NO_TARGET}),
        ("4a", {Kind.NO_MEASUREMENT_IN_TIME, Kind.NO_BASELINE}),
        ("6b", {Kind.TARGET_OVERDUE, Kind.RELEASE_UNKNOWN}),
        ("7", {Kind.RELEASE_UNKNOWN}),
        ("11c", {Kind.TARGET_OVERDUE, Kind.NO_DENOMINATOR, Kind.RELEASE_UNKNOWN}),
        ("12a", {Kind.RELEASE_UNKNOWN}),
    ],
)
def test_what_is_said_of_the_real_agenda(code, kinds, site):
    assert said(code).keys() == kinds


def test_target_of_6b_is_overdue_from_the_day_that_the_plan_names(site):
    due = Target.objects.get(plan_series__agenda_indicator__code="6b").due
    assert Kind.TARGET_OVERDUE in said("6b", due)
    assert said("6b", date(due.year, due.month, due.day - 1)).keys() >= {Kind.TO_BE_SET}


def test_members_of_a_group_have_its_target(site):
    """5b has one target over the whole intake; the switch series have none, and no choice not to have one."""
    scopes = said("5b")
    assert scopes[Kind.NO_TARGET] == "26 van de 52 reeksen"
    assert scopes[Kind.NO_MEASUREMENT_IN_TIME] == "26 van de 52 reeksen"


def test_plan_alone_says_of_no_share_how_many_people(site):
    Observation.objects.filter(origin__kind="demo").delete()
    assert Kind.NO_DENOMINATOR in said("1a")
    assert said("5a")[Kind.NO_DENOMINATOR]
    assert Kind.NO_DENOMINATOR not in said("4a")


def test_page_lists_hindered_indicators_in_the_agendas_order(browse):
    body = browse(Role.READER).get(ADDRESS).content.decode()
    page = fitness_page(Agenda.objects.select_related("college").get(), today=ON)
    codes = codes_in(body)
    order = list(AgendaIndicator.objects.values_list("code", flat=True))
    assert codes == [row.row.code for row in page.rows]
    assert codes == [code for code in order if code in set(codes)]
    assert f"<strong>{len(codes)} van de {len(order)}</strong>" in body
    assert 0 < len(codes) < len(order)


def test_filter_shows_one_kind_and_only_that(browse):
    client = browse(Role.READER)
    body = client.get(ADDRESS).content.decode()
    options = re.findall(r'<option value="(\w+)"[^>]*>[^<]*\((\d+)\)</option>', body)
    assert len(options) > 5
    for kind, count in options:
        chosen = client.get(ADDRESS, {"soort": kind})
        assert len(codes_in(chosen.content.decode())) == int(count)
        assert {p.kind for row in chosen.context["page"].rows for p in row.problems} == {Kind(kind)}
        assert f"<strong>{len(codes_in(body))} van de" in chosen.content.decode()


@pytest.mark.parametrize("kind", ["onzin", "", "no_year", "%00"])
def test_unknown_kind_shows_all(kind, browse):
    client = browse(Role.READER)
    assert codes_in(client.get(ADDRESS, {"soort": kind}).content.decode()) == codes_in(
        client.get(ADDRESS).content.decode()
    )


def test_only_who_may_change_the_agenda_is_led_to_its_editor(browse):
    body = browse(Role.ADMIN).get(ADDRESS).content.decode()
    links = {unescape(link) for link in re.findall(r'href="(/beheer/agenda/bewerken/[^"]+)"', body)}
    assert {link.split("?")[0].split(SLUG)[1] for link in links} == {"/", "/reeks/", "/indicator/"}
    for link in sorted(links)[::4]:  # of each sort some
        assert browse(Role.ADMIN).get(link).status_code == 200, link
    assert "/beheer/agenda/" not in browse(Role.PORTFOLIO_HOLDER).get(ADDRESS).content.decode()


def test_link_to_many_series_finds_those_of_the_indicator(browse):
    body = browse(Role.ADMIN).get(ADDRESS).content.decode()
    link = unescape(re.search(r'href="(/beheer/[^"]+soort=reeks&amp;zoek=2a%2C)"', body)[1])
    found = browse(Role.ADMIN).get(link).context["groups"]
    assert sum(item.ref[0] == "2a" for group in found for item, _ in group["rows"]) == 9


def test_links_to_series_open_the_series_that_they_name(browse):
    client = browse(Role.READER)
    body = client.get(ADDRESS, {"soort": Kind.NO_TARGET}).content.decode()
    address, label = re.search(r'<a href="(/indicatoren/2b/\?reeks=\d+)">([^<]+)</a>', body).groups()
    assert label[1:] in unescape(client.get(address).content.decode())


def test_nothing_wrong_and_nothing_there(browse):
    client = browse(Role.ADMIN)
    Decision.objects.all().delete()
    AgendaIndicator.objects.exclude(code="1a").delete()
    sound = client.get(ADDRESS).content.decode()
    assert codes_in(sound) == []
    assert "Niets te doen" in sound
    AgendaIndicator.objects.all().delete()
    assert "Geen indicatoren" in client.get(ADDRESS).content.decode()
