from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.models import Agenda
from measures.models import Measure
from organisation.models import User
from organisation.roles import Role
from tests import factories

LIST = "/maatregelen/"


@pytest.fixture
def client(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.READER)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_measures(role: Role, plan: Agenda, client_of: Callable[[Role], Client]) -> None:
    client = client_of(role)
    assert client.get(LIST).status_code == 200
    assert client.get(f"{LIST}1.1.1/").status_code == 200


@pytest.mark.parametrize("address", [LIST, f"{LIST}1.1.1/"])
def test_measures_need_a_signed_in_person_with_a_role(
    address: str, plan: Agenda, signed_in: Callable[[User], Client]
) -> None:
    assert Client().get(address).status_code == 302
    assert signed_in(factories.make_person()).get(address).status_code == 403
    assert Client().post(address).status_code in {302, 405}


def test_list_shows_counts_and_what_is_not_taken_with_its_reason(plan: Agenda, client: Client) -> None:
    response = client.get(LIST, {"stand": "niet_ingezet"})
    text = response.content.decode()
    assert "<strong>1</strong> van 7 maatregelen" in text
    assert "niet ingezet" in text
    assert "Het plan is al volledig." in text
    assert "Maatregel 1.2.3" not in text


def test_list_names_an_unknown_choice_and_uses_the_rest(plan: Agenda, client: Client) -> None:
    text = client.get(LIST, {"doelstelling": "<b>", "stand": "verwijst_door"}).content.decode()
    assert "doelstelling &#x27;&lt;b&gt;&#x27;" in text
    assert "<strong>1</strong> van 7 maatregelen" in text


@pytest.mark.parametrize(
    "query",
    ["zoek=%00", "zoek=%ff%fe", "stand[]=x", "doelstelling=" + "9" * 3000, "stand=ingezet&stand=x", "&&=&?"],
)
def test_list_with_a_broken_address_still_answers(query: str, plan: Agenda, client: Client) -> None:
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_list_without_matches_offers_the_way_back(plan: Agenda, client: Client) -> None:
    text = client.get(LIST, {"zoek": "zzzz"}).content.decode()
    assert "Geen maatregel gevonden" in text
    assert "Toon alle maatregelen" in text


def test_list_keeps_what_was_asked_in_the_form(plan: Agenda, client: Client) -> None:
    text = client.get(LIST, {"zoek": 'a"b', "verplichting": "niet_vermeld"}).content.decode()
    assert 'value="a&quot;b"' in text
    assert '<option value="niet_vermeld" selected>' in text


def test_list_without_an_agenda_says_what_to_do(client: Client) -> None:
    response = client.get(LIST)
    assert response.status_code == 200
    assert "Er is nog geen agenda" in response.content.decode()
    assert client.get(f"{LIST}1.1.1/").status_code == 404


def test_list_of_an_agenda_without_measures_is_no_error(agenda: Agenda, client: Client) -> None:
    assert "Het plan noemt nog geen maatregelen" in client.get(LIST).content.decode()


def test_measure_shows_its_planning_and_where_it_refers(plan: Agenda, client: Client) -> None:
    text = client.get(f"{LIST}1.1.1/").content.decode()
    assert "invoeren</strong>: Doen." in text
    assert text.index("<h3>2024</h3>") < text.index("<h3>2025</h3>")
    text = client.get(f"{LIST}1.2.2/").content.decode()
    assert 'href="/maatregelen/1.1.1/"' in text
    assert "staat niet in het plan" in text


def test_measure_links_its_indicators(
    plan: Agenda, enlarge: Callable[[str, int], None], client: Client
) -> None:
    enlarge("1.2.3", 1)
    assert 'href="/indicatoren/1.2.3-0/"' in client.get(f"{LIST}1.2.3/").content.decode()


@pytest.mark.parametrize("code", ["9.9.9", "1.2", "x%00", "..%2f", "%F0%9F%92%A5", "a/b/c"])
def test_measure_that_is_not_there_is_404(code: str, plan: Agenda, client: Client) -> None:
    assert client.get(f"{LIST}{code}/").status_code == 404


def test_a_code_with_a_slash_has_a_page(plan: Agenda, add: Callable[..., Measure], client: Client) -> None:
    add("1.2.a/b", title="Schuine streep")
    assert "Schuine streep" in client.get(LIST).content.decode()
    assert client.get(f"{LIST}1.2.a/b/").status_code == 200


@pytest.mark.parametrize("address", [LIST, f"{LIST}?zoek=maatregel&stand=ingezet", f"{LIST}1.2.1/"])
def test_queries_are_few_and_the_same_at_any_size(
    address: str, plan: Agenda, enlarge: Callable[[str, int], None], client: Client
) -> None:
    enlarge("1.2.1", 1)
    client.get(address)
    small = queries(client, address)
    enlarge("1.2.3", 12)
    enlarge("1.1.1", 12)
    for _ in range(2):
        assert queries(client, address) == small
    assert small <= 15


def test_queries_of_a_measure_do_not_follow_its_own_size(
    plan: Agenda, enlarge: Callable[[str, int], None], client: Client
) -> None:
    client.get(LIST)
    bare = queries(client, f"{LIST}1.2.3/")
    enlarge("1.2.3", 15)
    assert queries(client, f"{LIST}1.2.3/") == bare
