"""A round from its first day to its last, played by everybody who has a part in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from agenda.models import Round
from demo.units import DEPUTY_EMAIL
from measures.models import Assignment, ReportDraft, ReportReply, StatusReport
from operations.models import OutboxMail
from organisation.roles import Role
from tests.e2e.conftest import EMAILS, NARROW, WIDE, sign_in
from tests.e2e.looks import look
from tests.example import OTHER_TEAM, SCHOOL, TEAM

ROUND = "/rondes/2027/4-maanden/"
CHANGED = "De eerste twee klassen werken met het nieuwe rooster."
QUESTION = "Hoeveel studenten merken hier al iets van?"
ANSWER = "Alle studenten van het eerste jaar."
CHANGED_AGAIN = "Alle klassen van het eerste jaar werken met het nieuwe rooster."
AFTERWARDS = "Ook het tweede jaar begint."


class Work(NamedTuple):
    """What the two teams report on: the one fully, the other without a change."""

    full: Assignment
    unchanged: Assignment


@pytest.fixture
def no_round() -> Iterator[None]:
    """The example's open round rests: only one is open at a time. What the test did is taken away afterwards."""
    resting = Round.objects.get(asks_reports=True, closed_at=None)
    Round.objects.filter(pk=resting.pk).update(closed_at=timezone.now())
    last = StatusReport.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    mails = set(OutboxMail.objects.values_list("pk", flat=True))
    yield
    made = StatusReport.objects.filter(pk__gt=last)
    assignments = set(made.values_list("assignment", flat=True))
    ReportReply.objects.filter(report__in=made).delete()
    made.delete()
    for assignment in assignments:
        before = StatusReport.objects.filter(assignment=assignment).order_by("-at", "-pk").first()
        StatusReport.objects.filter(pk=before.pk).update(superseded_at=None)
    OutboxMail.objects.exclude(pk__in=mails).delete()
    Round.objects.exclude(pk=resting.pk).filter(year=2027, kind="4_maanden").delete()
    Round.objects.filter(pk=resting.pk).update(closed_at=None)


@pytest.fixture
def work() -> Work:
    """Measures that both teams reported on before, without a question or unsent text."""

    def one(unit: str) -> Assignment:
        return (
            Assignment.objects.filter(
                unit__code=unit, valid_until=None, measure__applied=True, reports__superseded_at=None,
                reports__state="loopt", reports__replies=None,
            )
            .exclude(pk__in=ReportDraft.objects.values("assignment"))
            .select_related("measure", "unit")
            .earliest("measure__order", "pk")
        )  # fmt: skip

    return Work(one(TEAM), one(OTHER_TEAM))


def person(context: BrowserContext, email: str) -> Page:
    page = context.new_page()
    sign_in(page, email)
    return page


def opens(holder: Page) -> None:
    holder.goto("/rondes/")
    holder.get_by_role("link", name="Ronde openen").click()
    holder.get_by_label("Soort").select_option(label="4-maandsronde")
    holder.get_by_label("Jaar").select_option("2027")
    holder.get_by_label("Toelichting").fill("Vertel ook wat studenten merken.")
    look(holder)
    holder.get_by_role("button", name="Open de ronde").click()
    expect(holder.get_by_text("4-maandsronde 2027 is open")).to_be_visible()
    assert holder.url.endswith(ROUND)
    expect(holder.locator("dl.facts dd").first).to_contain_text("0 van")


def reports_in_full(phone: Page, one: Assignment) -> None:
    phone.goto("/")
    expect(phone.get_by_text("Vertel ook wat studenten merken.")).to_be_visible()
    phone.locator(f"#rij-{one.pk} .mine-acts a").tap()
    expect(phone.get_by_text("Telt mee voor de 4-maandsronde 2027")).to_be_visible()
    phone.locator(".tile", has_text="loopt").tap()
    phone.get_by_label("Wat is er veranderd").fill(CHANGED)
    phone.get_by_role("button", name="Verstuur melding").tap()
    expect(phone.get_by_text("Telt mee voor de 4-maandsronde 2027")).to_be_visible()
    expect(phone.get_by_text("Gemeld om")).to_be_visible()


def reports_unchanged(phone: Page, one: Assignment) -> None:
    phone.goto("/mijn-maatregelen/")
    row = phone.locator(f"#rij-{one.pk}")
    if not row.is_visible():
        phone.locator("details.mine-unit", has=row).locator("summary").first.tap()
    row.get_by_role("button", name="Ongewijzigd").tap()
    expect(row).to_contain_text("Gemeld: niets veranderd.")


