"""Questions about a report, corrections, and who said what when."""

from __future__ import annotations

import pytest

from measures.models import ReportReply
from organisation.roles import Role
from tests import factories
from tests.integration.measures.reporting.pages import HTMX, current, text_of


@pytest.fixture
def asked(one, opened):
    report = factories.make_report(one, round=opened, changed="Gestart")
    return ReportReply.objects.create(
        report=report, verdict="terug", text="Hoeveel docenten?", by_label="Pim"
    )


def test_question_stands_above_the_form_and_is_answered_with_the_report(manager, opens, url, one, asked):
    assert "Hoeveel docenten?" in text_of(manager.get(url))
    form = opens(changed="Gestart met tien docenten", answer="Tien")
    for _ in range(2):
        manager.post(url, form, headers=HTMX)
    assert asked.report.replies.get(verdict="antwoord").text == "Tien"
    assert current(one).changed == "Gestart met tien docenten"
    assert "Hoeveel docenten?" not in text_of(manager.get(url))


def test_question_that_came_while_somebody_typed_is_shown_with_what_was_saved(
    manager, opens, url, one, opened
):
    report = factories.make_report(one, round=opened, changed="Gestart")
    form = opens(changed="Gestart in mei")
    form.pop("answer")
    ReportReply.objects.create(report=report, verdict="terug", text="Hoeveel docenten?", by_label="Pim")
    text = text_of(manager.post(url, form, headers=HTMX))
    assert "kwam uw vorige melding terug met een vraag" in text
    assert "Hoeveel docenten?" in text
    assert current(one).changed == "Gestart in mei"


def test_question_can_be_answered_alone(manager, opens, url, one, asked):
    answer = manager.post(url, opens(answer="Tien", doe="antwoord"), headers=HTMX)
    assert "Uw antwoord is verstuurd" in text_of(answer)
    assert one.reports.count() == 1
    assert asked.report.replies.get(verdict="antwoord").text == "Tien"
    empty = manager.post(url, opens(answer=" ", doe="antwoord"), headers=HTMX)
    assert "Schrijf eerst een antwoord." in text_of(empty)


def test_correction_keeps_both(manager, url, one, opened):
    first = factories.make_report(one, round=opened, changed="Dertig")
    form = manager.get(f"{url}?verbeter=1").context["form"]
    data = {field.name: field.value() for field in form if field.value() is not None} | {"changed": "Dertien"}
    manager.post(url, data, headers=HTMX)
    assert (current(one).corrects, current(one).changed, current(one).round) == (first, "Dertien", opened)


def test_history_tells_who_said_what(client_of, one, asked):
    factories.make_report(one, "vertraagd", reason="Ziek", by_label="Mila", corrects=asked.report)
    for role in (Role.TEAM_MANAGER, Role.SCHOOL_DIRECTOR, Role.PORTFOLIO_HOLDER, Role.READER):
        text = text_of(client_of(role).get(f"/uitvoering/{one.pk}/"))
        assert all(
            words in text
            for words in ("Hoeveel docenten?", "Ziek", "Mila", "Gestart", "verbetert de melding")
        )


def test_history_of_another_school_is_not_there(signed_in, one, other_school, other_team):
    for role, unit in ((Role.SCHOOL_DIRECTOR, other_school), (Role.TEAM_MANAGER, other_team)):
        assert signed_in(factories.make_holder(role, unit)).get(f"/uitvoering/{one.pk}/").status_code == 404


def test_history_costs_the_same_with_more(client_of, one, django_assert_max_num_queries):
    client = client_of(Role.TEAM_MANAGER)
    for n in range(15):
        report = factories.make_report(one, changed=f"Nummer {n}")
        ReportReply.objects.create(report=report, verdict="terug", text="?", by_label="Pim")
    with django_assert_max_num_queries(15):
        client.get(f"/uitvoering/{one.pk}/")
    with django_assert_max_num_queries(15):
        client.get(f"/mijn-maatregelen/{one.pk}/")
