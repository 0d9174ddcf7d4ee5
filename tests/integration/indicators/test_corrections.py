"""Services for single figures, where the pages cannot show what happens."""

from __future__ import annotations

from decimal import Decimal

import pytest

from imports.models import Origin
from indicators.corrections import (
    Entry,
    observation_correct,
    observation_enter,
    observation_take_back,
    observation_withdraw,
)
from indicators.exceptions import FigureRefusedError
from indicators.models import Indicator, Observation, Series
from indicators.services import Fact, observations_record
from operations.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(college) -> Series:
    return Series.objects.create(indicator=Indicator.objects.create(key="meldingen", unit="count"))


@pytest.fixture
def figure(series, college, by) -> Observation:
    return observation_enter(
        series=series, subject=college, period="2025", entry=Entry(Decimal(12)), ground="Geteld", by=by
    )


def test_second_of_two_people_at_once_is_told(figure, by):
    stale = Observation.objects.get(pk=figure.pk)
    observation_correct(observation=figure, entry=Entry(Decimal(13)), ground="Nageteld", by=by)
    with pytest.raises(FigureRefusedError, match="intussen veranderd"):
        observation_correct(observation=stale, entry=Entry(Decimal(14)), ground="Ook geteld", by=by)
    with pytest.raises(FigureRefusedError, match="intussen veranderd"):
        observation_withdraw(observation=stale, ground="Weg", by=by)
    assert Observation.objects.current().get().value == 13


@pytest.mark.parametrize("ground", ["", "   ", "\n"])
def test_without_a_ground_nothing_is_recorded(figure, by, ground):
    for act in (
        lambda: observation_correct(observation=figure, entry=Entry(Decimal(1)), ground=ground, by=by),
        lambda: observation_withdraw(observation=figure, ground=ground, by=by),
    ):
        with pytest.raises(FigureRefusedError) as refused:
            act()
        assert refused.value.field == "ground"
    assert Observation.objects.current().get() == figure
    assert Origin.objects.count() == 1


def test_example_gives_way_to_what_is_entered(series, college, by):
    origin = Origin.objects.create(kind=Origin.Kind.DEMO, label="voorbeeld", actor_label="x")
    observations_record(
        subject=college, facts=[Fact(series.pk, "2025", Decimal(9))], origin=origin, over=frozenset()
    )
    made = observation_enter(
        series=series, subject=college, period="2025", entry=Entry(Decimal(12)), ground="Geteld", by=by
    )
    assert Observation.objects.current().get() == made


def test_withdrawn_twice_is_refused(figure, by):
    gone = observation_withdraw(observation=figure, ground="Dubbel", by=by)
    with pytest.raises(FigureRefusedError, match="geen cijfer om in te trekken"):
        observation_withdraw(observation=gone, ground="Nog eens", by=by)


def test_log_names_the_figure_but_not_its_value(figure, by):
    observation_correct(observation=figure, entry=Entry(Decimal("31415")), ground="Nageteld", by=by)
    event = AuditEvent.objects.get(verb="observation_correct")
    assert event.object_label == "meldingen, Noorderpoort, 2025"
    assert event.details == {"ground": "Nageteld"}


def test_taken_back_step_by_step_to_what_stood_first(figure, by):
    first = observation_correct(observation=figure, entry=Entry(Decimal(13)), ground="Nageteld", by=by)
    second = observation_withdraw(observation=first, ground="Dubbel", by=by)
    back = observation_take_back(observation=second, ground="Toch niet", by=by)
    assert (back.value, back.origin) == (Decimal(13), first.origin)
    again = observation_take_back(observation=back, ground="Ook niet", by=by)
    assert (again.value, again.origin, again.note) == (figure.value, figure.origin, figure.note)
    assert Observation.objects.current().get() == again
    assert Observation.objects.count() == 5
    with pytest.raises(FigureRefusedError, match="stond er niets"):
        observation_take_back(observation=again, ground="Nog eens", by=by)
    assert AuditEvent.objects.filter(verb="observation_take_back").count() == 2


def test_figure_of_a_file_is_not_taken_back_one_by_one(series, college, by):
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="duo.xlsx", actor_label="x")
    observations_record(
        subject=college, facts=[Fact(series.pk, "2025", Decimal(9))], origin=origin, over=frozenset()
    )
    with pytest.raises(FigureRefusedError, match="niet met de hand"):
        observation_take_back(observation=Observation.objects.get(), ground="Weg", by=by)
