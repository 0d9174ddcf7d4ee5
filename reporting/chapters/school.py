"""The report of one school, service or team: its own figures beside those of the college, and its measures."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Bullets, Cell, Column, Heading, Paragraph, Table
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.annexes import hidden_note
from reporting.chapters.objective import done_blocks
from reporting.chapters.sentences import carried
from reporting.chapters.summary import reading_guide
from reporting.chapters.told import Told, label_of


def school_chapters(told: Told) -> Iterator[Block]:
    """Figures, then measures by objective."""
    unit = told.unit or {}
    yield Heading(1, "Cijfers", "cijfers")
    yield from reading_guide(told)
    yield Paragraph(
        f"De streefwaarden en de statussen zijn die van {told.agenda['college']['name']}: {unit['name']} heeft geen "
        "eigen streefwaarden. Naast elk cijfer staat het verschil met de instelling.",
        "note",
    )
    yield Paragraph(hidden_note(told), "note")
    rows = told.all["unit_indicators"]
    if not rows:
        yield Paragraph(f"Van {unit['name']} zijn er nog geen cijfers.")
    for row in rows:
        yield Heading(2, label_of(row), f"cijfer-{row['code']}")
        yield _figures(told, row)
        below = [line for line in row["series"] if line["below"]]
        if below:
            yield Bullets(tuple(_below(line) for line in below))
    yield from _measures(told)


def _figures(told: Told, row: Json) -> Table:
    return Table(
        f"{label_of(row)} naast {told.agenda['college']['name']}",
        (
            Column("Reeks", width=3), Column("Eigen cijfer", width=2), Column("Verandering", width=3),
            Column("Instelling", width=2), Column("Verschil", width=3), Column("Streefwaarde instelling", width=3),
            Column("Andere, in het midden", width=2),
        ),
        tuple(_line(line) for line in row["series"]),
    )  # fmt: skip


def _line(line: Json) -> tuple[Cell, ...]:
    return (
        cells.text(line["label"]),
        cells.figure(line["figures"][-1], line["unit"]),
        cells.text(line["change"]),
        cells.figure(line["college"], line["unit"]),
        cells.text(line["gap"]),
        cells.text(line["target"]),
        cells.text(line["others"]),
    )


def _below(line: Json) -> str:
    told = ", ".join(f"{one['unit_name']} {cells.figure_text(one['figure'])}" for one in line["below"])
    return f"{line['label']}: {told}."


def _measures(told: Told) -> Iterator[Block]:
    yield Heading(1, "Maatregelen", "maatregelen")
    if not told.measures:
        yield Paragraph("Er is geen maatregel die hier wordt uitgevoerd.")
    for objective in told.objectives:
        rows = told.measures_of.get(objective["code"], [])
        if not rows:
            continue
        yield Heading(2, label_of(objective), f"doelstelling-{objective['code']}")
        yield Paragraph(carried(objective["carrying"]))
        yield Table(
            f"Maatregelen voor {label_of(objective)} op {told.on_text}",
            (
                Column("Maatregel", width=4), Column("Verplichting", width=2), Column("Door", width=3),
                Column("Stand", width=2), Column("Voortgang"),
            ),
            tuple(_share(row, share) for row in rows for share in row["shares"]),
        )  # fmt: skip
        said = [block for row in rows for block in done_blocks(row)]
        if said:
            yield Paragraph("Wat er is gedaan:")
            yield from said


def _share(row: Json, share: Json) -> tuple[Cell, ...]:
    far = None if share["percent"] is None else str(share["percent"])
    return (
        cells.text(label_of(row)),
        cells.text(row["obligation_label"] or "niet vermeld"),
        cells.text(share["unit_name"]),
        cells.text(share["state_label"]),
        cells.percent(far) if far is not None else cells.text(""),
    )
