"""Evaluations and themes as people meet them."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.models import Agenda, Agreement, Evaluation, Objective, Round, Theme
from operations.models import AuditEvent
from organisation.roles import Role
from tests.example import PERIOD
from tests.integration.steering.pages import text_of

OBJECTIVES = f"/agenda/{PERIOD}/doelstellingen/"
EVALUATIONS = f"{OBJECTIVES}1.2/evaluaties/"
THEMES = f"/agenda/{PERIOD}/themas/"


def filled(client, address: str, **data) -> dict:
    """The form at an address as it stands, with what is filled in."""
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {
        name: value for name, value in values.items() if value not in (None, "") and value is not False
    } | data


@pytest.fixture
def agenda(site) -> Agenda:
    return Agenda.objects.get()


@pytest.fixture
def today():
    return timezone.localdate()


# Evaluations --------------------------------------------------------------------------------------------
def test_objective_shows_the_newest_evaluation_and_what_is_agreed(browse):
    newest = Evaluation.objects.filter(objective__code="1.2").first()
    text = text_of(browse(Role.TEAM_MANAGER).get(f"{OBJECTIVES}1.2/"))
    assert newest.needed in text
    assert newest.agreements.first().text in text
    assert "2 eerdere evaluaties" in text
    assert "Evaluatie vastleggen" not in text


@pytest.mark.parametrize("role", [Role.OBJECTIVE_OWNER, Role.PORTFOLIO_HOLDER])
def test_evaluation_is_written_with_participants_and_agreements(role, browse, agenda):
    client = browse(role)
    open_before = Agreement.objects.get(
        text__startswith="De cijfers per school", evaluation__objective__code="1.2"
    )
    data = filled(
        client, f"{EVALUATIONS}nieuw/", needed="Meer tijd", contact="ja", partners=["UWV"], more="Wijkteam\n\nPolitie",
        text_0="Samen kijken", owner_0="UWV",
        **{f"done_{open_before.pk}": "on", f"outcome_{open_before.pk}": "Gestuurd"},
    )  # fmt: skip
    assert client.post(f"{EVALUATIONS}nieuw/", data).status_code == 302
    made = Evaluation.objects.get(needed="Meer tijd")
    assert [row.name for row in made.participants.all()] == ["UWV", "Wijkteam", "Politie"]
    assert made.agreements.get().text == "Samen kijken"
    open_before.refresh_from_db()
    assert open_before.outcome == "Gestuurd"
    assert client.post(f"{EVALUATIONS}nieuw/", data).status_code == 302  # the same form again
    assert Evaluation.objects.filter(needed="Meer tijd").count() == 1


def test_owner_of_other_objectives_may_read_but_not_write(browse):
    elsewhere = Objective.objects.exclude(owners__user__email__startswith="doelstelling").first()
    client = browse(Role.OBJECTIVE_OWNER)
    address = f"{OBJECTIVES}{elsewhere.code}/evaluaties/"
    page = client.get(address)
    assert page.status_code == 200
    assert "Evaluatie vastleggen" not in text_of(page)
    assert client.get(f"{address}nieuw/").status_code == 403
    assert client.post(f"{address}nieuw/", {"needed": "x"}).status_code == 403


def test_tick_without_outcome_and_outcome_without_tick_are_both_asked_about(browse):
    client = browse(Role.PORTFOLIO_HOLDER)
    first, second = Agreement.objects.filter(evaluation__objective__code="1.2", closed_on=None)[:2]
    ticked = {f"done_{first.pk}": "on", f"outcome_{second.pk}": "Klaar"}
    data = filled(client, f"{EVALUATIONS}nieuw/", needed="x", **ticked)
    text = text_of(client.post(f"{EVALUATIONS}nieuw/", data))
    assert "haal het vinkje weg" in text
    assert "Zet een vinkje" in text
    assert not Agreement.objects.filter(pk__in=[first.pk, second.pk], closed_on__isnull=False).exists()


def test_outcome_of_an_agreement_that_somebody_closed_meanwhile_is_said(browse):
    client = browse(Role.PORTFOLIO_HOLDER)
    agreement = Agreement.objects.filter(evaluation__objective__code="1.2", closed_on=None)[0]
    typed = {f"done_{agreement.pk}": "on", f"outcome_{agreement.pk}": "Mijn <i>uitkomst</i>"}
    data = filled(client, f"{EVALUATIONS}nieuw/", needed="Bewaard", **typed)
    client.post(f"{EVALUATIONS}afspraken/{agreement.pk}/", {"outcome": "Eerst"})
    page = client.post(f"{EVALUATIONS}nieuw/", data, follow=True)
    assert "U schreef: Mijn &lt;i&gt;uitkomst" in page.content.decode()
    assert Evaluation.objects.filter(needed="Bewaard").exists()
    agreement.refresh_from_db()
    assert agreement.outcome == "Eerst"


def test_two_tabs_show_both_texts_and_the_second_chooses(browse, site):
    evaluation = Evaluation.objects.filter(objective__code="1.2").first()
    address = f"{EVALUATIONS}{evaluation.pk}/"
    owner, holder = browse(Role.OBJECTIVE_OWNER), browse(Role.PORTFOLIO_HOLDER)
    first = filled(owner, address, needed="Van de eigenaar")
    second = filled(holder, address, needed="Van de houder", text_0="Afspraak van de houder", owner_0="Wij")
    assert owner.post(address, first).status_code == 302
    answer = holder.post(address, second)
    assert answer.status_code == 200
    text = text_of(answer)
    assert "Van de eigenaar" in text and "Van de houder" in text
    assert f"{site.people[Role.OBJECTIVE_OWNER].name} was u voor" in text
    evaluation.refresh_from_db()
    assert evaluation.needed == "Van de eigenaar"
    again = {**second, "version": str(answer.context["form"]["version"].value())}
    assert holder.post(address, again).status_code == 302
    evaluation.refresh_from_db()
    assert evaluation.needed == "Van de houder"
    assert evaluation.agreements.filter(text="Afspraak van de houder").count() == 1


@pytest.fixture
def evaluation_round(agenda) -> Round:
    """The example's; 1.2 has no evaluation in it yet."""
    return Round.objects.get(agenda=agenda, asks_reports=False, closed_at=None)


