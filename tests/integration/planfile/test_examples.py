"""What a plan prints goes before what was invented, and stays when the example data go."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

import indicators.models as figures
from demo.services import demo_remove
from imports.models import Origin
from organisation.access import CommandActor
from organisation.models import Unit
from planfile.services import agenda_store
from tests.unit.planfile.small import changed, small

pytestmark = pytest.mark.django_db
BY = CommandActor("test")
HISTORY = '- {period: "2020", value: 83}'


def printed(period: str):
    """The small agenda, in which the plan now also prints a value of 83 for a period."""
    return changed((HISTORY, f'{HISTORY}\n                  - {{period: "{period}", value: 83}}'))


def invented(value: str) -> figures.Observation:
    origin = Origin.objects.create(kind=Origin.Kind.DEMO, label="voorbeeld", actor_label="test")
    return figures.Observation.objects.create(
        series=figures.Series.objects.get(indicator__key="veilig", key=""), subject=Unit.objects.get(brin="25LW"),
        period="2018", period_start=date(2018, 1, 1), period_end=date(2018, 12, 31), value=Decimal(value),
        origin=origin, recorded_at=timezone.now(),
    )  # fmt: skip


def current() -> figures.Observation:
    return figures.Observation.objects.current().select_related("origin").get(period="2018")


@pytest.mark.parametrize("value", ["70", "83"])
def test_agenda_store_printed_figure_supersedes_an_invented_one_and_outlives_it(value):
    agenda_store(document=small(), name="klein.yaml", by=BY)
    example = invented(value)
    agenda_store(document=printed("2018"), name="klein.yaml", by=BY)
    example.refresh_from_db()
    assert example.superseded_at is not None
    assert (current().value, current().origin.kind) == (Decimal(83), Origin.Kind.AGENDA)
    demo_remove(by=BY)
    assert (current().value, current().origin.kind) == (Decimal(83), Origin.Kind.AGENDA)
    assert not figures.Observation.objects.filter(origin__kind=Origin.Kind.DEMO).exists()


def test_agenda_store_invented_value_that_the_plan_does_not_print_stays():
    agenda_store(document=small(), name="klein.yaml", by=BY)
    example = invented("83")
    agenda_store(document=printed("2019"), name="klein.yaml", by=BY)
    assert current() == example
