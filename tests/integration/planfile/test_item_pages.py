"""Single items in forms: whatever is shown and sent back unchanged is unchanged; nothing is stored unseen."""
# ruff: noqa: E501 -- form names

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

import agenda.models as plan
import indicators.models as figures
import measures.models as actions
from imports.models import Origin
from organisation.access import CommandActor
from organisation.roles import Role
from planfile.edit import ITEM_KINDS, Item, items
from planfile.itemform import ItemForm
from planfile.selectors import agenda_document
from planfile.services import agenda_load, agenda_store
from planfile.views.items import item_url
from tests.integration.planfile.pages import WHY, form_of
from tests.unit.planfile.small import SMALL, changed, small

pytestmark = pytest.mark.django_db
FIXTURE = Path(__file__).parents[3] / "fixtures" / "noorderpoort-2024-2027.yaml"
SLUG = "klein-2024-2027"


@pytest.fixture
def loaded(college) -> plan.Agenda:
    agenda_load(content=SMALL.encode(), name="klein.yaml", by=CommandActor("test"))
    return plan.Agenda.objects.select_related("college").get()


def url(kind: str, *ref: str, name: str = "item") -> str:
    return item_url(name, plan.Agenda.objects.get(), kind, ref)


def stored():
    return agenda_document(plan.Agenda.objects.select_related("college").get())


def send(client, address: str, **typed: str):
    """Type into the form, look at the differences, and save; gives the page of the differences and the last answer."""
    fields = {**form_of(client.get(address)), **typed}
    seen = client.post(address, fields)
    return seen, client.post(address, form_of(seen) | WHY) if not seen.context["errors"] else seen


SERIES = ("1a", "", "")


def test_items_lists_every_kind_with_a_way_to_add(admin_client, loaded):
    page = admin_client.get(reverse("planfile:items", args=[SLUG])).content.decode()
    for kind in ITEM_KINDS.values():
        assert f">{kind.plural}</h2>" in page
    assert page.count("toevoegen</a>") == len(ITEM_KINDS) - 1


def test_items_search_finds_by_code_and_word(admin_client, loaded):
    response = admin_client.get(reverse("planfile:items", args=[SLUG]), {"zoek": "welzijn"})
    assert [(group["kind"].slug, group["count"]) for group in response.context["groups"]] == [
        ("doelstelling", 1)
    ]
    response = admin_client.get(
        reverse("planfile:items", args=[SLUG]), {"zoek": "bestaat niet", "soort": "onzin"}
    )
    assert "Niets gevonden" in response.content.decode()


def test_start_goes_to_the_running_agenda(admin_client, loaded):
    assert admin_client.get(reverse("planfile:edit")).url == reverse("planfile:items", args=[SLUG])


def test_start_without_agenda_goes_to_the_file(admin_client):
    assert admin_client.get(reverse("planfile:edit")).url == reverse("planfile:upload")


def filled(record: Any) -> set[tuple[str, bool]]:
    """Of each key whether it holds something."""
    return {
        (spec.name, getattr(record, spec.name) not in (None, "", (), {}))
        for spec in dataclasses.fields(record)
    }


def of_every_shape(found: list[Item]) -> list[Item]:
    """Items of one kind in which every key is both filled and empty, where the agenda has such; the largest first."""
    chosen, seen = [], set()
    for item in sorted(found, key=lambda item: -len(repr(item.record))):
        if new := filled(item.record) - seen:
            chosen.append(item)
            seen |= new
    return chosen


def test_item_sent_back_as_shown_changes_nothing(admin_client, college):
    """In the real agenda no key gets lost or altered between document and form."""
    agenda_load(content=FIXTURE.read_bytes(), name="x", by=CommandActor("test"))
    agenda, document = plan.Agenda.objects.get(), stored()
    everything = list(items(document))
    for slug, kind in ITEM_KINDS.items():
        sample = of_every_shape([item for item in everything if item.kind is kind])
        for item in sample:
            page = admin_client.get(item_url("item", agenda, slug, item.ref))
            form = ItemForm(document, kind, item, data=form_of(page))
            assert form.editor.is_valid(), (slug, item.ref, form.messages())
            assert form.editor.build() == item.record, (slug, item.ref)
        # An equal record gives an equal document, whatever its kind: that the page then says so takes a few.
        if slug in ("agenda", "reeks", "maatregel", "lasten"):
            response = admin_client.post(item_url("item", agenda, slug, item.ref), form_of(page))
            assert response.status_code == 302, (slug, item.ref, response.context["errors"])


