"""What of the money is a school's: no cent is lost, and no school sees another's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.models import Agenda
from budgets.line_page import line_page
from budgets.models import (
    BudgetLine,
    CostCentre,
)
from budgets.overview import overview
from budgets.school_pages import school_page, schools_page
from organisation.models import Unit, UnitKind
from organisation.roles import Role
from tests import factories
from tests.integration.budgets.dividing import FORM, LINE, LIST, ON, divide, text_of


# What of a line is a school's ---------------------------------------------------------------------------
def test_line_over_its_schools_comes_to_the_line(
    divided: BudgetLine, school: Unit, other_school: Unit
) -> None:
    page = line_page(divided.agenda, divided, year=2025, number="1", on=ON)
    rows = {row.code: row for row in page.schools.table.rows}
    own, rest = rows[school.code], page.schools.table.rest
    assert (own.money.planned, own.money.actual, own.money.committed) == (
        Decimal("100.33"), Decimal("22.34"), 3,
    )  # fmt: skip
    assert (own.share, rows[other_school.code].share) == ("33,333333\u00a0%", "50\u00a0%")
    assert (rest.money.planned, rest.money.actual) == (Decimal("50.17"), Decimal("51.01"))
    assert sum((row.money for row in rows.values()), rest.money).actual == page.now.money.actual
    assert (page.schools.left, page.schools.by_hand) == (2, True)


def test_all_schools_come_to_the_budget(divided: BudgetLine) -> None:
    divide(BudgetLine.objects.get(code="l-1"), dict.fromkeys(Unit.objects.filter(kind="school")))
    for year in ("2024", "2025"):
        page, whole = schools_page(divided.agenda, year, ON), overview(divided.agenda, year, ON)
        for table, row in ((page.costs, whole.now.costs), (page.income, whole.now.income)):
            together = sum((one.money for one in table.rows), table.rest.money)
            for name in ("planned", "actual", "committed"):
                assert getattr(together, name) == getattr(row.money, name), (year, name)
                assert getattr(table.total.money, name) == getattr(row.money, name), (year, name)


def test_team_that_moved_takes_its_bookings_along_from_that_year(
    divided: BudgetLine, team: Unit, other_school: Unit
) -> None:
    team.parents.update(valid_until=date(2024, 12, 31))
    team.parents.create(parent=other_school, valid_from=date(2025, 1, 1))
    page = school_page(divided.agenda, other_school, "2025", ON)
    assert page.costs.total.money.actual == Decimal("787.77")


# Who sees what ------------------------------------------------------------------------------------------
def may_see(role: Role) -> dict[str, int]:
    """What each address answers to a role; the school is its own where it has one."""
    whole = role not in {Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER}
    own = whole or role is Role.SCHOOL_DIRECTOR
    return {
        "/begroting/": 200 if own else 403,
        "/begroting/scholen/techniek/": 200 if own else 403,
        "/begroting/scholen/techniek/begroting.xlsx": 200 if own else 403,
        "/begroting/scholen/zorg/": 200 if whole else 404 if own else 403,
        "/begroting/scholen/zorg/begroting.xlsx": 200 if whole else 404 if own else 403,
        "/begroting/scholen/team-ict/": 404 if own else 403,
        "/begroting/scholen/geen/": 404 if own else 403,
        LIST: 200 if whole else 403,
        LINE: 200 if whole else 403,
        "/begroting/plan/": 200 if whole else 403,
        "/begroting/begroting.xlsx": 200 if whole else 403,
        "/agenda/2024-2025/geld/": 200 if whole else 403,
        "/agenda/2024-2025/geld/?deel=kaarten": 200 if whole else 403,
        FORM: 200 if role is Role.CONTROLLER else 403,
    }


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_what_it_may(
    role: Role, divided: BudgetLine, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(role)
    assert {address: client.get(address).status_code for address in may_see(role)} == may_see(role)
    posted = client.post(FORM, {"how": "niet", "ground": "weg"}).status_code
    assert posted == (
        200 if role is Role.CONTROLLER else 403
    )  # the controller is told of the division that stands


def test_director_sees_the_own_share_and_nothing_that_tells_the_whole(
    divided: BudgetLine, client_of: Callable[[Role], Client]
) -> None:
    text = text_of(client_of(Role.SCHOOL_DIRECTOR), "/begroting/?jaar=2025")
    for shown in (
        "School voor Techniek", "Uw deel van de lasten: <strong>€ 100</strong>", "€ 22", "Regel l-2",
        "Eigen verdeling van het college, niet uit de kwaliteitsagenda",
    ):  # fmt: skip
        assert shown in text
    # Not the line, the rest, the other school, its money, or the percentage from which the line would follow.
    for hidden in (
        "€ 301",
        "€ 951",
        "€ 51",
        "School voor Zorg",
        "€ 778",
        "33,3",
        "Regel l-3",
        "studenten",
        f'href="{LIST}"',
        "Grootboek",
    ):
        assert hidden not in text


def test_director_without_a_share_reads_that_there_is_none(
    plan: Agenda, client_of: Callable[[Role], Client]
) -> None:
    assert "Voor uw school is niets verdeeld" in text_of(client_of(Role.SCHOOL_DIRECTOR), "/begroting/")
    assert "Voor deze school is niets verdeeld" in text_of(
        client_of(Role.CONTROLLER), "/begroting/scholen/techniek/"
    )


def test_director_without_a_cost_centre_reads_that_it_cannot_be_told(
    divisible: BudgetLine, school: Unit, client_of: Callable[[Role], Client]
) -> None:
    divide(divisible, {school: "50"})
    text = text_of(client_of(Role.SCHOOL_DIRECTOR), "/begroting/?jaar=2025")
    assert "Geen kostenplaats staat op naam van uw school" in text
    assert "€ 151" in text


def test_director_of_two_schools_goes_from_one_to_the_other(
    divided: BudgetLine, college: Unit, holder_of, signed_in
) -> None:
    more = factories.make_unit(UnitKind.SCHOOL, parent=college, code="bouw", name="School voor Bouw")
    factories.give_role(holder_of(Role.SCHOOL_DIRECTOR), Role.SCHOOL_DIRECTOR, more)
    client = signed_in(holder_of(Role.SCHOOL_DIRECTOR))
    text = text_of(client, "/begroting/")
    assert "School voor Bouw</h1>" in text
    assert "/begroting/scholen/techniek/" in text
    assert client.get("/begroting/scholen/zorg/").status_code == 404


def test_director_whose_role_ended_sees_nothing(divided: BudgetLine, holder_of, signed_in) -> None:
    person = holder_of(Role.SCHOOL_DIRECTOR)
    person.roles.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert signed_in(person).get("/begroting/scholen/techniek/").status_code == 403


def test_director_of_no_school_gets_a_page_that_says_so(plan: Agenda, team: Unit, signed_in) -> None:
    client = signed_in(factories.make_holder(Role.SCHOOL_DIRECTOR, team))
    assert "Voor u is hier niets te zien" in text_of(client, "/begroting/")


def test_pages_of_the_whole_show_every_school(
    divided: BudgetLine, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.BOARD)
    text = text_of(client, LIST + "?jaar=2025")
    for shown in (
        "School voor Techniek",
        "School voor Zorg",
        "2 boekingen staan",
        "met de hand",
        "€ 100",
        "€ 151",
    ):
        assert shown in text
    line = text_of(client, LINE + "?jaar=2025")
    for shown in ("33,333333 %", "€ 151", "studenten", "Centraal, of niet aan een school toe te wijzen"):
        assert shown in line
    assert "Verdeling wijzigen" not in line
    assert "Verdeling wijzigen" in text_of(client_of(Role.CONTROLLER), LINE)
    assert "staat niet in de begroting" in text_of(client, LIST + "?jaar=1900")


# The price ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.SCHOOL_DIRECTOR, "/begroting/?jaar=2025"),
        (Role.BOARD, LIST),
        (Role.BOARD, "/begroting/scholen/techniek/"),
        (Role.BOARD, "/begroting/scholen/techniek/begroting.xlsx"),
        (Role.CONTROLLER, LINE + "?jaar=2025"),
        (Role.CONTROLLER, FORM),
    ],
)
def test_queries_are_the_same_with_more_schools(
    role: Role, address: str, divided: BudgetLine, book_in_march: Callable[..., None], college: Unit,
    client_of: Callable[[Role], Client],
) -> None:  # fmt: skip
    client = client_of(role)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    client.get(address)
    small = queries()
    more = [factories.make_unit(UnitKind.SCHOOL, parent=college) for _ in range(12)]
    for number, unit in enumerate(more):
        CostCentre.objects.create(code=f"M{number}", unit=unit)
        book_in_march(f"M{number}", 100 + number)
    for code in ("l-1", "l-2", "l-3"):
        divide(BudgetLine.objects.get(code=code), dict.fromkeys(more))
        divide(BudgetLine.objects.get(code=code), dict.fromkeys(more, "8.3"))
    assert (queries(), small <= 15) == (small, True)
