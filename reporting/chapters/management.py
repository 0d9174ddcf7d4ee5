"""The interim report for management: what changed, what is late, and the money."""

from __future__ import annotations

from collections.abc import Iterator

from core.numbers import format_number
from reporting.blocks import Block, Bullets, Cell, Column, Heading, Kind, Paragraph, Table
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.money import COLUMNS, HOW, money_cells, unmapped_note
from reporting.chapters.objective import done_blocks, explained_lines, reason_line
from reporting.chapters.partners import decision_line
from reporting.chapters.sentences import DIFFERENT, money, number_of, standing
from reporting.chapters.summary import reading_guide, worst_first
from reporting.chapters.told import Told, label_of


def management_chapters(told: Told) -> Iterator[Block]:
    """A few pages: what a board must know between two years."""
    yield Heading(1, "In het kort", "kort")
    yield from reading_guide(told)
    yield Paragraph(standing(told.all["standing"]))
    if told.money:
        now = next(row for row in told.money["years"] if row["year"] == told.year)
        yield Paragraph(f"De lasten in {told.year}. {money(now['costs'], told.year)}{told.booked_until}")
        yield from unmapped_note(told)
    yield from changed_part(told)
    yield from _behind(told)
    yield from _measures(told)
    yield from _decisions(told)
    yield from _money(told)


def changed_part(told: Told) -> Iterator[Block]:
    """The indicators with another status than on the day that is compared with."""
    yield Heading(1, "Statussen die zijn veranderd", "veranderd")
    rows = [row for row in told.indicators if _status(row["before"]) != _status(row["mark"])]
    if not rows:
        yield Paragraph(f"Sinds {told.before_text} is geen status van een indicator veranderd.")
        return
    yield Table(
        f"Indicatoren met een andere status dan op {told.before_text}",
        (
            Column("Indicator", width=5),
            Column(f"Op {told.before_text}", width=2),
            Column(f"Op {told.on_text}", width=2),
        ),
        tuple(
            (cells.text(label_of(row)), cells.status(row["before"]), cells.status(row["mark"]))
            for row in rows
        ),
    )
    yield Bullets(tuple(reason_line(row) for row in rows if row["mark"]))


def _status(found: Json | None) -> str | None:
    return found["status"] if found else None


def _behind(told: Told) -> Iterator[Block]:
    rows = [
        row for row in told.indicators if row["mark"] and row["mark"]["status"] in {"off_track", "missing"}
    ]
    yield Heading(1, "Indicatoren die achterlopen of ontbreken", "achter")
    if rows:
        yield Bullets(tuple(reason_line(row, named=True) for row in worst_first(rows)))
    else:
        yield Paragraph("Geen enkele indicator loopt achter, en er ontbreekt geen meting.")


def _measures(told: Told) -> Iterator[Block]:
    yield Heading(1, "Maatregelen", "maatregelen")
    counted = [row for row in told.measures if row["counted"]]
    late = [row for row in counted if row["standing"]["key"] == "vertraagd"]
    flipped = [row for row in counted if row["standing"]["key"] != row["before"]["key"]]
    whole = number_of(len(counted), "maatregel", "maatregelen")
    many = "is er geen" if not late else f"{'is' if len(late) == 1 else 'zijn'} er {len(late)}"
    yield Paragraph(
        f"Van {whole} in uitvoering {many} vertraagd; bij {len(flipped) or 'geen'} is de stand sinds "
        f"{told.before_text} veranderd."
    )
    if late:
        yield Heading(2, "Vertraagd", "vertraagd")
        yield Table(
            f"Vertraagde maatregelen op {told.on_text}",
            (Column("Maatregel", width=5), Column("Verplichting", width=2), Column("Meldingen", width=2)),
            tuple(
                (
                    cells.text(label_of(row)),
                    cells.text(row["obligation_label"] or "niet vermeld"),
                    cells.text(f"{row['standing']['reported']} van {row['standing']['units']}"),
                )
                for row in late
            ),
        )
        said = [block for row in late for block in done_blocks(row)]
        if said:
            yield Paragraph("Wat de uitvoerders daarover schrijven:")
            yield from said
    yield from _steps(told)
    silent = [row for row in counted if row["standing"]["reported"] < row["standing"]["units"]]
    if silent:
        owed = sum(row["standing"]["units"] - row["standing"]["reported"] for row in silent)
        of = number_of(len(silent), "maatregel", "maatregelen")
        yield Paragraph(f"Nog niet gemeld: {format_number(owed)} keer, bij {of}.")


def _steps(told: Told) -> Iterator[Block]:
    """Planned steps that are past their last day, the one that waits longest first."""
    late = [(row, step) for row in told.measures for step in row["steps"] if step["days_late"]]
    if not late:
        return
    late.sort(key=lambda pair: (-pair[1]["days_late"], pair[0]["code"]))
    yield Heading(2, "Geplande stappen die te laat zijn", "stappen")
    yield Table(
        f"Stappen die op {told.on_text} te laat zijn",
        (
            Column("Maatregel", width=4), Column("Stap", width=4), Column("Gepland in", width=2),
            Column("Dagen te laat", Kind.NUMBER),
        ),
        tuple(_step_row(row, step) for row, step in late),
    )  # fmt: skip


def _step_row(row: Json, step: Json) -> tuple[Cell, ...]:
    return (
        cells.text(label_of(row)),
        cells.text(step["step"] or step["text"] or "stap"),
        cells.text(step["period_label"]),
        cells.count(step["days_late"]),
    )


def _decisions(told: Told) -> Iterator[Block]:
    rows = [row for row in told.all["decisions"] if row["closed_on"] is None]
    yield Heading(1, "Besluiten die openstaan", "besluiten")
    if rows:
        yield Bullets(tuple(decision_line(row) for row in rows))
    else:
        yield Paragraph("Er staat geen besluit open.")


def _money(told: Told) -> Iterator[Block]:
    if told.money is None:
        return
    yield Heading(1, f"Geld in {told.year}", "geld")
    yield Paragraph(HOW, "note")
    yield Table(
        f"Lasten per doelstelling in {told.year}",
        (Column("Doelstelling", width=4), *COLUMNS),
        tuple((cells.text(label_of(row)), *money_cells(row)) for row in told.money["objectives"]),
    )
    lines = [line for line in told.money["lines"] if told.of_year(line).get("spending") in DIFFERENT]
    explained = tuple(text for line in lines for text in explained_lines(told, line))
    if explained:
        yield Paragraph("Regels die hoger of lager uitkomen dan begroot:")
        yield Bullets(explained)