def test_round_that_closes_while_somebody_types_loses_nothing(browse, evaluation_round):
    client = browse(Role.PORTFOLIO_HOLDER)
    data = filled(client, f"{EVALUATIONS}nieuw/", needed="Getypt")
    close(evaluation_round)
    answer = client.post(f"{EVALUATIONS}nieuw/", data, follow=True)
    assert f"De {evaluation_round} is intussen gesloten. De evaluatie is bewaard" in text_of(answer)
    assert Evaluation.objects.get(needed="Getypt").round is None


def test_locked_evaluation_keeps_what_was_typed_and_can_be_kept_as_a_new_one(browse, evaluation_round):
    client = browse(Role.PORTFOLIO_HOLDER)
    client.post(f"{EVALUATIONS}nieuw/", filled(client, f"{EVALUATIONS}nieuw/", needed="In de ronde"))
    made = Evaluation.objects.get(needed="In de ronde")
    assert made.round == evaluation_round
    assert client.get(f"{EVALUATIONS}nieuw/").url == f"{EVALUATIONS}{made.pk}/"
    data = filled(client, f"{EVALUATIONS}{made.pk}/", needed="Te laat getypt")
    close(evaluation_round)
    answer = client.post(f"{EVALUATIONS}{made.pk}/", data)
    assert "is gesloten" in text_of(answer)
    assert "Te laat getypt" in answer.content.decode()
    form = answer.context["form"]
    kept = {**data, "submission": str(form["submission"].value())}
    assert client.post(f"{EVALUATIONS}nieuw/", kept).status_code == 302
    assert Evaluation.objects.get(needed="Te laat getypt").round is None
    assert Evaluation.objects.get(pk=made.pk).needed == "In de ronde"
    assert client.get(f"{EVALUATIONS}{made.pk}/").status_code == 302
    assert f"{EVALUATIONS}{made.pk}/" not in client.get(EVALUATIONS).content.decode()


