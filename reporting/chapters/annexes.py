"""The annexes: every figure with where it comes from, the programmes, definitions and sources, findings, and how to
check the report.
"""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Bullets, Cell, Column, Heading, Kind, Paragraph, Table
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.definitions import definitions
from reporting.chapters.sentences import raised
from reporting.chapters.told import Told, beside_series, label_of

CONTRADICTION = "tegenspraak"
"""The weight of a finding that says which values contradict each other: those are told one by one."""
NAMED = 12
"""So many subjects of one kind of finding are named."""
SHOWN = 3
"""So many of the newest figures stand beside each other; the list of origins has all of them."""


def annexes(told: Told, fingerprint: str) -> Iterator[Block]:
    """All of them, in their order."""
    yield from _all_indicators(told)
    yield from _programmes(told)
    yield from definitions(told)
    yield from origins(told)
    yield from _findings(told)
    yield from how_made(told, fingerprint)


def _all_indicators(told: Told) -> Iterator[Block]:
    yield Heading(1, "Bijlage A. Alle indicatoren met hun uitsplitsingen", "bijlage-a")
    yield Paragraph(hidden_note(told), "note")
    for priority in told.all["priorities"]:
        rows = [row for row in told.indicators if row["priority"] == priority["code"]]
        if rows:
            yield Heading(2, label_of(priority), f"alle-prioriteit-{priority['code']}")
        for row in rows:
            yield from _indicator(row)


def _indicator(row: Json) -> Iterator[Block]:
    yield Heading(3, label_of(row), f"alle-{row['code']}")
    if row["note"]:
        yield Paragraph(row["note"], "note")
    if row["groups"]:
        yield Bullets(
            tuple(
                f"{one['title']} ({one['method']} van {len(one['members'])} reeksen). {one['judgement']['reason']}"
                for one in row["groups"]
            )
        )
    if row["series"]:
        yield _series_table(row)
    if row["chart"] and row["chart"]["benchmarks"]:
        yield _beside_table(row)


def _beside_table(row: Json) -> Table:
    """Who stands beside the college in the chart, with the newest figures."""
    return Table(
        f"{label_of(row)}: ter vergelijking",
        (Column("Wie", width=4), Column("Reeks", width=3), Column("Metingen", width=8)),
        tuple(
            (
                cells.text(one["name"]),
                cells.text(row["chart"]["label"]),
                Cell(
                    ", ".join(cells.figure_text(figure) for figure in one["figures"][-SHOWN:]),
                    source=one["figures"][-1]["source"],
                ),
            )
            for one in row["chart"]["benchmarks"]
        ),
    )


def _series_table(row: Json) -> Table:
    return Table(
        f"{label_of(row)}: alle reeksen",
        (
            Column("Reeks", width=4), Column("0-meting", width=2), Column("Metingen", width=4),
            Column("Streefwaarde", width=3), Column("Status", width=2),
        ),
        tuple(_series_row(one) for one in (*row["groups"], *row["series"])),
    )  # fmt: skip


def _series_row(one: Json) -> tuple[Cell, ...]:
    newest = [cells.figure_text(figure) for figure in one["figures"][-SHOWN:]]
    last = one["figures"][-1] if one["figures"] else None
    return (
        cells.text(one["label"]),
        cells.figure(one["baseline"], one["unit"]),
        Cell(", ".join(newest) or cells.DASH, source=last["source"] if last else ""),
        cells.text(one["target_text"]),
        cells.status(one["judgement"]),
    )


def hidden_note(told: Told) -> str:
    """Why some figures are words."""
    return (
        f"'Te klein aantal': het cijfer gaat over minder dan {told.agenda['suppress_below']} personen. 'Niet getoond': "
        "met dit cijfer erbij is een te klein aantal uit te rekenen. Deze cijfers staan ook niet in de momentopname "
        "waaruit dit verslag is gemaakt."
    )


def _programmes(told: Told) -> Iterator[Block]:
    rows = told.agenda["programmes"]
    yield Heading(1, "Bijlage B. Opleidingen die de agenda volgt", "bijlage-b")
    if not rows:
        yield Paragraph("De agenda volgt geen opleidingen apart.")
        return
    yield Table(
        "Opleidingen",
        (
            Column("Code"),
            Column("Opleiding", width=4),
            Column("Sector", width=3),
            Column("Niveau", Kind.NUMBER),
        ),
        tuple(
            (
                cells.text(row["code"]),
                cells.text(row["title"]),
                cells.text(row["sector"]),
                cells.count(row["level"]),
            )
            for row in rows
        ),
    )


