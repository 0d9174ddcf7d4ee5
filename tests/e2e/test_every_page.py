"""Every page at 360 and 1440 px, light and dark: nothing for axe, nothing sticking out, nothing in the console."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from zlib import crc32

import pytest
from django.urls import reverse

from agenda.models import Agenda
from measures.models import StatusReport, Verdict
from measures.report_fields import LONGEST
from organisation.access import CommandActor
from organisation.roles import Role
from planfile.changenotes import ChangeNote
from planfile.services import agenda_load
from tests.addresses import ANSWERS, ARGUMENTS, OPEN, POST_ONLY, every_address, reader_of
from tests.e2e.conftest import NARROW, SCREENSHOTS, WIDE
from tests.e2e.looks import COLOURS, EVERYTHING, findings, settled, sideways, too_high
from tests.example import AGENDA_FILE, PERIOD, SCHOOL, TEAM
from tests.requirements_plugin import require_all

NO_PAGE = {
    "indicators:indicator_csv",
    "indicators:indicator_xlsx",
    "indicators:news",
    "planfile:download",
    "planfile:version_file",
    "budgets:xlsx",
    "budgets:school_xlsx",
    "budgets:bookings_csv",
    "budgets:bookings_xlsx",
    "operations:events_file",
    "reporting:template_file",
    "reporting:template_example",
    *POST_ONLY,
    *ANSWERS,
    *OPEN,
}
PAGES = {name: name for name in ARGUMENTS if name not in NO_PAGE}
MORE = {
    "school": f"/eenheden/{SCHOOL}/",
    "search-found": "/zoeken/?q=stage",
    "objective-no-indicator": f"/agenda/{PERIOD}/doelstellingen/1.1/",
    "indicator-one-series": "/indicatoren/1a/",
    "indicator-breakdown": "/indicatoren/2a/?reeks=2",
    "indicators-own": "/indicatoren/?soort=eigen",
    "measure-history": "/maatregelen/1.4.2.8/geschiedenis/",
    "item-measure": "/beheer/agenda/bewerken/noorderpoort-2024-2027/?soort=maatregel&zoek=stage",
}
# What a page must show: one that stays empty looks well, and tells nothing.
THERE = {
    "budgets:school": ".money-table .subtotal",
    "budgets:schools": ".money-table .subtotal",
    "budgets:line": "#scholen",
    "budgets:shares": ".shares-table .form-check-input",
    "measures:history": "ol.history > li:nth-child(2)",
    "measures:mine": ".mine-row.is-asked",
    "measures:rounds": "main tbody tr:nth-child(2)",
    "measures:round": ".round-units tbody tr",
    "measures:round_reports": ".review-said",
    "measures:measure": ".carrier-said",
    "measures:decisions": ".decision-text",
    "measures:timeline": ".planned",
    "agenda:evaluations": ".evaluation .decision-text",
    "agenda:themes": "main ol li",
    "dashboards:objective": ".carrying-grid .grid-cell .state",
    "dashboards:objective_history": ".history-text",
    "measure-history": ".history-text",
    "search-found": ".search-hits mark",
}


def address_of(name: str) -> str:
    return MORE.get(name) or every_address()[name]


BOTH_WAYS = ({("1440", "light"), ("360", "dark")}, {("1440", "dark"), ("360", "light")})


def look_at(page, name: str) -> None:
    """The page as it stands at both widths and in both themes, with a picture of two of the four.

    Where nobody looks (CI) each page is seen at one width in each theme, its neighbour the other way round: a theme has
    the same colours at every width, and what they share is seen in all four.
    """
    SCREENSHOTS.mkdir(exist_ok=True)
    file = re.sub(r"\W+", "-", name)
    wrong = []
    seen = {crc32(name.encode()) % 2} if require_all() else {0, 1}
    looks = set().union(*(BOTH_WAYS[way] for way in seen))
    for size, width in ((WIDE, "1440"), (NARROW, "360")):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            if (width, scheme) not in looks:
                continue
            rules = EVERYTHING if scheme == "light" or require_all() else COLOURS
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            settled(page, scheme)
            wrong += [f"{width} {scheme} {finding}" for finding in findings(page, rules)]
            if (width, scheme) in {("1440", "light"), ("360", "dark")} and not require_all():
                picture = SCREENSHOTS / f"{file}-{width}-{scheme}.png"
                page.screenshot(path=picture, full_page=True, timeout=60_000)
        wrong += [f"{width} sticks out: {one}" for one in sideways(page)]
        wrong += [f"{width} {one}" for one in too_high(page)]
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize("name", [*PAGES, *MORE])
def test_page(name, page_of):
    address = address_of(name)
    page = page_of(reader_of(address))
    answer = page.goto(address)
    assert answer.status == 200
    if name in THERE:
        assert page.locator(THERE[name]).count()
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


def test_report_that_came_back_with_a_question(page_of):
    asked = StatusReport.objects.filter(superseded_at=None, replies__verdict=Verdict.SENT_BACK)
    page = page_of(Role.SCHOOL_DIRECTOR)
    page.goto(reverse("measures:report", args=[asked.earliest("pk").assignment_id]))
    assert page.locator(".report-question").count()
    look_at(page, "report-asked")


def test_agenda_that_was_changed(page_of):
    before = Agenda.objects.get().title
    text, by = AGENDA_FILE.read_text(encoding="utf-8"), CommandActor("test")
    note = ChangeNote(reason="De instelling fuseert.", works_council_on=date(2026, 11, 1))
    agenda_load(content=text.replace(before, "Andere titel", 1).encode(), name="nieuw.yaml", by=by, note=note)
    page = page_of(Role.PORTFOLIO_HOLDER)
    page.goto(reverse("planfile:versions", args=[PERIOD]))
    page.locator("main summary").first.click()
    assert page.get_by_text("Andere titel").last.is_visible()
    look_at(page, "versions-two")
    agenda_load(content=text.encode(), name=AGENDA_FILE.name, by=by)
    assert Agenda.objects.get().title == before


@pytest.fixture
def long_words() -> Iterator[StatusReport]:
    """The newest report holds a text as long as one may write, without a space in it."""
    report = (
        StatusReport.objects.filter(superseded_at=None, round__closed_at=None)
        .exclude(round=None)
        .latest("pk")
    )
    before = report.changed
    StatusReport.objects.filter(pk=report.pk).update(changed="x" * LONGEST, unchanged=False)
    yield report
    StatusReport.objects.filter(pk=report.pk).update(changed=before)


def test_long_text_without_a_space_is_folded_and_stays_inside(long_words, page_of):
    """Wherever a report is read, on a phone too."""
    page, one = page_of(Role.PORTFOLIO_HOLDER), long_words.assignment
    page.set_viewport_size(NARROW)
    for address in (
        f"/uitvoering/{one.pk}/",
        f"/maatregelen/{one.measure.code}/",
        f"/maatregelen/{one.measure.code}/geschiedenis/",
        f"/agenda/{PERIOD}/doelstellingen/{one.measure.objective.code}/geschiedenis/",
        f"/rondes/2026/12-maanden/meldingen/?eenheid={one.unit.code}",
    ):
        page.goto(address)
        fold = page.locator("details.said-long").first
        assert fold.count(), address
        assert sideways(page) == [], address
        assert page.evaluate("document.documentElement.scrollHeight") < 40_000, address
