"""What a page asks of the database: the same number of queries for one college as for three, and at most fifteen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.models import Agenda, Agreement, Evaluation, Objective, Participant, Priority, Theme
from budgets.models import BudgetLine, LineAmount, LineObjective, Side
from imports.models import Origin
from indicators.models import AgendaIndicator, Observation, PlanFigure, PlanSeries, Series, Target
from measures.models import Decision, Measure, PlanningStep
from organisation.models import Unit, UnitKind, UnitParent
from organisation.roles import Role
from tests import factories
from tests.addresses import ANSWERS, ARGUMENTS, OPEN, POST_ONLY, action_of, every_address, reader_of
from tests.example import SCHOOL, TEAM
from tests.integration.conftest import Site, people_of_the_example

pytestmark = pytest.mark.django_db
AT_MOST = 15
# They hold the whole agenda against its file: a query for each kind of thing in it.
WHOLE_AGENDA = {name for name in ARGUMENTS if name.startswith("planfile:")}
# They hold figures, measures and money together, as a report does.
WHOLE_REPORT = {"reporting:stories", "reporting:story"}
WHOLES = WHOLE_AGENDA | WHOLE_REPORT
MOST_OF_A_WHOLE = 30
MORE = {
    "school": f"/eenheden/{SCHOOL}/",
    "series": "/indicatoren/2a/?reeks=3",
    "beside": "/indicatoren/2a/?naast=bench-00gt",
    "year": "/begroting/?jaar=2026",
    "changed-cards": "/agenda/2024-2027/veranderd/?deel=kaarten",
}


def more_of_everything() -> None:
    """Two more colleges with their schools, teams, people, agendas and figures; and more of ours as well."""
    agenda = Agenda.objects.get()
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="groot.csv", actor_label="test")
    for number in (2, 3):
        college = factories.make_unit(UnitKind.COLLEGE, code=f"groot-{number}", name=f"College {number}")
        _tree(college, f"g{number}", schools=4, teams=3)
        other = Agenda.objects.create(
            slug=f"groot-{number}", college=college, title=f"Agenda {number}", starts=date(2020 - number, 1, 1),
            ends=date(2023 - number, 12, 31),
        )  # fmt: skip
        Priority.objects.create(agenda=other, code="1", title="Prioriteit")
    added = _tree(agenda.college, "meer", schools=5, teams=4)
    _figures(list(Series.objects.filter(plans__isnull=False).distinct()[:40]), added, origin)
    _plan(agenda)
    _steering(agenda)


def _tree(college: Unit, prefix: str, *, schools: int, teams: int) -> list[Unit]:
    made = []
    for s in range(schools):
        school = Unit(kind=UnitKind.SCHOOL, code=f"{prefix}-{s}", name=f"School {prefix} {s}")
        below = [
            Unit(kind=UnitKind.TEAM, code=f"{prefix}-{s}-{t}", name=f"Team {prefix} {s}.{t}") for t in range(teams)
        ]  # fmt: skip
        Unit.objects.bulk_create([school, *below])
        UnitParent.objects.bulk_create(
            [
                UnitParent(unit=school, parent=college),
                *(UnitParent(unit=team, parent=school) for team in below),
            ]
        )
        factories.make_holder(Role.SCHOOL_DIRECTOR, school, f"Directeur {prefix} {s}")
        made += [school, *below]
    return made


def _figures(series: list[Series], units: list[Unit], origin: Origin) -> None:
    now = timezone.now()
    Observation.objects.bulk_create(
        Observation(
            series=one, subject=unit, period=str(year), period_start=date(year, 1, 1), period_end=date(year, 12, 31),
            value=Decimal(60), n=40, origin=origin, recorded_at=now,
        )
        for one in series
        for unit in units
        for year in (2014, 2015)
    )  # fmt: skip


def _plan(agenda: Agenda) -> None:
    """More objectives, indicators, series, measures and budget in the agenda that is shown."""
    priority = agenda.priorities.first()
    for number in range(6):
        objective = Objective.objects.create(
            agenda=agenda, priority=priority, code=f"8.{number}", title="Meer", order=800 + number
        )
        Measure.objects.create(
            agenda=agenda, objective=objective, code=f"8.{number}.1", title="Meer", order=9000 + number
        )
        line = BudgetLine.objects.create(
            agenda=agenda, side=Side.COST, code=f"meer-{number}", title="Meer", order=900 + number
        )
        LineAmount.objects.create(line=line, year=2026, amount=Decimal(1000))
        LineObjective.objects.create(line=line, objective=objective, percent=Decimal(100))
    for number, use in enumerate(AgendaIndicator.objects.filter(agenda=agenda)[:6]):
        series = Series.objects.create(indicator=use.indicator, part=f"extra {number}")
        plan = PlanSeries.objects.create(agenda_indicator=use, series=series, order=900)
        PlanFigure.objects.create(
            plan_series=plan, role=PlanFigure.Role.BASELINE, period="2023", value=Decimal(1)
        )
        Target.objects.create(plan_series=plan, kind="reach", value=Decimal(2), by="2027")


def _steering(agenda: Agenda) -> None:
    """More decisions, evaluations, agreements, themes and planned steps of the objective that is shown."""
    objective, today = agenda.objectives.get(code="1.2"), timezone.localdate()
    use = AgendaIndicator.objects.get(agenda=agenda, code="2a")
    for number in range(5):
        for about in ({"objective": objective}, {"objective": use.objective, "agenda_indicator": use}):
            Decision.objects.create(
                agenda=agenda, text="Meer", owner="Wij", due_on=today, by_label="test", **about,
                status="off_track" if "agenda_indicator" in about else "",
            )  # fmt: skip
        evaluation = Evaluation.objects.create(objective=objective, held_on=today, by_label="test")
        for other in range(3):
            Participant.objects.create(evaluation=evaluation, name=f"Partner {other}")
            Agreement.objects.create(evaluation=evaluation, text=f"Afspraak {other}", owner="Wij")
        Theme.objects.create(
            agenda=agenda, year=today.year, council="or", text=f"Meer {number}", objective=objective
        )
        for measure in agenda.measures.filter(code__in=["1.2.5", "1.2.4"]):
            PlanningStep.objects.create(measure=measure, period="2024", step=f"stap {number}", order=90)


class Costs:
    """Which queries an address asks, of whoever may read it. Each reader has one browser."""

    def __init__(self) -> None:
        self.site = Site(people_of_the_example())
        self.clients: dict[Role | None, Client] = {}

    def of(self, address: str) -> list[str]:
        role = reader_of(address)
        if role not in self.clients:
            self.clients[role] = self.site.client(role)
        client = self.clients[role]
        client.get(address)  # what is kept after a first time is none of a page's cost
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code in {200, 302}, address
        return [query["sql"] for query in asked.captured_queries]


@pytest.fixture(scope="module")
def pages(whole_demo: Path, django_db_blocker) -> dict[str, str]:
    """Every page that shows something; writing pages and files belong to whoever asks for them."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(whole_demo)):
        return {
            name: address for name, address in every_address().items()
            if name not in OPEN | POST_ONLY and ANSWERS.get(name) != 404 and action_of(name) is not None
        } | MORE  # fmt: skip


