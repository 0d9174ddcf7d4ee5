"""Recording facts: nothing is overwritten, nothing is lost, the same again adds nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.periods import parse_period
from imports.models import Origin
from indicators.models import Indicator, Observation, Series
from indicators.services import Fact, observations_record, observations_record_many

ALL = frozenset(Origin.Kind.values)
NONE: frozenset[str] = frozenset()


@pytest.fixture
def series(db):
    indicator = Indicator.objects.create(key="veilig", unit="percent", decimals=1)
    return Series.objects.create(indicator=indicator)


def an_origin(kind=Origin.Kind.FILE):
    return Origin.objects.create(kind=kind, label=str(kind), actor_label="test", ground="een reden")


@pytest.fixture
def record(series, college):
    def record(*facts, over=ALL, kind=Origin.Kind.FILE, subject=college):
        return observations_record(subject=subject, facts=list(facts), origin=an_origin(kind), over=over)

    return record


@pytest.fixture
def fact(series):
    return Fact(series.pk, "2023/2024", Decimal("85.1"), n=120)


def test_record_keeps_the_fact_with_its_period_and_origin(record, fact, college):
    assert record(replace(fact, place="blad A, cel B2", final=False, decimals=2, sd=Decimal("0.5"))) == 1
    row = Observation.objects.get()
    period = parse_period("2023/2024")
    assert (row.value, row.n, row.sd, row.decimals, row.final) == (
        Decimal("85.1"), 120, Decimal("0.5"), 2, False,
    )  # fmt: skip
    assert (row.period_start, row.period_end, row.place) == (period.start, period.end, "blad A, cel B2")
    assert (row.subject, row.origin.kind, row.superseded_at) == (college, Origin.Kind.FILE, None)


def test_record_the_same_again_adds_nothing(record, fact):
    record(fact)
    assert record(replace(fact, place="een ander blad")) == 0
    assert record(replace(fact, value=Decimal("85.100000"))) == 0
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"value": Decimal("85.2")},
        {"value": None, "absence": "nb"},
        {"n": 121},
        {"n": None},
        {"final": False},
        {"note": "herzien"},
        {"sd": Decimal("0.8")},
    ],
)
def test_record_a_change_closes_the_old_version_and_adds_one(record, fact, change):
    record(fact)
    assert record(replace(fact, **change)) == 1
    old, new = Observation.objects.order_by("recorded_at")
    assert old.superseded_at == new.recorded_at
    assert old.value == Decimal("85.1")
    assert new.superseded_at is None
    assert list(Observation.objects.current()) == [new]
    assert list(Observation.objects.known_at(old.recorded_at)) == [old]


def test_record_zero_and_missing_are_two_things(record, fact):
    record(replace(fact, value=Decimal(0)))
    assert record(replace(fact, value=None, absence="leeg")) == 1
    assert [row.value for row in Observation.objects.order_by("recorded_at")] == [Decimal(0), None]


@pytest.mark.parametrize("kind", Origin.Kind.values)
def test_record_leaves_a_value_of_an_origin_that_it_may_not_replace(record, fact, kind):
    record(fact, kind=kind)
    changed = replace(fact, value=Decimal(1))
    assert record(changed, over=ALL - {kind}) == 0
    assert Observation.objects.get().superseded_at is None
    assert record(changed, over=frozenset({kind})) == 1


def test_record_never_drops_what_it_is_not_told_about(record, fact):
    record(fact, replace(fact, period="2022/2023"))
    record(replace(fact, period="2024/2025"))
    assert Observation.objects.current().count() == 3
    record()
    assert Observation.objects.current().count() == 3


def test_record_of_one_unit_leaves_the_other(record, fact, school):
    record(fact)
    assert record(replace(fact, value=Decimal(1)), subject=school) == 1
    assert Observation.objects.current().count() == 2


def test_record_many_at_once(series, college, school, fact):
    facts = {college: [fact], school: [fact, replace(fact, period="2024")]}
    assert observations_record_many(facts=facts, origin=an_origin(), over=NONE) == 3
    assert observations_record_many(facts=facts, origin=an_origin(), over=NONE) == 0


def test_record_a_wrong_fact_records_nothing_at_all(record, fact):
    with pytest.raises(ValueError, match="is geen periode"):
        record(replace(fact, value=Decimal(3)), replace(fact, period="vorig jaar"))
    assert Observation.objects.count() == 0


def test_record_costs_the_same_for_one_fact_as_for_many(series, college):
    facts = [Fact(series.pk, str(year), Decimal(year)) for year in range(1990, 2030)]
    origin, costs = an_origin(), set()
    for some in (facts[:1], facts):
        with CaptureQueriesContext(connection) as asked:
            observations_record(subject=college, facts=some, origin=origin, over=NONE)
        costs.add(len(asked))
        Observation.objects.all().delete()
    assert len(costs) == 1


values = st.none() | st.decimals(0, 100, places=6)
moves = st.tuples(st.sampled_from(["2022", "2023"]), values, st.sampled_from(Origin.Kind.values))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(moves, max_size=6), st.sets(st.sampled_from(Origin.Kind.values)))
def test_history_is_whole_whatever_happens(series, college, history, over):
    """At every moment one version counts, and each version ends when the next begins."""
    Observation.objects.all().delete()
    expected: dict[str, tuple] = {}
    for period, value, kind in history:
        fact = Fact(series.pk, period, value, absence="" if value is not None else "nb")
        observations_record(subject=college, facts=[fact], origin=an_origin(kind), over=frozenset(over))
        before = expected.get(period)
        if before is None or (before[1] in over and before[0] != value):
            expected[period] = (value, kind)
    current = {row.period: (row.value, row.origin.kind) for row in Observation.objects.current()}
    assert current == expected
    for period in expected:
        versions = list(Observation.objects.filter(period=period).order_by("recorded_at"))
        for one, following in pairwise(versions):
            assert one.superseded_at == following.recorded_at
