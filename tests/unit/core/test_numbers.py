"""Dutch notation, both ways."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numbers import (
    format_date,
    format_euro,
    format_euro_short,
    format_number,
    format_percent,
    parse_dutch,
    plain,
    round_half_up,
)

D = Decimal
decimals = st.decimals(
    min_value=D("-999999999"), max_value=D("999999999"), places=6, allow_nan=False, allow_infinity=False
)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.05", 1, "0.1"),
        ("0.25", 1, "0.3"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("84.95", 1, "85.0"),
        ("84.949999", 1, "84.9"),
        ("1", 2, "1.00"),
    ],
)
def test_round_half_up_goes_away_from_zero(value, places, expected):
    assert str(round_half_up(D(value), places)) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (D("1234.5"), None, "1.234,5"),
        (D("1234.50"), None, "1.234,5"),
        (D("85"), 1, "85,0"),
        (D("1E+3"), None, "1.000"),
        (D("-3.25"), 1, "−3,3"),
        (D("-0.04"), 1, "0,0"),
        (0, None, "0"),
        (1234567, 0, "1.234.567"),
        (D("0.000001"), None, "0,000001"),
    ],
)
def test_format_number(value, places, expected):
    assert format_number(value, places) == expected


def test_format_percent_keeps_number_and_sign_on_one_line():
    assert format_percent(D("85"), 1) == "85,0\u00a0%"


@pytest.mark.parametrize(
    ("value", "long", "short"),
    [
        (D("1650000"), "€\u00a01.650.000", "€\u00a01,7\u00a0mln"),
        (D("550000"), "€\u00a0550.000", "€\u00a0550.000"),
        (D("1234.50"), "€\u00a01.234,50", "€\u00a01.235"),
        (D("-2000000"), "€\u00a0−2.000.000", "€\u00a0−2,0\u00a0mln"),
        (D("999999.99"), "€\u00a0999.999,99", "€\u00a01.000.000"),
        (D("0"), "€\u00a00", "€\u00a00"),
    ],
)
def test_format_euro(value, long, short):
    assert format_euro(value) == long
    assert format_euro_short(value) == short


def test_format_date_writes_the_month():
    assert format_date(date(2026, 11, 21)) == "21\u00a0november\u00a02026"
    assert format_date(date(2024, 1, 1)).split("\u00a0")[1] == "januari"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,50", "1234.50"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("0,05", "0.05"),
        ("12 %", "12"),
        ("€ 1.650.000", "1650000"),
        ("€\u00a01.650.000", "1650000"),
        (" 7 ", "7"),
        ("−3,5", "-3.5"),
        ("-3,5", "-3.5"),
        ("+3", "3"),
        ("1 234", "1234"),
        ("007", "7"),
        ("€ 510.000,-", "510000"),
        ("€ 12,–", "12"),
    ],
)
def test_parse_dutch_reads(text, expected):
    assert parse_dutch(text) == D(expected)


@pytest.mark.parametrize(
    "text",
    ["1234.5", "1.23", "1.2345", "1,234.5", "12.34,5", "1,2,3", ",5", "5,", "", " ", "nb", "1e3", "--5", "5-", "5,5,-",
     ",-", "-,-",
     "NaN", "Infinity", "0x10", "٣", "１２", "½", "1.234.5", "12\n34x", "12\n%"],
)  # fmt: skip
def test_parse_dutch_refuses_rather_than_guesses(text):
    with pytest.raises(ValueError, match="is geen getal") as caught:
        parse_dutch(text)
    assert repr(text)[1:-1] in str(caught.value) or text in str(caught.value)


@given(decimals)
def test_what_is_written_can_be_read_back(value):
    assert parse_dutch(format_number(value)) == value
    assert parse_dutch(format_percent(value)) == value
    assert parse_dutch(format_euro(round_half_up(value, 2))) == round_half_up(value, 2)


@given(decimals, st.integers(0, 6))
def test_rounding_is_nearest_and_keeps_order(value, places):
    rounded = round_half_up(value, places)
    assert abs(rounded - value) <= D(5).scaleb(-places - 1)
    assert round_half_up(-value, places) == -rounded


@given(decimals)
def test_plain_is_exact_and_shortest(value):
    text = plain(value)
    assert D(text) == value
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))


@pytest.mark.parametrize(
    ("value", "expected"), [("30.0", "30"), ("1E+1", "10"), ("0.500000", "0.5"), ("100", "100"), ("0.0", "0")]
)
def test_plain(value, expected):
    assert plain(D(value)) == expected