def test_item_change_shows_the_difference_before_it_is_stored(admin_client, loaded):
    address = url("doelstelling", "1.1")
    fields = {**form_of(admin_client.get(address)), "item-title": "Thuis voelen"}
    seen = admin_client.post(address, fields)
    assert "Dit verandert er" in seen.content.decode()
    assert stored() == small()
    done = admin_client.post(address, form_of(seen) | WHY)
    assert done.status_code == 302
    assert stored() == changed(("title: Welzijn", "title: Thuis voelen"))


def test_item_typed_further_after_the_difference_shows_it_again(admin_client, loaded):
    address = url("doelstelling", "1.1")
    seen = admin_client.post(address, {**form_of(admin_client.get(address)), "item-title": "Een"})
    again = admin_client.post(address, {**form_of(seen), "item-title": "Twee"})
    assert again.status_code == 200
    assert stored() == small()


@pytest.mark.parametrize(
    ("kind", "ref", "typed", "message"),
    [
        ("doelstelling", ("1.1",), {"item-title": ""}, "Titel: Dit veld is verplicht"),
        ("doelstelling", ("1.1",), {"item-code": "1.2"}, "doelstelling &#x27;1.2&#x27; staat er twee keer"),
        ("reeks", SERIES, {"item-baseline-value": "101"}, "101 kan niet bij eenheid percent"),
        ("reeks", SERIES, {"item-baseline-value": "85.5"}, "schrijf bijvoorbeeld 1.234,5"),
        ("reeks", SERIES, {"item-baseline-period": "2022-13"}, "maand"),
        ("reeks", SERIES, {"item-targets-0-kind": "range"}, "heeft low nodig"),
        ("reeks", SERIES, {"item-targets-1-by": "2028"}, "Soort: Dit veld is verplicht"),
        ("reeks", SERIES, {"item-breakdown-0-sleutel": "niveau", "item-breakdown-0-waarde": "9"}, "geen waarde van niveau"),
        ("reeks", SERIES, {"item-breakdown-0-sleutel": "niveau"}, "Vul beide in"),
        ("maatregel", ("1.1.1",), {"item-indicators": "9z"}, "indicator &#x27;9z&#x27; bestaat niet"),
        ("lasten", ("l1",), {"item-amounts-0-waarde": "1,2 mln"}, "is geen getal"),
        ("lasten", ("l1",), {"item-objectives-0-waarde": "90"}, "samen ten hoogste 100"),
        ("agenda", (), {"item-ends": "2020-01-01"}, "eindigt voordat zij begint"),
        ("opleiding", ("bc113",), {"item-level": "7"}, "Niveau: "),
    ],
)  # fmt: skip
def test_item_fault_stands_at_its_field_and_keeps_what_was_typed(
    kind, ref, typed, message, admin_client, loaded
):
    address = url(kind, *ref)
    response = admin_client.post(address, {**form_of(admin_client.get(address)), **typed})
    page = response.content.decode()
    assert response.context["errors"]
    assert message in page
    assert all(form_of(response)[name] == value for name, value in typed.items())
    assert stored() == small()


def test_item_new_target_comes_after_the_old_one(admin_client, loaded):
    _, done = send(
        admin_client, url("reeks", *SERIES),
        **{"item-targets-1-kind": "reach", "item-targets-1-value": "88,5", "item-targets-1-by": "2028"},
    )  # fmt: skip
    assert done.status_code == 302
    found = figures.Target.objects.filter(plan_series__series__key="").values_list("value", "by", "order")
    assert list(found) == [(Decimal(87), "2027", 0), (Decimal("88.5"), "2028", 1)]


def test_item_two_new_rows_one_after_another(admin_client, loaded):
    address = url("doelstelling", "1.1")
    first = admin_client.post(address, {**form_of(admin_client.get(address)), "item-partners-1-name": "Bond"})
    second = admin_client.post(address, {**form_of(first), "item-partners-2-name": "Bank"})
    assert admin_client.post(address, form_of(second) | WHY).status_code == 302
    assert list(plan.Partner.objects.values_list("name", flat=True)) == ["Gemeente", "Bond", "Bank"]


def test_item_row_taken_away(admin_client, loaded):
    _, done = send(admin_client, url("doelstelling", "1.1"), **{"item-partners-0-weg": "on"})
    assert done.status_code == 302
    assert not plan.Partner.objects.exists()


