"""Who is responsible for an objective is not lost without a word."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError

import agenda.models as plan
from organisation.access import CommandActor
from planfile.exceptions import LoadRefusedError
from planfile.services import agenda_store, plan_load
from planfile.views.items import item_url
from tests import factories
from tests.integration.planfile.pages import WHY, form_of
from tests.unit.planfile.small import changed, small, spoiled

pytestmark = pytest.mark.django_db
OTHER_CODE = (('code: "1.2"', 'code: "1.3"'), ('"1.2": 40', '"1.3": 40'))
SENTENCE = (
    "Doelstelling 1.2 Taal gaat uit de agenda; wie er verantwoordelijk is, vervalt: Bo Baas, Jan Jansen."
)


def store(document, **options):
    return agenda_store(document=document, name="klein.yaml", by=CommandActor("test"), **options)


@pytest.fixture
def owned(college) -> plan.Objective:
    """Objective 1.2 with two people."""
    store(small())
    objective = plan.Objective.objects.get(code="1.2")
    for name in ("Jan Jansen", "Bo Baas"):
        plan.ObjectiveOwner.objects.create(objective=objective, user=factories.make_person(name))
    return objective


def codes() -> list[str]:
    return list(plan.Objective.objects.values_list("code", flat=True))


def test_agenda_store_other_code_of_an_owned_objective_is_refused(owned):
    with pytest.raises(LoadRefusedError) as caught:
        store(changed(*OTHER_CODE))
    assert caught.value.reasons == [SENTENCE]
    assert owned.owners.count() == 2


def test_agenda_store_owned_objective_goes_with_retire(owned):
    planned = store(changed(*OTHER_CODE), retire=True)
    assert planned.losses == (SENTENCE,)
    assert codes() == ["1.1", "1.3"]
    assert not plan.ObjectiveOwner.objects.exists()


def test_plan_load_objective_without_people_is_no_loss(owned):
    owned.owners.all().delete()
    assert plan_load(changed(*OTHER_CODE)).losses == ()


def test_plan_load_owned_objective_that_stays_is_no_loss(owned):
    assert plan_load(changed(("title: Taal", "title: Nederlands"))).losses == ()


def test_load_agenda_owned_objective_needs_retire(owned, tmp_path):
    path = tmp_path / "klein.yaml"
    path.write_bytes(spoiled(*OTHER_CODE))
    with pytest.raises(CommandError, match=r"Bo Baas, Jan Jansen(.|\n)*Met --retire"):
        call_command("load_agenda", str(path))
    call_command("load_agenda", str(path), "--retire")
    assert codes() == ["1.1", "1.3"]


def test_confirm_owned_objective_needs_the_box(admin_client, owned):
    file = SimpleUploadedFile("nieuw.yaml", spoiled(*OTHER_CODE))
    address = admin_client.post("/beheer/agenda/", {"file": file}).url
    page = admin_client.get(address)
    assert SENTENCE in page.content.decode()
    assert admin_client.post(address, form_of(page) | WHY).status_code == 200
    assert codes() == ["1.1", "1.2"]
    assert admin_client.post(address, {**form_of(page), **WHY, "retire": "on"}).status_code == 302
    assert codes() == ["1.1", "1.3"]


def test_item_other_code_of_an_owned_objective_needs_the_box(admin_client, owned):
    store(changed(('{"1.1": 60, "1.2": 40}', '{"1.1": 60}')))
    address = item_url("item", plan.Agenda.objects.get(), "doelstelling", ("1.2",))
    refused = admin_client.post(address, {**form_of(admin_client.get(address)), "item-code": "1.3"})
    assert SENTENCE in refused.content.decode()
    assert refused.context["errors"]
    seen = admin_client.post(address, {**form_of(refused), **WHY, "retire": "on"})
    assert SENTENCE in seen.content.decode()
    assert codes() == ["1.1", "1.2"]
    assert admin_client.post(address, form_of(seen) | WHY).status_code == 302
    assert codes() == ["1.1", "1.3"]
