"""One installation serves one college: a file never makes a second one."""

from __future__ import annotations

import pytest

import agenda.models as plan
from organisation.access import CommandActor
from organisation.models import Unit, UnitKind
from planfile.exceptions import LoadRefusedError
from planfile.services import agenda_store, plan_load
from tests import factories
from tests.unit.planfile.small import changed, small

pytestmark = pytest.mark.django_db


def store(document):
    return agenda_store(document=document, name="klein.yaml", by=CommandActor("test"))


def a_college(code: str, brin: str = "", name: str = "Met de hand") -> Unit:
    return factories.make_unit(UnitKind.COLLEGE, code=code, name=name, brin=brin)


def colleges() -> list[tuple[str, str, str]]:
    found = Unit.objects.filter(kind=UnitKind.COLLEGE).order_by("code")
    return list(found.values_list("code", "brin", "name"))


def elsewhere(*pairs: tuple[str, str]):
    return changed(("slug: klein-2024-2027", "slug: elders-2024-2027"), ("brin: 25LW", "brin: 01AA"), *pairs)


@pytest.mark.parametrize("code", ["25lw", "25LW", "noorderpoort"])
def test_agenda_store_only_college_without_brin_gets_it(code):
    mine = a_college(code)
    store(small())
    assert colleges() == [(code, "25LW", "Klein College")]
    assert plan.Agenda.objects.get().college == mine


def test_agenda_store_of_several_colleges_without_brin_the_code_decides():
    a_college("ander")
    a_college("25lw")
    store(small())
    assert colleges() == [("25lw", "25LW", "Klein College"), ("ander", "", "Met de hand")]


def test_agenda_store_several_colleges_without_brin_and_none_by_its_code_is_refused():
    a_college("een", name="Een")
    a_college("twee", name="Twee")
    with pytest.raises(LoadRefusedError, match=r"meer dan één instelling zonder BRIN: Een, Twee\. .*25LW"):
        store(small())
    assert [brin for _, brin, _ in colleges()] == ["", ""]


def test_agenda_store_agenda_of_another_college_is_refused_and_makes_none():
    store(small())
    with pytest.raises(LoadRefusedError) as caught:
        store(elsewhere())
    assert caught.value.reasons == [
        "Deze site is van Klein College (BRIN 25LW). "
        "Een agenda van een andere instelling hoort in een eigen installatie."
    ]
    assert colleges() == [("25lw", "25LW", "Klein College")]


def test_agenda_store_college_without_brin_beside_another_with_one_is_refused():
    a_college("01aa")
    a_college("25lw", "25LW")
    with pytest.raises(LoadRefusedError, match="Deze site is van Met de hand"):
        store(elsewhere())


def test_plan_load_other_college_cannot_be_waived():
    store(small())
    assert plan_load(elsewhere(), retire=True).refusals


def test_agenda_store_second_agenda_of_the_same_college_is_welcome():
    store(small())
    store(elsewhere(("brin: 01AA", "brin: 25LW")))
    assert plan.Agenda.objects.filter(college__brin="25LW").count() == 2


def test_agenda_store_code_of_another_kind_of_unit_is_refused():
    factories.make_unit(UnitKind.SCHOOL, code="25lw", name="Een school")
    with pytest.raises(LoadRefusedError, match=r"'25lw' is al van Een school, en dat is geen instelling"):
        store(small())


def test_agenda_store_college_that_lost_its_brin_gets_it_back():
    store(small())
    Unit.objects.filter(brin="25LW").update(brin="")
    store(small())
    assert colleges() == [("25lw", "25LW", "Klein College")]
