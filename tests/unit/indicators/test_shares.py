"""What is a share of what, and what is at most what, where the numbers say so."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from indicators.printed import Limit, Ratio
from indicators.shares import part_limits, share_links, share_ratios
from indicators.sums import Sum
from indicators.suppression import Cell, Link

SHARE, LEAVERS, WORKING = (10, 1), (10, 2), (10, 3)
SERIES = {1: ("", {}), 2: ("uit", {}), 3: ("werk", {}), 4: ("werk", {"niveau": "2"})}


def share(value, n, **more):
    return Cell(Decimal(value), n, n, unit="percent", **more)


def count(number, **more):
    return Cell(Decimal(number), number, unit="count", **more)


KEPT_BACK = Cell(None, None, withheld=True, unit="count")


@pytest.mark.parametrize(
    ("percentage", "n", "number", "linked"),
    [
        (65, 20, 13, True),
        (68, 19, 13, True),
        ("62.5", 20, 12, True),
        ("62.5", 20, 13, True),
        (0, 9, 0, True),
        (65, 20, 14, False),
        (75, 398, 297, False),
    ],
)
def test_share_links_to_the_nearest_whole_number(percentage, n, number, linked):
    cells = {SHARE: share(percentage, n), WORKING: count(number)}
    assert share_links(cells, SERIES) == [Link(SHARE, WORKING)] * linked


def test_share_links_take_the_people_from_a_part_where_the_share_has_no_n():
    cells = {SHARE: share(65, None), LEAVERS: count(20), WORKING: count(13)}
    assert share_links(cells, SERIES) == [Link(SHARE, WORKING)]
    del cells[LEAVERS]
    assert share_links(cells, SERIES) == []


def test_share_links_know_values_of_before():
    cells = {SHARE: share(60, 20), WORKING: count(13)}
    assert share_links(cells, SERIES) == []
    assert share_links(cells, SERIES, {SHARE: [Decimal(65)]}) == [Link(SHARE, WORKING)]


def test_share_links_within_one_unit_and_breakdown():
    assert share_links({SHARE: share(65, 20), (11, 3): count(13), (10, 4): count(13)}, SERIES) == []


def test_share_links_leave_out_what_is_missing_or_no_percentage():
    assert share_links({SHARE: Cell(None, None, unit="percent"), WORKING: count(13)}, SERIES) == []
    assert share_links({SHARE: share(65, 20), WORKING: Cell(None, None, unit="count")}, SERIES) == []
    score = Cell(Decimal(65), 20, 20, unit="score10")
    assert share_links({SHARE: score, WORKING: count(13)}, SERIES) == []


@pytest.mark.parametrize(
    ("percentage", "decimals", "ends"),
    [
        (57, 0, [("0.565", "0.575")]),
        (57, 1, [("0.5695", "0.5705")]),
        (0, 0, [("0", "0.005")]),
        (100, 0, [("0.995", "1")]),
        # A page prints 57 %, a file 57.3.
        ("57.3", 0, [("0.565", "0.575"), ("0.5725", "0.5735")]),
    ],
)
def test_share_ratios_are_as_wide_as_the_rounding(percentage, decimals, ends):
    ends = [(Fraction(low), Fraction(high)) for low, high in ends]
    working = int(sum(ends[-1]) / 2 * 2000)
    cells = {SHARE: share(percentage, 2000, decimals=decimals), WORKING: count(working)}
    assert share_ratios(cells, SERIES) == [Ratio(SHARE, WORKING, SHARE, low, high) for low, high in ends]


def test_share_ratios_do_with_what_a_page_prints_where_a_file_contradicts_the_count():
    cells = {SHARE: share("57.000371", 246), WORKING: count(141)}
    assert [(one.low, one.high) for one in share_ratios(cells, SERIES)] == [
        (Fraction("0.565"), Fraction("0.575"))
    ]


def test_share_ratios_leave_out_a_count_that_the_share_is_not_of():
    assert share_ratios({SHARE: share(57, 246), WORKING: count(150)}, SERIES) == []


def test_share_ratios_take_the_count_that_a_share_without_n_is_of():
    cells = {SHARE: share(57, None), LEAVERS: count(246), WORKING: count(141)}
    found = share_ratios(cells, SERIES)
    assert [(one.count, one.base) for one in found] == [(WORKING, LEAVERS)]


def many(*numbers):
    """Of each level the share, who left and who of them works; the last are None where they were kept back."""
    series, cells = {}, {}
    for level, (value, left, working) in enumerate(numbers):
        for part, cell in enumerate(
            (share(value, left), count(left), KEPT_BACK if working is None else count(working))
        ):
            series[10 * level + part] = (("", "uit", "werk")[part], {"niveau": str(level)})
            cells[1, 10 * level + part] = cell
    return cells, series


def test_share_ratios_ask_most_breakdowns():
    """One that fits may do so by chance."""
    cells, series = many((50, 40, 20), (50, 60, 10), (50, 80, 10))
    assert not [one for one in share_ratios(cells, series) if one.count[1] % 10 == 2]
    cells, series = many((50, 40, 20), (50, 60, 30), (50, 80, 10))
    assert {one.count for one in share_ratios(cells, series) if one.count[1] % 10 == 2} == {(1, 2), (1, 12)}


def test_share_ratios_bound_a_count_that_its_source_kept_back():
    cells, series = many((50, 40, 20), (2, 100, None))
    assert (1, 12) in {one.count for one in share_ratios(cells, series)}


def test_part_limits_hold_for_every_breakdown_once_a_share_tells_what_is_of_what():
    cells, series = many((50, 40, 20), (50, 60, 30), (50, 80, 10))
    del cells[1, 10]
    limits = part_limits(cells, series, [], share_ratios(cells, series))
    assert {Limit((1, 10 * level + 2), (1, 10 * level + 1)) for level in range(3)} <= set(limits)


def test_part_limits_without_a_share_know_nothing_of_parts():
    assert part_limits({LEAVERS: count(20), WORKING: count(13)}, SERIES, [], []) == []


def test_part_limits_of_a_breakdown_and_its_whole_where_no_sum_says_more():
    cells = {WORKING: count(20), (10, 4): count(13)}
    assert part_limits(cells, SERIES, [], []) == [Limit((10, 4), WORKING)]
    assert part_limits(cells, SERIES, [Sum(WORKING, ((10, 4),))], []) == []
    assert part_limits({WORKING: count(12), (10, 4): count(13)}, SERIES, [], []) == []
