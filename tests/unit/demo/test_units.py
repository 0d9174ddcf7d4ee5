"""The invented college: as many as agreed, and nothing that looks real."""

from __future__ import annotations

from collections import Counter

from demo.units import BENCHMARK_NAME, LEADERS, PASSWORD, PEOPLE, SCHOOLS, TEAMS, all_students, students
from organisation.roles import Role

EVERYBODY = (*PEOPLE, *LEADERS)


def test_there_are_16_schools_and_50_teams() -> None:
    assert (len(SCHOOLS), len(TEAMS)) == (16, 50)


def test_names_and_codes_are_given_once() -> None:
    codes = [school.code for school in SCHOOLS] + [team.code for team in TEAMS]
    names = [school.name for school in SCHOOLS] + [team.name for team in TEAMS]
    assert [name for name, count in Counter(codes + names).items() if count > 1] == []


def test_every_name_says_that_it_is_an_example() -> None:
    names = [
        *(s.name for s in SCHOOLS),
        *(t.name for t in TEAMS),
        *(p.name for p in EVERYBODY),
        BENCHMARK_NAME,
    ]
    assert [name for name in names if "voorbeeld" not in name.lower()] == []


def test_everybody_can_be_reached_at_no_real_address() -> None:
    assert {person.email.split("@")[1] for person in EVERYBODY} == {"voorbeeld.test"}


def test_every_role_has_an_account() -> None:
    assert {person.role for person in PEOPLE} == set(Role.values)


def test_every_school_and_team_has_somebody_who_reports() -> None:
    led = Counter(person.unit for person in EVERYBODY if person.unit)
    assert set(led) == {school.code for school in SCHOOLS} | {team.code for team in TEAMS}
    assert set(led.values()) == {1}
    assert len({person.name for person in EVERYBODY}) == len({p.email for p in EVERYBODY}) == len(EVERYBODY)


def test_password_is_no_word_of_the_accounts() -> None:
    assert not any(PASSWORD.split("-")[0] in person.email + person.name.lower() for person in EVERYBODY)


def test_students_drift_a_little_per_period() -> None:
    assert 14_000 < all_students("2023/2024") < 15_500
    assert all_students("2023/2024") != all_students("2024/2025")
    assert students(TEAMS[0], ("BOL", "1"), "2024/2025") == 0
