"""Figures of series that no plan follows count for what the pages hide."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agenda.models import Agenda
from imports.models import Origin
from indicators.models import Series
from indicators.selectors import indicator_rows
from indicators.services import Fact, observations_record
from indicators.suppression import Hidden
from indicators.tree import tree_figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(site) -> Agenda:
    return Agenda.objects.select_related("college").get()


@pytest.fixture
def levels(agenda) -> dict[str, Series]:
    """Whole and level 2 as the plan follows them; level 1 a file brought, on three people."""
    whole = Series.objects.get(indicator__key="startersresultaat", key="")
    found = {
        "": whole,
        "2": Series.objects.get(indicator=whole.indicator, key="niveau=2"),
        "1": Series.objects.create(indicator=whole.indicator, key="niveau=1"),
    }
    origin = Origin.objects.create(kind=Origin.Kind.FILE, label="duo.xlsx", actor_label="x")
    for key, n in (("", 103), ("2", 100), ("1", 3)):
        fact = Fact(found[key].pk, "2030/2031", Decimal(50), n=n)
        observations_record(subject=agenda.college, facts=[fact], origin=origin, over=frozenset())
    return found


def test_indicator_page_hides_what_would_tell_it(agenda, levels):
    [row] = indicator_rows(agenda, subject=agenda.college, code="3a")
    points = {one.pk: one.points[-1].shown for one in row.series if one.points}
    assert points[levels["2"].pk].hidden is Hidden.COMPLEMENTARY
    assert levels["1"].pk not in points


def test_tree_hides_the_same(agenda, levels):
    figures = tree_figures(agenda, agenda.college)
    place = (agenda.college_id, levels["2"].pk, "2030/2031")
    assert figures.hidden[place] is Hidden.COMPLEMENTARY
    assert levels["1"].pk not in figures.plan
