"""The drawings of a snapshot: made once, and kept in it by the hash of each. Pure: no Django."""

from __future__ import annotations

from reporting.canonical import CHARTS, Json, fingerprint
from reporting.drawing import HEIGHT, LOW, chart_svg
from reporting.kinds import ReportKind

HEIGHTS = {ReportKind.ACCOUNT: HEIGHT, ReportKind.FACTSHEET: LOW}
"""The kinds of reports with charts, and how high these are."""


def drawn(snapshot: Json) -> Json:
    """The snapshot with every chart that its report shows as SVG; each names the sha256 of its drawing."""
    height = HEIGHTS.get(ReportKind(snapshot["kind"]))
    kept: dict[str, str] = {}
    rows = []
    for row in snapshot["indicators"]:
        if height is not None and is_drawn(row):
            svg = chart_svg(row["chart"], height)
            name = fingerprint(svg.encode())
            kept[name] = svg
            row = {**row, "chart": {**row["chart"], "drawing": name}}
        rows.append(row)
    return {**snapshot, "indicators": rows, CHARTS: kept}


def is_drawn(row: Json) -> bool:
    """Whether a report with charts has one of this indicator: there is something to draw, and it is the ministry's or
    has a target.
    """
    asked = row["mandatory"] or (row["mark"] and row["mark"]["status"] != "no_target")
    return bool(row["chart"] and asked)
