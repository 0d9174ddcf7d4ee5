"""The form field for Dutch numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms

from core.fields import DutchDecimalField, measurement_field, money_field


class NumberForm(forms.Form):
    amount = DutchDecimalField(max_digits=8, decimal_places=2, required=False)


@pytest.mark.parametrize(
    ("text", "value"), [("1.234,50", "1234.50"), ("2026", "2026"), ("−3,5", "-3.5"), ("€ 12", "12")]
)
def test_dutch_decimal_field_reads(text, value):
    form = NumberForm({"amount": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal(value)


def test_dutch_decimal_field_empty_is_missing_not_zero():
    form = NumberForm({"amount": ""})
    assert form.is_valid()
    assert form.cleaned_data["amount"] is None


@pytest.mark.parametrize("text", ["1234.5", "veel", "NaN", "1e5"])
def test_dutch_decimal_field_refuses_and_keeps_what_was_written(text):
    form = NumberForm({"amount": text})
    assert not form.is_valid()
    assert "is geen getal" in form.errors["amount"][0]
    assert f'value="{text}"' in str(form["amount"])


@pytest.mark.parametrize("text", ["1.234.567,89", "0,001"])
def test_dutch_decimal_field_keeps_the_limits_of_django(text):
    assert not NumberForm({"amount": text}).is_valid()


def test_dutch_decimal_field_shows_a_stored_value_in_dutch():
    shown = str(NumberForm(initial={"amount": Decimal("2026.50")})["amount"])
    assert 'value="2.026,5"' in shown
    assert 'inputmode="decimal"' in shown
    assert 'type="text"' in shown


def test_dutch_decimal_field_of_a_decimal_passes():
    assert DutchDecimalField().clean(Decimal("2.5")) == Decimal("2.5")


def test_stored_shapes_stay_within_what_sqlite_keeps_exactly():
    assert measurement_field().max_digits <= 15
    assert money_field().max_digits <= 15
    assert money_field().decimal_places == 2
