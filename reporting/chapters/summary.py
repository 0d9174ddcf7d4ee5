"""The beginning of a report: what it is about, and how every priority stands."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.counts import ATTENTION
from indicators.verdict.judgement import WORST_FIRST
from reporting.blocks import Block, Bullets, Cell, Column, Heading, Kind, Paragraph, Table
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.objective import ambition_list, indicator_part, reason_line
from reporting.chapters.partners import decisions_part
from reporting.chapters.sentences import aside, money, raised, standing, statuses
from reporting.chapters.story import story_part
from reporting.chapters.told import Told, label_of

MOST = 5
"""So many indicators that ask for attention stand in the summary of a priority."""
_ATTENTION = {status.value for status in ATTENTION}
_URGENCY = {status.value: place for place, status in enumerate(WORST_FIRST)}


def reading_guide(told: Told) -> Iterator[Block]:
    """What the report is about and as of when, with what a reader must know of it."""
    within = f", de ronde van {told.about.round}" if told.about.round else ""
    yield Paragraph(
        f"Dit verslag gaat over {told.year}{within}. De stand is die van {told.on_text}, met de gegevens die op "
        f"{told.known_text} bekend waren.",
        "lead",
    )
    stamp = told.all.get("report")
    if stamp and stamp["reason"]:
        yield Paragraph(
            f"Dit is versie {stamp['number']}. Wat er anders is dan in de vorige: {stamp['reason']}", "note"
        )
    if told.all["on_is_ahead"]:
        yield Paragraph(
            f"Let op: {told.on_text} moet nog komen. De stand is beoordeeld alsof het die dag al is, met wat nu bekend "
            "is. Een meting die vóór die dag nog komt, staat er als meting die ontbreekt.",
            "note",
        )
    if told.agenda["changed_since"]:
        yield Paragraph(
            "Let op: de agenda is na dit moment gewijzigd. Het plan staat in dit verslag zoals het nu is.",
            "note",
        )


def summary_chapter(told: Told) -> Iterator[Block]:
    """How the agenda stands as a whole, and each priority."""
    yield Heading(1, "Samenvatting", "samenvatting")
    yield from reading_guide(told)
    yield Paragraph(standing(told.all["standing"]))
    if told.money:
        now = next(row for row in told.money["years"] if row["year"] == told.year)
        yield Paragraph(f"De lasten in {told.year}. {money(now['costs'], told.year)}")
    for priority in told.all["priorities"]:
        yield from _priority(told, priority)
    yield from decisions_part(told.decisions_elsewhere, 2, "elders")
    yield from _themes(told)


def _priority(told: Told, priority: Json) -> Iterator[Block]:
    objectives = [row for row in told.objectives if row["priority"] == priority["code"]]
    yield Heading(2, label_of(priority), f"samenvatting-{priority['code']}")
    if priority["ambitions"]:
        yield from ambition_list(priority["ambitions"])
    yield from story_part(
        told.story_of_priority(priority["code"]), 3, f"samenvatting-{priority['code']}", told.year
    )
    here = [row for row in told.indicators if row["priority"] == priority["code"]]
    if objectives:
        yield Table(
            f"{label_of(priority)}: doelstellingen op {told.on_text}",
            (
                Column("Doelstelling", width=4), Column("Indicatoren", width=4), Column("Maatregelen", width=4),
                Column(f"Begroot {told.year}", Kind.EUROS, 2), Column("Besteed van begroot", Kind.PERCENT, 2),
            ),
            (*(_objective_row(told, row) for row in objectives), *_own_row(here)),
        )  # fmt: skip
    worst = attention(here)
    if worst:
        yield Paragraph("Dit vraagt aandacht:")
        yield Bullets(tuple(reason_line(row, named=True) for row in worst[:MOST]))
        if len(worst) > MOST:
            yield Paragraph(_elsewhere(worst[MOST:]), "note")


def _elsewhere(rows: list[Json]) -> str:
    """Where the rest is told; some may belong to no objective."""
    one = len(rows) == 1
    of_objectives = "bij de eigen doelstelling" if one else "bij hun doelstelling"
    where = of_objectives if all(row["objective"] for row in rows) else "verderop in dit verslag"
    return f"Nog {len(rows)} andere {'staat' if one else 'staan'} {where}."


def _objective_row(told: Told, row: Json) -> tuple[Cell, ...]:
    sums = told.money_of.get(row["code"], {})
    states = ", ".join(f"{one['count']} {one['label']}" for one in row["carrying"]["states"])
    return (
        cells.text(label_of(row)),
        cells.text(statuses(row["standing"]) or "geen indicator"),
        cells.text(states or "geen"),
        cells.euros(sums.get("planned")),
        cells.percent(sums.get("spent_percent")),
    )


def _own_row(rows: list[Json]) -> Iterator[tuple[Cell, ...]]:
    """The indicators of a priority that belong to no objective: without them the table falls short of the whole."""
    found: dict[str, int] = {}
    for row in worst_first([one for one in rows if not one["objective"]]):
        found[row["mark"]["label"]] = found.get(row["mark"]["label"], 0) + 1
    if found:
        counted = ", ".join(f"{count} {label}" for label, count in found.items())
        dash = cells.text(cells.DASH)
        yield cells.text("Los van een doelstelling"), cells.text(counted), dash, dash, dash


def attention(rows: list[Json]) -> list[Json]:
    """The indicators that ask for attention, the worst first."""
    return worst_first([row for row in rows if row["mark"] and row["mark"]["status"] in _ATTENTION])


def worst_first(rows: list[Json]) -> list[Json]:
    """Indicators by how much they ask for action; within a status those of the ministry first, in the plan's order."""
    return sorted(
        (row for row in rows if row["mark"]),
        key=lambda row: (_URGENCY[row["mark"]["status"]], not row["mandatory"]),
    )


def _themes(told: Told) -> Iterator[Block]:
    themes = told.all["themes"]
    if themes:
        yield Heading(2, f"Wat de raden het belangrijkst vinden in {told.year}", "themas")
        yield Bullets(
            tuple(
                f"{raised(one['council_label'])}: {one['text']}{aside(one['objective'], 'doelstelling ')}"
                for one in themes
            )
        )


def above_chapter(told: Told, priority: Json) -> Iterator[Block]:
    """Indicators of a priority that belong to none of its objectives, and what was decided about them."""
    rows = told.above(priority["code"])
    if rows:
        anchor = f"prioriteit-{priority['code']}"
        yield Heading(1, f"Indicatoren van prioriteit {priority['code']}, los van een doelstelling", anchor)
        yield from indicator_part(told, rows, 2, anchor)
        yield from decisions_part(told.decisions_above(priority["code"]), 2, anchor)
