import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from planfile.document import Budget, Cost, Income, Instrument, Part, StatedTotal
from tests.unit.planfile.consistency_builders import YEARS, cost, found, values


def income(instruments: dict[int, str]) -> Income:
    amounts = {year: Decimal(1) for year in YEARS}
    return Income(code="b-1", title="Titel", priority="1", amounts=amounts, instruments=instruments)


def budget(instruments: dict[int, str], *entries: Instrument) -> Budget:
    return Budget(income=(income(instruments),), instruments=entries)


EVERY = dict.fromkeys(YEARS, "subsidie")


@pytest.mark.parametrize(
    ("used", "name", "expected"),
    [(EVERY, "subsidie", []), (EVERY, "Subsidie", ["Subsidie"]), ({}, "subsidie", ["subsidie"])],
)
def test_find_instrument_that_no_line_uses(used, name, expected):
    kind = "instrument-zonder-regel"
    assert [one.subject for one in found(kind, budget=budget(used, Instrument(name=name)))] == expected


def test_find_nothing_of_a_line_whose_instrument_has_no_entry():
    kinds = ("instrument-zonder-regel", "instrument-buiten-looptijd")
    assert [found(kind, budget=budget(EVERY)) for kind in kinds] == [[], []]


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (None, None, []),
        (date(2024, 1, 1), date(2027, 12, 31), []),
        (date(2024, 12, 31), date(2027, 1, 1), []),
        (date(2025, 1, 1), None, [("2024",)]),
        (None, date(2025, 12, 31), [("2026", "2027")]),
        (date(2025, 1, 1), date(2025, 12, 31), [("2024", "2026", "2027")]),
    ],
)
def test_find_line_that_uses_an_instrument_outside_its_term(starts, ends, expected):
    entry = Instrument(name="subsidie", starts=starts, ends=ends)
    assert values("instrument-buiten-looptijd", budget=budget(EVERY, entry)) == expected


def test_find_line_outside_a_term_says_which_years_and_which_term():
    entry = Instrument(name="subsidie", ends=date(2025, 12, 31))
    (finding,) = found("instrument-buiten-looptijd", budget=budget(EVERY, entry))
    assert finding.subject == "b-1"
    assert "noemt in 2026-2027 instrument 'subsidie'" in finding.message
    assert "loopt tot en met 31\u00a0december\u00a02025." in finding.message


@pytest.mark.parametrize(
    ("scope", "amount", "expected"),
    [
        ("instrument:subsidie", 1, []),
        ("instrument:subsidie", 2, [("2", "1")]),
        ("instrument:x", 1, [("1", "0")]),
    ],
)
def test_find_stated_total_of_an_instrument(scope, amount, expected):
    total = StatedTotal(where="par. 9", scope=scope, amounts={2024: Decimal(amount)})
    lines = dataclasses.replace(budget({2024: "subsidie", 2025: "lumpsum"}), stated_totals=(total,))
    assert values("totaal-klopt-niet", budget=lines) == expected


def staffed(line: dict[int, int], *parts: int | None) -> Cost:
    return cost(
        "l-1",
        100,
        fte={year: Decimal(fte) for year, fte in line.items()},
        specification=tuple(Part(text="deel", fte=None if part is None else Decimal(part)) for part in parts),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (staffed({}, 12), []),
        (staffed({2024: 12, 2025: 12}, 12), []),
        (staffed({2024: 12}, 5, None), []),
        (staffed({2024: 12, 2025: 10, 2026: 10}, 8, 4), [("12", "10")]),
        (staffed({2024: 0}, None), []),
    ],
)
def test_find_fte_of_parts_above_their_line(line, expected):
    assert values("fte-telt-niet-op", budget=Budget(costs=(line,))) == expected
