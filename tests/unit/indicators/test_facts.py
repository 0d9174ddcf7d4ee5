"""Stored facts as light rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine

from imports.models import Origin
from indicators.facts import facts
from indicators.models import Indicator, Observation, Series
from indicators.services import Fact, observations_record

START = datetime(2025, 5, 1, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(microseconds=1)


@pytest.fixture
def versions(college):
    """Three versions of one fact, a day apart."""
    series = Series.objects.create(indicator=Indicator.objects.create(key="veilig", unit="percent"))
    for number, value in enumerate(("80", "81", "82")):
        with time_machine.travel(START + number * DAY, tick=False):
            origin = Origin.objects.create(kind=Origin.Kind.FILE, label="DUO", actor_label="test")
            fact = Fact(series.pk, "2024", Decimal(value), n=40, sd=Decimal("0.5"))
            observations_record(
                subject=college, facts=[fact], origin=origin, over=frozenset({Origin.Kind.FILE})
            )


@pytest.mark.parametrize(
    ("moment", "value"),
    [
        (START - SECOND, None), (START, 80), (START + DAY - SECOND, 80), (START + DAY, 81), (START + 2 * DAY, 82),
        (START + 9 * DAY, 82), (None, 82),
    ],
)  # fmt: skip
def test_known_at_says_what_the_database_says(versions, moment, value):
    rows = list(facts(Observation.objects.all()))
    assert [row.value for row in rows if row.known_at(moment)] == ([] if value is None else [value])
    assert list(facts(Observation.objects.known_at(moment))) == [row for row in rows if row.known_at(moment)]


def test_facts_carry_the_spread_and_both_moments(versions):
    row = next(row for row in facts(Observation.objects.all()) if row.value == 81)
    assert (row.sd, row.n) == (Decimal("0.5"), 40)
    assert (row.recorded_at, row.superseded_at) == (START + DAY, START + 2 * DAY)
