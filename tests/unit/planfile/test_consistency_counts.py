import pytest

from planfile.document import Programme
from tests.unit.planfile.consistency_builders import figure, found, indicator, series, values

PROGRAMMES = (Programme(code="bc1", title="Lassen"),)


def inflow(kind: str, value: object, earlier: object = None) -> object:
    history = (figure(earlier, "2021"),) if earlier is not None else ()
    return series({"beroepsopleiding": "bc1", "instroom": kind}, baseline=figure(value), history=history)


@pytest.mark.parametrize(
    ("switch", "total", "expected"),
    [(13, 9, [("13", "9")]), (9, 9, []), (5, 9, []), (None, 9, []), (13, None, [])],
)
def test_find_switch_above_total(switch, total, expected):
    one = indicator(inflow("totaal", total), inflow("switch", switch), unit="count")
    assert values("deel-boven-geheel", one, programmes=PROGRAMMES) == expected


def test_find_switch_above_total_per_period_with_the_programme_as_subject():
    one = indicator(inflow("totaal", 9, 29), inflow("switch", 9, 30), unit="count", code="5b")
    (finding,) = found("deel-boven-geheel", one, programmes=PROGRAMMES)
    assert (finding.subject, finding.values) == ("bc1", ("30", "29"))
    assert "indicator 5b, Lassen (bc1) switch, 2021: " in finding.message


def table(*cells: tuple[str, object, object, object]) -> object:
    """Rows of level, leavers, workers and the share of workers."""
    rows = []
    for level, leavers, workers, share in cells:
        rows.append(series({"niveau": level}, baseline=figure(share)))
        rows.append(series({"niveau": level}, baseline=figure(leavers), part="uitstromers", unit="count"))
        rows.append(series({"niveau": level}, baseline=figure(workers), part="werknemers", unit="count"))
    return indicator(*rows)


SOUND = (("1", 70, 30, 49), ("2", 300, 240, 78), ("4", 30, 30, 89))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("3", 10, 10, 0), [("10", "10", "0")]),
        (("3", 10, 10, 100), []),
        (("3", 10, 10, 40), []),  # 5 of 14
        (("3", 20, 10, 20), []),
        (("3", 400, 200, 80), [("200", "400", "80")]),
        (("3", 10, 10, None), []),
        (("3", 0, 0, 0), []),
    ],
)
def test_find_counts_and_percentage(row, expected):
    assert values("aantal-en-percentage", table(*SOUND, row)) == expected


def test_find_counts_and_percentage_of_one_row():
    assert values("aantal-en-percentage", table(("3", 10, 10, 0))) == [("10", "10", "0")]
    assert not found("aantal-en-percentage", table(("3", 10, 10, 100)))


def test_find_counts_that_are_exact():
    assert values("aantal-en-percentage", table(("1", 13, 7, 54), ("2", 17, 5, 35))) == [("5", "17", "35")]


def test_find_counts_that_are_no_share_of_each_other():
    """Most rows do not fit, so the percentage is of something else."""
    one = table(("1", 101, 50, 12), ("2", 203, 99, 80), ("3", 55, 20, 3), ("4", 77, 11, 60))
    assert not found("aantal-en-percentage", one)


def test_find_part_above_whole_where_the_percentage_tells_which_is_which():
    one = table(*SOUND, ("3", 300, 400, None))
    assert values("deel-boven-geheel", one) == [("400", "300")]
    assert not found("deel-boven-geheel", table(*SOUND, ("3", 300, 310, None)))  # both are rounded


def named(*cells: tuple[str, int, int, int]) -> object:
    rows = []
    for level, first, second, total in cells:
        for part, value in (("vmbo", first), ("havo", second), ("totaal", total)):
            rows.append(series({"niveau": level}, baseline=value, part=part))
    return indicator(*rows, unit="count")


def test_find_parts_and_their_total():
    assert values("delen-en-geheel", named(("1", 3, 4, 7), ("2", 8, 9, 17), ("3", 5, 6, 12))) == [
        ("12", "11")
    ]
    assert not found("delen-en-geheel", named(("1", 3, 4, 7), ("2", 8, 9, 17)))


def test_find_parts_that_are_no_division_of_the_total():
    one = named(("1", 3, 4, 10), ("2", 8, 9, 30), ("3", 5, 6, 11))
    assert not found("delen-en-geheel", one)
    assert values("deel-boven-geheel", named(("1", 13, 4, 10))) == [("13", "10")]


LEVELS = ("1", "2", "3", "4")


def levels(whole: object, *parts: object, **keys: object) -> object:
    rows = [series({"niveau": level}, baseline=part) for level, part in zip(LEVELS, parts, strict=False)]
    return indicator(series(baseline=whole), *rows, **keys)


@pytest.mark.parametrize(
    ("whole", "parts", "expected"),
    [
        (101, (11, 20, 30, 40), []),
        (99, (11, 20, 30, 40), [("99", "101")]),
        (105, (11, 20, 30, 40), [("105", "101")]),
        (105, (11, 20, 30), []),  # a level may be missing
        (59, (11, 20, 30), [("59", "61")]),
        (2840, (110, 560, 810, 1350), []),  # tens
        (2900, (110, 560, 810, 1350), [("2.900", "2.830")]),
    ],
)
def test_find_rows_against_their_total(whole, parts, expected):
    assert values("delen-en-geheel", levels(whole, *parts, unit="count")) == expected


@pytest.mark.parametrize(
    ("whole", "parts", "expected"),
    [
        (78, (45, 68, 82, 82), []),
        (90, (45, 68, 82, 82), [("90", "45", "82")]),
        (83, (45, 68, 82, 82), []),  # 82,5 rounds to both
        (40, (45, 68, 82, 82), [("40", "45", "82")]),
        (90, (45, 68, 82), []),  # the fourth may be higher
    ],
)
def test_find_share_of_the_whole_outside_its_parts(whole, parts, expected):
    assert values("delen-en-geheel", levels(whole, *parts)) == expected


def test_find_rows_of_exams_do_not_add_up_by_nature():
    rows = [series({"examen": name}, baseline=80) for name in ("2F", "3F")]
    assert not found("delen-en-geheel", indicator(series(baseline=100), *rows, unit="count"))
