"""The summary for the supervisory board: a few pages that tell how the agenda stands and what the board should ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from indicators.verdict.judgement import WORST_FIRST
from reporting.blocks import Block, Bullets, Cell, Column, Heading, Kind, Paragraph, Table
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.management import changed_part
from reporting.chapters.money import COLUMNS, HOW, money_cells, unmapped_note
from reporting.chapters.objective import reason_line
from reporting.chapters.partners import decision_line
from reporting.chapters.sentences import joined, money, number_of, sentence, standing, status_word
from reporting.chapters.story import story_part
from reporting.chapters.summary import attention, reading_guide
from reporting.chapters.told import Told, label_of

WORST = 3
"""So many indicators of a priority are told with their reason."""
STEPS = 8
"""So many planned steps that are still to come are named."""
AHEAD = {"nu", "komt"}


def supervisor_chapters(told: Told) -> Iterator[Block]:
    yield Heading(1, "De agenda in het kort", "kort")
    yield from reading_guide(told)
    yield Paragraph(standing(told.all["standing"]))
    yield Table(
        f"De prioriteiten op {told.on_text}",
        (
            Column("Prioriteit", width=3), Column("Indicatoren", width=5), Column("Maatregelen", width=4),
            Column(f"Begroot {told.year}", Kind.EUROS, 2), Column("Besteed van begroot", Kind.PERCENT, 2),
        ),
        tuple(_row(told, row) for row in told.all["priorities"]),
    )  # fmt: skip
    for row in told.all["priorities"]:
        yield from _priority(told, row)
    yield from _money(told)
    yield from _decisions(told)
    yield from changed_part(told)
    yield from _agenda(told)
    yield from _to_come(told)


def _here(told: Told, priority: Json) -> list[Json]:
    return [row for row in told.indicators if row["priority"] == priority["code"] and row["mark"]]


def counts(rows: list[Json]) -> str:
    """``2 achter, 1 op koers``: how many indicators stand how, the worst first."""
    found = Counter(row["mark"]["status"] for row in rows)
    return ", ".join(
        f"{found[one.value]} {status_word(one.value)}" for one in WORST_FIRST if found[one.value]
    )


def _row(told: Told, priority: Json) -> tuple[Cell, ...]:
    money_rows: list[Json] = told.money["priorities"] if told.money else []
    sums: Json = next((row for row in money_rows if row["code"] == priority["code"]), {})
    states: Counter[str] = Counter()
    for row in told.objectives:
        if row["priority"] == priority["code"]:
            states.update({one["label"]: one["count"] for one in row["carrying"]["states"]})
    return (
        cells.text(label_of(priority)),
        cells.text(counts(_here(told, priority)) or "geen indicator"),
        cells.text(", ".join(f"{count} {label}" for label, count in states.items()) or "geen"),
        cells.euros(sums.get("planned")),
        cells.percent(sums.get("spent_percent")),
    )


def _priority(told: Told, priority: Json) -> Iterator[Block]:
    anchor = f"prioriteit-{priority['code']}"
    worst = attention(_here(told, priority))
    story = told.story_of_priority(priority["code"])
    if not worst and (story is None or not story["parts"]):
        return
    yield Heading(2, label_of(priority), anchor)
    if worst:
        yield Paragraph("Dit vraagt aandacht:")
        yield Bullets(tuple(reason_line(row, named=True) for row in worst[:WORST]))
        if len(worst) > WORST:
            more = number_of(
                len(worst) - WORST,
                "andere indicator vraagt aandacht; die staat",
                "andere indicatoren vragen aandacht; die staan",
            )
            yield Paragraph(f"Nog {more} in de verantwoording.", "note")
    yield from story_part(story, 3, anchor, told.year)


def _money(told: Told) -> Iterator[Block]:
    if told.money is None:
        return
    yield Heading(1, f"Geld in {told.year}", "geld")
    now = next(row for row in told.money["years"] if row["year"] == told.year)
    yield Paragraph(f"De lasten. {money(now['costs'], told.year)}{told.booked_until}")
    yield from unmapped_note(told)
    yield Table(
        f"Lasten per prioriteit in {told.year}",
        (Column("Prioriteit", width=4), *COLUMNS),
        tuple((cells.text(label_of(row)), *money_cells(row)) for row in told.money["priorities"]),
        HOW,
    )


def _decisions(told: Told) -> Iterator[Block]:
    rows = [row for row in told.all["decisions"] if row["closed_on"] is None]
    yield Heading(1, "Besluiten die openstaan", "besluiten")
    if rows:
        yield Bullets(tuple(decision_line(row) for row in rows))
    else:
        yield Paragraph("Er staat geen besluit open.")


def _agenda(told: Told) -> Iterator[Block]:
    """Whether the plan itself changed."""
    rows = [row for row in told.all["changes"] if row["in_year"]]
    if not rows:
        yield Paragraph(f"De agenda zelf is in {told.year} niet gewijzigd.")
        return
    yield Paragraph(f"De agenda zelf is in {told.year} gewijzigd:")
    yield Bullets(
        tuple(
            f"Versie {row['number']}, geldig vanaf {cells.day(row['effective_on']).shown}: "
            f"{sentence(row['reason']) if row['reason'] else 'er is geen reden opgeschreven.'}"
            for row in rows
        )
    )


def _to_come(told: Told) -> Iterator[Block]:
    """The next figures, and the steps that the plan has ahead."""
    yield Heading(1, "Wat er komt", "komt")
    figures = [
        f"{row['source']} over {row['coming']['period']}: verwacht op {cells.day(row['coming']['expected_on']).shown}."
        for row in told.all["freshness"]
        if row["coming"]
    ]
    late = [row["source"] for row in told.all["freshness"] if row["late"]]
    if figures:
        yield Paragraph("Nieuwe cijfers:")
        yield Bullets(tuple(figures))
    if late:
        yield Paragraph(f"Te laat zijn cijfers van {joined(late)}.")
    steps = [(row, step) for row in told.measures for step in row["steps"] if step["state"] in AHEAD]
    if steps:
        steps.sort(key=lambda pair: (pair[1]["period"], pair[0]["code"]))
        yield Paragraph("Geplande stappen:")
        yield Bullets(
            tuple(
                f"{label_of(row)}: {step['step'] or step['text'] or 'stap'}, {step['period_label']}."
                for row, step in steps[:STEPS]
            )
        )
        if len(steps) > STEPS:
            yield Paragraph(f"Daarna staan er nog {len(steps) - STEPS} gepland.", "note")
    if not (figures or late or steps):
        yield Paragraph("Er zijn geen nieuwe cijfers of stappen gepland.")
