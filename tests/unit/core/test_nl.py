"""The template filters. A missing value is a dash, never a nought."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from core.templatetags import nl


@pytest.mark.parametrize(
    "name",
    ["nummer", "procent", "euro", "euro_centen", "euro_verschil", "euro_kort", "datum", "moment", "tijd"],
)
def test_filters_show_a_dash_for_what_is_missing(name):
    assert getattr(nl, name)(None) == "–"


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("{{ v|nummer }}", Decimal("1234.50"), "1.234,5"),
        ("{{ v|nummer:1 }}", Decimal("1234"), "1.234,0"),
        ("{{ v|nummer }}", 0, "0"),
        ("{{ v|procent:1 }}", Decimal(85), "85,0\u00a0%"),
        ("{{ v|procent }}", Decimal(0), "0\u00a0%"),
        ("{{ v|euro }}", Decimal("1650000.00"), "€\u00a01.650.000"),
        ("{{ v|euro_centen }}", Decimal("-1650"), "€\u00a0\u22121.650,00"),
        ("{{ v|euro_verschil }}", Decimal("1234.5"), "€\u00a0+1.235"),
        ("{{ v|euro_verschil }}", Decimal("-1234.5"), "€\u00a0\u22121.235"),
        ("{{ v|euro_kort }}", Decimal("1650000"), "€\u00a01,7\u00a0mln"),
        ("{{ v|tijd }}", datetime(2026, 7, 10, 7, 5, tzinfo=UTC), "9.05\u00a0uur"),
        ("{{ v|datum }}", date(2026, 11, 21), "21\u00a0november\u00a02026"),
    ],
)
def test_filters_are_there_in_every_template(template, value, expected):
    assert Template(template).render(Context({"v": value})) == expected


def test_datum_of_a_moment_is_its_day_in_amsterdam():
    late = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
    assert nl.datum(late) == "10\u00a0maart\u00a02026"


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        (datetime(2026, 1, 10, 13, 5, tzinfo=UTC), "10\u00a0januari\u00a02026, 14.05\u00a0uur"),
        (datetime(2026, 7, 10, 13, 5, tzinfo=UTC), "10\u00a0juli\u00a02026, 15.05\u00a0uur"),
    ],
)
def test_moment_is_local_time_in_winter_and_summer(utc, expected):
    assert nl.moment(utc) == expected
    assert expected.endswith(f", {nl.tijd(utc)}")
