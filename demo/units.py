"""The invented schools, teams and people. Names that nobody takes for real ones, and calm to read.

Pure: no Django. How many students a team has, at which level and on which route, stands here once; every
invented figure counts the same students.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from demo.walks import apportion, between, whole

BOL, BBL = "BOL", "BBL"
Cell = tuple[str, str]
"""Route and level of students: ``("BOL", "2")``."""


@dataclass(frozen=True)
class Team:
    """An invented team; ``students``: how many are in it, per route and level."""

    code: str
    name: str
    students: dict[Cell, int]


@dataclass(frozen=True)
class School:
    code: str
    name: str
    teams: tuple[Team, ...]


@dataclass(frozen=True)
class Person:
    """An invented person; ``unit`` is the code of a school or team, empty for the college itself."""

    email: str
    name: str
    role: str
    unit: str = ""


# Per school its teams: name, levels (the first has most students), size, percentage BOL.
_PLAN: tuple[tuple[str, tuple[tuple[str, str, int, int], ...]], ...] = (
    ("Zorg", (
        ("Verpleging", "4", 640, 70), ("Verzorging", "3", 410, 55),
        ("Thuiszorg", "32", 230, 40),
    )),
    ("Welzijn", (
        ("Sociaal werk", "4", 470, 85), ("Jeugd", "43", 380, 80),
        ("Begeleiding", "34", 320, 60),
    )),
    ("Onderwijs en Opvang", (
        ("Kinderopvang", "43", 450, 70), ("Onderwijs", "4", 390, 80),
        ("Helpenden", "2", 220, 75),
    )),
    ("Assisterenden", (
        ("Praktijk", "4", 330, 85), ("Apotheek", "4", 190, 80),
        ("Tandzorg", "4", 160, 75),
    )),
    ("Techniek", (
        ("Werktuigbouw", "423", 330, 50), ("Elektro", "342", 310, 40),
        ("Mechatronica", "43", 220, 55), ("Onderhoud", "23", 170, 30),
    )),
    ("Bouw", (
        ("Timmeren", "23", 260, 35), ("Metselen", "23", 90, 20),
        ("Middenkader", "4", 280, 75),
    )),
    ("Proces en Laboratorium", (
        ("Analisten", "4", 260, 85), ("Procestechniek", "432", 190, 45),
        ("Industrie", "23", 120, 30),
    )),
    ("ICT", (
        ("Software", "4", 410, 90), ("Systemen", "43", 360, 85),
        ("Support", "23", 240, 80),
    )),
    ("Economie", (
        ("Administratie", "43", 350, 80), ("Handel", "432", 390, 75),
        ("Secretarieel", "34", 180, 80), ("Juridisch", "4", 210, 90),
    )),
    ("Horeca en Toerisme", (
        ("Koks", "23", 270, 45), ("Gastvrouwen en gastheren", "324", 210, 55),
        ("Reizen", "43", 200, 85),
    )),
    ("Uiterlijke Verzorging", (
        ("Haar", "32", 260, 65), ("Schoonheid", "43", 210, 80),
        ("Mode", "43", 140, 85),
    )),
    ("Veiligheid en Sport", (
        ("Sport", "432", 420, 90), ("Beveiliging", "23", 210, 70),
        ("Defensie", "23", 180, 95),
    )),
    ("Kunst en Media", (
        ("Vormgeving", "4", 350, 95), ("Podium", "4", 170, 95),
        ("Audio en Beeld", "43", 7, 100),
    )),
    ("Mobiliteit en Logistiek", (
        ("Voertuigen", "324", 290, 40), ("Logistiek", "234", 240, 45),
        ("Transport", "23", 160, 30),
    )),
    ("Maritiem", (
        ("Zeevaart", "43", 240, 85), ("Binnenvaart", "32", 130, 40),
        ("Havens", "3", 6, 0),
    )),
    ("Entree", (
        ("Entree Stad", "1", 190, 75), ("Entree Ommeland", "1", 110, 60),
        ("Entree Werk", "12", 60, 10),
    )),
)  # fmt: skip


def _students(levels: str, total: int, percent_bol: int) -> dict[Cell, int]:
    weights = [Decimal(len(levels) - place) for place in range(len(levels))]
    cells: dict[Cell, int] = {}
    for level, number in zip(levels, apportion(whole(Decimal(total) * 7 / 6), weights), strict=True):
        bol, bbl = apportion(number, [Decimal(percent_bol), Decimal(100 - percent_bol)])
        cells |= {cell: n for cell, n in (((BOL, level), bol), ((BBL, level), bbl)) if n}
    return cells


SCHOOLS: tuple[School, ...] = tuple(
    School(
        code=f"voorbeeld-{number:02}",
        name=f"Voorbeeldschool {school}",
        teams=tuple(
            Team(f"voorbeeld-{number:02}-{place}", f"Voorbeeldteam {team}", _students(levels, total, percent))
            for place, (team, levels, total, percent) in enumerate(teams, start=1)
        ),
    )
    for number, (school, teams) in enumerate(_PLAN, start=1)
)
TEAMS: tuple[Team, ...] = tuple(team for school in SCHOOLS for team in school.teams)


def students(team: Team, cell: Cell, period: str) -> int:
    """How many students of a level and route the team has in a period; 0 where it has none at all."""
    return whole(
        team.students.get(cell, 0)
        * between(Decimal("0.94"), Decimal("1.06"), "students", team.code, cell, period)
    )


def all_students(period: str) -> int:
    """How many students the college has in a period."""
    return sum(students(team, cell, period) for team in TEAMS for cell in team.students)


BENCHMARK_CODE, BENCHMARK_NAME = "voorbeeld-landelijk", "Landelijk (voorbeeld)"

DEPUTY_EMAIL = "waarnemer@voorbeeld.test"
PEOPLE: tuple[Person, ...] = (
    Person("bestuurder@voorbeeld.test", "Anneke Voorbeeld", "board"),
    Person("portefeuillehouder@voorbeeld.test", "Bram Voorbeeld", "portfolio_holder"),
    Person("doelstellingverantwoordelijke@voorbeeld.test", "Carla Voorbeeld", "objective_owner"),
    Person("schooldirecteur@voorbeeld.test", "Dirk Voorbeeld", "school_director", SCHOOLS[0].code),
    Person("teammanager@voorbeeld.test", "Elsa Voorbeeld", "team_manager", SCHOOLS[0].teams[0].code),
    Person("controller@voorbeeld.test", "Fokke Voorbeeld", "controller"),
    Person("databeheerder@voorbeeld.test", "Greet Voorbeeld", "data_steward"),
    Person("lezer@voorbeeld.test", "Hidde Voorbeeld", "reader"),
    Person("beheerder@voorbeeld.test", "Ilse Voorbeeld", "admin"),
    Person(DEPUTY_EMAIL, "Jelle Voorbeeld", "team_manager", SCHOOLS[0].teams[1].code),
)
"""One for each role, and a second team manager who stands in for the first."""

# Enough first names for whoever leads a school or team of the example.
_NAMES = (
    "Aafke Abel Agnes Albert Alida Anton Arjen Baukje Bea Bernard Bouke Brecht Casper Chris Coby Corrie Daan Dieuwke "
    "Douwe Ebel Eelco Egbert Elske Emma Evert Femke Folkert Frouke Geert Gerda Gerrit Gijs Grietje Hanna Harm Heleen "
    "Hendrik Hilda Ids Ineke Jacob Janna Jeltje Joost Jurre Karin Kees Klaas Lammert Lies Luuk Maaike Marten Minke "
    "Nanda Nico Olga Otto Pieter Reina Roelof Sietske Tjeerd Ubel Vera Wiebe"
)


def _leaders() -> tuple[Person, ...]:
    led = {person.unit for person in PEOPLE}
    wanted = [
        *((school.code, "school_director", "schooldirecteur") for school in SCHOOLS),
        *((team.code, "team_manager", "teammanager") for team in TEAMS),
    ]
    free = [one for one in wanted if one[0] not in led]
    return tuple(
        Person(f"{word}-{code.removeprefix('voorbeeld-')}@voorbeeld.test", f"{name} Voorbeeld", role, code)
        for name, (code, role, word) in zip(_NAMES.split(), free, strict=False)
    )


LEADERS: tuple[Person, ...] = _leaders()
"""Who reports for the other schools and teams, so that a round can be followed. Not listed among the accounts."""

PASSWORD = "kwaliteit-2027"  # noqa: S105 (of invented accounts, printed for whoever tries the site)
