"""The example's division over schools: it adds up, is marked, and goes as it came."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from agenda.models import Agenda
from budgets.models import Booking, BudgetLine, CostCentre, SchoolShare, SchoolSplit
from budgets.overview import overview
from budgets.school_pages import school_page, schools_page
from demo.exceptions import DemoRefusedError
from demo.services import Loaded, demo_remove
from organisation.models import Unit
from tests.integration.demo.conftest import BY, ON

pytestmark = pytest.mark.django_db


def test_schools_have_shares_and_bookings_that_come_to_the_budget(example: Loaded) -> None:
    agenda = Agenda.objects.get()
    page, whole = schools_page(agenda, "2026", ON), overview(agenda, "2026", ON)
    together = sum((row.money for row in page.costs.rows), page.costs.rest.money)
    assert together.planned == whole.now.costs.money.planned
    assert together.actual == whole.now.costs.money.actual
    assert [line.schools for line in page.divided] == [5, 16, 3]
    own = school_page(agenda, Unit.objects.get(code="voorbeeld-01"), "2026", ON)
    assert own.has_centre
    assert [row.money.actual is None for row in own.costs.rows] == [False, True, False]


def test_division_is_marked_as_invented(example: Loaded) -> None:
    assert set(SchoolSplit.objects.values_list("demo", "superseded_at")) == {(True, None)}
    assert not SchoolSplit.objects.filter(at__gt=timezone.now()).exists()
    assert not SchoolShare.objects.filter(unit__demo=False).exists()
    assert not CostCentre.objects.exclude(code__startswith="VB").exists()
    assert not Booking.objects.exclude(cost_centre__startswith="VB").exists()


def test_real_share_on_an_invented_school_is_not_taken_away(example: Loaded) -> None:
    line, unit = BudgetLine.objects.first(), Unit.objects.get(code="voorbeeld-01")
    split = SchoolSplit.objects.create(line=line, ground="echt", by_label="Echt", at=timezone.now())
    SchoolShare.objects.create(split=split, unit=unit, percent=Decimal(10))
    with pytest.raises(DemoRefusedError, match=f"De verdeling van {line.title} noemt {unit.name}"):
        demo_remove(by=BY)
    assert SchoolSplit.objects.filter(demo=True).count() == 3
