"""Stored figures as rows: all versions, as known on a day, with nothing that may not be shown."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agenda.models import Agenda
from imports.models import Origin
from indicators.models import Observation, Series
from indicators.services import Fact, observations_record
from organisation.models import Unit, UnitKind
from tests import factories

pytestmark = pytest.mark.django_db
COLUMNS = [
    "indicator", "unit", "breakdown", "period", "value", "n", "final", "suppressed", "edition", "file", "place",
    "recorded_at", "superseded_at",
]  # fmt: skip
PERIOD = "2030/2031"


@pytest.fixture
def college(site) -> Unit:
    return Agenda.objects.select_related("college").get().college


@pytest.fixture
def series() -> Series:
    return Series.objects.get(indicator__key="nieuwe-vsv", key="leerweg=BOL;niveau=2")


def record(
    series: Series,
    subject: Unit,
    value: str | None,
    *,
    edition: str = "",
    n: int | None = None,
    absence: str = "",
) -> Observation:
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="duo.xlsx", edition=edition, actor_label="x")
    fact = Fact(series.pk, PERIOD, Decimal(value) if value else None, absence, n, place="blad VSV, cel K37")
    observations_record(subject=subject, facts=[fact], origin=origin, over=frozenset(Origin.Kind.values))
    return Observation.objects.current().get(series=series, subject=subject, period=PERIOD)


def export(*arguments: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("export_values", *arguments, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def of(*arguments: str) -> list[dict[str, Any]]:
    return [row for row in export(*arguments) if row["period"] == PERIOD]


def test_row_says_what_a_figure_is_and_where_it_comes_from(college, series):
    fact = record(series, college, "4.823600", edition="2019", n=7034)
    [row] = of("--indicator", "2a", "--unit", "25LW")
    assert list(row) == COLUMNS
    assert row == {
        "indicator": "2a", "unit": "25LW", "breakdown": {"niveau": "2", "leerweg": "BOL"}, "period": PERIOD,
        "value": "4.8236", "n": 7034, "final": True, "suppressed": False, "edition": "2019", "file": "duo.xlsx",
        "place": "blad VSV, cel K37", "recorded_at": fact.recorded_at.isoformat(), "superseded_at": None,
    }  # fmt: skip


def test_every_version_is_there_and_as_of_gives_one(college, series):
    old = record(series, college, "4.1709", edition="2018")
    new = record(series, college, "4.5074", edition="2019")
    rows = of("--indicator", "2a")
    assert [(row["value"], row["edition"]) for row in rows] == [("4.1709", "2018"), ("4.5074", "2019")]
    assert rows[0]["superseded_at"] == rows[1]["recorded_at"]
    before = (new.recorded_at - timedelta(microseconds=1)).isoformat()
    assert [row["value"] for row in of("--indicator", "2a", "--as-of", before)] == ["4.1709"]
    assert [row["value"] for row in of("--indicator", "2a", "--as-of", new.recorded_at.isoformat())] == [
        "4.5074"
    ]
    assert of("--indicator", "2a", "--as-of", (old.recorded_at - timedelta(days=1)).isoformat()) == []


def test_as_of_a_date_is_the_end_of_that_day_in_amsterdam(college, series):
    fact = record(series, college, "5")
    # 23.30 in Amsterdam on 1 May is still 1 May; half an hour later it is the second.
    for hour, there in ((21, 1), (22, 0)):
        Observation.objects.filter(pk=fact.pk).update(recorded_at=datetime(2025, 5, 1, hour, 30, tzinfo=UTC))
        assert len(of("--as-of", "2025-05-01")) == there


def test_whole_has_an_empty_breakdown_and_a_part_is_named(college):
    whole = Series.objects.get(indicator__key="nieuwe-vsv", key="")
    part = Series.objects.get(indicator__key="contactmomenten-per-stage", part="alle contactmomenten")
    record(whole, college, "5")
    record(part, college, "3")
    assert {(row["indicator"], str(row["breakdown"])) for row in of()} == {
        ("2a", "{}"), ("2.2-a", "{'onderdeel': 'alle contactmomenten'}"),
    }  # fmt: skip


def test_absence_is_no_zero(college, series):
    record(series, college, None, absence="nb")
    [row] = of()
    assert (row["value"], row["suppressed"]) == (None, False)
    record(series, college, None, absence="onderdrukt")
    assert [row["suppressed"] for row in of()] == [False, True]


# Hiding -------------------------------------------------------------------------------------------------
def test_small_figure_is_hidden_in_every_version(college, series):
    record(series, college, "66.7", n=3)
    record(series, college, "50", n=4)
    assert [(row["value"], row["n"], row["suppressed"]) for row in of()] == [(None, None, True)] * 2


def test_figure_that_would_tell_a_small_one_is_hidden_over_the_whole_tree(college, series):
    large, small = (
        factories.make_unit(UnitKind.SCHOOL, parent=college, code=code) for code in ("groot", "klein")
    )
    record(series, college, "5", n=104)
    record(series, large, "5", n=100)
    record(series, small, "5", n=4)
    assert {row["unit"]: row["suppressed"] for row in of()} == {"25LW": False, "groot": True, "klein": True}
    # Asking for one unit asks no less.
    assert [row["suppressed"] for row in of("--unit", "groot")] == [True]


def test_figure_outside_the_plan_counts_for_what_is_hidden(college):
    """A file brought the level that the plan does not follow: with it, the whole tells the small one."""
    whole = Series.objects.get(indicator__key="veilig-op-school", key="")
    parts = [
        Series.objects.create(indicator=whole.indicator, part="x", key=f"niveau={level}") for level in "12"
    ]
    total = Series.objects.create(indicator=whole.indicator, part="x", key="")
    record(total, college, "50", n=44)
    record(parts[0], college, "50", n=4)
    record(parts[1], college, "50", n=40)
    shown = {str(row["breakdown"]): row["suppressed"] for row in of("--indicator", "1a")}
    assert shown == {
        "{'onderdeel': 'x'}": False,
        "{'niveau': '1', 'onderdeel': 'x'}": True,
        "{'niveau': '2', 'onderdeel': 'x'}": True,
    }  # fmt: skip


def test_units_to_compare_with_and_plan_figures_are_public(college, series):
    other = factories.make_unit(UnitKind.BENCHMARK, code="bench-00gt", brin="00GT")
    record(series, other, "50", n=2)
    [row] = of("--unit", "00gt")
    assert (row["unit"], row["value"], row["suppressed"]) == ("00GT", "50", False)
    plan = [row for row in export("--indicator", "4a", "--unit", "25LW") if row["file"].endswith(".yaml")]
    assert any(row["value"] == "7" for row in plan)


def test_unit_of_another_college_does_not_go_out(college, series):
    stranger = factories.make_unit(UnitKind.SCHOOL, code="vreemd")
    record(series, stranger, "50", n=200)
    assert of() == []
    with pytest.raises(CommandError, match="no unit 'vreemd'"):
        export("--unit", "vreemd")


# The command --------------------------------------------------------------------------------------------
def test_order_is_stable_and_streams_from_one_query_an_indicator(college):
    rows = export()
    assert rows == export()
    keys = [row["indicator"] for row in rows]
    assert keys == sorted(keys)
    assert len(rows) == Observation.objects.count()


def test_export_costs_the_same_for_many_figures(college, series):
    costs = []
    for units in (1, 20):
        for number in range(units):
            record(series, factories.make_unit(UnitKind.BENCHMARK, code=f"meer-{units}-{number}"), "5")
        with CaptureQueriesContext(connection) as asked:
            export("--indicator", "2a")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_csv_has_the_same_rows(college, series):
    record(series, college, None, absence="nb")
    Observation.objects.filter(period=PERIOD).update(place="=WEBSERVICE(1)")
    out = io.StringIO()
    call_command("export_values", "--indicator", "2a", "--format", "csv", stdout=out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert list(rows[0]) == COLUMNS
    assert len(rows) == len(export("--indicator", "2a"))
    [row] = [row for row in rows if row["period"] == PERIOD]
    assert json.loads(row["breakdown"]) == {"niveau": "2", "leerweg": "BOL"}
    assert (row["value"], row["final"], row["superseded_at"]) == ("", "true", "")
    assert row["place"] == "'=WEBSERVICE(1)"


def test_nothing_is_an_empty_list(college, series):
    factories.make_unit(UnitKind.BENCHMARK, code="leeg")
    assert export("--unit", "leeg") == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--agenda", "bestaat-niet"], "no agenda 'bestaat-niet'"),
        (["--indicator", "99z"], "no indicator '99z'"),
        (["--unit", "99ZZ"], "no unit '99ZZ'"),
        (["--as-of", "gisteren"], "is no date"),
        (["--as-of", "2025-02-31"], "is no date"),
    ],
)
def test_what_is_not_there_is_said(college, arguments, said):
    with pytest.raises(CommandError, match=said):
        export(*arguments)
