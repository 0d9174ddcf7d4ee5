"""What somebody has who reads the figures that show."""

from __future__ import annotations

from fractions import Fraction

from indicators.printed import Limit, Ratio, Table, read, tightened
from indicators.sums import Sum

SHARE, COUNT, BASE, WHOLE, OTHER = ((1, number) for number in range(5))
ROUNDED = Ratio(SHARE, COUNT, BASE, Fraction("0.565"), Fraction("0.575"))


def table(people, sums=(), ratios=(), limits=(), unclear=()):
    return Table(people, set(unclear), sums, ratios, limits, 5)


def test_share_of_a_number_that_shows_bounds_its_count():
    found = read(table({SHARE: 246, COUNT: 141, BASE: 246}, ratios=[ROUNDED]), {SHARE, BASE})
    assert (found.low[COUNT], found.high[COUNT]) == (139, 141)
    assert found.told_low[COUNT] == found.told_high[COUNT] == SHARE


def test_share_that_does_not_show_tells_nothing():
    found = read(table({SHARE: 246, COUNT: 141, BASE: 246}, ratios=[ROUNDED]), {BASE})
    assert not found.low and not found.high and not found.rows


def test_count_that_shows_bounds_what_it_is_a_share_of():
    found = read(table({SHARE: 246, COUNT: 141, BASE: 246}, ratios=[ROUNDED]), {SHARE, COUNT})
    assert (found.low[BASE], found.high[BASE]) == (246, 249)


def test_share_between_two_that_do_not_show_binds_them_together():
    _, high = tightened(
        read(table({COUNT: 141, BASE: 246}, ratios=[ROUNDED], limits=[Limit(BASE, WHOLE)]), {SHARE})
    )
    assert COUNT not in high
    people = {COUNT: 141, BASE: 246, WHOLE: 250}
    _, high = tightened(read(table(people, ratios=[ROUNDED], limits=[Limit(BASE, WHOLE)]), {SHARE, WHOLE}))
    assert high[BASE] == 250
    assert high[COUNT] == 143


def test_share_of_nothing_does_not_divide_by_it():
    ratio = Ratio(SHARE, COUNT, BASE, Fraction(0), Fraction("0.005"))
    found = read(table({SHARE: 90, COUNT: 0, BASE: 90}, ratios=[ratio]), {SHARE, COUNT})
    assert BASE not in found.high
    assert tightened(read(table({COUNT: 0, BASE: 90}, ratios=[ratio]), {SHARE})) == ({}, {})


def test_limits_bound_either_side():
    people = {COUNT: 20, WHOLE: 30}
    assert read(table(people, limits=[Limit(COUNT, WHOLE)]), {WHOLE}).high[COUNT] == 30
    assert read(table(people, limits=[Limit(COUNT, WHOLE)]), {COUNT}).low[WHOLE] == 20


def test_sum_that_the_numbers_contradict_tells_nothing():
    sums = [Sum(WHOLE, (COUNT, OTHER))]
    assert read(table({WHOLE: 50, COUNT: 20, OTHER: 29}, sums), {WHOLE, COUNT}).rows == []
    assert read(table({WHOLE: 50, COUNT: 20}, sums, unclear=[OTHER]), {WHOLE, COUNT}).rows == []


def test_sum_bounds_what_it_leaves():
    people = {WHOLE: 50, COUNT: 20, OTHER: 26, BASE: 4}
    low, high = tightened(read(table(people, [Sum(WHOLE, (COUNT, OTHER, BASE))]), {WHOLE, COUNT}))
    assert (low.get(OTHER, 0), high[OTHER], high[BASE]) == (0, 30, 30)
