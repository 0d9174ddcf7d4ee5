"""The cases that must hold, one by one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.progress import Status
from tests.unit.indicators.verdicts import (
    BASE_DAY,
    HALFWAY,
    LAST_DAY,
    aim,
    measured,
    number,
    reach,
    verdict,
)

ANY = object()
"""Not said by the case."""
JOB = {"on": date(2024, 12, 31), "sampled": True}
ON_HALF = {"on": HALFWAY, "sampled": True}


def case(
    name: str,
    target: Any,
    values: list[Any],
    status: str,
    fraction: Any = ANY,
    *,
    certainty: str = "exact",
    fell: bool = False,
    **more: Any,
) -> Any:
    return pytest.param(target, values, status, fraction, certainty, fell, more, id=name)


UP = {"baseline": 60}
DOWN = {"baseline": 8, "desired": "lower"}
BELOW_25 = {"baseline": 30, "desired": "lower"}
LAST = [measured("25.0", LAST_DAY)]
LEVELS = [measured(100, BASE_DAY), measured(110, date(2024, 12, 31)), measured(108)]

CASES = [
    case("60 to 70, now 60", reach(70), [60], "off_track", 0, **UP),
    case("60 to 70, now 58", reach(70), [58], "off_track", "-0.2", **UP),
    case("60 to 70, now 63", reach(70), [63], "at_risk", "0.3", **UP),
    case("60 to 70, now 65", reach(70), [65], "on_track", "0.5", **UP),
    case("60 to 70, now 71", reach(70), [71], "at_target", "1.1", **UP),
    case("8 to 6 lower, now 9", reach(6), [9], "off_track", "-0.5", **DOWN),
    case("8 to 6 lower, now 7", reach(6), [7], "on_track", "0.5", **DOWN),
    case("4 to 0 lower, a measured zero", reach(0), [0], "at_target", 1, baseline=4, desired="lower"),
    case("keep 90, now 88", aim("at_least", value=90), [88], "off_track", None, baseline=92),
    case("keep 90, margin 2", aim("at_least", value=90, margin=2), [88], "at_risk", None, baseline=92),
    case("85 to 85, now 85", reach(85), [85], "at_target", None, baseline=85),
    case("85 to 85, now 80", reach(85), [80], "off_track", None, baseline=85),
    case("84 to 82 higher, now 83", reach(82), [83], "at_target", None, fell=True, baseline=84),
    case("below 25, now 25", reach(25, strict=True), [25], "on_track", 1, **BELOW_25),
    case("below 25, now 24.9", reach(25, strict=True), ["24.9"], "at_target", "1.02", **BELOW_25),
    case("below 25, 25.0 on the last day", reach(25, strict=True), LAST, "off_track", 1, **BELOW_25),
    case(
        "3 to 4 of 5, now 3.5", reach(4), [measured("3.5", decimals=1)], "on_track", "0.5",
        baseline=3, unit="score5", decimals=0,
    ),
    case("+5 % on 200, now 205", aim("relative", percent=5), [205], "on_track", "0.5", baseline=200, unit="count"),
    case("+5 points on 80, now 82", aim("points", points=5), ["82.0"], "at_risk", "0.4", baseline="80.0"),
    case("improve on 55.3, now 55.3", aim("improve"), ["55.3"], "off_track", None, baseline="55.3"),
    case("improve on 55.3, now 55.4", aim("improve"), ["55.4"], "on_track", None, baseline="55.3"),
    case("grow: 100, 110, 108", aim("grow"), LEVELS, "off_track", None),
    case(
        "JOB before its day", reach(87), [], "not_due", None, certainty="unknown",
        baseline=measured(85, date(2022, 12, 31), sampled=True), next_due=date(2024, 11, 1), today=date(2024, 10, 1),
    ),
    case(
        "JOB after its day", reach(87), [], "missing", None, certainty="unknown",
        baseline=measured(85, date(2022, 12, 31), sampled=True), next_due=date(2024, 11, 1), today=date(2024, 12, 1),
    ),
    case(
        "only history", reach(70), [measured(66, date(2022, 7, 31))], "not_due", None, certainty="unknown",
        baseline=measured(60, date(2020, 7, 31)), today=date(2024, 2, 1),
    ),
    case(
        "to be set in 2025, today 2026", aim("to_be_set", by=None, due=date(2025, 12, 31)), [60],
        "target_overdue", None,
    ),
    case(
        "target of 2024 not renewed", reach(70, by=date(2024, 12, 31), due=date(2024, 12, 31)), [60],
        "target_overdue", None, baseline=60, today=date(2025, 1, 1),
    ),
    case(
        "too few answers", reach(70), [measured(64, n=14, **ON_HALF)], "indeterminate", None, certainty="unknown",
        min_n=20, **UP,
    ),
    case(
        "the sample holds both", reach(70), [measured(61, n=60, **ON_HALF)], "indeterminate", "0.1",
        certainty="within_noise", **UP,
    ),
    case("the same from a register", reach(70), [measured(61, n=60)], "at_risk", "0.1", **UP),
    case("no comparable baseline, now 78", reach(80), [78], "indeterminate", None),
    case("no comparable baseline, now 81", reach(80), [81], "at_target", None),
]  # fmt: skip


@pytest.mark.parametrize(("target", "values", "status", "fraction", "certainty", "fell", "more"), CASES)
def test_cases_that_must_hold(target, values, status, fraction, certainty, fell, more):
    found = verdict(target, *values, **more)
    assert found.status == status
    assert found.certainty == certainty
    assert found.worse_than_baseline is fell
    assert found.fraction == (None if fraction is None else number(fraction))


def test_expected_value_halfway():
    assert verdict(aim("points", points=5), 82, baseline=80).expected == number("82.5")
    assert verdict(reach(70), 61, baseline=60).expected == 65


def test_status_and_certainty_are_words():
    found = verdict(reach(70), 61, baseline=60)
    assert (f"{found.status}", f"{found.certainty}") == ("at_risk", "exact")
    assert {status.label for status in Status} == {
        "behaald", "op doelniveau", "op koers", "aandacht", "achter", "niet te bepalen", "nog geen meting",
        "meting ontbreekt", "geen streefwaarde", "streefwaarde ontbreekt",
    }  # fmt: skip


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="halve"):
        verdict(aim("halve"), 61, baseline=60)