def sends_back_and_accepts(holder: Page, work: Work) -> None:
    holder.goto(ROUND)
    holder.get_by_role("link", name="Meldingen bekijken").click()
    expect(holder.get_by_text("2 van 2 meldingen")).to_be_visible()
    unchanged = holder.locator("article.review", has_text=work.unchanged.unit.name)
    expect(unchanged).to_contain_text("ongewijzigd gemeld")
    unchanged.get_by_role("button", name="Akkoord").click()
    expect(unchanged.locator(".review-outcome")).to_have_text("akkoord")
    full = holder.locator("article.review", has_text=work.full.unit.name)
    expect(full).to_contain_text(CHANGED)
    full.locator("summary").click()
    full.get_by_label("Uw vraag").fill(QUESTION)
    full.get_by_role("button", name="Stuur terug").click()
    expect(full.locator(".review-outcome")).to_have_text("teruggestuurd")
    look(holder)


def answers_with_a_new_report(phone: Page, one: Assignment) -> None:
    phone.goto("/")
    # The example sent one back to her too.
    expect(phone.get_by_text("2 meldingen kwamen terug met een vraag.")).to_be_visible()
    look(phone)
    phone.locator(f"#rij-{one.pk}").get_by_role("link", name="Antwoord").tap()
    expect(phone.get_by_text(QUESTION)).to_be_visible()
    look(phone)
    phone.get_by_label("antwoord").fill(ANSWER)
    phone.get_by_label("Wat is er veranderd").fill(CHANGED_AGAIN)
    phone.get_by_role("button", name="Verstuur melding en antwoord").tap()
    expect(phone.get_by_text("Gemeld om")).to_be_visible()


def accepts(holder: Page, one: Assignment) -> None:
    holder.goto(f"{ROUND}meldingen/?oordeel=te-beoordelen")
    article = holder.locator("article.review")
    expect(article).to_have_count(1)
    for said in (CHANGED_AGAIN, QUESTION, ANSWER, one.measure.code):
        expect(article).to_contain_text(said)
    article.get_by_role("button", name="Akkoord").click()
    expect(article.locator(".review-outcome")).to_have_text("akkoord")


def director_looks(director: Page, one: Assignment) -> None:
    director.goto("/")
    assert director.url.endswith(f"/eenheden/{SCHOOL}/")
    director.get_by_text("Wat de teams uitvoeren").click()
    table = director.get_by_role("table", name="Maatregelen die de teams uitvoeren")
    row = table.locator("tr", has_text=one.unit.name).filter(
        has=director.locator(f'a[href="/maatregelen/{one.measure.code}/#uitvoering"]')
    )
    expect(row).to_contain_text("loopt")
    director.goto(f"/uitvoering/{one.pk}/")
    for said in (CHANGED, QUESTION, ANSWER, CHANGED_AGAIN):
        expect(director.locator("main")).to_contain_text(said)
    look(director)


def closes(holder: Page) -> None:
    holder.goto(ROUND)
    holder.get_by_role("link", name="Ronde sluiten").click()
    expect(holder.get_by_role("heading", name="Nog niet alles gemeld")).to_be_visible()
    look(holder)
    holder.get_by_role("button", name="Sluit de ronde").click()
    expect(holder.get_by_text("4-maandsronde 2027 is gesloten")).to_be_visible()
    expect(holder.locator("dl.facts")).to_contain_text("2 van")


def reports_for_no_round(phone: Page, one: Assignment) -> None:
    phone.goto("/mijn-maatregelen/")
    expect(phone.get_by_text("Er loopt nu geen ronde.")).to_be_visible()
    phone.goto(f"/mijn-maatregelen/{one.pk}/")
    phone.get_by_label("Wat is er veranderd").fill(AFTERWARDS)
    phone.get_by_role("button", name="Verstuur melding").tap()
    expect(phone.get_by_text("Er loopt geen ronde; de melding staat er wel.")).to_be_visible()
    look(phone)


@pytest.mark.usefixtures("no_round")
def test_a_whole_round(open_context, work):
    glass = {"viewport": NARROW, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
    holder = person(open_context(viewport=WIDE), EMAILS[Role.PORTFOLIO_HOLDER])
    manager = person(open_context(**glass), EMAILS[Role.TEAM_MANAGER])
    colleague = person(open_context(**glass), DEPUTY_EMAIL)
    director = person(open_context(viewport=WIDE), EMAILS[Role.SCHOOL_DIRECTOR])

    opens(holder)
    reports_in_full(manager, work.full)
    reports_unchanged(colleague, work.unchanged)
    sends_back_and_accepts(holder, work)
    assert [sent.to for sent in mail.outbox if QUESTION in sent.body] == [[EMAILS[Role.TEAM_MANAGER]]]
    answers_with_a_new_report(manager, work.full)
    accepts(holder, work.full)
    director_looks(director, work.full)
    closes(holder)
    reports_for_no_round(manager, work.full)

    said = (
        StatusReport.objects.filter(assignment=work.full)
        .order_by("-pk")
        .values_list("changed", "round__kind")
    )
    assert list(said[:3]) == [(AFTERWARDS, None), (CHANGED_AGAIN, "4_maanden"), (CHANGED, "4_maanden")]
    row = Round.objects.get(kind="4_maanden", year=2027)
    assert row.due_on - row.about_on == timedelta(weeks=3)
    assert not row.is_open
