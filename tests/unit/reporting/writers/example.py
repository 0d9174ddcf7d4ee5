"""A document with everything in it that a writer must be able to write. Invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from core.numbers import format_percent
from reporting.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    PageBreak,
    Paragraph,
    Sheet,
    Table,
)

FINGERPRINT = "9f2c4be1" * 8
MOMENT = datetime(2026, 1, 14, 8, 41, 7, tzinfo=UTC)
STATUSES = (
    ("achieved", "behaald"), ("at_target", "op doelniveau"), ("on_track", "op koers"), ("at_risk", "aandacht"),
    ("off_track", "achter"), ("indeterminate", "niet te bepalen"), ("not_due", "nog geen meting"),
    ("missing", "meting ontbreekt"), ("no_target", "geen streefwaarde"), ("target_overdue", "streefwaarde ontbreekt"),
)  # fmt: skip
SENTENCE = "De school voerde in 2025 gesprekken met studenten die dreigden uit te vallen, en legde de afspraken vast. "
NASTY = (
    "Tekens <b>&amp; \"aanhalingen\"</b> & 'enkele', =1+1, soft\u00adhyphen, é, €, ≥ 85, −3, "
    "</style><script>x</script>"
)
BANNER = "Bevat verzonnen voorbeeldgegevens"
EMOJI = "Geslaagd 🎓, zegt de school."
RISES = "Lijn die stijgt van 80,0 % in 2020 naar 86,1 % in 2025."
FALLS = 'Lijn die daalt van 12 % naar 8 % <in 2025> & "blijft".'
LONG_WORD = "Arbeidsongeschiktheidsverzekeringsmaatschappij" * 3


def svg(uid: str, *points: int) -> str:
    """A chart as it is kept: colours by name, ids that another chart may have too."""
    line = " ".join(f"{60 + 110 * place},{260 - 2 * y}" for place, y in enumerate(points))
    dots = "".join(
        f'<circle cx="{60 + 110 * place}" cy="{260 - 2 * y}" r="5"/>' for place, y in enumerate(points)
    )
    years = "".join(
        f'<text x="{60 + 110 * place}" y="285" text-anchor="middle">{2020 + place}</text>'
        for place in range(len(points))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="300" viewBox="0 0 720 300">'
        '<defs><clipPath id="clip"><rect width="720" height="300"/></clipPath></defs>'
        f'<g clip-path="url(#clip)" id="{uid}">'
        '<path d="M60 260H690M60 160H690M60 60H690" stroke="var(--rule)" fill="none"/>'
        f'<polyline points="{line}" fill="none" stroke="var(--ink)" stroke-width="2"/><g fill="var(--ink)">{dots}</g>'
        f'<g font-family="Inter Variable, sans-serif" font-size="14" fill="var(--muted)">{years}</g></g></svg>'
    )


def percent(value: str, source: str = "") -> Cell:
    return Cell(format_percent(Decimal(value), 1), Decimal(value), source=source)


def euros(value: int) -> Cell:
    return Cell(f"€\u00a0{value:,}".replace(",", "."), value)


def indicators() -> Table:
    names = (
        "Studenten die een jaar later nog op school zijn of een diploma hebben", "Voortijdig schoolverlaters niveau 2",
        "Tevredenheid van studenten over de begeleiding", "Gediplomeerden met werk, een jaar later",
        "Docenten met een bevoegdheid", "Verzuim van medewerkers", "Praktijkbegeleiders die geschoold zijn",
        "Studenten met een stageplek bij het begin", "Uitval in het eerste jaar", "Doorstroom naar het hbo",
    )  # fmt: skip
    rows = []
    for place, (name, (status, word)) in enumerate(zip(names, STATUSES, strict=True), start=1):
        measured = percent(f"8{place % 10}.4", f"b-{place}") if place != 6 else Cell("minder dan 5 studenten")
        rows.append(
            (Cell(f"{place}a {name}"), percent("80"), measured, percent("87.5"), Cell(word, status=status))
        )
    columns = (
        Column("Indicator", width=5), Column("0-meting", Kind.PERCENT, 2), Column("2025", Kind.PERCENT, 2),
        Column("Streefwaarde 2027", Kind.PERCENT, 2), Column("Oordeel", width=3),
    )  # fmt: skip
    note = "Aantallen onder de 5 staan nergens, ook niet in een som waaruit ze af te leiden zijn."
    return Table("Indicatoren van doelstelling 1.1, op 31 december 2025", columns, tuple(rows), note)


def money() -> Table:
    lines = (
        ("Begeleiding", 1_650_000, 1_402_300),
        ("Scholing", 240_000, 250_125),
        (f"{LONG_WORD}", 12_500, 0),
    )
    rows = tuple(
        (Cell(name), euros(planned), euros(spent), percent(str(round(Decimal(spent) / planned * 100, 1))))
        for name, planned, spent in lines
    )
    columns = (
        Column("Begrotingspost", width=4),
        Column("Gepland", Kind.EUROS, 2),
        Column("Besteed", Kind.EUROS, 2),
        Column("Deel", Kind.PERCENT),
    )
    return Table("Middelen van doelstelling 1.1", columns, rows)


def sources(count: int) -> Table:
    rows = tuple(
        (
            Cell(f"b-{place}"), Cell(f"{place}a"), Cell("JOB-monitor" if place % 3 else "DUO, Indicatoren mbo"),
            Cell(f"bestand-{place % 7}.xlsx, blad 'Tabel {place % 4}', cel {'ABCDEFG'[place % 7]}{place}"),
            Cell("1 oktober 2025", date(2025, 10, 1)), Cell(str(place), place),
        )
        for place in range(1, count + 1)
    )  # fmt: skip
    columns = (
        Column("Nr."), Column("Indicator"), Column("Bron", width=3), Column("Plaats", width=5),
        Column("Peildatum", Kind.DATE, 2), Column("Aantal", Kind.NUMBER),
    )  # fmt: skip
    return Table("Herkomst van de cijfers", columns, rows)


def breakdown(columns: int) -> Table:
    titles = ("Opleiding", *(f"School {place}" for place in range(1, columns)))
    rows = tuple(
        (
            Cell(f"Niveau {level}"),
            *(percent(f"{70 + level + place}.{place % 10}") for place in range(1, columns)),
        )
        for level in range(1, 5)
    )
    kinds = (Kind.TEXT, *(Kind.PERCENT for _ in range(1, columns)))
    return Table(
        "Uitsplitsing naar niveau en school", tuple(map(Column, titles, kinds)), rows, "Voorlopige cijfers."
    )


def story(length: int) -> Paragraph:
    """A text of so many characters."""
    return Paragraph((SENTENCE * (length // len(SENTENCE) + 1))[:length].strip())


def blocks(rows: int, length: int, emoji: bool) -> tuple[Block, ...]:
    """``rows``: of the longest table. ``length``: characters of the longest text. ``emoji``: which few fonts draw."""
    return (
        Heading(1, "Samenvatting", "samenvatting"),
        Paragraph("In 2025 haalde de instelling zes van de tien doelen.", "lead"),
        Paragraph(f"{SENTENCE * 5}\n\nEen tweede alinea,\nmet een regel eronder. {SENTENCE * 3}"),
        Bullets(
            (
                EMOJI if emoji else "Geslaagd.",
                "Meer studenten blijven op school.",
                f"{SENTENCE}{NASTY}",
                "Het verzuim daalt nog niet.",
            )
        ),
        Paragraph(f"{NASTY} {LONG_WORD}", "note"),
        Heading(1, "Prioriteit 1: gelijke kansen", "p1"),
        Heading(2, "Doelstelling 1.1: minder uitval & meer begeleiding", "d1.1"),
        Paragraph(SENTENCE * 4),
        Heading(3, "Indicatoren", "d1.1-indicatoren"),
        indicators(),
        Figure("Studenten die blijven, 2020–2025", RISES, svg("a", 40, 44, 51, 49, 60, 66)),
        Figure("Uitval in het eerste jaar", FALLS, svg("a", 60, 55, 51, 49, 30, 28)),
        Heading(3, "Middelen", "d1.1-middelen"),
        money(),
        Heading(4, "Toelichting", "d1.1-toelichting"),
        Paragraph(SENTENCE * 2),
        Heading(2, "Doelstelling 1.2: zonder cijfers", "d1.2"),
        Table("Maatregelen die niet zijn genomen", (Column("Maatregel"), Column("Reden")), ()),
        Figure("Een figuur zonder tekening", "Er is geen tekening; de waarde is 3 %.", ""),
        PageBreak(),
        Heading(1, "Het verhaal", "verhaal"),
        story(length),
        Heading(1, "Bijlage: uitsplitsingen", "bijlage-1"),
        breakdown(8),
        breakdown(12),
        Heading(1, "Bijlage: herkomst", "bijlage-2"),
        sources(rows),
    )  # fmt: skip


def sheets(rows: int) -> tuple[Sheet, ...]:
    columns = (
        Column("Indicator"), Column("Peildatum", Kind.DATE), Column("Waarde", Kind.PERCENT),
        Column("Aantal", Kind.NUMBER), Column("Bedrag", Kind.EUROS), Column("Opmerking"),
    )  # fmt: skip
    lines = tuple(
        (
            Cell(f"{place}a", f"{place}a"), Cell("1 oktober 2025", date(2025, 10, 1)), percent(f"{place % 100}.5"),
            Cell("minder dan 5") if place % 5 == 0 else Cell(str(place * 1000), place * 1000),
            Cell("€ 12,50", Decimal("12.50")), Cell("=1+1" if place == 1 else "+31 50 123" if place == 2 else ""),
        )
        for place in range(1, rows + 1)
    )  # fmt: skip
    return (
        Sheet("Cijfers", columns, lines),
        Sheet("Cijfers: alle [2025] / uitsplitsingen", columns, lines[:2]),
        Sheet("cijfers", columns, ()),
    )


def document(*, rows: int = 12, length: int = 600, banner: str = BANNER, emoji: bool = True) -> Document:
    return Document(
        title="Verantwoording kwaliteitsagenda 2025",
        subtitle="Jaarlijkse verantwoording aan de minister en de raad van toezicht",
        organisation="Voorbeeldcollege <Noord> & Oost",
        moment=MOMENT,
        fingerprint=FINGERPRINT,
        status="ter vaststelling",
        blocks=blocks(rows, length, emoji),
        sheets=sheets(rows),
        banner=banner,
    )
