"""Numbers, amounts and dates in Dutch notation, for templates. A missing value shows as a dash, never as 0."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from core import numbers

register = template.Library()
DASH = "–"


@register.filter
def nummer(value: Decimal | int | None, decimals: int | None = None) -> str:
    """``{{ value|nummer:1 }}`` -> ``1.234,5``."""
    return DASH if value is None else numbers.format_number(value, decimals)


@register.filter
def procent(value: Decimal | int | None, decimals: int | None = None) -> str:
    """``{{ value|procent:1 }}`` -> ``85,0 %``."""
    return DASH if value is None else numbers.format_percent(value, decimals)


@register.filter
def euro(value: Decimal | int | None) -> str:
    """``{{ amount|euro }}`` -> ``€ 1.650.000``."""
    return DASH if value is None else numbers.format_euro(value)


@register.filter
def euro_centen(value: Decimal | int | None) -> str:
    """``{{ amount|euro_centen }}`` -> ``€ 1.235,00``: always with cents, for columns of bookings."""
    return DASH if value is None else numbers.format_euro(value, cents=True)


@register.filter
def euro_heel(value: Decimal | int | None) -> str:
    """``{{ amount|euro_heel }}`` -> ``€ 1.235``: rounded to whole euros, for tables of sums."""
    return DASH if value is None else numbers.format_euro(numbers.round_half_up(Decimal(value), 0))


@register.filter
def euro_verschil(value: Decimal | int | None) -> str:
    """``{{ difference|euro_verschil }}`` -> ``€ +1.235``: whole euros, the sign where a minus stands too."""
    whole = euro_heel(value)
    return whole if value is None or value <= 0 else whole.replace("\u00a0", "\u00a0+", 1)


@register.filter
def procent_verschil(value: Decimal | int | None) -> str:
    """``{{ percent|procent_verschil }}`` -> ``+5,0 %``."""
    return procent(value, 1) if value is None or value <= 0 else f"+{procent(value, 1)}"


@register.filter
def euro_kort(value: Decimal | int | None) -> str:
    """``{{ amount|euro_kort }}`` -> ``€ 1,7 mln``."""
    return DASH if value is None else numbers.format_euro_short(value)


@register.filter
def datum(value: date | datetime | None) -> str:
    """``{{ day|datum }}`` -> ``21 november 2026``; a moment is shown as its day in Amsterdam."""
    if value is None:
        return DASH
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return numbers.format_date(value)


@register.filter
def moment(value: datetime | None) -> str:
    """``{{ recorded_at|moment }}`` -> ``21 november 2026, 14.05 uur``."""
    return DASH if value is None else numbers.format_moment(timezone.localtime(value))


@register.filter
def tijd(value: datetime | None) -> str:
    """``{{ saved_at|tijd }}`` -> ``14.05 uur``, for a moment of today."""
    return DASH if value is None else numbers.format_time(timezone.localtime(value))
