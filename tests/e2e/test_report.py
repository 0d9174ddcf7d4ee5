"""Reporting as people do it: on a phone, in under a minute, and without ever losing what was typed."""

from __future__ import annotations

import os
import re
import time
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agenda.rounds import round_slug
from agenda.selectors import current_agenda
from measures.mine import mine
from measures.models import Assignment, Decision, ReportDraft, StatusReport
from measures.report_fields import ReportFields
from measures.services.reports import report_submit
from organisation.models import User
from organisation.roles import Role
from tests import factories
from tests.e2e.conftest import EMAILS, NARROW, sign_in
from tests.e2e.looks import settled
from tests.e2e.test_every_page import look_at
from tests.example import PERIOD

MINE = "/mijn-maatregelen/"
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('bewaard:')).length"
TYPED = "De eerste drie klassen werken met de nieuwe opdrachten. In mei kijken we hoe het ging."


def nothing_kept(page: Page) -> None:
    """Waits: the script tidies up a moment after the answer is on the page."""
    page.wait_for_function(f"{KEPT} === 0")


class Hand:
    """A person at a phone. Acts at once and adds up what a person takes; ``REAL_PACE=1`` really takes it.

    35 words a minute on glass, a second to find and touch something, a quarter of a second to read a word.
    """

    KEY, TOUCH, WORD = 0.34, 1.0, 0.25

    def __init__(self, page: Page) -> None:
        self.page, self.seconds, self.began = page, 0.0, time.monotonic()

    def _take(self, seconds: float) -> None:
        if os.environ.get("REAL_PACE") == "1":
            self.page.wait_for_timeout(seconds * 1000)
        else:
            self.seconds += seconds

    def read(self, words: int) -> None:
        self._take(words * self.WORD)

    def tap(self, what) -> None:
        self._take(self.TOUCH)
        what.tap()

    def type(self, where, text: str) -> None:
        self.tap(where)
        self._take(len(text) * self.KEY)
        where.fill(text)

    @property
    def took(self) -> float:
        """Seconds of the site and of the person together."""
        return self.seconds + time.monotonic() - self.began


@pytest.fixture
def phone(open_context) -> Page:
    context = open_context(viewport=NARROW, has_touch=True, is_mobile=True, color_scheme="light")
    page = context.new_page()
    sign_in(page, EMAILS[Role.TEAM_MANAGER])
    return page


def manager():
    return factories.actor(User.objects.get(email=EMAILS[Role.TEAM_MANAGER]))


def waiting(number: int = 0) -> Assignment:
    """One that the round still waits for and that was reported before."""
    by = manager()
    rows = [row for row in mine(current_agenda(by.on), by).todo if row.can_stay]
    return rows[number].assignment


def texts(page: Page) -> tuple[str, str]:
    return (
        page.get_by_label("Wat is er veranderd").input_value(),
        page.get_by_label("Wat komt er nu").input_value(),
    )


def look(page: Page, name: str) -> None:
    """Look at the page and let it go on: a picture leaves empty style attributes, and htmx would copy those."""
    look_at(page, name)
    page.evaluate("document.querySelectorAll('[style=\"\"]').forEach((one) => one.removeAttribute('style'))")
    page.set_viewport_size(NARROW)


def test_team_manager_reports_on_a_phone_in_under_a_minute(phone, capsys):
    hand = Hand(phone)
    phone.goto("/")
    assert phone.url.endswith(MINE)
    before = phone.locator(".mine-progress strong").first.inner_text()
    hand.read(words=12)
    hand.tap(phone.locator(".mine-acts a", has_text="Melden").first)
    expect(phone.get_by_role("button", name="Verstuur melding")).to_be_visible()
    hand.read(words=25)
    hand.tap(phone.locator(".tile", has_text="loopt"))
    hand.type(phone.get_by_label("Wat is er veranderd"), TYPED)
    hand.tap(phone.get_by_role("button", name="Verstuur melding"))
    expect(phone.get_by_text("Gemeld om")).to_be_visible()
    took = hand.took
    with capsys.disabled():
        os.write(
            1,
            f"\nfrom opening to saved: {took:.1f} s, of which {hand.seconds:.1f} s of the person\n".encode(),
        )
    assert took < 60
    phone.get_by_role("link", name="Naar mijn maatregelen").tap()
    assert phone.locator(".mine-progress strong").first.inner_text() != before
    look(phone, "mine-list")


