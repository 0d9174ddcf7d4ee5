"""What a value can be in its unit. Pure: no Django.

One rule for figures of files and of people. What a plan prints is not held against it: a plan stands as it was printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from core.numbers import format_number

LIMITS: Mapping[str, tuple[str, Decimal | None, Decimal | None]] = {
    "percent": ("een percentage", Decimal(0), Decimal(100)),
    "score5": ("een score op 5", Decimal(1), Decimal(5)),
    "score10": ("een cijfer op 10", Decimal(1), Decimal(10)),
    "count": ("een aantal", Decimal(0), None),
}
"""By unit of measurement: how it is called, the lowest and the highest value. ``None``: there is no end.

Amounts in euros may be negative, and a description has no value to hold against anything.
"""


def limit_problem(value: Decimal | None, unit: str, *, is_change: bool = False) -> str:
    """Why a value cannot be, in Dutch and without a capital; ``""``: it can.

    ``is_change``: the indicator itself is a difference, such as growth in percent; then every value can be.
    """
    if value is None or is_change or unit not in LIMITS:
        return ""
    name, lowest, highest = LIMITS[unit]
    if (lowest is None or value >= lowest) and (highest is None or value <= highest):
        return ""
    if highest is None:
        return f"{name} is niet kleiner dan {lowest}; {format_number(value)} kan niet"
    return f"{name} loopt van {lowest} tot en met {highest}; {format_number(value)} kan niet"
