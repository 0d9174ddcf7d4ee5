"""Form fields for Dutch input, and the two shapes in which numbers are stored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from core.numbers import format_number, parse_dutch


class DutchDecimalField(forms.DecimalField):
    """Reads ``1.234,50``. Django's localised field refuses that, and reads 2026 back as ``2.026``."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("inputmode", "decimal")

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return parse_dutch(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return format_number(value) if isinstance(value, Decimal) else value


def measurement_field(**kwargs: Any) -> models.DecimalField:
    """A measured value: 15 significant digits, because SQLite keeps decimals as REAL."""
    return models.DecimalField(max_digits=15, decimal_places=6, **kwargs)


def money_field(**kwargs: Any) -> models.DecimalField:
    """An amount in euros with cents."""
    return models.DecimalField(max_digits=14, decimal_places=2, **kwargs)
