"""The page that looks ahead: what it says follows from the figures, and trying something changes nothing."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.models import Agenda
from dashboards.outlook import outlook_page, outlook_rows
from dashboards.outlook_lines import Assumption
from indicators.models import Observation, Target
from indicators.verdict.outlook import Outcome
from operations.models import AuditEvent
from organisation.roles import Role
from tests.example import PERIOD
from tests.integration.dashboards.test_pages import text_of

ADDRESS = f"/agenda/{PERIOD}/vooruitblik/"
WRONG_PACE = "Dit tempo kan niet."
WRONG_CODE = "Deze indicator bestaat niet of heeft geen doel."


def page_with(assumption: Assumption = Assumption(), *, everything: bool = False):  # noqa: B008  # frozen
    agenda = Agenda.objects.select_related("college").get()
    return outlook_page(agenda, outlook_rows(agenda, timezone.localdate()), assumption, everything=everything)


@pytest.mark.parametrize("role", Role)
def test_everybody_may_look_ahead(role, browse):
    assert browse(role).get(ADDRESS).status_code == 200


def test_every_target_stands_in_one_group(browse):
    page = page_with()
    assert page.year == 2027
    grouped = [line for group in page.groups for line in group.lines]
    assert sorted(map(id, grouped)) == sorted(map(id, page.lines))
    assert all(group.lines for group in page.groups), "an example with an empty group shows too little"
    body = browse(Role.BOARD).get(ADDRESS).content.decode()
    for group in page.groups:
        part = body[body.index(f'id="groep-{group.outcome}"') :]
        part = part[: part.index("</section>")]
        assert part.count('<th scope="row">') == len(group.lines)
        for line in group.lines:
            number = f"?reeks={line.part.number}" if line.part.number else ""
            assert f'href="/indicatoren/{line.row.code}/{number}"' in part


def test_page_says_what_it_comes_down_to(browse):
    text = text_of(browse(Role.BOARD).get(ADDRESS))
    page = page_with()
    met, missed = (len(group.lines) for group in (page.groups[2], page.groups[0]))
    assert f"{met} van de {len(page.lines)} doelen voor 2027 gehaald en {missed} niet." in text
    assert "geen belofte" in text
    assert "er wordt niets bewaard" in text
    assert "niet in de lijst" not in text


def test_group_targets_stand_under_their_title(browse):
    text = text_of(browse(Role.BOARD).get(ADDRESS))
    groups = [line for line in page_with().lines if not line.part.number]
    assert groups
    for line in groups:
        assert line.part.label in text
        assert line.target_text in text
        assert line.newest is not None


def test_all_series_on_request(browse):
    short, long = page_with(), page_with(everything=True)
    assert len(long.lines) > len(short.lines) == len({line.row.code for line in short.lines})
    body = browse(Role.BOARD).get(f"{ADDRESS}?alles=1").content.decode()
    assert body.count('<th scope="row">') == len(long.lines)
    assert '<input type="hidden" name="alles" value="1">' in body


def test_another_pace_moves_targets_and_says_so(browse):
    page = page_with(Assumption(300), everything=True)
    moved = [line for line in page.lines if line.moved]
    assert moved, "an example in which nothing moves shows nothing"
    response = browse(Role.BOARD).get(f"{ADDRESS}?tempo=300&alles=1")
    text, body = text_of(response), response.content.decode()
    assert page.effect in text
    assert "drie keer het tempo van nu" in page.effect
    assert body.count('class="is-moved"') == len(moved)
    for line in moved:
        assert line.before in text
    for group in page.groups:
        assert f"{len(group.lines)} {group.outcome.label} (was {group.before})" in re.sub(r" +", " ", text)


def test_pace_of_one_indicator_leaves_the_others_alone(browse):
    usual, one = page_with(everything=True), page_with(Assumption(300, "2a"), everything=True)
    changed = {
        new.row.code
        for old, new in zip(usual.lines, one.lines, strict=True)
        if old.now.forecast != new.now.forecast
    }
    assert changed == {"2a"}
    response = browse(Role.BOARD).get(f"{ADDRESS}?tempo=300&indicator=2a")
    assert "voor indicator 2a" in text_of(response)
    assert re.search(r'<option value="2a"\s+selected', response.content.decode())


def test_settled_targets_never_move(site):
    for percent in (0, 300):
        for line in page_with(Assumption(percent), everything=True).lines:
            if line.usual.settled:
                assert not line.moved
                assert line.ground.startswith("met de meting van")
                assert not line.so_far
                assert not line.ahead


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("tempo=snel", [WRONG_PACE]),
        ("tempo=301", [WRONG_PACE]),
        ("tempo=-1", [WRONG_PACE]),
        ("tempo=1.5", [WRONG_PACE]),
        ("tempo=" + "9" * 400, [WRONG_PACE]),
        ("tempo=" + "9" * 5000, [WRONG_PACE]),
        ("tempo=NaN&indicator=zz", [WRONG_PACE, WRONG_CODE]),
        ("indicator=1.3-b", [WRONG_CODE]),
        ("indicator=%00", [WRONG_CODE]),
        ("tempo=&indicator=", []),
        ("tempo=0", []),
    ],
)
def test_what_cannot_be_is_said_and_counts_as_not_asked(query, sentences, browse):
    response = browse(Role.BOARD).get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    text = text_of(response)
    for sentence in (WRONG_PACE, WRONG_CODE):
        assert (sentence in text) == (sentence in sentences)
    if sentences:
        assert 'value="100"' in response.content.decode()
        assert " (was " not in text


def test_wrong_indicator_keeps_a_right_pace(browse):
    text = text_of(browse(Role.BOARD).get(f"{ADDRESS}?tempo=150&indicator=zz"))
    assert WRONG_CODE in text
    assert "Bij anderhalf keer het tempo van nu: " in text


def test_htmx_gets_the_outcome_only(browse):
    client = browse(Role.BOARD)
    whole, part = client.get(f"{ADDRESS}?tempo=150"), client.get(
        f"{ADDRESS}?tempo=150", headers={"HX-Request": "true"}
    )  # fmt: skip
    assert "<main" in whole.content.decode()
    body = part.content.decode()
    assert "<main" not in body
    assert "<form" not in body
    for place in ("uitkomst", "gevolg", "fout"):
        assert f'id="vooruitblik-{place}"' in body
    assert "HX-Request" in part["Vary"] and "HX-Request" in whole["Vary"]
    again = client.get(ADDRESS, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<main" in again.content.decode()


def test_trying_keeps_nothing(browse):
    client = browse(Role.BOARD)
    client.get(ADDRESS)
    before = (Observation.objects.count(), AuditEvent.objects.count())
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{ADDRESS}?tempo=250&indicator=2a&alles=1")
    assert (Observation.objects.count(), AuditEvent.objects.count()) == before
    assert not [query for query in asked if not query["sql"].lstrip("( ").upper().startswith("SELECT")]
    assert len(asked) <= 15
    assert "(was " not in text_of(client.get(ADDRESS))


def test_without_measurements_nothing_is_promised(browse):
    Observation.objects.filter(origin__kind="demo").delete()
    page = page_with()
    assert not any(line.usual.settled for line in page.lines)
    few = [line for line in page.lines if line.now.figures < 3]
    assert few
    assert all(line.now.outcome is Outcome.UNCLEAR for line in few)
    assert "te weinig cijfers" in text_of(browse(Role.BOARD).get(ADDRESS))


def test_agenda_without_targets_says_so(browse):
    Target.objects.all().delete()
    text = text_of(browse(Role.BOARD).get(ADDRESS))
    assert "Nog geen doelen" in text
    assert "Reken uit" not in text


@pytest.mark.parametrize("period", ["2024-2028", "nu", "2024"])
def test_no_such_agenda(period, browse):
    assert browse(Role.BOARD).get(f"/agenda/{period}/vooruitblik/").status_code == 404
