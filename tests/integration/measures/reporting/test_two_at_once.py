"""Two people report on one measure: the second sees both versions and chooses, and nothing is lost."""

from __future__ import annotations

import pytest

from measures.models import ReportDraft, StatusReport
from organisation.roles import Role
from tests import factories
from tests.integration.measures.reporting.pages import HTMX, current, text_of


@pytest.fixture
def meanwhile(one, team):
    """A colleague who sends something while the form is open."""
    colleague = factories.actor(factories.make_holder(Role.TEAM_MANAGER, team, "Cas Collega"))

    def meanwhile(**fields) -> StatusReport:
        return factories.make_report(one, by=colleague.user, by_label="Cas Collega", **fields)

    return meanwhile


def test_second_writer_sees_both_texts_and_nothing_is_lost(manager, opens, url, one, meanwhile, person):
    form = opens(state="vertraagd", reason="Ziek", changed="Van mij")
    theirs = meanwhile(changed="Van Cas", progress=40)
    text = text_of(manager.post(url, form, headers=HTMX))
    assert "Cas Collega meldde intussen ook" in text
    assert all(words in text for words in ("Van mij", "Van Cas", "Ziek", "40"))
    assert current(one) == theirs
    assert ReportDraft.objects.get(user=person).fields["changed"] == "Van mij"
    # Who leaves the page and comes back finds the same choice.
    assert "Cas Collega meldde intussen ook" in text_of(manager.get(url))


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("mijn", "Van mij"), ("ander", "Van Cas"), ("beide", "Van Cas\n\nVan mij")],
)
def test_second_writer_chooses_per_field(manager, opens, url, one, meanwhile, choice, kept):
    form = opens(state="afgerond", changed="Van mij")
    theirs = meanwhile(changed="Van Cas", progress=40)
    manager.post(url, form)
    chosen = form | {
        "based_on": theirs.pk, "kies_state": "mijn", "kies_progress": "ander", "kies_changed": choice,
    }  # fmt: skip
    manager.post(url, chosen)
    assert (current(one).state, current(one).progress, current(one).changed) == ("afgerond", 40, kept)
    assert not ReportDraft.objects.exists()


def test_choice_that_is_overtaken_again_shows_the_newest(manager, opens, url, one, meanwhile):
    form = opens(state="loopt", changed="Van mij")
    theirs = meanwhile(changed="Van Cas")
    manager.post(url, form)
    meanwhile(changed="Van Cas, verbeterd")
    text = text_of(manager.post(url, form | {"based_on": theirs.pk, "kies_changed": "beide"}, headers=HTMX))
    assert "Van Cas, verbeterd" in text
    assert "Van mij" in text


def test_choice_that_cannot_be_kept_comes_back_as_chosen(manager, opens, url, meanwhile):
    form = opens(state="loopt", changed="Van mij")
    theirs = meanwhile(state="gestopt", reason="Geld op", changed="Van Cas")
    chosen = form | {
        "based_on": theirs.pk,
        "kies_state": "ander",
        "kies_changed": "beide",
        "kies_reason": "mijn",
    }
    answer = manager.post(url, chosen, headers=HTMX)
    assert "Schrijf op waarom" in text_of(answer)
    assert "Van Cas" in text_of(answer)
    assert answer.context["form"]["state"].value() == "gestopt"


def test_two_people_who_say_the_same_have_nothing_to_choose(manager, opens, url, one, meanwhile):
    form = opens(state="loopt", changed="Hetzelfde")
    meanwhile(state="loopt", changed="Hetzelfde")
    assert "Gemeld om" in text_of(manager.post(url, form, headers=HTMX))
    assert one.reports.count() == 1
