"""The division of a line over schools: who may lay it down, in versions, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from agenda.models import Agenda
from budgets.exceptions import SharesConflictError, SharesRefusedError
from budgets.line_page import line_page
from budgets.models import (
    BudgetLine,
    SchoolShare,
    SchoolSplit,
)
from budgets.school_pages import schools_page
from budgets.services.school_shares import school_shares_set
from operations.models import AuditEvent
from organisation.access import Actor
from organisation.models import Unit, UnitKind
from organisation.roles import Role
from tests import factories
from tests.integration.budgets.dividing import BY, FORM, LINE, ON, divide, text_of


# The division -------------------------------------------------------------------------------------------
def test_division_is_kept_in_versions_with_who_and_why(
    divisible: BudgetLine, by: Actor, school: Unit, other_school: Unit
) -> None:
    first = divide(divisible, {school: "60"})
    second = school_shares_set(
        line=divisible,
        shares={school.pk: None, other_school.pk: None},
        ground="besluit",
        based_on=first.pk,
        by=by,
    )
    first.refresh_from_db()
    assert (first.superseded_at, second.superseded_at) == (second.at, None)
    assert (first.ground, second.ground, second.by_label) == ("studenten", "besluit", by.label)
    assert [one.percent for one in first.shares.all()] == [60]
    told = AuditEvent.objects.filter(verb="school_shares_set").order_by("pk")
    assert [event.details["ground"] for event in told] == ["studenten", "besluit"]
    assert told[1].details["shares"] == {school.name: "gelijk deel", other_school.name: "gelijk deel"}


def test_the_same_division_again_changes_nothing(divisible: BudgetLine, school: Unit) -> None:
    first = divide(divisible, {school: "60"})
    assert (
        school_shares_set(
            line=divisible, shares={school.pk: Decimal(60)}, ground=" studenten ", based_on=None, by=BY
        )
        == first
    )
    assert SchoolSplit.objects.count() == AuditEvent.objects.filter(verb="school_shares_set").count() == 1


def test_division_can_be_taken_back_and_stays_to_be_read(divisible: BudgetLine, school: Unit) -> None:
    divide(divisible, {school: "60"})
    divide(divisible, {}, ground="toch niet")
    page = line_page(divisible.agenda, divisible, year=2025, number="1", on=ON).schools
    assert (page.current, len(page.versions)) == (None, 2)
    assert page.table.rest.money.planned == page.table.total.money.planned == 301


@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ({"school": "60", "other_school": "40.000001"}, "100,000001"),
        ({"school": "-1"}, "0 tot en met 100"),
        ({"school": "100.5"}, "0 tot en met 100"),
        ({"school": "NaN"}, "0 tot en met 100"),
        ({"school": "0.0000001"}, "decimalen"),
        ({"school": "60", "other_school": None}, "Geef elke school"),
        ({"team": "60"}, "Deze school bestaat niet"),
        ({"college": "60"}, "Deze school bestaat niet"),
        ({"elsewhere": "60"}, "Deze school bestaat niet"),
        ({"closed": "60"}, "Deze school bestaat niet"),
        ({}, "ten minste één school"),
    ],
)
def test_division_that_cannot_be_is_refused(
    shares: dict[str, str | None],
    told: str,
    divisible: BudgetLine,
    college: Unit,
    request: pytest.FixtureRequest,
) -> None:
    units = {name: request.getfixturevalue(name) for name in ("school", "other_school", "team", "college")}
    units["elsewhere"] = factories.make_unit(
        UnitKind.SCHOOL, parent=factories.make_unit(UnitKind.COLLEGE, code="ander")
    )
    units["closed"] = factories.make_unit(UnitKind.SCHOOL, parent=college, closed_on=date(2024, 7, 31))
    with pytest.raises(SharesRefusedError, match=told):
        divide(divisible, {units[name]: percent for name, percent in shares.items()})
    assert not SchoolSplit.objects.exists()


@pytest.mark.parametrize("ground", ["", "  ", "\0", "x" * 2001])
def test_division_without_a_proper_ground_is_refused(
    ground: str, divisible: BudgetLine, school: Unit
) -> None:
    with pytest.raises(SharesRefusedError) as caught:
        divide(divisible, {school: "60"}, ground=ground)
    assert caught.value.field == "ground"


def test_division_from_a_second_tab_is_refused(divisible: BudgetLine, school: Unit) -> None:
    first = divide(divisible, {school: "60"})
    with pytest.raises(SharesConflictError) as caught:
        school_shares_set(line=divisible, shares={school.pk: Decimal(50)}, ground="x", based_on=None, by=BY)
    assert caught.value.current == first
    assert SchoolSplit.objects.count() == 1


def test_school_that_ended_keeps_its_share_until_the_line_is_divided_again(
    divided: BudgetLine, other_school: Unit, client_of: Callable[[Role], Client]
) -> None:
    Unit.objects.filter(pk=other_school.pk).update(closed_on=date(2025, 4, 30))
    page = schools_page(divided.agenda, "2025", ON)
    gone = next(row for row in page.costs.rows if row.code == other_school.code)
    assert (gone.ended, gone.money.planned) == (date(2025, 4, 30), Decimal("150.50"))
    text = text_of(client_of(Role.CONTROLLER), LINE)
    assert "bestaat niet meer" in text
    client = client_of(Role.CONTROLLER)
    assert f'name="percent_{other_school.pk}"' in text_of(client, FORM)
    divide(divided, {other_school: "10"})
    assert SchoolShare.objects.filter(split__superseded_at__isnull=True).get().unit == other_school


# The form -----------------------------------------------------------------------------------------------
def test_form_keeps_percentages_or_equal_parts_or_nothing(
    divisible: BudgetLine, school: Unit, other_school: Unit, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.CONTROLLER)
    both = {f"percent_{school.pk}": "12,5", f"equal_{other_school.pk}": "on", "ground": "Besluit"}

    def kept(how: str) -> dict[int, Decimal | None]:
        based_on = client.get(FORM).context["form"]["based_on"].value() or ""
        answer = client.post(FORM, both | {"how": how, "based_on": based_on})
        assert answer.status_code == 302, answer.context["form"].errors
        shares = SchoolShare.objects.filter(split__superseded_at__isnull=True)
        return dict(shares.values_list("unit_id", "percent"))

    assert kept("percentages") == {school.pk: Decimal("12.5")}
    assert kept("gelijk") == {other_school.pk: None}
    assert kept("niet") == {}
    assert SchoolSplit.objects.count() == 3


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"how": "percentages"}, "ten minste één school een percentage"),
        ({"how": "gelijk"}, "Vink de scholen aan"),
        ({"how": ""}, "Kies hoe u verdeelt"),
        ({"how": "anders"}, "Kies hoe u verdeelt"),
        ({"how": "niet"}, "nog niet verdeeld"),
        ({"how": "percentages", "percent": "veel"}, "geen getal"),
        ({"how": "percentages", "percent": "101"}, "0 tot en met 100"),
        ({"how": "percentages", "percent": "10", "ground": " "}, "Schrijf op waarop"),
        ({"how": "percentages", "percent": "10", "ground": "\0"}, "ground"),
    ],
)
def test_form_tells_what_is_wrong_and_keeps_what_was_typed(
    fields: dict[str, str],
    told: str,
    divisible: BudgetLine,
    school: Unit,
    client_of: Callable[[Role], Client],
) -> None:
    typed = {"ground": "Mijn uitleg", **fields}
    typed[f"percent_{school.pk}"] = typed.pop("percent", "")
    answer = client_of(Role.CONTROLLER).post(FORM, typed)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert told in text
    assert not SchoolSplit.objects.exists()


def test_second_tab_sees_the_other_division_and_may_choose(
    divisible: BudgetLine, school: Unit, client_of: Callable[[Role], Client]
) -> None:
    first = divide(divisible, {school: "60"})
    client = client_of(Role.CONTROLLER)
    typed = {"how": "percentages", f"percent_{school.pk}": "50", "ground": "Beter", "based_on": ""}
    answer = client.post(FORM, typed)
    text = answer.content.decode().replace("\u00a0", " ")
    assert "Intussen is deze regel anders verdeeld" in text
    assert "School voor Techniek 60 %" in text
    assert f'name="based_on" value="{first.pk}"' in text
    assert client.post(FORM, typed | {"based_on": first.pk}).status_code == 302
    assert (
        client.post(FORM, typed | {"based_on": ""}, follow=True).content.decode().count("niets veranderd")
        == 1
    )


@pytest.mark.parametrize("address", ["/begroting/verdeling/lasten/geen/", "/begroting/verdeling/anders/l-2/"])
def test_line_that_is_not_there_is_not_found(
    address: str, plan: Agenda, client_of: Callable[[Role], Client]
) -> None:
    assert client_of(Role.CONTROLLER).get(address).status_code == 404
