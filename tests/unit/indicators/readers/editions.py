"""What the tests of DUO's indicators share."""

from __future__ import annotations

from imports.reading import Options, Problem, Row
from indicators.readers.duo_indicators import read


def items_of(file, options=None):
    return list(read(file, options or Options()))


def rows_of(items):
    return [item for item in items if isinstance(item, Row)]


def problems_of(items, severity):
    return [item for item in items if isinstance(item, Problem) and item.severity is severity]


def figures_of(items):
    """(indicator, unit, period, breakdown) -> value."""
    found = {}
    for row in rows_of(items):
        fields = row.fields
        key = (fields["indicator"], fields["unit"].code, fields["period"], tuple(fields["breakdown"].items()))
        assert key not in found
        found[key] = fields["value"]
    return found