def close(round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(closed_at=timezone.now() + timedelta(minutes=1))


def test_agreement_pages_add_and_close_once(browse):
    client = browse(Role.OBJECTIVE_OWNER)
    evaluation = Evaluation.objects.filter(objective__code="1.2").first()
    assert (
        client.post(f"{EVALUATIONS}{evaluation.pk}/afspraak/", {"text": "Nieuw", "owner": "Wij"}).status_code
        == 302
    )
    made = Agreement.objects.get(text="Nieuw")
    address = f"{EVALUATIONS}afspraken/{made.pk}/"
    assert client.post(address, {"outcome": "Gedaan"}).status_code == 302
    again = client.post(address, {"outcome": "Anders"})
    assert "al afgerond" in text_of(again)
    assert "Anders" in again.content.decode()
    assert client.get(address).status_code == 302
    other = Agreement.objects.filter(evaluation__objective__code="2.1").first()
    assert client.get(f"{EVALUATIONS}afspraken/{other.pk}/").status_code == 404


# Themes -------------------------------------------------------------------------------------------------
def test_themes_are_written_by_the_portfolio_holder_and_read_by_all(browse, agenda):
    holder, address = browse(Role.PORTFOLIO_HOLDER), f"{THEMES}2025/csr/"
    data = filled(holder, address, text_0="Rust & <b>ruimte</b>", objective_0="1.2", text_1="", text_2="Tijd")
    assert holder.post(address, data).status_code == 302
    stored = Theme.objects.filter(agenda=agenda, year=2025, council="csr")
    assert [row.text for row in stored] == ["Rust & <b>ruimte</b>", "Tijd"]
    assert [row.objective and row.objective.code for row in stored] == ["1.2", None]
    assert AuditEvent.objects.filter(verb="themes_save").count() == 1
    assert "Rust & <b>ruimte</b>" in html.unescape(browse(Role.READER).get(THEMES).content.decode())
    assert "Rust &" in text_of(browse(Role.READER).get(f"{OBJECTIVES}1.2/"))
    for role in set(Role) - {Role.PORTFOLIO_HOLDER}:
        assert browse(role).get(address).status_code == 403


def test_second_tab_with_themes_is_told_and_then_chooses(browse, agenda):
    holder, address = browse(Role.PORTFOLIO_HOLDER), f"{THEMES}2025/or/"
    first = filled(holder, address, text_0="Van de een")
    second = filled(holder, address, text_0="Van de ander")
    assert holder.post(address, first).status_code == 302
    answer = holder.post(address, second)
    assert "Er staat nu: Van de een" in text_of(answer)
    assert Theme.objects.filter(text="Van de ander").count() == 0
    again = {**second, "seen": answer.context["form"]["seen"].value()}
    assert holder.post(address, again).status_code == 302
    assert Theme.objects.filter(text="Van de ander").count() == 1


def test_second_tab_that_would_undo_another_objective_is_told(browse, agenda):
    holder, address = browse(Role.PORTFOLIO_HOLDER), f"{THEMES}2025/or/"
    assert holder.post(address, filled(holder, address, text_0="Rust", objective_0="1.2")).status_code == 302
    first = filled(holder, address, objective_0="2.1")
    second = filled(holder, address, text_1="Tijd")
    assert holder.post(address, first).status_code == 302
    answer = holder.post(address, second)
    assert "Er staat nu: Rust (doelstelling 2.1)" in text_of(answer)
    assert Theme.objects.get(text="Rust").objective.code == "2.1"
    assert not Theme.objects.filter(text="Tijd").exists()


def test_themes_twice_the_same_or_of_another_year_are_refused(browse):
    holder = browse(Role.PORTFOLIO_HOLDER)
    data = filled(holder, f"{THEMES}2025/or/", text_0="Zelfde", text_1="Zelfde")
    assert "staat er twee keer" in text_of(holder.post(f"{THEMES}2025/or/", data))
    for address in (f"{THEMES}2019/or/", f"{THEMES}2025/zz/", f"{THEMES}99999999999/or/"):
        assert holder.get(address).status_code == 404
