"""Snapshots of earlier versions of the site, read as those of now: what they did not gather yet is not there. Pure.

The bytes and their fingerprint stay what they were; only chapters see what is filled in here.
"""

from __future__ import annotations

from reporting.canonical import CHARTS, Json
from reporting.drawings import drawn


def filled(snapshot: Json) -> Json:
    """The snapshot with every key that chapters ask for."""
    told = {
        "round": "",
        "template": None,
        "stories": {},
        **snapshot,
        "indicators": [
            {
                "definition": "",
                **row,
                "groups": [_group(one, row) for one in row["groups"]],
                "chart": _chart(row["chart"]),
            }
            for row in snapshot["indicators"]
        ],
        "unit_indicators": [
            {**row, "series": [{"unit": "", **one} for one in row["series"]]}
            for row in snapshot["unit_indicators"]
        ],
    }
    # Before drawings were kept they were made anew whenever a format was written.
    return told if CHARTS in snapshot else drawn(told)


def _chart(chart: Json | None) -> Json | None:
    """Charts had no forecast, no bounds and nobody beside the college."""
    if chart is None:
        return None
    return {"range": [], "forecast": None, "benchmarks": [], "years": None, **chart}


def _group(one: Json, row: Json) -> Json:
    """What the series of a group come to was not kept at first."""
    return {
        "label": one["title"],
        "headline": False,
        "unit": row["unit"],
        "decimals": row["decimals"],
        "target_text": one["target"]["text"],
        "asked": True,
        "baseline": None,
        "figures": [],
        "change": "",
        "distance": "",
        **one,
    }