def test_form_and_what_follows_look_right_in_every_size_and_theme(phone):
    phone.goto(f"{MINE}{waiting().pk}/")
    phone.locator(".tile", has_text="vertraagd").tap()
    expect(phone.get_by_label("Reden")).to_be_visible()
    look(phone, "report-form")
    phone.get_by_role("button", name="Verstuur melding").click()
    expect(phone.get_by_role("alert").filter(has_text="Nog niet opgeslagen")).to_be_visible()
    look(phone, "report-form-wrong")
    phone.get_by_label("Reden").fill("Geen lokaal")
    phone.get_by_role("button", name="Verstuur melding").click()
    expect(phone.get_by_text("Gemeld om")).to_be_visible()
    look(phone, "report-saved")


def test_reason_shows_only_where_one_is_asked(phone):
    phone.goto(f"{MINE}{waiting().pk}/")
    phone.locator(".tile", has_text="loopt").tap()
    expect(phone.get_by_label("Reden")).to_be_hidden()
    phone.locator(".tile", has_text="gestopt").tap()
    expect(phone.get_by_label("Reden")).to_be_visible()


def test_one_tap_says_that_nothing_changed_and_several_at_once_too(phone):
    phone.goto(MINE)
    row = phone.locator(".mine-row", has=phone.get_by_role("button", name="Ongewijzigd")).first
    row_id = row.get_attribute("id")
    row.get_by_role("button", name="Ongewijzigd").tap()
    expect(phone.locator(f"#{row_id}")).to_contain_text("Gemeld: niets veranderd.")
    assert phone.url.endswith(MINE)
    expect(phone.locator(".mine-many")).to_be_hidden()
    for n in range(2):
        phone.locator(".mine-tick").nth(n).check()
    look(phone, "mine-ticked")
    phone.get_by_role("button", name="Meld wat is aangevinkt").click()
    expect(phone.get_by_text("2 maatregelen gemeld: niets veranderd.")).to_be_visible()


def test_second_writer_sees_both_and_chooses(phone):
    one, by = waiting(), manager()
    phone.goto(f"{MINE}{one.pk}/")
    phone.get_by_label("Wat is er veranderd").fill("Mijn eigen woorden.")
    last = one.reports.get(superseded_at__isnull=True)
    report_submit(
        assignment=one, fields=ReportFields("afgerond", 100, changed="Woorden van een ander."),
        based_on=last.pk, submission=uuid4(), on=timezone.localdate(), by=by,
    )  # fmt: skip
    phone.get_by_role("button", name="Verstuur melding").click()
    expect(phone.get_by_text("Kies per onderdeel")).to_be_visible()
    look(phone, "report-conflict")
    changed = phone.get_by_role("group", name="Wat is er veranderd")
    expect(changed).to_contain_text("Woorden van een ander.")
    changed.get_by_label(re.compile("Beide teksten")).check()
    phone.get_by_role("button", name="Verstuur deze keuze").click()
    expect(phone.get_by_text("Gemeld om")).to_be_visible()
    kept = one.reports.get(superseded_at__isnull=True).changed
    assert kept == "Woorden van een ander.\n\nMijn eigen woorden."


