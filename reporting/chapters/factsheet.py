"""One page for each objective: what it wants, how it stands, what is done and what it costs."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Bullets, Heading, PageBreak, Paragraph
from reporting.canonical import Json
from reporting.chapters.objective import ambition_list, indicator_chart, indicator_table, reason_line
from reporting.chapters.sentences import carried, joined, lowered, money, number_of, standing
from reporting.chapters.told import Told, label_of

AMBITIONS, REASONS, LATE = 2, 2, 2
"""So many of each fit on a page with the rest."""
ROOMY, ALONE = 4, 2
"""Beside so many indicators there is place for a chart; ``ALONE``: under the head of a document of its own."""
_URGENT = {"off_track", "missing", "target_overdue", "at_risk"}


def factsheets(told: Told, objective: str = "") -> Iterator[Block]:
    """A page for each objective; ``objective``: only this one."""
    rows = [row for row in told.objectives if not objective or row["code"] == objective]
    for place, row in enumerate(rows):
        if place:
            yield PageBreak()
        yield from _page(told, row, ALONE if objective else ROOMY)


def _page(told: Told, row: Json, roomy: int) -> Iterator[Block]:
    code = row["code"]
    yield Heading(1, label_of(row), f"doelstelling-{code}")
    yield Paragraph(f"Stand op {told.on_text}. {standing(row['standing'])}")
    yield from ambition_list(row["ambitions"][:AMBITIONS])
    every = told.indicators_of.get(code, [])
    here = [one for one in every if one["mark"] and one["mark"]["status"] != "no_target"]
    if here:
        yield indicator_table(told, here, f"Indicatoren van {label_of(row)} met een streefwaarde", short=True)
        urgent = [one for one in here if one["mark"]["status"] in _URGENT]
        if urgent:
            yield Bullets(tuple(reason_line(one) for one in urgent[:REASONS]))
        drawn = next((one for one in (*urgent, *here) if one["chart"]), None)
        if drawn and len(here) <= roomy:
            yield indicator_chart(told, drawn)
    late = [
        one
        for one in told.measures_of.get(code, [])
        if one["counted"] and one["standing"]["key"] == "vertraagd"
    ]
    behind = f" Vertraagd: {joined(label_of(one) for one in late[:LATE])}." if late else ""
    followed = number_of(len(every) - len(here), "indicator", "indicatoren")
    rest = f" Daarnaast volgt de agenda {followed} zonder streefwaarde." if len(every) > len(here) else ""
    sums = told.money_of.get(code)
    spent = (
        "" if sums is None else f" Geld in {told.year}: {lowered(money(sums, told.year))}{told.booked_until}"
    )
    yield Paragraph(f"{carried(row['carrying'])}{behind}{rest}{spent}")