def test_item_baseline_taken_away(admin_client, loaded):
    address = url("reeks", *SERIES)
    fields = form_of(admin_client.get(address))
    del fields["item-baseline-er"]
    seen = admin_client.post(address, fields)
    assert admin_client.post(address, form_of(seen) | WHY).status_code == 302
    assert not figures.PlanFigure.objects.filter(role="baseline", plan_series__series__key="").exists()


def test_item_moved_keeps_its_row(admin_client, loaded):
    pk = figures.AgendaIndicator.objects.get(code="1a").pk
    seen, done = send(admin_client, url("indicator", "1a"), **{"plaats-onder": "doelstelling|1.2"})
    assert "verplaatst" in seen.content.decode()
    assert done.status_code == 302
    assert figures.AgendaIndicator.objects.get(pk=pk).objective.code == "1.2"


def test_item_add_every_simple_kind(admin_client, loaded):
    added = [
        ("prioriteit", {"item-code": "2", "item-title": "Werk"}),
        ("doelstelling", {"item-code": "2.1", "item-title": "Stage", "plaats-onder": "prioriteit|2"}),
        ("indicator", {"item-code": "5a", "item-key": "stage", "item-title": "Stages", "item-unit": "percent",
                       "item-desired": "higher", "plaats-onder": "doelstelling|2.1"}),
        ("reeks", {"plaats-onder": "indicator|5a", "item-baseline-er": "on", "item-baseline-period": "2023",
                   "item-baseline-value": "12,5"}),
        ("maatregel", {"item-code": "2.1.1", "item-title": "Bellen", "plaats-onder": "doelstelling|2.1"}),
        ("lasten", {"item-code": "l2", "item-title": "Bellers", "item-amounts-0-sleutel": "2024",
                    "item-amounts-0-waarde": "1.650.000"}),
        ("baten", {"item-code": "b2", "item-title": "Gemeente"}),
        ("instrument", {"item-name": "subsidie nazorg 22/24", "item-starts": "2024-01-01", "item-carry_over": "False",
                        "item-repayment": "Voor 1 juli."}),
        ("totaal", {"item-where": "par. 9", "item-scope": "costs"}),
        ("meetkalender", {"item-source": "JOB", "item-period": "2026", "item-expected": "2026-06-15"}),
        ("opleiding", {"item-code": "bc001", "item-title": "Bakker"}),
    ]  # fmt: skip
    for kind, typed in added:
        _, done = send(admin_client, reverse("planfile:item_add", args=[SLUG, kind]), **typed)
        assert done.status_code == 302, (kind, done.context["errors"])
        assert admin_client.get(done.url).status_code == 200
    document = stored()
    assert document.priorities[1].objectives[0].indicators[0].series[0].baseline.value == Decimal("12.5")
    assert document.budget.costs[1].amounts == {2024: Decimal(1650000)}
    (instrument,) = document.budget.instruments
    assert (instrument.carry_over, instrument.ends, instrument.repayment) == (False, None, "Voor 1 juli.")


def test_item_money_of_the_agenda_and_of_a_line(admin_client, loaded):
    address = url("agenda")
    _, done = send(admin_client, address, **{"item-money_thresholds-over": "2,5"})
    assert done.status_code == 302
    thresholds = stored().agenda.money_thresholds
    assert (thresholds.over, thresholds.under) == (Decimal("2.5"), 10)
    wrong = admin_client.post(
        address, {**form_of(admin_client.get(address)), "item-money_thresholds-over": "0"}
    )
    assert "meer dan 0 en ten hoogste 100" in wrong.content.decode()
    typed = {"item-fte-0-sleutel": "2024", "item-fte-0-waarde": "10,5"}
    _, done = send(admin_client, url("lasten", "l1"), **typed)
    assert done.status_code == 302
    assert stored().budget.costs[0].fte == {2024: Decimal("10.5")}


def test_item_add_without_place_is_refused(admin_client, loaded):
    address = reverse("planfile:item_add", args=[SLUG, "maatregel"])
    response = admin_client.post(
        address, {**form_of(admin_client.get(address)), "item-code": "9", "item-title": "x"}
    )
    assert "Staat bij: Dit veld is verplicht" in response.content.decode()


def test_item_two_tabs_the_second_is_told_and_keeps_what_was_typed(admin_client, loaded):
    address = url("doelstelling", "1.1")
    fields = {**form_of(admin_client.get(address)), "item-title": "Mijn titel"}
    agenda_store(document=changed(("title: Taal", "title: Nederlands")), name="x", by=CommandActor("test"))
    response = admin_client.post(address, fields)
    assert "intussen door iemand anders gewijzigd" in response.content.decode()
    assert form_of(response)["item-title"] == "Mijn titel"
    seen = admin_client.post(address, form_of(response) | WHY)
    assert admin_client.post(address, form_of(seen) | WHY).status_code == 302
    assert set(plan.Objective.objects.values_list("title", flat=True)) == {"Mijn titel", "Nederlands"}


