"""Counting over the whole agenda, without a judgement."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dashboards.selectors import Counts, count_targets
from indicators.suppression import Hidden
from indicators.wording import Aim
from tests.unit.indicators.rows import a_point, a_series, an_indicator

BASELINE = a_point("2023", 80)
REACH = Aim("reach", value=Decimal(85), by="2027")


@pytest.mark.parametrize(
    ("series", "counts"),
    [
        (a_series(BASELINE), Counts(0, 0, 0)),
        (a_series(baseline=BASELINE, aim=REACH), Counts(1, 0, 0)),
        (a_series(BASELINE, baseline=BASELINE, aim=REACH), Counts(1, 0, 0)),
        (a_series(a_point("2024", 84), baseline=BASELINE, aim=REACH), Counts(1, 1, 0)),
        (a_series(a_point("2024", 85), baseline=BASELINE, aim=REACH), Counts(1, 1, 1)),
        (a_series(a_point("2024", 90), a_point("2025", 84), baseline=BASELINE, aim=REACH), Counts(1, 1, 0)),
        (a_series(a_point("2024", None), baseline=BASELINE, aim=REACH), Counts(1, 0, 0)),
        (
            a_series(a_point("2024", 99, n=3, hidden=Hidden.SMALL), baseline=BASELINE, aim=REACH),
            Counts(1, 0, 0),
        ),
        (a_series(a_point("2024", 84), baseline=BASELINE, aim=Aim("monitor")), Counts(0, 0, 0)),
        (a_series(a_point("2024", 84), baseline=BASELINE, aim=Aim("to_be_set")), Counts(0, 0, 0)),
        (a_series(a_point("2022", 99), baseline=BASELINE, aim=REACH), Counts(1, 0, 0)),
    ],
)
def test_count_targets(series, counts):
    assert count_targets([an_indicator(series)]) == counts


def test_count_targets_counts_series_not_indicators():
    row = a_series(a_point("2024", 85), baseline=BASELINE, aim=REACH)
    assert count_targets([an_indicator(row, row), an_indicator(row)]) == Counts(3, 3, 3)
    assert count_targets([]) == Counts(0, 0, 0)
