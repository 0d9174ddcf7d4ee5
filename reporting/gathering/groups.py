"""Targets over several series, with what these come to together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from indicators.breakdowns import breakdown_key
from indicators.points import Point
from indicators.rows import GroupRow, IndicatorRow, SeriesRow
from reporting.canonical import Json, computed
from reporting.gathering.asked import Asked
from reporting.gathering.pieces import figure, judgement, target

_DECIMALS = re.compile(r",(\d+)")


def ref_of(code: str, row: SeriesRow) -> str:
    """How a series is called for good: ``1a``, ``5a:leerweg=BOL;niveau=2``."""
    return ":".join(filter(None, (code, row.part, breakdown_key(row.breakdown))))


def group_ref(row: IndicatorRow, group: GroupRow) -> str:
    return f"{row.code}:groep:{group.title}"


def group_of(asked: Asked, row: IndicatorRow, group: GroupRow) -> Json:
    """A target over several series and what they come to. Keys that a series has too mean the same."""
    together = group.together
    return {
        "ref": group_ref(row, group),
        "title": group.title,
        "label": group.title,
        "headline": False,
        "unit": together.unit,
        "decimals": together.decimals,
        "method": group.how,
        "target": target(group.target),
        "target_text": group.text,
        "asked": group.is_asked,
        "members": [ref_of(row.code, member) for member in group.members],
        "baseline": None
        if together.baseline is None
        else {
            **_worked_out(asked, group, together.baseline, [row.baseline for row in group.members]),
            "comparable": True,
        },
        "figures": [
            _worked_out(asked, group, point, [one for row in group.members for one in row.points])
            for point in together.points
        ],
        "change": together.change,
        "distance": together.distance,
        "judgement": judgement(group.judgement),
    }


def _worked_out(asked: Asked, group: GroupRow, point: Point, among: Iterable[Point | None]) -> Json:
    """What the series of a group come to: from their source when they share one, and it stands nowhere in there.

    ``among``: their figures; those of the same day are behind it.
    """
    behind = [one for one in among if one is not None and one.day == point.day]
    sources = {asked.sources.number(one.origin or asked.plan) for one in behind}
    return {
        **figure(asked, point),
        "value": computed(point.value),
        "decimals": max(point.decimals, len(found[1]) if (found := _DECIMALS.search(point.text)) else 0),
        "source": sources.pop() if len(sources) == 1 else "",
        "place": f"uitgerekend: {group.how} van de reeksen",
        "final": point.final and all(one.final for one in behind),
    }
