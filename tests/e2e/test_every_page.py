"""Every page at 360 and 1440 px, light and dark: nothing for axe, nothing sticking out, nothing in the console."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from organisation.roles import Role
from tests.addresses import ANSWERS, ARGUMENTS, OPEN, POST_ONLY, every_address, reader_of
from tests.e2e.conftest import NARROW, SCREENSHOTS, WIDE
from tests.e2e.looks import COLOURS, EVERYTHING, findings, settled, sideways
from tests.example import PERIOD, SCHOOL, TEAM

NO_PAGE = {
    "indicators:indicator_csv",
    "indicators:indicator_xlsx",
    "planfile:download",
    *POST_ONLY,
    *ANSWERS,
    *OPEN,
}
PAGES = {name: name for name in ARGUMENTS if name not in NO_PAGE}
MORE = {
    "school": f"/eenheden/{SCHOOL}/",
    "objective-no-indicator": f"/agenda/{PERIOD}/doelstellingen/1.1/",
    "indicator-one-series": "/indicatoren/1a/",
    "indicator-breakdown": "/indicatoren/2a/?reeks=2",
    "indicators-own": "/indicatoren/?soort=eigen",
    "item-measure": "/beheer/agenda/bewerken/noorderpoort-2024-2027/?soort=maatregel&zoek=stage",
}


def address_of(name: str) -> str:
    return MORE.get(name) or every_address()[name]


def look_at(page, name: str) -> None:
    """The page as it stands at both widths and in both themes; a picture of two of the four."""
    SCREENSHOTS.mkdir(exist_ok=True)
    file = re.sub(r"\W+", "-", name)
    wrong = []
    for size, width in ((WIDE, "1440"), (NARROW, "360")):
        page.set_viewport_size(size)
        for scheme, rules in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            settled(page, scheme)
            wrong += [f"{width} {scheme} {finding}" for finding in findings(page, rules)]
            if (width, scheme) in {("1440", "light"), ("360", "dark")}:
                page.screenshot(path=SCREENSHOTS / f"{file}-{width}-{scheme}.png", full_page=True)
        wrong += [f"{width} sticks out: {one}" for one in sideways(page)]
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize("name", [*PAGES, *MORE])
def test_page(name, page_of):
    address = address_of(name)
    page = page_of(reader_of(address))
    answer = page.goto(address)
    assert answer.status == 200
    look_at(page, name)


@pytest.mark.parametrize(
    "role",
    [Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER, Role.CONTROLLER, Role.OBJECTIVE_OWNER, Role.DATA_STEWARD],
)
def test_start_page_of_a_role(role, page_of):
    page = page_of(role)
    page.goto("/")
    look_at(page, f"start-{role}")


@pytest.mark.parametrize("name", sorted(OPEN))
def test_page_of_a_stranger(name, open_context):
    page = open_context().new_page()
    page.goto(reverse(name, args=ARGUMENTS[name]))
    look_at(page, name)


@pytest.mark.parametrize(("address", "status"), [("/bestaat-niet/", 404), ("/beheer/mensen/", 403)])
def test_error_pages(address, status, page_of, watch):
    page = page_of(Role.READER)
    assert page.goto(address).status == status
    look_at(page, f"error-{status}")
    assert watch.trouble
    assert all(str(status) in trouble for trouble in watch.trouble)
    watch.trouble.clear()


def test_the_unit_of_a_team(page_of):
    page = page_of(Role.BOARD)
    page.goto(f"/eenheden/{TEAM}/")
    look_at(page, "team")
