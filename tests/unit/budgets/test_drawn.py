from __future__ import annotations

from decimal import Decimal

from budgets.compared import together
from budgets.drawn import BAR_LENGTH, bar_of, gap_of, widest_of
from budgets.progress import Money


def test_scale_is_the_widest_of_planned_realised_and_expected():
    """An amount beyond the plan is not cut off at it."""
    spent = Money(planned=Decimal(100), actual=Decimal(150), forecast=Decimal(200))
    sums = [together([spent]), together([Money(planned=Decimal(120))])]
    widest = widest_of(sums)
    assert widest == 200
    bar = bar_of(spent, widest)
    assert (bar.planned, bar.actual, bar.expected) == (100, 150, BAR_LENGTH)


def test_difference_runs_from_the_plan_in_the_middle():
    above, below = gap_of(Decimal(50), Decimal(100)), gap_of(Decimal(-100), Decimal(100))
    assert (above.start, above.length) == (100, 50)
    assert (below.start, below.length) == (0, 100)
    assert gap_of(Decimal(0), Decimal(0)).length == 0
