"""The form of a report: prefilled, sent once, and what is wrong comes back with everything that was typed."""

from __future__ import annotations

import pytest

from measures.report_fields import LONGEST
from tests import factories
from tests.integration.measures.reporting.pages import HTMX, current, text_of


def test_form_is_prefilled_with_the_last_report(opens, one):
    factories.make_report(one, "vertraagd", progress=0, phase="do", changed="Gestart", reason="Ziek")
    form = opens()
    assert (form["state"], form["progress"], form["phase"], form["changed"], form["reason"]) == (
        "vertraagd", 0, "do", "Gestart", "Ziek",
    )  # fmt: skip


def test_sent_in_place_says_it_is_kept_and_what_is_next(manager, opens, url, one, opened, college, team):
    after = factories.make_assignment(factories.make_measure(college, "1.1.2"), team)
    answer = manager.post(url, opens(state="loopt", changed="Gestart"), headers=HTMX)
    text = text_of(answer)
    assert "<html" not in text
    assert "Telt mee voor de 8-maandsronde" in text
    assert "1 van 2 gemeld" in text
    assert f"/mijn-maatregelen/{after.pk}/" in text
    assert (current(one).round, current(one).changed) == (opened, "Gestart")


def test_sent_without_javascript_leads_to_a_page_that_says_it_is_kept(manager, opens, url, one):
    answer = manager.post(url, opens(state="loopt"), follow=True)
    assert answer.redirect_chain == [(f"{url}?gemeld={current(one).pk}", 302)]
    assert "Gemeld om" in text_of(answer)
    assert "<html" in text_of(answer)


def test_sent_twice_or_again_from_the_back_button_is_one_report(manager, opens, url, one):
    form = opens(state="loopt", changed="Een keer")
    for headers in ({}, HTMX, {}):
        manager.post(url, form, headers=headers)
    assert one.reports.count() == 1
    factories.make_report(one, changed="Later")
    assert "was al verstuurd" in text_of(manager.post(url, form, headers=HTMX))
    assert one.reports.count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Kies hoe het met deze maatregel staat."),
        ({"state": "onzin"}, "Kies hoe het met deze maatregel staat."),
        ({"state": "vertraagd"}, "Schrijf op waarom"),
        ({"state": "loopt", "progress": "veel"}, "heel getal"),
        ({"state": "loopt", "progress": "101"}, "heel getal"),
        ({"state": "loopt", "phase": "onzin"}, "Deze fase bestaat niet"),
        ({"state": "loopt", "changed": "a\0b"}, "onzichtbaar teken"),
        ({"state": "loopt", "changed": "x" * (LONGEST + 1)}, "te lang"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_cannot_be_kept_comes_back_with_what_was_typed(manager, opens, url, one, typed, words, headers):
    answer = manager.post(url, opens(following="Dit typte ik") | typed, headers=headers)
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert "Dit typte ik" in text_of(answer)
    assert not one.reports.exists()


def test_form_number_that_is_spoilt_is_no_error(manager, opens, url, one):
    typed = {"state": "loopt", "based_on": "9" * 30, "round": "x", "submission": "y", "corrects": "z"}
    assert manager.post(url, opens() | typed).status_code == 200
    assert manager.post(url, {"state": "loopt"}).status_code == 302


def test_text_is_shown_as_text(manager, opens, url, one):
    words = "<script>alert(1)</script> & 👩‍🏫 שלום"
    answer = manager.post(url, opens(state="loopt", changed=words), headers=HTMX)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 👩‍🏫 שלום" in text_of(answer)
    assert 'dir="auto"' in text_of(answer)


def test_a_hundred_thousand_characters_are_kept_and_folded(manager, opens, url, one):
    words = "🙂" * LONGEST
    answer = manager.post(url, opens(state="loopt", changed=words), follow=True)
    assert current(one).changed == words
    assert "Lange tekst, 100.000 tekens" in text_of(answer)
