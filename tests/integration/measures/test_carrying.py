"""How far measures are, on every page that shows it: who sees what, and what a move or a closing does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agenda.models import Agenda
from measures.carriers import measure_carriers, unit_measures
from measures.carrying import Grid, carrying_by_objective, objective_grid, with_standings
from measures.models import Assignment, Measure, Progress
from measures.rows import measure_rows
from measures.units import college_units, short_names
from organisation import services
from organisation.access import Actor
from organisation.models import Unit, UnitKind, UnitParent
from organisation.roles import Role
from tests import factories

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
SECRET = "Dit leest alleen wie het mag."


def report(unit: Unit, code: str, state: str = Progress.RUNNING, **fields: object) -> Assignment:
    """The unit carries the measure out and has reported this."""
    row = factories.make_assignment(Measure.objects.get(code=code), unit)
    factories.make_report(row, state, **fields)
    return row


def grid(agenda: Agenda, actor: Actor, objective: str = "1.2", *, parts: bool = False) -> Grid:
    units = college_units(agenda.college, TODAY)
    return objective_grid(measure_rows(agenda), objective, units, units.readable(actor), parts=parts)


def cells(found: Grid) -> dict[str, dict[str, str]]:
    """By measure: the word of each school that carries it out."""
    return {
        line.row.code: {cell.column.name: cell.standing.word for cell in line.cells if cell.standing}
        for line in found.rows
    }


@pytest.fixture
def reader(college: Unit) -> Actor:
    return factories.actor(factories.make_holder(Role.READER, college))


# The grid -----------------------------------------------------------------------------------------------
def test_grid_gathers_teams_under_their_school(
    plan: Agenda, school: Unit, team: Unit, other_team: Unit, other_school: Unit, reader: Actor
) -> None:
    report(school, "1.2.3", Progress.DONE)
    report(team, "1.2.3", Progress.DELAYED, reason="Ziek")
    factories.make_assignment(Measure.objects.get(code="1.2.3"), other_team)
    found = grid(plan, reader)
    assert cells(found)["1.2.3"] == {school.name: "vertraagd", other_school.name: "nog niet gemeld"}
    (line,) = [line for line in found.rows if line.row.code == "1.2.3"]
    assert (line.standing.word, line.standing.units, line.standing.reported) == ("vertraagd", 3, 2)


def test_grid_lets_a_whole_speak_for_its_parts_and_a_pointer_for_what_it_points_to(
    plan: Agenda, school: Unit, reader: Actor
) -> None:
    report(school, "1.2.1.1.1", Progress.DONE)
    report(school, "1.1.1", Progress.STOPPED, reason="Klaar mee")
    assert cells(grid(plan, reader)) == {
        "1.2.1": {school.name: "afgerond"}, "1.2.2": {school.name: "gestopt"}, "1.2.3": {},
    }  # fmt: skip
    assert [line.row.code for line in grid(plan, reader, parts=True).rows] == [
        "1.2.1", "1.2.1.1", "1.2.1.1.1", "1.2.2", "1.2.3",
    ]  # fmt: skip


def test_grid_leaves_out_what_is_not_taken_and_names_idle_schools(
    plan: Agenda, school: Unit, other_school: Unit, reader: Actor
) -> None:
    report(school, "1.1.1")
    found = grid(plan, reader, "1.1")
    assert [line.row.code for line in found.rows] == ["1.1.1"]
    assert ([one.name for one in found.columns], found.idle) == ([school.name], (other_school.name,))


def test_grid_counts_each_piece_of_work_once(plan: Agenda, school: Unit, reader: Actor) -> None:
    report(school, "1.2.1.1.1")
    assert grid(plan, reader).carrying.by_key == {"loopt": 1, "niet_verdeeld": 1}


def test_grid_links_only_schools_that_somebody_may_read(
    plan: Agenda, college: Unit, school: Unit, team: Unit, other_team: Unit
) -> None:
    report(team, "1.2.3")
    report(other_team, "1.2.3")
    manager = factories.actor(factories.make_holder(Role.TEAM_MANAGER, team))
    assert [(one.name, one.readable) for one in grid(plan, manager).columns] == [
        ("School voor Techniek", True), ("School voor Zorg", False),
    ]  # fmt: skip


def test_grid_costs_one_query_whatever_the_size(
    plan: Agenda, school: Unit, team: Unit, reader: Actor, django_assert_num_queries
) -> None:
    units, rows = college_units(plan.college, TODAY), measure_rows(plan)
    readable = units.readable(reader)
    for unit in (school, team):
        with django_assert_num_queries(1):
            objective_grid(rows, "1.2", units, readable, parts=True)
        report(unit, "1.2.3")


def test_standings_of_the_list_and_the_grid_agree(
    plan: Agenda, school: Unit, team: Unit, reader: Actor
) -> None:
    report(school, "1.2.1.1.1", Progress.DONE)
    report(team, "1.2.3", Progress.NOT_APPLICABLE, reason="Geen stage")
    factories.make_assignment(Measure.objects.get(code="1.1.1"), school)
    rows, assigned = with_standings(plan, measure_rows(plan), TODAY)
    by_code = {row.code: row.standing for row in rows}
    for objective in ("1.1", "1.2"):
        found = grid(plan, reader, objective, parts=True)
        for line in found.rows:
            known = by_code[line.row.code]
            assert known is not None
            assert (line.standing.key, line.standing.units) == (known.key, known.units)
        assert carrying_by_objective(rows, assigned)[objective] == found.carrying


# Closing and moving -----------------------------------------------------------------------------------------
def test_a_school_that_closed_owes_nothing_and_its_reports_stay_readable(
    plan: Agenda, college: Unit, by: Actor, reader: Actor
) -> None:
    school = factories.make_unit(UnitKind.SCHOOL, parent=college, name="School die sluit")
    report(school, "1.2.3", Progress.DELAYED, reason="Sluit", changed=SECRET)
    assert grid(plan, reader).carrying.by_key["vertraagd"] == 1
    services.unit_close(unit=school, last_day=YESTERDAY, by=by)
    assert grid(plan, reader).columns == ()
    rows = measure_rows(plan)
    row = next(row for row in rows if row.code == "1.2.3")
    found = measure_carriers(row, rows, college_units(college, TODAY), reader)
    assert (found.schools, found.standing.word) == ((), "niet verdeeld")
    assert [(one.unit_name, one.changed, one.until) for one in found.ended] == [
        ("School die sluit", SECRET, YESTERDAY)
    ]
    assert Assignment.objects.get().valid_until is None, "the assignment itself stays as it was"


def test_a_school_counts_up_to_and_on_its_last_day(
    plan: Agenda, college: Unit, by: Actor, reader: Actor
) -> None:
    school = factories.make_unit(UnitKind.SCHOOL, parent=college, name="School die sluit")
    report(school, "1.2.3")
    services.unit_close(unit=school, last_day=TODAY, by=by)
    assert [one.name for one in grid(plan, reader).columns] == ["School die sluit"]


def test_a_team_of_a_closed_school_stays_readable_for_the_college(
    plan: Agenda, college: Unit, by: Actor, reader: Actor
) -> None:
    school = factories.make_unit(UnitKind.SCHOOL, parent=college)
    team = factories.make_unit(UnitKind.TEAM, parent=school)
    for unit in (team, school):
        services.unit_close(unit=unit, last_day=YESTERDAY, by=by)
    units = college_units(college, TODAY)
    assert units.readable(reader) >= {school.pk, team.pk}
    stranger = factories.actor(
        factories.make_holder(Role.SCHOOL_DIRECTOR, factories.make_unit(parent=college))
    )
    assert not units.readable(stranger) & {school.pk, team.pk}


def test_a_team_that_moved_counts_where_it_is_now(
    plan: Agenda, school: Unit, other_school: Unit, team: Unit, by: Actor, reader: Actor
) -> None:
    report(team, "1.2.3")
    assert cells(grid(plan, reader))["1.2.3"] == {school.name: "loopt"}
    services.unit_move(unit=team, parent=other_school, on=TODAY, by=by)
    assert cells(grid(plan, reader))["1.2.3"] == {other_school.name: "loopt"}
    old = factories.actor(factories.make_holder(Role.SCHOOL_DIRECTOR, school))
    new = factories.actor(factories.make_holder(Role.SCHOOL_DIRECTOR, other_school))
    units = college_units(plan.college, TODAY)
    assert (team.pk in units.readable(old), team.pk in units.readable(new)) == (False, True)


def test_an_assignment_counts_from_its_first_day_to_its_last(
    plan: Agenda, school: Unit, reader: Actor
) -> None:
    row = factories.make_assignment(
        Measure.objects.get(code="1.2.3"), school, valid_from=TODAY + timedelta(days=1)
    )
    assert grid(plan, reader).columns == ()
    Assignment.objects.filter(pk=row.pk).update(valid_from=YESTERDAY, valid_until=TODAY)
    assert len(grid(plan, reader).columns) == 1
    Assignment.objects.filter(pk=row.pk).update(valid_until=YESTERDAY)
    assert grid(plan, reader).columns == ()


@pytest.mark.parametrize("role", list(Role))
def test_readable_units_are_the_visible_ones_while_nothing_closes(
    role: Role, college: Unit, team: Unit, other_team: Unit, holder_of: Callable
) -> None:
    actor = factories.actor(holder_of(role))
    visible = set(actor.visible_units) - {college.pk}
    assert college_units(college, TODAY).readable(actor) == visible


def test_college_units_of_a_unit_that_only_later_falls_somewhere_are_not_there(
    college: Unit, school: Unit
) -> None:
    team = factories.make_unit(UnitKind.TEAM)
    UnitParent.objects.create(unit=team, parent=school, valid_from=TODAY + timedelta(days=1))
    assert team.pk not in college_units(college, TODAY).by_pk


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["School voor Zorg", "School voor ICT"], ["Zorg", "ICT"]),
        (["Zorg"], ["Zorg"]),
        (["Zorg", "Zorg en Welzijn"], ["Zorg", "Zorg en Welzijn"]),
        (["Voorbeeldschool Kunst en Media", "Voorbeeldschool Kunst"], ["Kunst en Media", "Kunst"]),
        ([], []),
    ],
)
def test_short_names_leave_out_the_words_that_all_share(names: list[str], short: list[str]) -> None:
    assert [short_names(names)[name] for name in names] == short


# Pages --------------------------------------------------------------------------------------------------
def test_objective_page_shows_the_grid_and_its_parts(
    plan: Agenda, school: Unit, team: Unit, client_of: Callable[[Role], Client]
) -> None:
    report(team, "1.2.1.1.1", changed=SECRET)
    client, address = client_of(Role.READER), f"/agenda/{plan.period}/doelstellingen/1.2/"
    text = client.get(address).content.decode()
    assert f'<abbr title="{school.name}">' in text
    assert 'href="/maatregelen/1.2.1/#eenheid-techniek"' in text
    assert SECRET not in text
    assert "1.2.1.1.1/#uitvoering" not in text
    assert "1.2.1.1.1/#uitvoering" in client.get(f"{address}?onderdelen").content.decode()


@pytest.mark.parametrize(
    ("role", "told"), [(Role.READER, True), (Role.SCHOOL_DIRECTOR, True), (Role.TEAM_MANAGER, True)]
)
def test_measure_page_tells_what_a_unit_said_to_who_may_read_it(
    role: Role, told: bool, plan: Agenda, team: Unit, client_of: Callable[[Role], Client]
) -> None:
    report(team, "1.2.3", Progress.DELAYED, reason=SECRET)
    text = client_of(role).get("/maatregelen/1.2.3/").content.decode()
    assert (SECRET in text) is told


@pytest.mark.parametrize("role", [Role.SCHOOL_DIRECTOR, Role.TEAM_MANAGER])
def test_measure_page_tells_others_only_the_state_of_the_school(
    role: Role, plan: Agenda, other_team: Unit, other_school: Unit, client_of: Callable[[Role], Client]
) -> None:
    report(other_team, "1.2.3", Progress.DELAYED, reason=SECRET, by_label="Jan van Zorg")
    text = client_of(role).get("/maatregelen/1.2.3/").content.decode()
    assert other_school.name in text
    assert "vertraagd" in text
    for hidden in (SECRET, other_team.name, "Jan van Zorg"):
        assert hidden not in text


def test_measure_page_shows_html_and_right_to_left_as_text(
    plan: Agenda, team: Unit, client_of: Callable[[Role], Client]
) -> None:
    report(team, "1.2.3", changed="<script>alert(1)</script> \u202eאבג 😀")
    text = client_of(Role.READER).get("/maatregelen/1.2.3/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; \u202eאבג 😀" in text


def test_list_filters_by_how_far_measures_are(
    plan: Agenda, school: Unit, client_of: Callable[[Role], Client]
) -> None:
    report(school, "1.2.3", Progress.DELAYED, reason="x")
    client = client_of(Role.READER)
    text = client.get("/maatregelen/", {"voortgang": "vertraagd"}).content.decode()
    assert "<strong>1</strong> van 7 maatregelen" in text
    assert "Maatregel 1.2.3" in text
    unknown = client.get("/maatregelen/", {"voortgang": "prima"}).content.decode()
    assert "voortgang &#x27;prima&#x27;" in unknown


def test_unit_page_shows_what_it_and_its_teams_carry_out(
    plan: Agenda, school: Unit, team: Unit, other_team: Unit, client_of: Callable[[Role], Client]
) -> None:
    report(school, "1.2.3")
    report(team, "1.1.1", Progress.DELAYED, reason="Ziek")
    report(other_team, "1.1.1")
    found = unit_measures(plan, school.pk, [team.pk], TODAY)
    assert [(one.code, one.unit_name) for one in (*found.own, *found.below)] == [
        ("1.2.3", school.name), ("1.1.1", team.name),
    ]  # fmt: skip
    text = client_of(Role.SCHOOL_DIRECTOR).get(f"/eenheden/{school.code}/").content.decode()
    assert "Wat de teams uitvoeren (1)" in text
    assert "Ziek" in text


def test_glance_shows_a_bar_for_each_objective(
    plan: Agenda, school: Unit, client_of: Callable[[Role], Client]
) -> None:
    report(school, "1.2.3", Progress.DELAYED, reason="x")
    text = client_of(Role.READER).get(f"/agenda/{plan.period}/").content.decode()
    assert "Maatregelen naar voortgang: vertraagd 1, niet verdeeld 1" in text
    assert "Maatregelen naar voortgang: niet verdeeld 1" in text
