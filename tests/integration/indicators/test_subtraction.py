"""Somebody with every page, chart and file of every day subtracts, and gets no small number out of them.

Every value of an invented college, before and after its corrections, is a number that is found back where it shows.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from agenda.models import Agenda, Objective, Priority
from imports.models import Origin
from indicators.known_on import KnownOn, KnownOnForm
from indicators.models import AgendaIndicator, Indicator, PlanSeries, Series
from indicators.services import Fact, observations_record_many
from indicators.tree import tree_figures
from organisation.models import Unit, UnitKind, User
from organisation.roles import Role
from tests import factories
from tests.unit.indicators.subtraction import had_by_subtraction
from tests.unit.indicators.versions import LEVEL_2, LEVEL_3, WHOLE, equations, summed

PERIODS = ("2024", "2025")
KEYS = {WHOLE: "", LEVEL_2: "niveau=2", LEVEL_3: "niveau=3"}
FIRST = date(2026, 3, 2)
GLANCE = "/agenda/2024-2027/"
EVERY_KIND = frozenset(Origin.Kind.values)
VALUE = re.compile(r"(?<![\d.,])\d{2}[.,]\d{5}(?!\d)")
Cell = tuple[str, int, int, int]  # period, unit, series (WHOLE, LEVEL_2, LEVEL_3), number of people
People = dict[tuple[int, int], int | None]


@dataclass
class Invented:
    """A college of which everything is known."""

    seed: int
    college: Unit
    board: User
    parents: dict[int, int] = field(default_factory=dict)
    teams: list[int] = field(default_factory=list)
    units: dict[int, Unit] = field(default_factory=dict)
    series: dict[int, int] = field(default_factory=dict)
    moments: dict[str, list[People]] = field(default_factory=lambda: defaultdict(list))
    cells: dict[str, Cell] = field(default_factory=dict)  # by their value
    days: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.units[self.college.pk] = self.college
        for _ in range(self.random.randint(2, 3)):
            school = self._unit(UnitKind.SCHOOL, self.college)
            for _ in range(self.random.randint(2, 3)):
                self.teams.append(self._unit(UnitKind.TEAM, school).pk)
        self._agenda()
        self.now = {period: {(team, one): self._people() for team in self.teams for one in (LEVEL_2, LEVEL_3)}
                    for period in PERIODS}  # fmt: skip
        self._facts: dict[tuple[str, int, int], Fact] = {}

    def _unit(self, kind: str, parent: Unit) -> Unit:
        unit = factories.make_unit(kind, parent=parent)
        self.parents[unit.pk] = parent.pk
        self.units[unit.pk] = unit
        return unit

    def _agenda(self) -> None:
        agenda = Agenda.objects.create(
            slug="proef",
            college=self.college,
            title="Proef",
            starts=date(2024, 1, 1),
            ends=date(2027, 12, 31),
        )
        priority = Priority.objects.create(agenda=agenda, code="1", title="Een")
        objective = Objective.objects.create(agenda=agenda, priority=priority, code="1.1", title="Doel")
        what = Indicator.objects.create(key="deel", unit="percent", decimals=5)
        use = AgendaIndicator.objects.create(
            agenda=agenda, indicator=what, objective=objective, code="1a", title="Deel"
        )
        for one, key in KEYS.items():
            series = Series.objects.create(indicator=what, key=key)
            PlanSeries.objects.create(agenda_indicator=use, series=series, order=one)
            self.series[one] = series.pk

    def _people(self) -> int:
        return self.random.choice([self.random.randint(0, 9), self.random.randint(5, 200)])

    def load(self) -> None:
        """What the source says now, on a day after the last one: new rows for what changed."""
        self.days.append(FIRST + timedelta(days=3 * len(self.days)))
        facts: dict[Unit, list[Fact]] = defaultdict(list)
        for period, teams in self.now.items():
            people = summed(teams, self.parents, (LEVEL_2, LEVEL_3))
            gone = {team for (team, _), n in teams.items() if n is None}
            people = {key: None if key[0] in gone else n for key, n in people.items()}
            self.moments[period].append(people)
            for (unit, one), n in people.items():
                facts[self.units[unit]].append(self._fact(period, unit, one, n))
        origin = Origin.objects.create(kind=Origin.Kind.FILE, label="proef.csv", actor_label="test")
        with time_machine.travel(
            datetime.combine(self.days[-1], datetime.min.time(), UTC) + timedelta(hours=9)
        ):
            observations_record_many(facts=facts, origin=origin, over=EVERY_KIND)

    def _fact(self, period: str, unit: int, one: int, people: int | None) -> Fact:
        """The same fact as before where the people are the same, else one with a value of its own."""
        old = self._facts.get((period, unit, one))
        if old is None or old.n != people:
            value = Decimal(
                f"{self.random.randint(10, 99)}.{self.random.randint(1000, 9999)}{self.random.randint(1, 9)}"
            )
            made = Fact(self.series[one], period, None if people is None else value,
                        absence="nb" if people is None else "", n=people)  # fmt: skip
            self._facts[period, unit, one] = made
            if people is not None:
                assert str(value) not in self.cells
                self.cells[str(value)] = (period, unit, one, people)
        return self._facts[period, unit, one]

    def correct(self) -> None:
        """Some teams' numbers change; one becomes small."""
        for period in PERIODS:
            for key in self.random.sample(sorted(self.now[period]), 3):
                if self.now[period][key] is not None:
                    self.now[period][key] = self._people()
            key = self.random.choice(sorted(self.now[period]))
            if self.now[period][key] is not None:
                self.now[period][key] = self.random.randint(1, 4)

    def withdraw(self) -> None:
        """The figures of one team are taken back, everything above it is counted without."""
        for period in PERIODS:
            big = [
                team
                for team in self.teams
                if self.now[period][team, LEVEL_2] >= 5 <= self.now[period][team, LEVEL_3]
            ]
            for one in (LEVEL_2, LEVEL_3) if big else ():
                self.now[period][big[0], one] = None

    def browser(self) -> Client:
        client = Client()
        client.force_login(self.board)
        return client

    @property
    def small(self) -> set[Cell]:
        return {cell for cell in self.cells.values() if cell[3] < 5}

    def worked_out(self, shown: set[Cell]) -> set[Cell]:
        """What follows from figures that show, by everything that adds up at any moment."""
        found: set[Cell] = set()
        for period, moments in self.moments.items():
            sums = equations(moments, self.parents, (WHOLE, LEVEL_2, LEVEL_3))
            seen = {cell[1:] for cell in shown if cell[0] == period}
            found |= {(period, *cell) for cell in had_by_subtraction(sums, seen)}
        return found


