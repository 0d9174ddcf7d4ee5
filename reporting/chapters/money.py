"""The chapter about money: planned, realised and explained."""

from __future__ import annotations

from collections.abc import Iterator

from reporting.blocks import Block, Cell, Column, Heading, Kind, Paragraph, Table
from reporting.canonical import Json
from reporting.chapters import cells
from reporting.chapters.sentences import money, number_of
from reporting.chapters.told import Told, label_of

COLUMNS = (
    Column("Begroot", Kind.EUROS, 2), Column("Gerealiseerd", Kind.EUROS, 2), Column("Verwacht", Kind.EUROS, 2),
    Column("Verschil", Kind.EUROS, 2), Column("Van begroot", Kind.PERCENT, 2),
)  # fmt: skip
HOW = (
    "Verwacht is de prognose; van een jaar dat de controller heeft afgesloten, is het wat er is geboekt. "
    "Verschil is verwacht min begroot; van wat niet is begroot is alles verschil. Een streepje betekent: er is geen "
    "bedrag bekend. Dat is iets anders dan nul."
)


def money_chapter(told: Told) -> Iterator[Block]:
    """The budget of the year, from both sides down to the lines."""
    found = told.money
    if found is None:
        return
    yield Heading(1, f"Begroting en realisatie {told.year}", "begroting")
    now = next(row for row in found["years"] if row["year"] == told.year)
    yield Paragraph(
        f"Lasten. {money(now['costs'], told.year)} Baten. "
        f"{money(now['income'], told.year, 'ontvangen')}{told.booked_until}",
        "lead",
    )
    yield Paragraph(HOW, "note")
    yield Heading(2, "Alle jaren", "begroting-jaren")
    yield Table(
        "Baten en lasten per jaar",
        (Column("Jaar", width=2), *COLUMNS),
        tuple(
            (cells.text(f"{word} {row['year']}"), *money_cells(row[side]))
            for side, word in (("costs", "Lasten"), ("income", "Baten"))
            for row in found["years"]
        ),
    )
    for title, key, anchor in (
        ("Prioriteiten", "priorities", "begroting-prioriteiten"),
        ("Doelstellingen", "objectives", "begroting-doelstellingen"),
    ):
        yield Heading(2, title, anchor)
        yield Table(
            f"Lasten per {title.lower().removesuffix('en')} in {told.year}",
            (Column(title.removesuffix("en"), width=4), *COLUMNS),
            (
                *((cells.text(label_of(row)), *money_cells(row)) for row in found[key]),
                (cells.text("Lasten samen"), *money_cells(now["costs"])),
            ),
        )
    yield from _lines(told, "cost", "Lasten", now["costs"])
    yield from _lines(told, "income", "Baten", now["income"])
    yield from unmapped_note(told)


def unmapped_note(told: Told) -> Iterator[Block]:
    """What belongs to no line, and so is in none of the sums that are told."""
    left = told.money["unmapped"] if told.money else None
    if not left:
        return
    # A snapshot of before counted the bookings of all years together, and does not name one.
    when = f" van {left['year']}" if left.get("year") else ""
    yield Paragraph(
        f"Bij geen enkele regel {'hoort' if left['count'] == 1 else 'horen'} "
        f"{number_of(left['count'], 'boeking', 'boekingen')}{when}: {_unmapped(left)}. "
        "Dat telt in de bedragen niet mee.",
        "note",
    )


def _unmapped(left: Json) -> str:
    """``lasten € 12.000, baten € 500``; a snapshot of before these stood apart has one amount."""
    if "amount" in left:
        return f"samen {cells.euros(left['amount']).shown} (debet min credit)"
    words = (("lasten", "costs"), ("baten", "income"), ("verplichtingen", "committed"))
    told = [f"{word} {cells.euros(left[key]).shown}" for word, key in words if left[key] is not None]
    return ", ".join(told) or "samen € 0"


def _lines(told: Told, side: str, title: str, whole: Json) -> Iterator[Block]:
    rows = [line for line in told.money["lines"] if line["side"] == side] if told.money else []
    yield Heading(2, f"{title} per regel", f"begroting-regels-{side}")
    if not rows:
        yield Paragraph(f"De begroting noemt geen {title.lower()}.")
        return
    explained = any(line["explanation"] for line in rows)
    more = (Column("Toelichting", width=4),) if explained else ()
    yield Table(
        f"{title} per regel in {told.year}",
        (Column("Regel", width=4), *COLUMNS, *more),
        (
            *(
                (
                    cells.text(line["title"]),
                    *money_cells(told.of_year(line)),
                    *([cells.text(line["explanation"])] if explained else []),
                )
                for line in rows
            ),
            (cells.text(f"{title} samen"), *money_cells(whole), *([cells.text("")] if explained else [])),
        ),
        "" if explained else "Bij deze regels is geen toelichting gegeven.",
    )


def money_cells(row: Json) -> tuple[Cell, ...]:
    """One cell for each of ``COLUMNS``."""
    return (
        cells.euros(row.get("planned")),
        cells.euros(row.get("actual")),
        cells.euros(row.get("expected")),
        cells.gap(row.get("difference")),
        cells.percent(row.get("spent_percent")),
    )
