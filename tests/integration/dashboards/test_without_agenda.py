"""The very first day: people can sign in, and there is no agenda yet."""

from __future__ import annotations

import pytest

from organisation.roles import Role
from tests.example import PERIOD
from tests.integration.dashboards.test_pages import text_of

GLANCE = f"/agenda/{PERIOD}/"


@pytest.mark.parametrize("role", Role)
def test_home_without_an_agenda(role, client_of):
    response = client_of(role).get("/", follow=True)
    assert response.status_code == 200
    assert "<h1" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/eenheden/",
        "/indicatoren/",
        "/indicatoren/bruikbaarheid/",
        "/maatregelen/",
        "/begroting/",
        "/bevindingen/",
    ],
)
def test_pages_without_an_agenda_say_what_to_do(address, client_of):
    response = client_of(Role.READER).get(address)
    assert response.status_code == 200
    assert "geen agenda" in text_of(response) or "beheerder" in text_of(response)


@pytest.mark.parametrize(
    "address", [GLANCE, f"{GLANCE}doelstellingen/1.2/", "/indicatoren/2a/", "/indicatoren/2a/cijfers.csv"]
)
def test_parts_of_an_agenda_that_is_not_there_are_404(address, client_of):
    assert client_of(Role.BOARD).get(address).status_code == 404
