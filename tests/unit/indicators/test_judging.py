"""From the plan's words to what is judged: the day that a target is decided on, and its interim targets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.periods import PeriodKind
from indicators.judging import Frame, interim_of, target_of
from indicators.rhythm import Rhythm
from indicators.wording import Aim

FRAME = Frame(date(2026, 1, 1), date(2024, 1, 1), date(2027, 12, 31))
JOB = Rhythm(2, 2022, "02-15")


@pytest.mark.parametrize(
    ("aim", "rhythm", "kind", "by"),
    [
        (Aim("reach", value=Decimal(87), by="2027"), JOB, PeriodKind.YEAR, date(2026, 2, 15)),
        (Aim("reach", value=Decimal(87), by="2027"), Rhythm(1), PeriodKind.SCHOOL_YEAR, date(2027, 7, 31)),
        (Aim("reach", value=Decimal(87), by="2027"), Rhythm(1), PeriodKind.YEAR, date(2027, 12, 31)),
        (Aim("relative", percent=Decimal(5)), Rhythm(1), PeriodKind.YEAR, date(2027, 12, 31)),
        (Aim("improve"), JOB, PeriodKind.YEAR, date(2026, 2, 15)),
        (Aim("at_least", value=Decimal(7)), Rhythm(1), PeriodKind.YEAR, None),
        (Aim("at_least", value=Decimal(7), by="2025"), Rhythm(1), PeriodKind.YEAR, date(2025, 12, 31)),
        (Aim("grow"), Rhythm(1), PeriodKind.YEAR, None),
        (Aim("monitor", by="2027"), Rhythm(1), PeriodKind.YEAR, None),
        (Aim("to_be_set", by="2027"), Rhythm(1), PeriodKind.YEAR, None),
    ],
)
def test_target_of_is_decided_by_the_last_measurement_that_can_show_it(aim, rhythm, kind, by):
    assert target_of(aim, rhythm, kind, FRAME).by == by


def test_target_of_keeps_every_figure():
    aim = Aim(
        "range", low=Decimal(3), high=Decimal(4), strict=True, due=date(2026, 1, 1), margin=Decimal(1),
        interim=interim_of([{"period": "2025", "value": "3.5"}, {"period": "2025/2026", "value": "3.7"}]),
    )  # fmt: skip
    target = target_of(aim, Rhythm(1), PeriodKind.YEAR, FRAME)
    assert (target.low, target.high, target.strict, target.margin, target.due) == (
        3,
        4,
        True,
        1,
        date(2026, 1, 1),
    )
    assert target.interim == ((date(2025, 12, 31), Decimal("3.5")), (date(2026, 7, 31), Decimal("3.7")))


def test_interim_target_of_a_survey_falls_on_its_own_day():
    aim = Aim("reach", value=Decimal(5), by="2027", interim=(("2024", Decimal(4)),))
    assert target_of(aim, JOB, PeriodKind.YEAR, FRAME).interim == ((date(2024, 2, 15), Decimal(4)),)