def origins(told: Told, letter: str = "D") -> Iterator[Block]:
    """Every source with its hash, and every figure with where it stands in its source."""
    yield Heading(1, f"Bijlage {letter}. Herkomst van de cijfers", f"bijlage-{letter.lower()}")
    yield Heading(2, "Bronnen", "bronnen")
    yield Table(
        "Bronnen",
        (
            Column("Nummer"), Column("Soort", width=2), Column("Bestand of invoer", width=4),
            Column("Editie", width=2), Column("Vingerafdruk van het bestand (sha256)", width=4),
        ),
        tuple(
            (
                cells.text(row["number"]),
                cells.text(row["kind_label"]),
                cells.text(row["label"]),
                cells.text(row["edition"]),
                cells.text(row["file_sha256"]),
            )
            for row in told.all["sources"]
        ),
    )  # fmt: skip
    yield Heading(2, "Elk cijfer", "elk-cijfer")
    yield Paragraph(
        "Per reeks staat elk cijfer met zijn periode, het aantal personen (n), het nummer van de bron en de plaats "
        "daarin. Het werkboek (XLSX) heeft dezelfde cijfers, elk op een eigen rij."
    )
    for row in (*told.indicators, *told.all["unit_indicators"]):
        series = (*row.get("groups", ()), *row["series"], *beside_series(row))
        lines = tuple(_origin_row(one) for one in series if one["figures"])
        if lines:
            yield Heading(3, label_of(row), f"herkomst-{row['code']}")
            yield Table(
                f"{label_of(row)}: elk cijfer met zijn plaats",
                (Column("Reeks", width=3), Column("Cijfers", width=9)),
                lines,
            )


def _origin_row(series: Json) -> tuple[Cell, ...]:
    told = "; ".join(map(_origin, series["figures"]))
    return cells.text(series["label"]), Cell(told, source=series["figures"][-1]["source"])


def _origin(figure: Json) -> str:
    """``2024: 86 % (n = 7.118), b-3, Blad1!C12``."""
    people = "" if figure["n"] is None else f" (n = {cells.count(figure['n']).shown})"
    final = "" if figure["final"] else " voorlopig"
    where = "".join(f", {one}" for one in (figure["source"], figure["place"]) if one)
    return f"{figure['period']}{final}: {figure['text']}{people}{where}"


def _findings(told: Told) -> Iterator[Block]:
    groups = told.all["findings"]
    yield Heading(1, "Bijlage E. Bevindingen over de agenda", "bijlage-e")
    yield Paragraph(
        "Het systeem zoekt in de agenda naar wat niet bij elkaar past. Een bevinding is een aandachtspunt en geen "
        "oordeel: de makers van het plan kunnen er een goede reden voor hebben."
    )
    if not groups:
        yield Paragraph("Er zijn geen bevindingen.")
        return
    yield Table(
        "Bevindingen naar soort",
        (
            Column("Soort", width=3), Column("Wat het betekent en wat te doen", width=6), Column("Aantal", Kind.NUMBER),
            Column("Waarover", width=4),
        ),
        tuple(_finding_row(group) for group in groups),
    )  # fmt: skip
    against = [group for group in groups if group["weight"] == CONTRADICTION]
    if against:
        yield Heading(2, "Wat elkaar tegenspreekt", "tegenspraak")
    for group in against:
        yield Paragraph(group["title"], "label")
        yield Bullets(tuple(raised(row["message"]) for row in group["rows"]))


def _finding_row(group: Json) -> tuple[Cell, ...]:
    """What it is about is listed where that fits; the workbook has each finding on a row of its own."""
    about = list(dict.fromkeys(row["subject"] for row in group["rows"]))
    more = f" en nog {len(about) - NAMED} (zie het werkboek, blad Bevindingen)" if len(about) > NAMED else ""
    return (
        cells.text(f"{group['title']} ({group['weight']})"),
        cells.text(f"{group['meaning']} {group['remedy']}"),
        cells.count(len(group["rows"])),
        cells.text(", ".join(about[:NAMED]) + more),
    )


def how_made(told: Told, fingerprint: str, letter: str = "F") -> Iterator[Block]:
    """How the report came about, and how somebody checks that nothing changed since."""
    yield Heading(1, f"Bijlage {letter}. Hoe dit verslag is gemaakt", f"bijlage-{letter.lower()}")
    yield Paragraph(
        f"Alle cijfers, statussen, bedragen en meldingen komen uit één momentopname van {told.known_text}. Alle "
        "bestanden van dit verslag (DOCX, PDF, XLSX en HTML) zijn alleen daaruit geschreven. Dezelfde momentopname "
        "geeft altijd dezelfde bestanden."
    )
    yield Paragraph(f"De vingerafdruk (sha256) van de momentopname is {fingerprint}.")
    yield Paragraph(
        f"Elke status is beoordeeld op {told.on_text}, met metingen die over die dag of eerder gaan. Hoe een status "
        "tot stand komt, staat in de handleiding."
    )