def test_item_remove_shows_what_goes_and_removes(admin_client, loaded):
    address = url("maatregel", "1.1.1.1", name="item_remove")
    page = admin_client.get(address)
    assert "Luisteren" in page.content.decode()
    assert admin_client.post(address, form_of(page) | WHY).status_code == 302
    assert list(actions.Measure.objects.values_list("code", flat=True)) == ["1.1.1"]


def test_item_remove_what_others_refer_to_is_refused(admin_client, loaded):
    page = admin_client.get(url("doelstelling", "1.2", name="item_remove"))
    assert "Lasten l1, doelstellingen: doelstelling &#x27;1.2&#x27; bestaat niet" in page.content.decode()
    admin_client.post(url("doelstelling", "1.2", name="item_remove"))
    assert stored() == small()


def test_item_remove_measured_series_needs_the_box(admin_client, loaded):
    Origin.objects.update(kind=Origin.Kind.FILE)
    address = url("reeks", "1a", "", "leerweg=BOL;niveau=2", name="item_remove")
    page = admin_client.get(address)
    assert admin_client.post(address, form_of(page) | WHY).status_code == 200
    assert stored() == small()
    assert admin_client.post(address, {**form_of(page), **WHY, "retire": "on"}).status_code == 302
    assert figures.Observation.objects.current().count() == 3
    assert figures.PlanSeries.objects.count() == 1


def test_item_remove_after_a_change_elsewhere_is_refused(admin_client, loaded):
    address = url("maatregel", "1.1.1.1", name="item_remove")
    fields = form_of(admin_client.get(address))
    agenda_store(document=changed(("title: Taal", "title: Nederlands")), name="x", by=CommandActor("test"))
    assert admin_client.post(address, fields).status_code == 200
    assert actions.Measure.objects.count() == 2


PAGES = [
    f"/beheer/agenda/bewerken/{SLUG}/",
    f"/beheer/agenda/bewerken/{SLUG}/doelstelling/?item=1.1",
    f"/beheer/agenda/bewerken/{SLUG}/doelstelling/nieuw/",
    f"/beheer/agenda/bewerken/{SLUG}/doelstelling/verwijderen/?item=1.1",
    "/beheer/agenda/",
    f"/beheer/agenda/bestand/{SLUG}.yaml",
]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_pages_are_for_the_admin_only(role, client_of, loaded):
    client = client_of(role)
    assert {client.get(page).status_code for page in PAGES} == {403}


def test_pages_answer_the_admin_and_write_nothing(admin_client, loaded):
    before = stored()
    assert {admin_client.get(page).status_code for page in PAGES} == {200}
    assert stored() == before


@pytest.mark.parametrize(
    "page",
    [
        "bewerken/bestaat-niet/",
        f"bewerken/{SLUG}/onzin/",
        f"bewerken/{SLUG}/doelstelling/",
        f"bewerken/{SLUG}/doelstelling/?item=9.9",
        f"bewerken/{SLUG}/doelstelling/?item=1.1&item=x",
        f"bewerken/{SLUG}/agenda/nieuw/",
        f"bewerken/{SLUG}/agenda/verwijderen/",
        f"bewerken/{SLUG}/maatregel/verwijderen/?item=%00",
        "bestand/bestaat-niet.yaml",
        "verschillen/onzin/",
    ],
)
def test_pages_unknown_address_is_404(page, admin_client, loaded):
    assert admin_client.get(f"/beheer/agenda/{page}").status_code == 404


@pytest.mark.parametrize("count", ["-1", "x", "99999999999", "²", "500"])
def test_item_nonsense_count_of_rows_is_no_error(count, admin_client, loaded):
    address = url("doelstelling", "1.1")
    response = admin_client.post(
        address, {**form_of(admin_client.get(address)), "item-partners-aantal": count}
    )
    assert response.status_code in (200, 302)
    assert stored() == small()


def test_item_empty_post_says_what_is_missing(admin_client, loaded):
    for kind, ref in [("doelstelling", ("1.1",)), ("reeks", SERIES), ("indicator", ("1a",)), ("agenda", ())]:
        assert admin_client.post(url(kind, *ref), {}).context["errors"]
    assert stored() == small()
