"""Beside whom the college stands on the indicator page."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.models import Agenda
from imports.models import Origin
from indicators.comparison import comparison
from indicators.models import ComparedWith, Observation, Series
from indicators.selectors import indicator_rows
from indicators.services import Fact, observations_record_many
from organisation.models import Unit, UnitKind
from organisation.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db
NUMBER = 5
DEMO = "Landelijk (voorbeeld)"


@pytest.fixture
def agenda(site) -> Agenda:
    return Agenda.objects.select_related("college").get()


@pytest.fixture
def row(agenda):
    return indicator_rows(agenda, subject=agenda.college, code="2a")[0].series[NUMBER - 1]


def bench(code: str, name: str, brin: str = "") -> Unit:
    """A unit to compare with that has a figure of the series."""
    unit = factories.make_unit(UnitKind.BENCHMARK, code=code, name=name, brin=brin)
    series = Series.objects.get(indicator__key="nieuwe-vsv", key="leerweg=BOL;niveau=2")
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="duo.xlsx", actor_label="x")
    fact = Fact(series.pk, "2023/2024", Decimal(9), n=2)
    observations_record_many(facts={unit: [fact]}, origin=origin, over=frozenset())
    return unit


def seen(agenda, row, beside: str = "") -> list[str]:
    return list(comparison(agenda, row, row.rhythm, beside=beside).points)


def test_row_is_the_series_that_the_figures_are_of(row):
    assert row.breakdown == {"niveau": "2", "leerweg": "BOL"}


def test_country_and_own_group_stand_there_and_other_colleges_do_not(agenda, row):
    group = bench("vgl-roc", "Regionale opleidingscentra")
    bench("vgl-aoc", "Groene colleges")
    bench("landelijk", "Landelijk")
    for number in range(60):
        bench(f"bench-{number}", f"College {number}", f"{number:02d}AA")
    ComparedWith.objects.create(college=agenda.college, unit=group)
    assert seen(agenda, row) == ["Landelijk", DEMO, "Regionale opleidingscentra"]
    choices = comparison(agenda, row, row.rhythm).choices
    assert len(choices) == 61
    assert "Groene colleges" in {choice.name for choice in choices}


def test_only_group_is_the_own_one_unless_a_source_says_otherwise(agenda, row):
    bench("vgl-roc", "Regionale opleidingscentra")
    assert "Regionale opleidingscentra" in seen(agenda, row)
    bench("vgl-aoc", "Groene colleges")
    assert seen(agenda, row) == [DEMO]


def test_one_other_unit_is_picked(agenda, row, browse):
    bench("bench-00gt", "Ander College", "00GT")
    bench("bench-01aa", "Nog een", "01AA")
    assert seen(agenda, row, "bench-00gt") == ["Ander College", DEMO]
    page = browse(Role.READER).get(f"/indicatoren/2a/?reeks={NUMBER}&naast=bench-00gt")
    body = page.content.decode()
    assert "Ter vergelijking: Ander College" in body
    assert "Ter vergelijking: Nog een" not in body
    assert '<option value="bench-00gt" selected>Ander College</option>' in body
    assert "?reeks=1&amp;naast=bench-00gt" in body
    drawn = json.loads(body.split('id="grafiek-gegevens"')[1].split(">", 1)[1].split("</script>")[0])
    names = [trace.get("name") for trace in drawn["data"]]
    assert "Ander College" in names


@pytest.mark.parametrize("code", ["bestaat-niet", "25LW", "voorbeeld-01", "x" * 200, "\x00"])
def test_unit_that_cannot_stand_there_adds_nobody(agenda, row, browse, code):
    bench("bench-00gt", "Ander College", "00GT")
    assert seen(agenda, row, code) == [DEMO]
    assert browse(Role.READER).get("/indicatoren/2a/", {"naast": code}).status_code == 200


def test_two_units_of_one_name_stay_two(agenda, row):
    bench("landelijk", "Samen")
    bench("samen", "Samen")
    assert seen(agenda, row) == [DEMO, "Samen (landelijk)", "Samen (samen)"]


def test_unit_without_figures_of_the_series_is_no_choice(agenda, row):
    factories.make_unit(UnitKind.BENCHMARK, code="bench-00gt", name="Ander College", brin="00GT")
    assert comparison(agenda, row, row.rhythm).choices == ()


def test_figures_are_those_known_on_the_day(agenda, row):
    bench("bench-00gt", "Ander College", "00GT")
    then = Observation.objects.filter(subject__code="bench-00gt").get().recorded_at
    found = comparison(agenda, row, row.rhythm, known_at=then.replace(year=2000), beside="bench-00gt")
    assert (found.points, found.choices) == ({}, ())


def test_comparison_costs_two_queries_for_one_unit_as_for_many(agenda, row):
    for number in range(10):
        bench(f"bench-{number}", f"College {number}", f"{number:02d}AA")
        with CaptureQueriesContext(connection) as asked:
            comparison(agenda, row, row.rhythm, beside="bench-0")
        assert len(asked) == 2