@pytest.fixture(scope="module")
def before(pages: dict[str, str], whole_demo: Path, django_db_blocker) -> dict[str, list[str]]:
    """The queries of every page on the example as it is. Looked at once: it is a walk over the whole site."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(whole_demo)):
        costs = Costs()
        return {name: costs.of(address) for name, address in pages.items()}


def test_pages_cost_at_most_fifteen_queries(before):
    dear = {name: len(queries) for name, queries in before.items() if name not in WHOLES}
    assert {name: number for name, number in dear.items() if number > AT_MOST} == {}


def test_pages_about_the_whole_agenda_have_a_limit_too(before):
    dear = {name: len(before[name]) for name in WHOLES & before.keys()}
    assert {name: number for name, number in dear.items() if number > MOST_OF_A_WHOLE} == {}


def test_team_page_costs_no_more_than_a_school(site):
    costs = Costs()
    assert len(costs.of(f"/eenheden/{TEAM}/")) <= len(costs.of(f"/eenheden/{SCHOOL}/"))


def test_pages_cost_the_same_with_more_of_everything(pages, before, site):
    more_of_everything()
    costs = Costs()
    after = {name: costs.of(address) for name, address in pages.items()}
    grown = {
        name: (len(before[name]), len(after[name]), sorted(set(after[name]) - set(before[name]))[:3])
        for name in pages
        if len(after[name]) != len(before[name])
    }
    assert not grown
