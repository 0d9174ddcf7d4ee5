"""The sheets of boxes on which the portfolio holder divides measures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agenda.models import Agenda
from measures.models import Assignment, Measure
from organisation.models import Unit, UnitKind
from organisation.roles import Role
from tests import factories

TODAY = timezone.localdate()
OBJECTIVE, MEASURE = "/uitvoering/doelstelling/1.2/", "/uitvoering/maatregel/1.2.3/"


@pytest.fixture
def client(client_of: Callable[[Role], Client], plan: Agenda) -> Client:
    return client_of(Role.PORTFOLIO_HOLDER)


def box(code: str, unit: Unit | str) -> str:
    return f"{Measure.objects.get(code=code).pk}:{unit if isinstance(unit, str) else unit.pk}"


def send(client: Client, address: str, *ticks: str, was: str = "", day: object = TODAY) -> str:
    data = {"kies": ticks, "was": was, "valid_from": str(day)}
    return client.post(address, data, follow=True).content.decode()


def running() -> set[tuple[str, str]]:
    return set(Assignment.objects.filter(valid_until=None).values_list("measure__code", "unit__code"))


@pytest.mark.parametrize("address", [OBJECTIVE, MEASURE])
@pytest.mark.parametrize("role", list(Role))
def test_sheets_are_for_who_divides_measures(
    address: str, role: Role, plan: Agenda, school: Unit, client_of: Callable[[Role], Client]
) -> None:
    expected = 200 if role in {Role.PORTFOLIO_HOLDER, Role.ADMIN} else 403
    assert client_of(role).get(address).status_code == expected
    assert client_of(role).post(address).status_code == expected


@pytest.mark.parametrize(
    "address",
    [
        "/uitvoering/doelstelling/9.9/",
        "/uitvoering/maatregel/9.9/",
        "/uitvoering/maatregel/1.1.2/",
        "/uitvoering/maatregel/1.2.2/",
        "/uitvoering/maatregel/%00/",
    ],
)
def test_sheets_of_what_nobody_carries_out_are_not_there(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


def test_objective_sheet_has_a_box_for_every_measure_and_school(
    client: Client, school: Unit, other_school: Unit, team: Unit
) -> None:
    factories.make_assignment(Measure.objects.get(code="1.2.3"), school)
    factories.make_assignment(Measure.objects.get(code="1.2.3"), team)
    text = client.get(OBJECTIVE).content.decode()
    assert text.count('name="kies"') == 4 * 3, "four measures; all schools and each of two"
    assert text.count(" checked") == 1
    assert f'value="{box("1.2.3", school)}" checked' in text
    assert "1 team<" in text
    assert "1 maatregel staat hier niet" in text


def test_objective_sheet_stores_only_what_somebody_changed(
    client: Client, school: Unit, other_school: Unit
) -> None:
    kept = factories.make_assignment(Measure.objects.get(code="1.2.1"), school)
    gone = factories.make_assignment(Measure.objects.get(code="1.2.3"), school)
    was = f"{box('1.2.1', school)} {box('1.2.3', school)}"
    # Meanwhile somebody else gave 1.2.3 to the other school; this form knows nothing of it.
    factories.make_assignment(Measure.objects.get(code="1.2.3"), other_school)
    text = send(client, OBJECTIVE, box("1.2.1", school), box("1.2.1", other_school), was=was)
    assert "1 keer verdeeld, 1 keer beëindigd" in text
    assert running() == {("1.2.1", "techniek"), ("1.2.1", "zorg"), ("1.2.3", "zorg")}
    gone.refresh_from_db()
    assert (gone.valid_until, kept.valid_from) == (TODAY - timedelta(days=1), factories.LONG_AGO)


def test_objective_sheet_gives_a_measure_to_all_schools_at_once(
    client: Client, college: Unit, school: Unit, other_school: Unit
) -> None:
    factories.make_unit(UnitKind.SERVICE, parent=college, code="dienst")
    send(client, OBJECTIVE, box("1.2.3", "alle"))
    assert running() == {("1.2.3", "techniek"), ("1.2.3", "zorg")}


def test_measure_sheet_gives_it_to_schools_and_teams(
    client: Client, school: Unit, team: Unit, other_school: Unit
) -> None:
    text = client.get(MEASURE).content.decode()
    assert text.count('name="kies"') == 3
    send(client, MEASURE, box("1.2.3", school), box("1.2.3", team))
    assert running() == {("1.2.3", "techniek"), ("1.2.3", "team-ict")}


def test_sheet_sent_twice_is_once(client: Client, school: Unit) -> None:
    send(client, MEASURE, box("1.2.3", school))
    assert "Er is niets veranderd" in send(client, MEASURE, box("1.2.3", school))
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "said"),
    [("", "Dit veld is verplicht"), ("gisteren", "geen datum"), ("2023-01-01", "zo lang loopt de agenda")],
)
def test_sheet_with_a_wrong_day_keeps_the_ticks_and_says_what_is_wrong(
    client: Client, school: Unit, day: str, said: str
) -> None:
    text = send(client, MEASURE, box("1.2.3", school), day=day)
    assert "Er is niets opgeslagen" in text
    assert said in text
    assert f'value="{box("1.2.3", school)}" checked' in text
    assert not Assignment.objects.exists()


def test_sheet_leaves_aside_boxes_that_are_not_on_it(client: Client, college: Unit, school: Unit) -> None:
    benchmark = factories.make_unit(UnitKind.BENCHMARK)
    odd = [
        "x",
        "1:2:3",
        ":",
        "999:999",
        box("1.2.3", college),
        box("1.2.3", benchmark),
        box("1.1.1", school),
        "9:alle",
    ]
    assert "Er is niets veranderd" in send(client, MEASURE, *odd, was="x 1: \x00")
    assert not Assignment.objects.exists()


def test_sheet_tells_why_a_report_keeps_its_assignment(client: Client, school: Unit) -> None:
    row = factories.make_assignment(Measure.objects.get(code="1.2.3"), school, valid_from=TODAY)
    factories.make_report(row)
    text = send(client, MEASURE, was=box("1.2.3", school))
    assert "al iets opgeschreven" in text
    assert Assignment.objects.get().valid_until is None
