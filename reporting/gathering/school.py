"""The figures of one school, service or team, beside those of the college."""

from __future__ import annotations

from indicators.unit_lines import UnitIndicator, UnitLine, UnitLines
from organisation.models import Unit
from reporting.canonical import Json
from reporting.gathering.asked import Asked
from reporting.gathering.pieces import figure, judgement


def unit_indicators(asked: Asked, unit: Unit) -> list[Json]:
    """The indicators that the unit has figures of. Eight queries.

    A unit has no light: the target and the verdict are the college's, and the difference with it is said.
    """
    lines = UnitLines(asked.agenda, unit, asked.on, known_at=asked.known_at, until=asked.on)
    return [_indicator(asked, row) for row in lines.indicators()]


def _indicator(asked: Asked, row: UnitIndicator) -> Json:
    return {
        "code": row.code,
        "title": row.title,
        "series": [_line(asked, row.code, line) for line in (row.main, *row.more)],
    }


def _line(asked: Asked, code: str, line: UnitLine) -> Json:
    return {
        "ref": ":".join(filter(None, (code, line.part, line.key))),
        "label": line.label or "geheel",
        "unit": line.unit,
        "figures": [figure(asked, point) for point in line.points],
        "change": line.change,
        "college": None if line.college is None else figure(asked, line.college),
        "gap": line.gap,
        "target": line.target,
        "college_judgement": None if line.standing is None else judgement(line.standing),
        "others": line.others,
        "below": [
            {"unit": unit.code, "unit_name": unit.name, "figure": figure(asked, point)}
            for unit, point in line.parts
        ],
    }