def test_what_was_typed_is_kept_by_the_server_while_typing(phone):
    one = waiting()
    phone.goto(f"{MINE}{one.pk}/")
    phone.get_by_label("Wat komt er nu").press_sequentially("Half een zin")
    expect(phone.locator("#concept")).to_contain_text("nog niet verstuurd")
    phone.evaluate("localStorage.clear()")
    phone.reload()
    assert "Half een zin" in texts(phone)[1]
    expect(phone.get_by_text("Niet verstuurde tekst van")).to_be_visible()
    look(phone, "report-draft")
    phone.get_by_role("button", name="gooi die weg").click()
    expect(phone.get_by_text("is weggegooid")).to_be_visible()
    assert not ReportDraft.objects.filter(assignment=one).exists()
    nothing_kept(phone)


def test_lost_session_keeps_the_text_until_after_signing_in(phone, watch):
    one = waiting()
    phone.goto(f"{MINE}{one.pk}/")
    cookies = {cookie["name"]: cookie["value"] for cookie in phone.context.cookies()}
    Session.objects.filter(pk=cookies["sessionid"]).delete()
    phone.get_by_label("Wat is er veranderd").fill("Getypt zonder sessie.")
    phone.get_by_role("button", name="Verstuur melding").click()
    expect(phone.get_by_text("U bent afgemeld")).to_be_visible()
    assert texts(phone)[0] == "Getypt zonder sessie."
    watch.trouble.clear()
    phone.get_by_role("link", name="Meld u opnieuw aan").click()
    phone.get_by_label("E-mailadres").fill(EMAILS[Role.TEAM_MANAGER])
    phone.get_by_label("Wachtwoord", exact=True).fill("kwaliteit-2027")
    phone.get_by_role("button", name="Aanmelden").click()
    phone.wait_for_url(f"**{MINE}{one.pk}/")
    assert texts(phone)[0] == "Getypt zonder sessie."
    expect(phone.get_by_text("staat er weer")).to_be_visible()
    phone.get_by_role("button", name="Verstuur melding").click()
    expect(phone.get_by_text("Gemeld om")).to_be_visible()
    assert one.reports.get(superseded_at__isnull=True).changed == "Getypt zonder sessie."
    nothing_kept(phone)


def test_signing_out_leaves_no_text_on_the_device(phone):
    phone.goto(f"{MINE}{waiting().pk}/")
    phone.get_by_label("Wat komt er nu").fill("Van mij alleen")
    assert phone.evaluate(KEPT) == 1
    phone.get_by_text("Menu", exact=True).tap()
    phone.get_by_role("button", name="Afmelden").last.click()
    phone.wait_for_url("**/aanmelden/**")
    assert phone.evaluate(KEPT) == 0


def test_without_javascript_the_whole_of_it_works(open_context):
    page = open_context(viewport=NARROW, java_script_enabled=False).new_page()
    sign_in(page, EMAILS[Role.TEAM_MANAGER])
    assert page.url.endswith(MINE)
    page.get_by_role("button", name="Ongewijzigd").first.click()
    expect(page.get_by_text("gemeld: niets veranderd.")).to_be_visible()
    one = waiting()
    page.goto(f"{MINE}{one.pk}/")
    page.get_by_role("radio", name="vertraagd").check()
    page.get_by_label("Reden").fill("Zonder script.")
    page.get_by_role("button", name="Verstuur melding").click()
    expect(page.get_by_text("Gemeld om")).to_be_visible()
    assert one.reports.get(superseded_at__isnull=True).reason == "Zonder script."


def test_history_by_keyboard(phone):
    one = waiting()
    phone.goto(f"{MINE}{one.pk}/")
    phone.get_by_role("link", name="Eerdere meldingen").press("Enter")
    phone.wait_for_url(f"**/uitvoering/{one.pk}/")
    settled(phone, "light")
    expect(phone.get_by_role("heading", level=2)).to_contain_text("Wie meldde wat")


def lose_session(page: Page) -> None:
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    Session.objects.filter(pk=cookies["sessionid"]).delete()