@pytest.fixture(params=[1, 2, 3])
def invented(request, college) -> Invented:
    found = Invented(request.param, college, factories.make_holder(Role.BOARD, college))
    found.load()
    return found


def texts(invented: Invented, days: list[date | None]) -> Iterator[tuple[str, str]]:
    """Every page, chart and file as text, with its address; of the pages that can, as known on each day."""
    client = invented.browser()
    for unit in invented.units.values():
        if unit != invented.college:
            yield _page(client, f"/eenheden/{unit.code}/")
    for address in (GLANCE, f"{GLANCE}doelstellingen/1.1/", f"{GLANCE}vooruitblik/", "/indicatoren/"):
        yield _page(client, address)
    for day in days:
        more = f"bekend_op={day.isoformat()}" if day else ""
        for number in range(1, 4):
            yield _page(client, f"/indicatoren/1a/?reeks={number}&{more}")
        yield _page(client, f"/indicatoren/1a/cijfers.csv?{more}")
        book = load_workbook(io.BytesIO(client.get(f"/indicatoren/1a/xlsx/?{more}").content))
        cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        yield f"xlsx {more}", "\n".join(str(value) for value in cells)


def _page(client: Client, address: str) -> tuple[str, str]:
    response = client.get(address)
    assert response.status_code == 200, address
    return address, response.content.decode()


def in_texts(invented: Invented, days: list[date | None]) -> set[Cell]:
    """Every figure whose value stands in any output."""
    found = set()
    for _, text in texts(invented, days):
        numbers = {word.replace(",", ".") for word in VALUE.findall(text)}
        found |= {invented.cells[number] for number in numbers & invented.cells.keys()}
    return found


def in_trees(invented: Invented, days: list[date | None]) -> set[Cell]:
    """Every figure that a unit's page may show, as known on each day."""
    agenda, found = Agenda.objects.select_related("college").get(), set()
    for day in days:
        known = KnownOn(KnownOnForm(today=FIRST), FIRST, day).moment
        for unit in invented.units.values():
            figures = tree_figures(agenda, unit, known)
            shown = [
                point
                for pk in figures.plan
                for other in invented.units
                for point in figures.points(pk, other)
            ]
            found |= {invented.cells[f"{point.value:.5f}"] for point in shown if point.value is not None}
    return found


def every_figure(invented: Invented) -> set[Cell]:
    """That shows anywhere, now or as known on any day."""
    days = [None, *invented.days]
    return in_texts(invented, days) | in_trees(invented, days)


def corrected(invented: Invented) -> None:
    """The corrections, one after another."""
    for change in (invented.correct, invented.correct, invented.withdraw, invented.correct):
        change()
        invented.load()


def test_nothing_small_follows_from_all_versions_together(invented):
    corrected(invented)
    shown = every_figure(invented)
    assert len(invented.small) >= 5
    assert len(shown) > len(invented.cells) / 4
    assert {cell[1] for cell in shown} >= {invented.college.pk, *invented.parents.values()}
    assert not invented.small & shown
    by_college = invented.worked_out({cell for cell in shown if cell[1] == invented.college.pk})
    assert not (invented.small & invented.worked_out(shown)) - by_college


def test_earlier_days_show_what_was_known_then(invented):
    """Else the tests above look at one version only."""
    corrected(invented)
    first = invented.days[0]
    assert in_texts(invented, [first]) - in_texts(invented, [None])
    assert in_trees(invented, [first]) - in_trees(invented, [None])


def test_people_stand_only_with_a_value_that_shows(invented):
    corrected(invented)
    client = invented.browser()
    for day in [None, *invented.days]:
        more = f"bekend_op={day.isoformat()}" if day else ""
        text = client.get(f"/indicatoren/1a/cijfers.csv?{more}").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        assert all(bool(row["waarde"]) == bool(row["n"]) for row in rows)
        book = load_workbook(io.BytesIO(client.get(f"/indicatoren/1a/xlsx/?{more}").content))
        lines = list(book["Cijfers"].iter_rows(min_row=2, values_only=True))
        assert [(line[3] is None, line[4] is None) for line in lines] == [
            (not r["waarde"], not r["n"]) for r in rows
        ]
        for number in range(1, 4):
            page = client.get(f"/indicatoren/1a/?reeks={number}&{more}").content.decode()
            assert page.count("<circle") == sum(bool(row["waarde"]) for row in rows)
            told = {int(n) for n in re.findall(r"n = (\d+)", page)}
            assert told <= {int(row["n"]) for row in rows if row["n"]}
