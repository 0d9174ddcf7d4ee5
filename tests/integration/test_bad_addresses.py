"""Wrong codes, periods, filters and page numbers: 404 or the nearest sensible page, never a 500.

Runs over every address that the site has, so that a new page is tried as soon as it exists.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from organisation.roles import Role
from tests.addresses import ARGUMENTS, PATTERNS, POST_ONLY, action_of, reader_of
from tests.example import PERIOD, SCHOOL

ARGUMENT = re.compile(r"<(?:\w+:)?\w+>")
BAD_WORDS = (
    "bestaat-niet", "0", "-1", "9" * 40, "1.2.3.4.5", "x" * 1500, "\0", "a\0b", "%", "%00", "..", "'", '"', "\\",
    "<script>alert(1)</script>", "１.２", "٢٠٢٤-٢٠٢٧", "2024-2027\n", "é", "💥", " ", "1.2 ", "1.2\u200b",
    "2024-2028", "2027-2024", "0000-9999", "{{ 7*7 }}", "\ud800",
)  # fmt: skip
NO_FILTERS = {"planfile:download", "planfile:confirm", "planfile:edit", "indicators:indicator_csv"}
FILTERS = (
    "reeks", "soort", "doelstelling", "jaar", "pagina", "zoek", "verplichting", "stand", "inzet", "school",
    "item", "onder", "next", "q", "page", "status", "rol", "eenheid", "bekend_op",
)  # fmt: skip
BAD_VALUES = (
    "", "0", "-1", "1.5", "NaN", "9" * 400, "x" * 300, "\0", "½", "٣", "2024\0", "💥", "' OR 1=1 --", "2100",
    "prioriteit|1|2|3", "|", "\ud800",
)  # fmt: skip


def with_argument(route: str, good: tuple[object, ...], place: int, bad: str) -> str:
    """The address with one argument replaced; what cannot be written in an address goes percent-encoded."""
    values = [bad if at == place else str(value) for at, value in enumerate(good)]
    encoded = iter(quote(value.encode("utf-8", "surrogatepass"), safe="") for value in values)
    return "/" + ARGUMENT.sub(lambda _: next(encoded), route)


def query(name: str, value: str) -> str:
    return "?" + urlencode({name: value.encode("utf-8", "surrogatepass")})


@pytest.fixture
def answer(browse):
    """The status of an address for somebody who may open it; errors come up as a traceback."""

    def answer(address: str) -> int:
        response = browse(reader_of(address)).get(address)
        assert response.status_code < 500, address
        if response.status_code == 200 and "text/html" in response["Content-Type"]:
            text = response.content.decode()
            assert "<script>alert(1)" not in text
            assert "49" not in text or "{{ 7*7 }}" not in address
            assert "Traceback" not in text
        return response.status_code

    return answer


@pytest.mark.parametrize("name", sorted(name for name, arguments in ARGUMENTS.items() if arguments))
def test_wrong_arguments_are_404(name, answer):
    good = ARGUMENTS[name]
    route = str(PATTERNS[name].pattern)
    first = sorted(ARGUMENTS).index(name)
    for place in range(len(good)):
        # A third of them on each page, the next third on the next: they all come by, not all on every page.
        for bad in BAD_WORDS[first % 3 :: 3]:
            status = answer(with_argument(route, good, place, bad))
            allowed = {200, 302} if action_of(name) is None and name not in POST_ONLY else {404}
            assert status in allowed | {404, 405}, (name, place, bad)


FILTERED = sorted(ARGUMENTS.keys() - POST_ONLY - NO_FILTERS)
TRIES = 3


@pytest.mark.parametrize("name", FILTERED)
def test_wrong_filters_are_the_nearest_page_or_404(name, answer):
    route = str(PATTERNS[name].pattern)
    values = iter(quote(str(value)) for value in ARGUMENTS[name])
    address = "/" + ARGUMENT.sub(lambda _: next(values), route)
    usual = answer(address)
    # Every filter a value of its own, others with each try and on each page: all pairs come by, not all on every page.
    first = FILTERED.index(name)
    for attempt in range(TRIES):
        bad = {
            filter_: BAD_VALUES[(first + place + attempt * 3) % len(BAD_VALUES)]
            for place, filter_ in enumerate(FILTERS)
        }
        every = urlencode({key: value.encode("utf-8", "surrogatepass") for key, value in bad.items()})
        assert answer(f"{address}?{every}") in {usual, 200, 302, 404}, (address, bad)


@pytest.mark.parametrize(
    "tail",
    ["?", "?&&&", "?=", "?a[b]=1", "?%", "?%zz=%zz", "?reeks=1&reeks=2&reeks=", "?" + "a=1&" * 900, "?%00=1"],
)
def test_strange_query_strings(tail, answer):
    for address in (
        "/",
        f"/agenda/{PERIOD}/",
        "/indicatoren/2a/",
        "/maatregelen/",
        "/begroting/",
        "/bevindingen/",
    ):
        assert answer(address + tail) in {200, 302}


def test_too_many_filters_are_refused_not_counted(answer):
    assert answer("/maatregelen/?" + "a=1&" * 5000) in {200, 400}


@pytest.mark.parametrize(
    "address",
    ["/indicatoren", "/agenda", f"/agenda/{PERIOD}/doelstellingen/", "/eenheden/25LW/", "/beheer/mensen/x/",
     "/../", "/beheer/", "/admin/", "/.env", "/static/../manage.py", "/static/%2e%2e/manage.py", "/wachtwoord/",
     "/indicatoren/2A/", "/indicatoren/2a/cijfers.csv/", "/maatregelen/1.2.5", "/agenda/2024-2027//",
     f"/eenheden/{SCHOOL.upper()}/", "/eenheden/voorbeeld-landelijk/"],
)  # fmt: skip
def test_addresses_that_are_not_there(address, answer):
    assert answer(address) in {301, 404}


@pytest.mark.parametrize("number", ["0", "-1", "9999999999999999999999", "x", "1.5", "", "٣", "\0"])
@pytest.mark.parametrize("address", ["/beheer/mensen/", "/beheer/logboek/"])
def test_page_numbers_go_to_the_nearest_page(address, number, answer):
    assert answer(address + query("pagina", number)) == 200


def test_not_found_page_is_ours(browse):
    response = browse(Role.READER).get("/indicatoren/bestaat-niet/")
    assert response.status_code == 404
    assert "<h1" in response.content.decode()
    assert "Resolver404" not in response.content.decode()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40), st.text(max_size=40))
@example("2a", "²")
@example("2a", "1" * 5000)
def test_any_indicator_and_any_series(answer, code, series):
    address = "/indicatoren/" + quote(code.encode("utf-8", "surrogatepass"), safe="") + "/"
    assert answer(address + query("reeks", series)) in {200, 404}
