"""What each role comes for, done as people do it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from agenda.models import Agenda
from indicators.models import Observation
from organisation.models import User
from organisation.roles import Role
from tests.e2e.conftest import EMAILS, PHONE, SCREENSHOTS, sign_in
from tests.e2e.looks import settled, sideways
from tests.example import AGENDA_FILE, OTHER_SCHOOL, OTHER_TEAM, PERIOD, SCHOOL, TEAM

PageOf = Callable[[Role], Page]
GLANCE = f"/agenda/{PERIOD}/"
STARTS = {
    Role.BOARD: GLANCE,
    Role.PORTFOLIO_HOLDER: GLANCE,
    Role.OBJECTIVE_OWNER: f"{GLANCE}doelstellingen/1.2/",
    Role.SCHOOL_DIRECTOR: f"/eenheden/{SCHOOL}/",
    Role.TEAM_MANAGER: "/mijn-maatregelen/",
    Role.CONTROLLER: "/begroting/",
    Role.DATA_STEWARD: "/import/",
    Role.READER: GLANCE,
    Role.ADMIN: "/beheer/mensen/",
}


def path(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3]


@pytest.mark.parametrize("role", Role)
def test_signing_in_leads_to_the_start_page_of_the_role(role, open_context):
    page = open_context().new_page()
    sign_in(page, EMAILS[role])
    assert path(page) == STARTS[role]
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("Voorbeeldgegevens", exact=False).first).to_be_visible()


def test_wrong_password_says_so_and_keeps_the_address(open_context):
    page = open_context().new_page()
    page.goto("/aanmelden/")
    page.get_by_label("E-mailadres").fill(EMAILS[Role.READER])
    page.get_by_label("Wachtwoord", exact=True).fill("een verkeerd wachtwoord")
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_label("E-mailadres")).to_have_value(EMAILS[Role.READER])
    assert path(page).startswith("/aanmelden/")


def test_signing_out_closes_the_site(open_context):
    page = open_context().new_page()
    sign_in(page, EMAILS[Role.READER])
    page.locator("header summary").first.click()
    page.get_by_role("button", name="Afmelden").first.click()
    page.wait_for_url("**/aanmelden/**")
    page.goto(GLANCE)
    assert path(page).startswith("/aanmelden/")


def test_reader_goes_from_glance_to_objective_to_indicator_and_back(page_of: PageOf):
    page = page_of(Role.READER)
    page.goto("/")
    page.locator("main h3 a", has_text="1.2").first.click()
    expect(page.locator("h1")).to_contain_text("1.2")
    link = page.locator("main .indicator-name a").first
    code = link.locator(".heading-code").inner_text()
    link.click()
    expect(page.locator("h1")).to_contain_text(code)
    settled(page, "light")
    expect(page.locator("#grafiek .main-svg").first).to_be_visible()
    page.get_by_role("navigation", name="Kruimelpad").get_by_role("link", name=re.compile("1.2")).click()
    expect(page.locator("h1")).to_contain_text("1.2")
    page.get_by_role("navigation", name="Kruimelpad").get_by_role("link").first.click()
    assert path(page) == GLANCE


def test_reader_puts_a_breakdown_in_the_large_chart_and_takes_the_figures_along(page_of: PageOf):
    page = page_of(Role.READER)
    page.goto("/indicatoren/2a/")
    settled(page, "light")
    small = page.locator(".small-chart:not(.is-chosen) h3 a").first
    name = small.inner_text()
    small.click()
    settled(page, "light")
    expect(page.locator("figcaption#grafiek-titel")).to_contain_text(name)
    with page.expect_download() as download:
        page.get_by_role("link", name="Alle reeksen als CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert text.startswith("indicator;reeks;periode")
    assert "2a;" in text


def test_chart_says_what_a_dot_is_and_follows_the_theme(page_of: PageOf):
    page = page_of(Role.READER)
    page.goto("/indicatoren/1a/")
    settled(page, "light")
    # The colour of the words: the theme's ink.
    ink = "document.querySelector('#grafiek .xtick text').style.fill"
    light = page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    settled(page, "dark")
    page.wait_for_function(f"light => {ink} !== light", arg=light)
    assert page.locator("#grafiek .legendtext", has_text="meting").count()


def test_controller_opens_one_year_of_the_budget(page_of: PageOf):
    page = page_of(Role.CONTROLLER)
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("egroting")
    expect(page.locator("main table").first).to_be_visible()
    page.goto("/begroting/?jaar=2026")
    expect(page.locator("main")).to_contain_text("2026")


def test_board_finds_a_measure_by_its_objective(page_of: PageOf):
    page = page_of(Role.BOARD)
    page.goto("/maatregelen/?doelstelling=1.2")
    page.locator("main table a").first.click()
    expect(page.locator("h1")).to_contain_text("1.2")


def test_director_sees_own_school_and_its_teams_but_no_other(page_of: PageOf, watch):
    page = page_of(Role.SCHOOL_DIRECTOR)
    page.goto("/")
    expect(page.locator("h1")).to_contain_text("Voorbeeldschool")
    page.locator(f'section[aria-labelledby="teams"] a[href="/eenheden/{TEAM}/"]').click()
    expect(page.locator("h1")).to_contain_text("Voorbeeldteam")
    assert page.goto(f"/eenheden/{OTHER_SCHOOL}/").status == 404
    watch.trouble.clear()


def test_team_manager_on_a_phone(open_context, watch):
    page = open_context(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="light").new_page()
    sign_in(page, EMAILS[Role.TEAM_MANAGER])
    page.goto(f"/eenheden/{TEAM}/")
    settled(page, "light")
    assert sideways(page) == []
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / "team-phone.png", full_page=True)
    page.get_by_text("Menu", exact=True).tap()
    expect(
        page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Indicatoren")
    ).to_be_visible()
    assert page.goto(f"/eenheden/{OTHER_TEAM}/").status == 404
    watch.trouble.clear()


def test_admin_uploads_a_changed_agenda_file_sees_what_differs_and_confirms(page_of: PageOf, tmp_path):
    before = Agenda.objects.get()
    measured = Observation.objects.count()
    text = AGENDA_FILE.read_text(encoding="utf-8")
    assert before.title in text
    changed = tmp_path / "agenda.yaml"
    changed.write_text(text.replace(before.title, "Een andere titel", 1), encoding="utf-8")

    page = page_of(Role.ADMIN)
    page.goto("/beheer/agenda/")
    page.locator("input[type=file]").set_input_files(changed)
    page.get_by_role("button", name="Bekijk de verschillen").click()
    expect(page.locator("h1")).to_have_text("Verschillen")
    expect(page.locator("main")).to_contain_text("Een andere titel")
    assert Agenda.objects.get().title == before.title
    page.get_by_label("Waarom verandert de agenda?").fill("Een andere naam.")
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("geladen uit agenda.yaml")
    assert Agenda.objects.get().title == "Een andere titel"
    assert Observation.objects.count() == measured

    page.goto("/beheer/agenda/")
    page.locator("input[type=file]").set_input_files(AGENDA_FILE)
    page.get_by_role("button", name="Bekijk de verschillen").click()
    page.get_by_label("Waarom verandert de agenda?").fill("Een andere naam.")
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("geladen uit")
    assert Agenda.objects.get().title == before.title


def test_admin_uploads_something_that_is_no_agenda(page_of: PageOf, tmp_path):
    wrong = tmp_path / "agenda.yaml"
    wrong.write_text("titel: [", encoding="utf-8")
    page = page_of(Role.ADMIN)
    page.goto("/beheer/agenda/")
    page.locator("input[type=file]").set_input_files(wrong)
    page.get_by_role("button", name="Bekijk de verschillen").click()
    expect(page.get_by_role("alert").filter(has_text="is niet geladen")).to_be_visible()


def test_admin_invites_somebody(page_of: PageOf):
    page = page_of(Role.ADMIN)
    page.goto("/beheer/mensen/uitnodigen/")
    page.get_by_label("Naam").fill("Nina Nieuw")
    page.get_by_label("E-mailadres").fill("nina.nieuw@voorbeeld.test")
    role = page.get_by_label("Rol", exact=True)
    if role.count():
        role.select_option(
            label=role.locator("option", has_text=re.compile("lezer", re.I)).first.inner_text()
        )
    unit = page.get_by_label(re.compile("^(Waar|Eenheid|School)"))
    if unit.count():
        unit.first.select_option(index=1)
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Nina Nieuw")
    assert User.objects.filter(email="nina.nieuw@voorbeeld.test").exists()
    assert not mail.outbox or "nina.nieuw" in mail.outbox[-1].to[0]
