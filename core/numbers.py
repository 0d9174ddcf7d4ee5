"""Numbers, amounts and dates in Dutch notation, both ways.

Everything is ``Decimal``; no float passes through here. Pure: no Django.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

_WIDE = Context(prec=100)
"""However large a number is, it can be rounded."""
NBSP = "\u00a0"
MINUS = "\u2212"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

_DUTCH = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", re.ASCII)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round as people do (0,5 goes away from zero), to ``decimals`` places."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)


def format_number(value: Decimal | int, decimals: int | None = None) -> str:
    """``Decimal("1234.5")`` -> ``"1.234,5"``.

    ``decimals=None`` keeps the decimals that the value has, without trailing zeros.
    """
    number = Decimal(value)
    if decimals is None:
        number = number.normalize()
        decimals = max(0, -int(number.as_tuple().exponent))
    number = round_half_up(number, decimals)
    text = f"{abs(number):,.{decimals}f}".replace(",", "_").replace(".", ",").replace("_", ".")
    return (MINUS if number < 0 else "") + text


def format_percent(value: Decimal | int, decimals: int | None = None) -> str:
    """``Decimal("85")`` -> ``"85 %"``; a percentage is 0-100."""
    return format_number(value, decimals) + NBSP + "%"


def format_euro(value: Decimal | int, *, cents: bool = False) -> str:
    """Whole euros, or cents where there are any: ``€ 1.650.000`` and ``€ 1.234,50``. ``cents``: always with cents."""
    number = Decimal(value)
    decimals = 0 if number == number.to_integral_value() and not cents else 2
    return "€" + NBSP + format_number(number, decimals)


def format_euro_short(value: Decimal | int) -> str:
    """For bars and small cards: ``€ 1,4 mln`` and ``€ 550.000``."""
    number = Decimal(value)
    if abs(number) >= 1_000_000:
        return "€" + NBSP + format_number(number / 1_000_000, 1) + NBSP + "mln"
    return format_euro(round_half_up(number, 0))


def format_date(value: date) -> str:
    """``21 november 2026``."""
    return f"{value.day}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def format_time(value: datetime) -> str:
    """``9.41 uur``, as the clock of ``value``'s own time zone says: the one way in which a time is written."""
    return f"{value.hour}.{value.minute:02d}{NBSP}uur"


def format_moment(value: datetime) -> str:
    """``21 november 2026, 9.41 uur``, as the clock of ``value``'s own time zone says."""
    return f"{format_date(value)}, {format_time(value)}"


def parse_dutch(text: str) -> Decimal:
    """Read ``1.234,50`` as 1234.50, and ``€ 1.234,-`` as 1234. A point is only a thousands mark.

    Raises ``ValueError`` with a Dutch message; ``1234.5`` is refused rather than guessed at, because
    ``1.234`` could then be either.
    """
    cleaned = text.strip().replace(NBSP, "").replace(" ", "").replace(MINUS, "-")
    cleaned = cleaned.removeprefix("€").removesuffix("%")
    if cleaned.count(",") == 1 and cleaned.endswith((",-", ",–")):
        cleaned = cleaned[:-2]
    if not _DUTCH.fullmatch(cleaned):
        raise ValueError(f"'{text}' is geen getal; schrijf bijvoorbeeld 1.234,5")
    try:
        return Decimal(cleaned.replace(".", "").replace(",", "."))
    except InvalidOperation as error:  # pragma: no cover - the pattern above excludes it
        raise ValueError(f"'{text}' is geen getal") from error


def plain(value: Decimal) -> str:
    """The shortest exact text with a decimal point, for files: ``30.0`` -> ``"30"``, ``1E+1`` -> ``"10"``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