def sign_in_again(page: Page, role: Role) -> None:
    page.get_by_label("E-mailadres").fill(EMAILS[role])
    page.get_by_label("Wachtwoord", exact=True).fill("kwaliteit-2027")
    page.get_by_role("button", name="Aanmelden").click()


@pytest.fixture
def holder(open_context) -> Page:
    page = open_context(viewport=NARROW, color_scheme="light").new_page()
    sign_in(page, EMAILS[Role.PORTFOLIO_HOLDER])
    return page


def test_lost_session_keeps_the_question_about_a_report(holder, watch):
    reports = StatusReport.objects.filter(round__closed_at=None, superseded_at=None, replies=None)
    one = reports.exclude(round=None).earliest("pk")
    where = reverse("measures:round_reports", args=[one.round.year, round_slug(one.round)])
    holder.goto(f"{where}?eenheid={one.assignment.unit.code}")
    article = holder.locator(f"#melding-{one.pk}")
    article.locator("summary", has_text="Terugsturen").click()
    article.get_by_label("Uw vraag").fill("Hoeveel klassen zijn dat?")
    lose_session(holder)
    article.get_by_role("button", name="Stuur terug").click()
    expect(holder.get_by_text("U bent afgemeld")).to_be_visible()
    expect(article.get_by_label("Uw vraag")).to_have_value("Hoeveel klassen zijn dat?")
    look(holder, "review-signed-out")
    holder.get_by_role("link", name="Meld u opnieuw aan").click()
    sign_in_again(holder, Role.PORTFOLIO_HOLDER)
    expect(article.get_by_label("Uw vraag")).to_have_value("Hoeveel klassen zijn dat?")
    expect(holder.get_by_text("staat er weer")).to_be_visible()
    article.get_by_role("button", name="Stuur terug").click()
    expect(article.locator(".review-outcome")).to_have_text("teruggestuurd")
    assert one.replies.get().text == "Hoeveel klassen zijn dat?"
    nothing_kept(holder)
    one.replies.all().delete()


@pytest.mark.parametrize(
    ("address", "label", "button"),
    [
        (f"/agenda/{PERIOD}/doelstellingen/1.1/evaluaties/nieuw/", "Wat is er nog nodig", "Opslaan"),
        (f"/agenda/{PERIOD}/besluiten/nieuw/?doelstelling=1.1", "Besluit", "Vastleggen"),
    ],
)
def test_lost_session_keeps_a_long_text_until_after_signing_in(holder, address, label, button, watch):
    holder.goto(address)
    field = holder.get_by_role("textbox", name=label)
    field.fill("Twintig minuten werk.")
    lose_session(holder)
    holder.get_by_role("button", name=button).click()
    sign_in_again(holder, Role.PORTFOLIO_HOLDER)
    holder.wait_for_url(f"**{address}")
    expect(field).to_have_value("Twintig minuten werk.")
    expect(holder.get_by_text("staat er weer")).to_be_visible()
    holder.get_by_role("button", name="gooi die weg").click()
    expect(field).to_have_value("")
    nothing_kept(holder)


def test_text_that_was_stored_leaves_the_device(holder):
    before = set(Decision.objects.values_list("pk", flat=True))
    holder.goto(f"/agenda/{PERIOD}/besluiten/nieuw/?doelstelling=1.1")
    holder.get_by_role("textbox", name="Besluit").fill("Er komt een extra overleg.")
    holder.get_by_role("button", name="Vastleggen").click()  # without who and when: refused
    expect(holder.locator("[data-error-summary]")).to_be_visible()
    assert holder.evaluate(KEPT) == 1
    holder.get_by_label("Wie", exact=False).first.fill("Directie")
    holder.locator("input[type=date]").first.fill("2027-06-01")
    holder.get_by_role("button", name="Vastleggen").click()
    expect(holder.get_by_text("Het besluit is vastgelegd.")).to_be_visible()
    nothing_kept(holder)
    Decision.objects.exclude(pk__in=before).delete()
